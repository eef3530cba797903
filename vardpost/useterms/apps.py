"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.shell.waits import register_office_waits


class UsetermsConfig(AppConfig):
    """The room `useterms`."""

    name = "vardpost.useterms"
    label = "useterms"

    def ready(self) -> None:
        """Let the national office know of a proposal."""
        from vardpost.useterms.told import proposed  # the queries, once models are loaded

        register_office_waits(proposed)
