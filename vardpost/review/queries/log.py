"""Reads of a unit's log for its reviewer: what an entry says, the pool of a sample, single entries.

Pages of a search stand in `found`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.clock import STOCKHOLM
from vardpost.review.groups import Group, group
from vardpost.review.rules import Fact
from vardpost.review.values import Filters

#: A place in the log: when, and which of those in the same moment.
Key = tuple[datetime, UUID]

COLUMNS = (
    "e.id, e.at, e.person_id, e.person_name, e.roles, e.action, e.outcome, e.relation, "
    "e.object_type, e.object_id, e.state, e.resident_ids"
)
#: What staff did at the unit within the period. Parameters: `_within`.
WITHIN = "e.unit_id = %s and e.at >= %s and e.at < %s and e.actor_kind = 'staff'"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log; what a case says is nowhere near."""

    id: UUID
    at: datetime
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
    facts: Fact = Fact.NONE

    @property
    def group(self) -> Group:
        """Return the sort of act."""
        return group(self.action, self.outcome)

    @property
    def resident_id(self) -> UUID | None:
        """Return the one person it was about; none for a list of several."""
        return self.resident_ids[0] if len(self.resident_ids) == 1 else None

    @property
    def case_id(self) -> UUID | None:
        """Return the case that it may be about, by its id alone."""
        return uuid_of(self.object_id)


@dataclass(frozen=True, slots=True)
class CaseNamed:
    """A case as a reviewer may know it; the name is empty for a protected identity."""

    number: str
    resident_id: UUID
    resident_name: str
    protected: bool
    finished_at: datetime | None


def uuid_of(text: str) -> UUID | None:
    """Return an id that stands as text, None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the moments at which a period of days in Sweden begins and has ended."""
    begin = datetime.combine(first, time(), STOCKHOLM)
    return begin, datetime.combine(last + timedelta(days=1), time(), STOCKHOLM)


def pool_size(unit_id: UUID, filters: Filters, most: int) -> int:
    """Return how many entries a sample is drawn from, counted up to one more than `most`."""
    pool, params = _pool(unit_id, filters)
    row = db.fetch_one(f"select count(*) from ({pool} limit %s) x", [*params, most + 1])
    return int(row[0]) if row else 0


def draw(unit_id: UUID, filters: Filters, order: str, seed: str, size: int) -> list[UUID]:
    """Return the sample: the first so many entries in the order that the seed gives."""
    pool, params = _pool(unit_id, filters)
    rows = db.fetch_all(f"{pool} order by {order}, e.id limit %s", [*params, seed, size])
    return [row[0] for row in rows]


def entries_of(unit_id: UUID, ids: Sequence[UUID], first: date, last: date) -> list[Entry]:
    """Return entries by their ids, within a period, in the order of the ids."""
    rows = db.fetch_all(
        f"select {COLUMNS}, coalesce(f.facts, 0) from audit_entry e "
        f"left join review_fact f on f.entry_id = e.id where {WITHIN} and e.id = any(%s)",
        [unit_id, *bounds(first, last), list(ids)],
    )
    found = {row[0]: _read(row) for row in rows}
    return [found[key] for key in ids if key in found]


def only_person(entries: Sequence[Entry]) -> UUID | None:
    """Return the one who did all of it; None for what several did."""
    people = {one.person_id for one in entries}
    return people.pop() if len(people) == 1 else None


def around(unit_id: UUID, person_id: UUID, at: datetime, span: timedelta) -> list[Entry]:
    """Return what a person did at the unit around a moment, oldest first, at most 40 entries."""
    rows = db.fetch_all(
        f"select {COLUMNS}, coalesce(f.facts, 0) from audit_entry e "
        f"left join review_fact f on f.entry_id = e.id where {WITHIN} and e.person_id = %s "
        "order by e.at, e.id limit 40",
        [unit_id, at - span, at + span, person_id],
    )
    return [_read(row) for row in rows]


def cases_named(entries: Sequence[Entry]) -> dict[UUID, CaseNamed]:
    """Return the cases of the unit that entries are about: one statement."""
    return named({one.case_id for one in entries})


def named(cases: Iterable[UUID | None]) -> dict[UUID, CaseNamed]:
    """Return cases of the unit as a reviewer may know them: one statement."""
    ids = [one for one in cases if one is not None]
    if not ids:
        return {}
    rows = db.fetch_all(
        "select id, number, resident_id, resident_name, protected, finished_at "
        "from review_cases(%s)",
        [ids],
    )
    return {row[0]: CaseNamed(*row[1:]) for row in rows}


def reviewed(unit_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of the entries that some review has among its items."""
    rows = db.fetch_all(
        "select entry_id from review_item where unit_id = %s and entry_id = any(%s)",
        [unit_id, list(ids)],
    )
    return {row[0] for row in rows}


def resident_by_number(number: str) -> tuple[UUID, str, bool] | None:
    """Return (id, name, protected) of a resident with a case at the unit, by her whole number."""
    row = db.fetch_one("select id, name, protected from review_resident(%s)", [number])
    return (row[0], row[1], row[2]) if row else None


def colleagues(unit_id: UUID) -> list[tuple[UUID, str]]:
    """Return those who have or had a role on the unit, by name, at most 500."""
    rows = db.fetch_all(
        "select a.person_id, a.name from staff_account a where exists (select 1 from role_grant g "
        "where g.person_id = a.person_id and g.unit_id = %s) order by a.name, a.person_id "
        "limit 500",
        [unit_id],
    )
    return [(row[0], row[1]) for row in rows]


def _pool(unit_id: UUID, filters: Filters) -> tuple[str, list[Any]]:
    condition, values = fits(filters, "e")
    within = [unit_id, *bounds(filters.from_on, filters.to_on)]
    if not filters.facts:
        return f"select e.id from audit_entry e where {WITHIN} and {condition}", [*within, *values]
    facts = int(filters.facts)
    # From the facts of the unit and the period; each entry is then found by its own key.
    return (
        "select e.id from review_fact f cross join lateral (select e.id from audit_entry e "
        f"where e.id = f.entry_id and e.at = f.entry_at and {WITHIN} and {condition} offset 0) e "
        "where f.unit_id = %s and f.entry_at >= %s and f.entry_at < %s and f.facts & %s = %s",
        [*within, *values, *within, facts, facts],
    )


def fits(filters: Filters, alias: str) -> tuple[str, list[Any]]:
    """Return what is chosen beside period and facts, as a condition on the table `alias`."""
    parts: list[str] = ["true"]
    params: list[Any] = []
    if filters.person_id:
        parts.append(f"{alias}.person_id = %s")
        params.append(filters.person_id)
    if filters.resident_id:
        parts.append(f"%s = any({alias}.resident_ids)")
        params.append(filters.resident_id)
    if filters.groups:
        refused = Group.REFUSED in filters.groups
        actions = [one.value for one in AuditEvent if group(one) in filters.groups]
        parts.append(
            f"(({alias}.outcome <> 'refused' and {alias}.action = any(%s)) "
            f"or ({alias}.outcome = 'refused' and %s))"
        )
        params += [actions, refused]
    return " and ".join(parts), params


def _read(row: Sequence[Any]) -> Entry:
    *fields, residents, facts = row
    return Entry(*(*fields, tuple(residents), Fact(facts)))


def from_json(one: list[Any]) -> Entry:
    """Return an entry of the columns as JSON gives them, with what is noted of it."""
    key, at, person, *rest, residents, facts = one
    said = (UUID(key), datetime.fromisoformat(at), UUID(person), *rest)
    return Entry(*(*said, tuple(UUID(each) for each in residents), Fact(facts)))
