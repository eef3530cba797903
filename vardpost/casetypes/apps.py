"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop as later

from vardpost.people import seen
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
#: Urged alone: a text that is late to be read through is still the text that holds.
REVIEW = Point(
    "terms-review",
    later("Villkor"),
    later("En villkorstext skulle ha lästs igenom. Läs den och välj en ny dag."),
    "villkor",
    "not exists (select 1 from unit_terms k join unit_case_type o on o.unit_id = k.unit_id "
    "and o.case_type_id = k.case_type_id and o.active where k.unit_id = u.id "
    "and k.review_by < (now() at time zone 'Europe/Stockholm')::date)",
    needed=False,
    order=45,
)


class CasetypesConfig(AppConfig):
    """The room `casetypes`."""

    name = "vardpost.casetypes"
    label = "casetypes"

    def ready(self) -> None:
        """Register what this room looks after."""
        # The verbs, once models are loaded.
        from vardpost.casetypes.actions.form_history import FORM
        from vardpost.casetypes.actions.handing import HANDED_OUT
        from vardpost.casetypes.actions.offer import OFFER
        from vardpost.casetypes.actions.order import ORDER
        from vardpost.casetypes.actions.terms import TERMS
        from vardpost.casetypes.seen import types_seen

        register(POINT, REVIEW)
        seen.register("casetypes", types_seen)
        settings.register(FORM, HANDED_OUT, OFFER, ORDER, TERMS)
