"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.shell.waits import register_office_waits, register_staff_waits


class OfficesConfig(AppConfig):
    """The room `offices`."""

    name = "vardpost.offices"
    label = "offices"

    def ready(self) -> None:
        """Let first pages tell of messages from the region, and of administrators."""
        # The queries, once models are loaded.
        from vardpost.offices.told import administrators, to_decide, unread_messages

        register_staff_waits(unread_messages)
        register_office_waits(administrators)
        register_office_waits(to_decide)
