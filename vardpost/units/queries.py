"""Reads of the units: opening hours as the clocks want them, and who may see a unit."""

import json
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.units.calendar import swedish_holidays

Week = tuple[tuple[tuple[time, time], ...], ...]

#: The subselect that every statement uses which needs a unit's hours; `u` is the unit.
HOURS = (
    "(select json_agg(json_build_array(o.weekday, o.opens, o.closes) order by o.weekday, o.opens) "
    "from opening_hours o where o.unit_id = u.id)::text"
)


@lru_cache(maxsize=2048)
def week(rows: str | None) -> Week:
    """Return the opening hours of a week, Monday first, from what `HOURS` gives.

    A unit that has told no hours keeps office hours, so that a promise can always be made.
    """
    days: list[list[tuple[time, time]]] = [[] for _ in range(7)]
    for weekday, opens, closes in json.loads(rows or "[]"):
        days[weekday].append((time.fromisoformat(opens), time.fromisoformat(closes)))
    if not any(days):
        days[:5] = [[(time(8), time(16, 30))] for _ in range(5)]
    return tuple(tuple(day) for day in days)


def holidays(on: date, *, closed_on_eves: bool) -> frozenset[date]:
    """Return the days around `on` on which the unit is closed whatever the weekday."""
    return swedish_holidays(on.year, with_eves=closed_on_eves)


def unit_week(unit_id: UUID) -> tuple[Week, bool]:
    """Return a unit's opening hours and whether it is closed on the eves."""
    row = db.fetch_one(
        f"select {HOURS}, u.closed_on_eves from care_unit u where u.id = %s", [unit_id]
    )
    return (week(row[0]), row[1]) if row else (week(None), True)


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a unit."""

    name: str
    street: str
    postal_code: str
    place: str
    phone: str
    email: str


def contact(unit_id: UUID) -> Contact:
    """Return a unit's contact data. Raises `NotFound`."""
    row = db.fetch_one(
        "select name, street, postal_code, place, phone, email from care_unit where id = %s",
        [unit_id],
    )
    if row is None:
        raise NotFound("unit")
    return Contact(*row)
