"""The nation's own templates, one for each kind of unit, as they come with the product. Pure.

They name no unit's own choices: which central types a unit begins with, the promise that each form
proposes, how it is told, and whom it is for until it says so itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from vardpost.unit_templates.values import CATCHMENT, Fields, Mode, Rule, active, promise

_FIRST = ("contact_me", "book_time", "cancel_rebook")
_ALL = (
    *("advice", "contact_me", "book_time", "cancel_rebook", "renew_prescription", "certificate"),
    *("referral_question", "send_message"),
)
_OLDEST = 199


@dataclass(frozen=True, slots=True)
class Shipped:
    """A template of the product's: its code is the kind of unit it is for."""

    code: str
    name_sv: str
    name_en: str
    types: tuple[str, ...]
    #: Whom it is for: reach, sex, ages.
    area: tuple[str, str, int, int] = ("region", "", 0, _OLDEST)


TEMPLATES = (
    Shipped("primary_care", "Vårdcentral", "Primary care centre", _ALL),
    Shipped("specialist", "Specialistmottagning", "Specialist clinic", _ALL[1:]),
    Shipped("dental", "Tandvård", "Dental care", (*_FIRST, "send_message")),
    Shipped(
        "child_health",
        "Barnavårdscentral",
        "Child health centre",
        ("advice", *_FIRST),
        ("municipality", "", 0, 6),
    ),
    Shipped("maternity", "Barnmorskemottagning", "Maternity clinic", _FIRST),
    Shipped(
        "psychiatry",
        "Psykiatri",
        "Psychiatry",
        ("contact_me", "cancel_rebook", "renew_prescription", "certificate"),
    ),
    Shipped("rehabilitation", "Rehabilitering", "Rehabilitation", _FIRST),
    Shipped("youth", "Ungdomsmottagning", "Youth clinic", _FIRST, ("municipality", "", 13, 24)),
)


def fields(one: Shipped, promises: Mapping[str, tuple[int, int]]) -> Fields:
    """Return what a shipped template says; `promises` are those that units may change."""
    made: dict[str, Rule] = {}
    for key in one.types:
        made[active(key)] = Rule(True)
        if key in promises:
            made[promise(key)] = Rule(list(promises[key]))
    told = {"new_case": "direct", "unassigned": "direct", "reminder": "direct"}
    made |= {f"notices:{name}": Rule(mode) for name, mode in told.items()}
    made["notices:unassigned_hours"] = Rule(8)
    made["notices:remind_hours"] = Rule(4)
    made[CATCHMENT] = Rule([list(one.area)], Mode.START)
    return made
