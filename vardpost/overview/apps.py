"""Django's card for the room."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """The room `overview`."""

    name = "vardpost.overview"
    label = "overview"
