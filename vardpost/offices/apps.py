"""Django's card for the room."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    """The room `offices`."""

    name = "vardpost.offices"
    label = "offices"
