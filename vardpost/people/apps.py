"""Django's card for the room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room `people`."""

    name = "vardpost.people"
    label = "people"
