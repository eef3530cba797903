"""Django's card for the room."""

from django.apps import AppConfig


class CentralConfig(AppConfig):
    """The room `central`."""

    name = "vardpost.central"
    label = "central"
