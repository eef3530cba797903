"""Settings of the test suite."""

from vardpost.config.settings.base import *  # noqa: F403  # settings stack on each other

SECRET_KEY = "test-only-not-secret"
DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PUBLIC_ORIGIN = "http://testserver"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
