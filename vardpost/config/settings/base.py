"""Settings that hold everywhere; `local`, `test` and `production` add to them."""

from pathlib import Path
from typing import Any

from vardpost.config.database import database, role_of
from vardpost.config.environment import ENVIRONMENT as ENV
from vardpost.shell.policy_header import content_security_policy

ROOT = Path(__file__).resolve().parents[3]

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
DEMO = ENV.demo
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [ENV.public_origin]
PUBLIC_ORIGIN = ENV.public_origin
STREAM_ORIGIN = ENV.stream_origin
ROOT_URLCONF = "vardpost.config.urls"
WSGI_APPLICATION = "vardpost.config.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "csp",
    "vardpost.shell",
    "vardpost.audit",
    "vardpost.units",
    "vardpost.operating",
    "vardpost.useterms",
    "vardpost.linked",
    "vardpost.central",
    "vardpost.unit_templates",
    "vardpost.people",
    "vardpost.live",
    "vardpost.redflags",
    "vardpost.casetypes",
    "vardpost.notices",
    "vardpost.routing",
    "vardpost.offices",
    "vardpost.onboarding",
    "vardpost.cases",
    "vardpost.closing",
    "vardpost.review",
    "vardpost.statistics",
    "vardpost.simulation",
    "vardpost.catalogue",
    "vardpost.overview",
    "vardpost.config",
]

MIDDLEWARE = [
    "vardpost.shell.headers.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vardpost.shell.language.Language",
    "vardpost.people.refusals.Refusals",
    "vardpost.shell.headers.Limits",
    "django.middleware.csrf.CsrfViewMiddleware",
    "vardpost.shell.errors.ErrorPages",
    "vardpost.people.door.Door",
]

_url = ENV.database_owner_url if ENV.as_owner else ENV.database_url
DATABASES: dict[str, dict[str, Any]] = {
    "default": database(
        _url or "dbname=vardpost", prepared=ENV.prepared_statements, migrates=ENV.as_owner
    )
}
WEB_ROLE = role_of(ENV.database_url)
DATABASE_DIRECT_URL = ENV.database_direct_url
#: Who seals, and who reads what is sealed, connects here; the owner may do the same.
DATABASE_SEALER_URL = ENV.database_sealer_url
DATABASE_OWNER_URL = ENV.database_owner_url
SEALER_ROLE = role_of(ENV.database_sealer_url, "app_sealer")
AUDIT_DIR = ENV.audit_dir
AUDIT_KEY_FILE = ENV.audit_key_file
AUDIT_WITNESSES = ENV.audit_witnesses
AUDIT_HEADS_TO = ENV.audit_heads_to
AUDIT_YEARS = ENV.audit_years
#: Who is responsible for the data, for the record of processing and for incidents.
CONTROLLER = ENV.controller
DPO_CONTACT = ENV.dpo_contact
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "vardpost.shell.jinja.environment"},
    }
]

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data_dir / "static"
STORAGES = {"staticfiles": {"BACKEND": "vardpost.shell.assets.Assets"}}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = content_security_policy(ENV.stream_origin)
CSRF_FAILURE_VIEW = "vardpost.people.refusals.csrf"
CSRF_COOKIE_SECURE = ENV.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if ENV.https else "csrf"
SESSION_COOKIE = "__Host-session" if ENV.https else "session"
HTTPS = ENV.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None

SESSION_IDLE_MINUTES = ENV.session_idle_minutes
SESSION_ABSOLUTE_HOURS = ENV.session_absolute_hours
CASES_PER_HOUR = ENV.cases_per_hour

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 600

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = ENV.smtp_host
EMAIL_PORT = ENV.smtp_port
EMAIL_HOST_USER = ENV.smtp_user
EMAIL_HOST_PASSWORD = ENV.smtp_password
EMAIL_USE_TLS = ENV.smtp_tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENV.mail_from

LOGGING_CONFIG = "vardpost.config.logs.configure"
LOGGING = {"level": ENV.log_level}
