"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.shell.waits import register_staff_waits


class OfficesConfig(AppConfig):
    """The room `offices`."""

    name = "vardpost.offices"
    label = "offices"

    def ready(self) -> None:
        """Let a unit's first page tell of messages from the region."""
        # The queries, once models are loaded.
        from vardpost.offices.told import unread_messages

        register_staff_waits(unread_messages)
