"""Reads of a unit's log for its reviewer: pages of a search, the pool of a sample, single entries.

Under row security only what is leakproof finds its way by an index (ADR 0003), and that is the
unit and the time. So a page looks through a bounded slice of the log, `SLICE` entries, and says how
far it came: it costs the same however long the log is and however seldom something fits.
"""

import json
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

#: Entries on a page, and as many as one page looks through.
PAGE = 50
SLICE = 20_000
#: A place in the log: when, and which of those in the same moment.
Key = tuple[datetime, UUID]

_COLUMNS = (
    "e.id, e.at, e.person_id, e.person_name, e.roles, e.action, e.outcome, e.relation, "
    "e.object_type, e.object_id, e.state, e.resident_ids"
)
#: What staff did at the unit within the period. Parameters: `_within`.
_WITHIN = "e.unit_id = %s and e.at >= %s and e.at < %s and e.actor_kind = 'staff'"


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
class Page:
    """Entries of a search, newest first."""

    entries: list[Entry]
    #: Where the next page begins; none when the period is looked through.
    next: Key | None
    #: The page ended since it had looked through its slice, not since it was full.
    cut: bool


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


def search(unit_id: UUID, filters: Filters, after: Key | None) -> Page:
    """Return a page of what fits: one statement."""
    begin, end = bounds(filters.from_on, filters.to_on)
    source = _by_facts if filters.facts else _by_time
    sql, params = source(unit_id, begin, end, filters, after)
    row = db.fetch_one(sql, params)
    looked, last, found = row if row else (0, None, None)
    entries = [_entry(one) for one in json.loads(found or "[]")]
    if len(entries) > PAGE:
        return Page(entries[:PAGE], (entries[PAGE - 1].at, entries[PAGE - 1].id), cut=False)
    if looked < SLICE:
        return Page(entries, None, cut=False)
    at, key = json.loads(last)
    return Page(entries, (datetime.fromisoformat(at), UUID(key)), cut=True)


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
        f"select {_COLUMNS}, coalesce(f.facts, 0) from audit_entry e "
        f"left join review_fact f on f.entry_id = e.id where {_WITHIN} and e.id = any(%s)",
        [unit_id, *bounds(first, last), list(ids)],
    )
    found = {row[0]: _read(row) for row in rows}
    return [found[key] for key in ids if key in found]


def around(unit_id: UUID, person_id: UUID, at: datetime, span: timedelta) -> list[Entry]:
    """Return what a person did at the unit around a moment, oldest first, at most 40 entries."""
    rows = db.fetch_all(
        f"select {_COLUMNS}, coalesce(f.facts, 0) from audit_entry e "
        f"left join review_fact f on f.entry_id = e.id where {_WITHIN} and e.person_id = %s "
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


def _by_time(
    unit_id: UUID, begin: datetime, end: datetime, filters: Filters, after: Key | None
) -> tuple[str, list[Any]]:
    fits, values = _fits(filters, "s")
    sql = (
        f"with slice as materialized (select {_COLUMNS} from audit_entry e where {_WITHIN} "
        "and e.at <= %s and (e.at, e.id) < (%s, %s) order by e.at desc, e.id desc limit %s), "
        f"found as (select s.* from slice s where {fits} order by s.at desc, s.id desc limit %s) "
        "select (select count(*) from slice), "
        "(select json_build_array(s.at, s.id)::text from slice s order by s.at, s.id limit 1), "
        f"(select json_agg(json_build_array({_JSON}, coalesce(f.facts, 0)) "
        "order by x.at desc, x.id desc)::text "
        "from found x left join review_fact f on f.entry_id = x.id)"
    )
    at, key = after or (end, UUID(int=0))
    return sql, [unit_id, begin, end, at, at, key, SLICE, *values, PAGE + 1]


def _by_facts(
    unit_id: UUID, begin: datetime, end: datetime, filters: Filters, after: Key | None
) -> tuple[str, list[Any]]:
    fits, values = _fits(filters, "e")
    facts = int(filters.facts)
    sql = (
        "with slice as materialized (select f.entry_at as at, f.entry_id as id, f.facts "
        "from review_fact f where f.unit_id = %s and f.entry_at >= %s and f.entry_at < %s "
        "and f.entry_at <= %s and (f.entry_at, f.entry_id) < (%s, %s) "
        "order by f.entry_at desc, f.entry_id desc limit %s), "
        f"found as (select {_COLUMNS}, s.facts from slice s join audit_entry e on e.id = s.id "
        f"and e.at = s.at where s.facts & %s = %s and {_WITHIN} and {fits} "
        "order by e.at desc, e.id desc limit %s) "
        "select (select count(*) from slice), "
        "(select json_build_array(s.at, s.id)::text from slice s order by s.at, s.id limit 1), "
        f"(select json_agg(json_build_array({_JSON}, x.facts) "
        "order by x.at desc, x.id desc)::text from found x)"
    )
    at, key = after or (end, UUID(int=0))
    within = [unit_id, begin, end]
    return sql, [*within, at, at, key, SLICE, facts, facts, *within, *values, PAGE + 1]


_JSON = _COLUMNS.replace("e.", "x.")


def _pool(unit_id: UUID, filters: Filters) -> tuple[str, list[Any]]:
    fits, values = _fits(filters, "e")
    within = [unit_id, *bounds(filters.from_on, filters.to_on)]
    if not filters.facts:
        return f"select e.id from audit_entry e where {_WITHIN} and {fits}", [*within, *values]
    facts = int(filters.facts)
    return (
        "select e.id from audit_entry e join review_fact f on f.entry_id = e.id "
        f"where {_WITHIN} and f.facts & %s = %s and {fits}",
        [*within, facts, facts, *values],
    )


def _fits(filters: Filters, alias: str) -> tuple[str, list[Any]]:
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


def _entry(one: list[Any]) -> Entry:
    key, at, person, *rest, residents, facts = one
    said = (UUID(key), datetime.fromisoformat(at), UUID(person), *rest)
    return Entry(*(*said, tuple(UUID(each) for each in residents), Fact(facts)))
