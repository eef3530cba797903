"""Django's card for the room."""

from django.apps import AppConfig


class UsetermsConfig(AppConfig):
    """The room `useterms`."""

    name = "vardpost.useterms"
    label = "useterms"
