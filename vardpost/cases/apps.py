"""Django's card for the room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The room `cases`."""

    name = "vardpost.cases"
    label = "cases"
