"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.shell.waits import register_office_waits
from vardpost.units import settings


class RedflagsConfig(AppConfig):
    """The room `redflags`."""

    name = "vardpost.redflags"
    label = "redflags"

    def ready(self) -> None:
        """Register what this room looks after."""
        # The verb and the queries, once models are loaded.
        from vardpost.redflags.actions.own import OWN
        from vardpost.redflags.told import proposed

        settings.register(OWN)
        register_office_waits(proposed)
