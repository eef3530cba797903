"""Django's card for the room."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """The room `shell`."""

    name = "vardpost.shell"
    label = "shell"
