"""Reads of the job that finds signals: what the seal has numbered, and what is known about it.

Within the system's scope of one region. Each is one statement for a whole batch, or for one unit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.review.groups import Group, group
from vardpost.review.hours import Hours
from vardpost.review.noticing import Ties
from vardpost.review.queries.log import uuid_of
from vardpost.review.rules import HANDLED_WITHIN, Fact, Seen
from vardpost.units.queries import HOURS, closed_days, week

#: How long before it was opened a case may have been handled by the same person.
HANDLED_BEFORE = timedelta(days=60)
_HANDLED = [event.value for event in AuditEvent if group(event) is Group.HANDLED]


@dataclass(frozen=True, slots=True)
class Act:
    """An entry that staff left at a unit."""

    number: int
    id: UUID
    at: datetime
    unit_id: UUID
    person_id: UUID
    person_name: str
    roles: str
    action: str
    outcome: str
    relation: str
    object_type: str
    object_id: str
    state: str
    resident_ids: tuple[UUID, ...]

    @property
    def group(self) -> Group:
        """Return the sort of act."""
        return group(self.action, self.outcome)

    @property
    def case_id(self) -> UUID | None:
        """Return the case it is about, if it is about one."""
        return uuid_of(self.object_id) if self.object_type == "case" else None

    def seen(self, facts: Fact) -> Seen:
        """Return it as rules see it."""
        roles = frozenset(self.roles.split(","))
        return Seen(self.id, self.at, self.person_id, roles, self.group, self.object_id, facts)


_ACT = (
    "e.id, e.at, e.unit_id, e.person_id, e.person_name, e.roles, e.action, e.outcome, e.relation, "
    "e.object_type, e.object_id, e.state, e.resident_ids"
)
#: What staff did at a unit; what reviewers do is not judged by rules.
_STAFF = "e.actor_kind = 'staff' and e.unit_id is not null and e.purpose <> 'review'"


@dataclass(frozen=True, slots=True)
class Batch:
    """What comes next in a log: how far it reaches, and what of it staff did at units."""

    acts: list[Act]
    #: The last number read, also of entries that are no acts; none when nothing is new.
    number: int | None
    entry_at: datetime | None
    #: There is more to read right away.
    more: bool


def cursor(key: str) -> int:
    """Return how far a pass has come in a log, and hold it for the rest of the transaction."""
    row = db.fetch_one("select number from review_cursor where key = %s for update", [key])
    return int(row[0]) if row else -1


def sealed_after(log: str, number: int, until: datetime, limit: int) -> Batch:
    """Return the entries that the seal numbered after `number`, in its order.

    It stops before the first that was written after `until`, so that nothing is ever passed by.
    """
    rows = db.fetch_all(
        f"select l.number, l.entry_at, {_STAFF}, {_ACT} from audit_leaf l left join audit_entry e "
        "on e.id = l.entry_id and e.at = l.entry_at where l.log = %s and l.number > %s "
        "order by l.number limit %s",
        [log, number, limit],
    )
    ripe = []
    for row in rows:
        if row[1] > until:
            break
        ripe.append(row)
    acts = [_act(row[0], row[3:]) for row in ripe if row[2]]
    if not ripe:
        return Batch([], None, None, more=False)
    return Batch(acts, ripe[-1][0], ripe[-1][1], more=len(ripe) == limit)


def acts_at(unit_id: UUID, since: datetime, until: datetime) -> list[Act]:
    """Return what staff did at a unit within a time, whether it is sealed or not."""
    rows = db.fetch_all(
        f"select {_ACT} from audit_entry e where e.unit_id = %s and e.at >= %s and e.at < %s "
        f"and {_STAFF} order by e.at, e.id",
        [unit_id, since, until],
    )
    return [_act(0, row) for row in rows]


def hours_of(units: Iterable[UUID]) -> dict[UUID, tuple[str | None, bool]]:
    """Return the opening hours of units as `units.queries` reads them."""
    rows = db.fetch_all(
        f"select u.id, {HOURS}, u.closed_on_eves from care_unit u where u.id = any(%s)",
        [list(units)],
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def hours_at(known: tuple[str | None, bool], at: datetime) -> Hours:
    """Return the week and closed days of a unit around a moment."""
    rows, eves = known
    day = at.astimezone(clock.STOCKHOLM).date()
    return Hours(week(rows), closed_days(day, rows, closed_on_eves=eves))


def ties_of(unit_id: UUID, pairs: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Ties]:
    """Return what ties each (person, resident); pairs of which one is unknown are missing."""
    if not pairs:
        return {}
    rows = db.fetch_all(
        "select place, own, child, surname, address, colleague, protected "
        "from review_ties(%s, %s, %s)",
        [unit_id, [one for one, _other in pairs], [other for _one, other in pairs]],
    )
    return {pairs[row[0] - 1]: Ties(*row[1:]) for row in rows}


def finished_at(cases: Iterable[UUID]) -> dict[UUID, datetime | None]:
    """Return when each case that is known was finished; none for one that is open."""
    rows = db.fetch_all("select id, finished_at from review_cases(%s)", [list(cases)])
    return {row[0]: row[1] for row in rows}


def handled(
    unit_id: UUID, people: Iterable[UUID], cases: Iterable[str], since: datetime, until: datetime
) -> set[tuple[UUID, str]]:
    """Return (person, case) of those who did something in a case, or had it, around a time."""
    rows = db.fetch_all(
        "select distinct e.person_id, e.object_id from audit_entry e where e.unit_id = %s "
        "and e.person_id = any(%s) and e.at >= %s and e.at < %s and e.object_id = any(%s) "
        "and e.outcome = 'ok' and (e.action = any(%s) or e.relation = 'assignee')",
        [
            *(unit_id, list(people), since - HANDLED_BEFORE, until + HANDLED_WITHIN),
            *(list(cases), _HANDLED),
        ],
    )
    return {(row[0], row[1]) for row in rows}


def window(
    unit_id: UUID, people: Iterable[UUID], since: datetime, until: datetime
) -> dict[UUID, list[Seen]]:
    """Return what people did at a unit, with what is noted of it, by person and time."""
    rows = db.fetch_all(
        f"select {_ACT}, coalesce(f.facts, 0) from audit_entry e left join review_fact f "
        f"on f.entry_id = e.id where e.unit_id = %s and e.person_id = any(%s) and e.at >= %s "
        f"and e.at <= %s and {_STAFF} order by e.at, e.id",
        [unit_id, list(people), since, until],
    )
    found: dict[UUID, list[Seen]] = {}
    for row in rows:
        act = _act(0, row[:-1])
        found.setdefault(act.person_id, []).append(act.seen(Fact(row[-1])))
    return found


def latest(unit_id: UUID, since: datetime, most: int) -> dict[UUID, list[Seen]]:
    """Return the newest acts at a unit since a moment, at most so many, as `window` does."""
    rows = db.fetch_all(
        f"select x.*, coalesce(f.facts, 0) from (select {_ACT} from audit_entry e "
        f"where e.unit_id = %s and e.at >= %s and {_STAFF} order by e.at desc limit %s) x "
        "left join review_fact f on f.entry_id = x.id order by x.at, x.id",
        [unit_id, since, most],
    )
    found: dict[UUID, list[Seen]] = {}
    for row in rows:
        act = _act(0, row[:-1])
        found.setdefault(act.person_id, []).append(act.seen(Fact(row[-1])))
    return found


def _act(number: int, row: Sequence[Any]) -> Act:
    *fields, residents = row
    return Act(number, *(*fields, tuple(residents)))
