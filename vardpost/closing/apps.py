"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.units import settings


class ClosingConfig(AppConfig):
    """The room `closing`."""

    name = "vardpost.closing"
    label = "closing"

    def ready(self) -> None:
        """Register what this room looks after."""
        from vardpost.closing.actions.ending import ENDING  # the verbs, once models are loaded

        settings.register(ENDING)
