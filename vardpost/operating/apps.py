"""Django's card for the room."""

from django.apps import AppConfig


class OperatingConfig(AppConfig):
    """The room `operating`."""

    name = "vardpost.operating"
    label = "operating"
