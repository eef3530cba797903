"""Reads of signals: what rules have hit and nobody has looked into yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vardpost.kernel import db

#: Signals on a page; counts of rules are told up to so many signals.
PAGE, MOST_COUNTED = 50, 500
_COLUMNS = (
    "s.id, s.entry_id, s.entry_at, s.person_id, s.person_name, s.action, s.outcome, s.object_id, "
    "s.resident_id, s.residents, s.rule, s.rule_name, s.count, s.found_at"
)
_NEW = "s.unit_id = %s and s.review_id is null"


@dataclass(frozen=True, slots=True)
class Signal:
    """A hit of a rule that nobody has looked into."""

    id: UUID
    entry_id: UUID
    entry_at: datetime
    person_id: UUID | None
    person_name: str
    action: str
    outcome: str
    object_id: str
    resident_id: UUID | None
    residents: int
    rule: str
    rule_name: str
    count: int
    found_at: datetime


def counts(unit_id: UUID) -> list[tuple[str, str, int]]:
    """Return (rule, name, how many) of the newest signals, the most first."""
    rows = db.fetch_all(
        "select x.rule, max(x.rule_name), count(*) from (select s.rule, s.rule_name "
        f"from review_signal s where {_NEW} order by s.entry_at desc limit %s) x "
        "group by x.rule order by count(*) desc, x.rule",
        [unit_id, MOST_COUNTED],
    )
    return [(row[0], row[1], row[2]) for row in rows]


def new_ones(unit_id: UUID, rule: str, after: tuple[datetime, UUID] | None) -> list[Signal]:
    """Return a page of signals, of one rule when it is given; one more when there are more."""
    at, key = after or (None, None)
    rows = db.fetch_all(
        f"select {_COLUMNS} from review_signal s where {_NEW} and (%s = '' or s.rule = %s) "
        "and (%s::timestamptz is null or (s.entry_at, s.id) < (%s, %s)) "
        "order by s.entry_at desc, s.id desc limit %s",
        [unit_id, rule, rule, at, at, key, PAGE + 1],
    )
    return [Signal(*row) for row in rows]


def held(unit_id: UUID, ids: Sequence[UUID]) -> list[Signal]:
    """Return signals that are still new, and hold them for the rest of the transaction."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from review_signal s where {_NEW} and s.id = any(%s) "
        "order by s.entry_at, s.id for update",
        [unit_id, list(ids)],
    )
    return [Signal(*row) for row in rows]


def of_same_entries(unit_id: UUID, entries: Sequence[UUID]) -> list[Signal]:
    """Return the new signals of entries, also by other rules, and hold them."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from review_signal s where {_NEW} and s.entry_id = any(%s) "
        "order by s.entry_at, s.id for update",
        [unit_id, list(entries)],
    )
    return [Signal(*row) for row in rows]


def fresh(region_id: str) -> datetime | None:
    """Return when the job last looked for signals in the region's log."""
    row = db.fetch_one(
        "select checked_at from review_cursor where key = %s", [f"{region_id} direct"]
    )
    return row[0] if row else None
