"""Django's card for the room."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """The room `statistics`."""

    name = "vardpost.statistics"
    label = "statistics"
