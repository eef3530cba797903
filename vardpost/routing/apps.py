"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.units import settings


class RoutingConfig(AppConfig):
    """The room `routing`."""

    name = "vardpost.routing"
    label = "routing"

    def ready(self) -> None:
        """Register what this room looks after."""
        # The verbs, once models are loaded.
        from vardpost.routing.actions.rules import RULES
        from vardpost.routing.actions.team import TEAM

        settings.register(RULES, TEAM)
