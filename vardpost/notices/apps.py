"""Django's card for the room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The room `notices`."""

    name = "vardpost.notices"
    label = "notices"
