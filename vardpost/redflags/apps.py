"""Django's card for the room."""

from django.apps import AppConfig


class RedflagsConfig(AppConfig):
    """The room `redflags`."""

    name = "vardpost.redflags"
    label = "redflags"
