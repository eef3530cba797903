"""Reads of the job that raises alarms: who opened what lately, and what alarms already hold.

Within the system's scope of one region.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.review.groups import Group, group
from vardpost.review.queries.rules import Standing, standing
from vardpost.review.watching import MASS, PROTECTED, Limit, Opened

#: The row of `review_rule` that says what a unit or region holds to be unusual.
LIMIT_KEY = "alarm_mass_reading"
_SEEN = [one.value for one in AuditEvent if group(one) in (Group.OPENED, Group.TAKEN)]


@dataclass(frozen=True, slots=True)
class Held:
    """What alarms about some people hold of their entries."""

    #: Entries of closed alarms of the rule that counts.
    ended: frozenset[UUID]
    #: (rule, entry) of any alarm.
    any: frozenset[tuple[str, UUID]]
    #: (person, case) that a reviewer has looked into and closed lately, of the other rule.
    settled: frozenset[tuple[UUID, str]]


def passed(key: str) -> int | None:
    """Return how far a pass has come, without holding it; none when it has not begun."""
    row = db.fetch_one("select number from review_cursor where key = %s", [key])
    return int(row[0]) if row else None


def opened_by(
    unit_id: UUID, people: Iterable[UUID], since: datetime, until: datetime
) -> dict[UUID, list[Opened]]:
    """Return the cases that people opened without having them, by person and time."""
    rows = db.fetch_all(
        "select e.id, e.at, e.person_id, e.resident_ids[1], e.object_id, e.action, "
        "e.state = 'submitted' from audit_entry e where e.unit_id = %s and e.person_id = any(%s) "
        "and e.at >= %s and e.at <= %s and e.action = any(%s) and e.outcome = 'ok' "
        "and e.actor_kind = 'staff' and e.purpose <> 'review' and e.object_type = 'case' "
        "and e.relation <> 'assignee' and cardinality(e.resident_ids) = 1 order by e.at, e.id",
        [unit_id, list(people), since, until, _SEEN],
    )
    found: dict[UUID, list[Opened]] = {}
    for row in rows:
        found.setdefault(row[2], []).append(Opened(*row))
    return found


def held(unit_id: UUID, people: Iterable[UUID], since: datetime, lately: datetime) -> Held:
    """Return what alarms hold of people's entries since a moment; `lately`: settled after it."""
    rows = db.fetch_all(
        "select n.entry_id, n.rule, n.person_id, n.object_id, a.closed_at is not null, "
        "a.outcome = 'closed' and a.closed_at > %s "
        "from review_alarm_entry n join review_alarm a on a.id = n.alarm_id "
        "where n.unit_id = %s and n.person_id = any(%s) "
        "and (n.entry_at >= %s or n.rule = %s and a.closed_at > %s)",
        [lately, unit_id, list(people), since, PROTECTED, lately],
    )
    return Held(
        frozenset(row[0] for row in rows if row[1] == MASS and row[4]),
        frozenset((row[1], row[0]) for row in rows),
        frozenset((row[2], row[3]) for row in rows if row[1] == PROTECTED and row[5]),
    )


def limits(region_id: str, units: Iterable[UUID]) -> Mapping[UUID, Limit]:
    """Return what is unusual at each of the units."""
    ids = list(units)
    found = standing(region_id, ids)
    return {one: limit_at(found, one) for one in ids}


def limit_at(found: Standing, unit_id: UUID | None) -> Limit:
    """Return a unit's limit: its own, or its region's, or the product's."""
    return own_limit(found, unit_id) or own_limit(found, None) or Limit()


def own_limit(found: Standing, unit_id: UUID | None) -> Limit | None:
    """Return what a unit, or without one a region, has decided itself; none when nothing."""
    for one in found.own:
        if one.key == LIMIT_KEY and one.unit_id == unit_id:
            return Limit(one.conditions["residents"], one.conditions["minutes"])
    return None
