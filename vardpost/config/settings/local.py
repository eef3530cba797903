"""Settings of the demo and of a developer's machine: loopback only, demo people."""

from vardpost.config.settings.base import *  # noqa: F403  # settings stack on each other
from vardpost.config.settings.base import DEMO as _DEMO
from vardpost.config.settings.base import SECRET_KEY as _SECRET_KEY

#: Only ever served on loopback; `config.guard` refuses it in production.
SECRET_KEY = _SECRET_KEY or "demo-only-not-secret"

if _DEMO:
    EMAIL_BACKEND = "vardpost.notices.demo.DemoMail"
