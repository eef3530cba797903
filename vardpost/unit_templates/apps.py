"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.shell.waits import register_office_waits


class UnitTemplatesConfig(AppConfig):
    """The room `unit_templates`."""

    name = "vardpost.unit_templates"
    label = "unit_templates"

    def ready(self) -> None:
        """Register the kinds of setting of this room, and who differs for the office."""
        # The verbs, once models are loaded.
        from vardpost.unit_templates.actions.kinds import EXEMPTION, STANDS_ON
        from vardpost.unit_templates.queries.locks import locks_at, refuse_locked
        from vardpost.unit_templates.told import differing
        from vardpost.units import locks, settings

        settings.register(STANDS_ON, EXEMPTION)
        locks.register(locks_at, refuse_locked)
        register_office_waits(differing)
