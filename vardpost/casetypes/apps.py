"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop as later

from vardpost.units import settings
from vardpost.units.checklist import Point, register

POINT = Point(
    "case-types",
    later("Ärendetyper"),
    later("Ingen ärendetyp är påslagen. Invånare har inget att välja."),
    "arendetyper",
    "exists (select 1 from unit_case_type o where o.unit_id = u.id and o.active)",
    order=40,
)


class CasetypesConfig(AppConfig):
    """The room `casetypes`."""

    name = "vardpost.casetypes"
    label = "casetypes"

    def ready(self) -> None:
        """Register what this room looks after."""
        # The verbs, once models are loaded.
        from vardpost.casetypes.actions.form_history import FORM
        from vardpost.casetypes.actions.offer import OFFER
        from vardpost.casetypes.actions.order import ORDER

        register(POINT)
        settings.register(FORM, OFFER, ORDER)
