"""Öppettider: several periods a day, and whether the eves are closed (domain 5, ambitions 54)."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note
from vardpost.units.opening import MIDNIGHT
from vardpost.units.queries.hours import week_hours
from vardpost.units.settings import Kind, Line, Values
from vardpost.units.values import WeekHours
from vardpost.units.words import day_names


def _values(hours: WeekHours) -> dict[str, object]:
    return {
        "days": [[list(one) for one in day] for day in hours.days],
        "eves": hours.closed_on_eves,
    }


def _words(values: Values) -> list[Line]:
    days = values.get("days") or [[] for _day in range(7)]
    told = [
        (name, ", ".join(f"{_moment(a)}–{_moment(b)}" for a, b in day) or "–")
        for name, day in zip(day_names(), days, strict=True)
    ]
    eves = _("stängt") if values.get("eves", True) else _("öppet som vanligt")
    return [*told, (_("Midsommarafton, julafton och nyårsafton"), eves)]


def _moment(text: str) -> str:
    return "24.00" if text == f"{MIDNIGHT:%H:%M}" else text.replace(":", ".")


def change_hours(
    *, actor: Actor, unit_id: UUID, version: int, hours: WeekHours, undoes: UUID | None = None
) -> None:
    """Keep a week's opening hours; promises of cases already sent stay as they were given.

    Raises as `settings.begin`.
    """
    new = _values(hours)
    held = begin(actor, HOURS, unit_id=unit_id, version=version, new=new)
    if held is None:
        return
    db.fetch_one("select 1 from care_unit where id = %s for no key update", [unit_id])
    old = _values(week_hours(unit_id))
    db.execute("delete from opening_hours where unit_id = %s", [unit_id])
    for weekday, day in enumerate(hours.days):
        for opens, closes in day:
            db.execute(
                "insert into opening_hours (unit_id, weekday, opens, closes) "
                "values (%s, %s, %s, %s)",
                [unit_id, weekday, opens, closes],
            )
    db.execute(
        "update care_unit set closed_on_eves = %s where id = %s", [hours.closed_on_eves, unit_id]
    )
    note(held, old=old, new=new, undoes=undoes)


def restore_hours(
    *, actor: Actor, unit_id: UUID, object_id: str, version: int, values: Values, undoes: UUID
) -> None:
    """Put older opening hours back. Raises as `change_hours`; `object_id` is empty."""
    days = tuple(tuple((str(a), str(b)) for a, b in day) for day in values["days"])
    hours = WeekHours(days, bool(values["eves"]))
    change_hours(actor=actor, unit_id=unit_id, version=version, hours=hours, undoes=undoes)


HOURS = Kind(
    "units:hours",
    later("Öppettider"),
    Permission.UNIT_EDIT,
    AuditEvent.UNIT_HOURS_CHANGED,
    "oppettider",
    _words,
    restore_hours,
)
