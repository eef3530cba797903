"""Django's card for the room."""

from django.apps import AppConfig


class CasetypesConfig(AppConfig):
    """The room `casetypes`."""

    name = "vardpost.casetypes"
    label = "casetypes"
