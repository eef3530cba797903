"""Settings of the test suite."""

from vardpost.config.settings.base import *  # noqa: F403  # settings stack on each other
from vardpost.config.settings.base import INSTALLED_APPS as _INSTALLED_APPS
from vardpost.config.settings.base import ROOT as _ROOT

#: Brings the command `flush` that renews a test's database.
INSTALLED_APPS = [*_INSTALLED_APPS, "tests"]
WEB_ROLE = "app_web"
SEALER_ROLE = "app_sealer"

SECRET_KEY = "test-only-not-secret"
DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PUBLIC_ORIGIN = "http://testserver"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

#: A folder that is there, so that nothing warns; tests do not collect files.
STATIC_ROOT = _ROOT / "vardpost" / "shell" / "static"
