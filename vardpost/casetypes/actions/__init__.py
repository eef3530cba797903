"""Verbs of the case types, by what they change; each module says what it raises."""

from vardpost.casetypes.actions.bring import import_type
from vardpost.casetypes.actions.draft import discard_draft, save_draft, start_draft
from vardpost.casetypes.actions.export import export_type
from vardpost.casetypes.actions.local import copy, create
from vardpost.casetypes.actions.national import offer_on_units, publish_national
from vardpost.casetypes.actions.offer import (
    activate,
    deactivate,
    decide,
    set_follows,
    set_overrides,
    set_promise,
    take_upstream,
)
from vardpost.casetypes.actions.order import set_order
from vardpost.casetypes.actions.picture import add_picture
from vardpost.casetypes.actions.publish import (
    come_into_force,
    plan,
    publish,
    roll_back,
    withdraw_plan,
)
from vardpost.casetypes.actions.several import activate_several
from vardpost.casetypes.actions.terms import (
    publish_terms,
    roll_back_terms,
    save_terms_draft,
    withdraw_terms_plan,
)
from vardpost.casetypes.actions.upstream import subscribe

__all__ = [
    "activate",
    "activate_several",
    "add_picture",
    "come_into_force",
    "copy",
    "create",
    "deactivate",
    "decide",
    "discard_draft",
    "export_type",
    "import_type",
    "offer_on_units",
    "plan",
    "publish",
    "publish_national",
    "publish_terms",
    "roll_back",
    "roll_back_terms",
    "save_draft",
    "save_terms_draft",
    "set_follows",
    "set_order",
    "set_overrides",
    "set_promise",
    "start_draft",
    "subscribe",
    "take_upstream",
    "withdraw_plan",
    "withdraw_terms_plan",
]
