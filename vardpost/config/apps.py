"""Django's card for the room."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The room `config`."""

    name = "vardpost.config"
    label = "config"
