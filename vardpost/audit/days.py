"""What the ledger says of a resident, day by day, equal acts of a day as one line.

For the resident herself and her guardian: `audit_days` shows nothing outside `app.residents`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.clock import STOCKHOLM


@dataclass(frozen=True, slots=True)
class Line:
    """Everything that one person did alike on one day, in one case or in none."""

    day: date
    actor_kind: str
    person_id: UUID | None
    #: As it was when it was written.
    person_name: str
    roles: tuple[str, ...]
    unit_id: UUID | None
    unit_name: str
    region_id: str
    action: str
    outcome: str
    purpose: str
    relation: str
    acting_as: str
    object_type: str
    #: The case or draft of what staff or the system did; a resident's own acts are not told apart.
    object_id: str
    #: Done by time itself, in the name of nobody.
    automatic: bool
    count: int
    first_at: datetime
    last_at: datetime
    #: One of its entries, the same whenever one asks: no later entry of the line comes before it.
    first_id: UUID
    #: Every moment, the latest first; none when there are more than fifty.
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days of lines, the latest first."""

    lines: tuple[Line, ...]
    #: The day before which there is more; None at the end of the ledger.
    older: date | None


def days(resident_id: UUID, *, since: date, before: date, lines: int) -> Days:
    """Return whole days, `before` and later left out, until there are `lines` lines or more."""
    rows = db.fetch_all(
        "select audit_days(array[%s], %s, %s, %s, '', null, null)::text",
        [resident_id, since, before, lines],
    )
    return gathered([row[0] for row in rows], lines)


def gathered(told: Sequence[str], lines: int) -> Days:
    """Return what `audit_days` told when it was asked for `lines` lines.

    It ends with one line of an older day when there is more.
    """
    found = tuple(_line(json.loads(one)) for one in told)
    more = len(found) > lines and found[-1].day != found[-2].day
    return Days(found[:-1], found[-2].day) if more else Days(found, None)


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of its own, and which unit of the directory it happened at."""

    line: Line
    unit_hsa_id: str


#: After every entry.
_LAST = ("infinity", UUID(int=2**128 - 1))
#: In the order of the first fields of a line; then the moment, the id and the unit.
_ENTRIES = (
    "select (at at time zone 'Europe/Stockholm')::date, actor_kind, person_id, person_name, roles, "
    "unit_id, unit_name, region_id, action, outcome, purpose, relation, acting_as, object_type, "
    "case when object_type in ('case', 'draft') and actor_kind <> 'resident' then object_id "
    "else '' end, coalesce((detail->>'automatic')::boolean, false), at, id, unit_hsa_id "
    "from audit_about(array[%s], %s, %s, %s, %s, %s)"
)
_FIELDS = [one.name for one in fields(Line)][:16]


def entries(resident_id: UUID, *, since: date, until: date, most: int) -> list[Told]:
    """Return each entry by itself, both days included, the latest first, at most so many."""
    begins, ends = (
        datetime.combine(day, time.min, STOCKHOLM) for day in (since, until + timedelta(days=1))
    )
    rows = db.fetch_all(_ENTRIES, [resident_id, begins, ends, *_LAST, most])
    return [_told(row) for row in rows]


def _told(row: Sequence[Any]) -> Told:
    *values, at, key, unit_hsa_id = row
    known = dict(zip(_FIELDS, values, strict=True))
    known |= {"roles": _roles(known["roles"]), "count": 1, "first_at": at, "last_at": at}
    return Told(Line(**known, first_id=key, times=(at,)), unit_hsa_id)


def _roles(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(",")))


def _line(one: Mapping[str, Any]) -> Line:
    """Return a line as the database tells it."""
    values = dict(one)
    for name in ("person_id", "unit_id", "first_id"):
        values[name] = UUID(values[name]) if values[name] else None
    for name in ("first_at", "last_at"):
        values[name] = datetime.fromisoformat(values[name])
    values["day"] = date.fromisoformat(values["day"])
    values["roles"] = _roles(values["roles"])
    values["times"] = tuple(sorted(map(datetime.fromisoformat, values["times"]), reverse=True))
    return Line(**values)
