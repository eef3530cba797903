"""Django's card for the room."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The room `review`."""

    name = "vardpost.review"
    label = "review"
