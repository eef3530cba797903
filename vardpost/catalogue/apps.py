"""Django's card for the room."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The room `catalogue`."""

    name = "vardpost.catalogue"
    label = "catalogue"
