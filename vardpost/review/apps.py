"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.units import settings


class ReviewConfig(AppConfig):
    """The room `review`."""

    name = "vardpost.review"
    label = "review"

    def ready(self) -> None:
        """Register what this room looks after."""
        from vardpost.review.actions.mirror_policy import MIRROR  # the verb, once models are loaded

        settings.register(MIRROR)
