"""Which of a unit's case types a resident sees, and why not: for who runs the unit."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.casetypes.audience import age
from vardpost.casetypes.queries.editing import UnitType, unit_types
from vardpost.casetypes.queries.handed import HandedOut, latest_of
from vardpost.kernel.clock import STOCKHOLM
from vardpost.people.seen import Seen
from vardpost.shell.dates import full_day
from vardpost.shell.jinja import language


def types_seen(unit_id: UUID, person_id: UUID, born: date, today: date) -> list[Seen]:
    """Return the types that the unit has, with whether the resident sees each: two statements."""
    handed = latest_of(unit_id, person_id)
    return [_seen(one, handed, born, today) for one in unit_types(unit_id) if one.taken]


def _seen(one: UnitType, handed: Mapping[UUID, HandedOut], born: date, today: date) -> Seen:
    sees, why, place = False, "", f"arendetyper/{one.id}"
    if not one.active:
        why = _("Avstängd.")
    elif not one.offerable:
        why = _("Kan inte erbjudas just nu.")
    elif age(born, today) < one.min_age:
        why = _("För den som har fyllt {n} år.").replace("{n}", str(one.min_age))
    elif one.restricted:
        sees, why = _handed(handed.get(one.id), today)
        place += "/utlamning"
    else:
        sees = True
    return Seen(one.title.of(language()), sees, why, place)


def _handed(one: HandedOut | None, today: date) -> tuple[bool, str]:
    """Return whether something held back is seen, and what became of its hand-out."""
    lang = language()
    if one is None:
        return False, _("Lämnas bara ut till utvalda, och inte till invånaren.")
    if one.ended_why == "withdrawn" and one.ended_at is not None:
        day = full_day(one.ended_at.astimezone(STOCKHOLM).date(), lang)
        return False, _("Var utlämnad. Togs tillbaka {dag}.").replace("{dag}", day)
    if one.until is not None and one.until < today:
        return False, _("Var utlämnad till och med {dag}.").replace(
            "{dag}", full_day(one.until, lang)
        )
    if one.starts > today:
        first = full_day(one.starts, lang)
        return False, _("Utlämnad från och med {dag}.").replace("{dag}", first)
    if one.until is None:
        return True, _("Utlämnad tills vidare.")
    return True, _("Utlämnad till och med {dag}.").replace("{dag}", full_day(one.until, lang))
