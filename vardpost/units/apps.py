"""Django's card for the room."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """The room `units`."""

    name = "vardpost.units"
    label = "units"
