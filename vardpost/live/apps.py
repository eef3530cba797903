"""Django's card for the room."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """The room `live`."""

    name = "vardpost.live"
    label = "live"
