"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop as later

from vardpost.units import settings
from vardpost.units.checklist import Point, register

POINT = Point(
    "notices",
    later("Aviseringar"),
    later("Ingen får avisering om nya ärenden."),
    "aviseringar",
    "unit_is_told(u.id)",
    order=70,
)


class NoticesConfig(AppConfig):
    """The room `notices`."""

    name = "vardpost.notices"
    label = "notices"

    def ready(self) -> None:
        """Register what this room looks after."""
        from vardpost.notices.actions.unit import UNIT_TOLD  # the verb, once models are loaded

        register(POINT)
        settings.register(UNIT_TOLD)
