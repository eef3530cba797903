"""Django's card for the room."""

from django.apps import AppConfig


class LinkedConfig(AppConfig):
    """The room `linked`."""

    name = "vardpost.linked"
    label = "linked"
