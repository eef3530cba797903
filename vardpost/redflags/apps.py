"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.units import settings


class RedflagsConfig(AppConfig):
    """The room `redflags`."""

    name = "vardpost.redflags"
    label = "redflags"

    def ready(self) -> None:
        """Register what this room looks after."""
        from vardpost.redflags.actions.own import OWN  # the verb, once models are loaded

        settings.register(OWN)
