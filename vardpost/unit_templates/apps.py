"""Django's card for the room."""

from django.apps import AppConfig


class UnitTemplatesConfig(AppConfig):
    """The room `unit_templates`."""

    name = "vardpost.unit_templates"
    label = "unit_templates"

    def ready(self) -> None:
        """Register the kinds of setting of this room."""
        # The verbs, once models are loaded.
        from vardpost.unit_templates.actions.kinds import EXEMPTION, STANDS_ON
        from vardpost.unit_templates.queries.locks import locks_at, refuse_locked
        from vardpost.units import locks, settings

        settings.register(STANDS_ON, EXEMPTION)
        locks.register(locks_at, refuse_locked)
