"""Settings of production: nothing has a default that would be unsafe."""

from vardpost.config.settings.base import *  # noqa: F403  # settings stack on each other

DEBUG = False
DEMO = False
