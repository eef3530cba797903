"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop as later

from vardpost.audit import choosing
from vardpost.units import settings
from vardpost.units.checklist import Point, register

POINTS = (
    Point(
        "contact",
        later("Kontaktuppgifter"),
        later("Telefonnummer saknas. Invånare ska kunna ringa."),
        "kontaktuppgifter",
        "u.phone <> ''",
        order=10,
    ),
    Point(
        "hours",
        later("Öppettider"),
        later("Öppettider saknas. Svarstiderna räknas på vardagar 8–16.30."),
        "oppettider",
        "exists (select 1 from opening_hours o where o.unit_id = u.id)",
        order=20,
    ),
    Point(
        "catchment",
        later("Betjäningsområde"),
        later("Betjäningsområde saknas. Ingen invånare hittar mottagningen."),
        "betjaningsomrade",
        "exists (select 1 from catchment_row r where r.unit_id = u.id)",
        order=30,
    ),
)


class UnitsConfig(AppConfig):
    """The room `units`."""

    name = "vardpost.units"
    label = "units"

    def ready(self) -> None:
        """Register what this room looks after."""
        # The verbs, once models are loaded.
        from vardpost.shell.settings_page import register_afterwards
        from vardpost.units.actions.area import APPROVAL, AREA
        from vardpost.units.actions.closings import CLOSING, LIMIT, REGION_DAY
        from vardpost.units.actions.contact import CONTACT
        from vardpost.units.actions.hours import HOURS
        from vardpost.units.actions.names import NAME
        from vardpost.units.actions.recommended import RECOMMENDED
        from vardpost.units.actions.region import ACCENT, BOARD, GUARDIAN_AGE, KEEP
        from vardpost.units.found import unit
        from vardpost.units.views.here import next_step

        register_afterwards(next_step)
        register(*POINTS)
        choosing.register("unit", unit)
        settings.register(ACCENT, BOARD, GUARDIAN_AGE, KEEP)
        settings.register(
            *(APPROVAL, AREA, CLOSING, CONTACT, HOURS, LIMIT, NAME, RECOMMENDED, REGION_DAY)
        )
