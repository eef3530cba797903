"""Reads of reviews: those of a unit, one with its items, one item with all that was said of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.review.queries.log import uuid_of
from vardpost.review.rules import Fact

#: Reviews on a page, and items beside an open one.
PAGE = 20
ITEMS = 60
#: Marks that decide an item; `ask` waits for an answer.
DECIDED = ("ok", "breach")

_COLUMNS = (
    "r.id, r.region_id, r.unit_id, r.kind, r.from_on, r.to_on, r.how::text, r.reason, r.size, "
    "r.opened_at, r.opened_by_id, r.opened_by_name, r.due_on, r.version, r.closed_at, "
    "r.closed_by_name, r.outcome, r.conclusion, r.protocol_type, r.protocol_hash"
)
#: Of the items that the reader may see: how many there are, are decided, are suspected, and wait.
_COUNTS = (
    "(select json_build_array(count(*), count(*) filter (where i.mark in ('ok', 'breach')), "
    "count(*) filter (where i.mark = 'breach'), count(*) filter (where i.mark = 'ask'))::text "
    "from review_item i where i.review_id = r.id)"
)
_ITEM = (
    "i.id, i.review_id, i.place, i.entry_id, i.entry_at, i.person_id, i.person_name, i.roles, "
    "i.action, i.outcome, i.relation, i.object_type, i.object_id, i.state, i.case_number, "
    "i.resident_id, i.resident_name, i.residents, i.facts, i.rules::text, i.mark, i.comment, "
    "i.marked_by_id, i.marked_by_name, i.marked_at, i.version"
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a review has come, of what the reader may see."""

    seen: int
    decided: int
    breaches: int
    asked: int


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review as pages show it."""

    id: UUID
    region_id: str
    unit_id: UUID
    kind: str
    from_on: date
    to_on: date
    how: Mapping[str, Any]
    reason: str
    size: int
    opened_at: datetime
    opened_by_id: UUID | None
    opened_by_name: str
    due_on: date
    version: int
    closed_at: datetime | None
    closed_by_name: str
    outcome: str
    conclusion: str
    protocol_type: str
    protocol_hash: str
    counts: Counts

    @property
    def hidden(self) -> int:
        """Return how many items are about the reader herself, which somebody else reviews."""
        return self.size - self.counts.seen

    @property
    def left(self) -> int:
        """Return how many items wait for the reader or a colleague, hidden ones not counted."""
        return self.counts.seen - self.counts.decided


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as pages show it: an entry, copied, with the mark it has now."""

    id: UUID
    review_id: UUID
    place: int
    entry_id: UUID
    entry_at: datetime
    person_id: UUID | None
    person_name: str
    roles: str
    action: str
    outcome: str
    relation: str
    object_type: str
    object_id: str
    state: str
    case_number: str
    resident_id: UUID | None
    resident_name: str
    residents: int
    facts: Fact
    rules: tuple[tuple[str, str], ...]
    mark: str
    comment: str
    marked_by_id: UUID | None
    marked_by_name: str
    marked_at: datetime | None
    version: int

    @property
    def case_id(self) -> UUID | None:
        """Return the case that it may be about, by its id alone."""
        return uuid_of(self.object_id)


@dataclass(frozen=True, slots=True)
class Marking:
    """One marking of an item, as it was made."""

    version: int
    mark: str
    comment: str
    at: datetime
    by_id: UUID
    by_name: str


def open_ones(unit_id: UUID) -> list[ReviewRow]:
    """Return the unit's open reviews, the most urgent first, at most 50."""
    rows = db.fetch_all(
        f"select {_COLUMNS}, {_COUNTS} from review r where r.unit_id = %s and r.closed_at is null "
        "order by r.due_on, r.id limit 50",
        [unit_id],
    )
    return [_review(row) for row in rows]


def closed_ones(unit_id: UUID, before: tuple[datetime, UUID] | None) -> list[ReviewRow]:
    """Return a page of the unit's closed reviews, the latest begun first; one more when there are
    more.
    """
    at, key = before or (None, None)
    rows = db.fetch_all(
        f"select {_COLUMNS}, {_COUNTS} from review r where r.unit_id = %s "
        "and r.closed_at is not null and (%s::timestamptz is null or (r.opened_at, r.id) < "
        "(%s, %s)) order by r.opened_at desc, r.id desc limit %s",
        [unit_id, at, at, key, PAGE + 1],
    )
    return [_review(row) for row in rows]


def review_of(unit_id: UUID, review_id: UUID, *, hold: bool = False) -> ReviewRow:
    """Return a review of the unit; with `hold` nobody changes it meanwhile. Raises `NotFound`."""
    if hold:
        db.fetch_one("select 1 from review where id = %s for update", [review_id])
    row = db.fetch_one(
        f"select {_COLUMNS}, {_COUNTS} from review r where r.unit_id = %s and r.id = %s",
        [unit_id, review_id],
    )
    if row is None:
        raise NotFound("review")
    return _review(row)


def last_sample(unit_id: UUID) -> date | None:
    """Return the last day that a closed sample looked at, if the unit has closed one."""
    row = db.fetch_one(
        "select max(r.to_on) from review r where r.unit_id = %s and r.kind = 'sample' "
        "and r.outcome = 'done'",
        [unit_id],
    )
    return row[0] if row else None


def items_of(review_id: UUID, which: str, place: int) -> list[ItemRow]:
    """Return the items around a place, in order: `which` is `alla`, `kvar` or a mark.

    At most `ITEMS`, beginning with the tenth before the place.
    """
    condition = {
        "alla": "true",
        "kvar": "i.mark in ('none', 'ask')",
        "ask": "i.mark = 'ask'",
        "breach": "i.mark = 'breach'",
    }[which]
    rows = db.fetch_all(
        f"select {_ITEM} from review_item i where i.review_id = %s and {condition} "
        "and i.place >= coalesce((select min(x.place) from (select i.place from review_item i "
        f"where i.review_id = %s and {condition} and i.place <= %s order by i.place desc "
        "limit 10) x), 0) order by i.place limit %s",
        [review_id, review_id, place, ITEMS],
    )
    return [_item(row) for row in rows]


def item_at(review_id: UUID, place: int) -> ItemRow:
    """Return one item by its place. Raises `NotFound`, also for what is about the reader."""
    row = db.fetch_one(
        f"select {_ITEM} from review_item i where i.review_id = %s and i.place = %s",
        [review_id, place],
    )
    if row is None:
        raise NotFound("item")
    return _item(row)


def beside(review_id: UUID, place: int) -> tuple[int | None, int | None]:
    """Return the places before and after one, of what the reader may see."""
    row = db.fetch_one(
        "select (select max(place) from review_item where review_id = %s and place < %s), "
        "(select min(place) from review_item where review_id = %s and place > %s)",
        [review_id, place, review_id, place],
    )
    return (row[0], row[1]) if row else (None, None)


def next_undecided(review_id: UUID, place: int) -> int | None:
    """Return the next place without any mark, from the top again after the last."""
    row = db.fetch_one(
        "select place from review_item where review_id = %s and mark = 'none' and place <> %s "
        "order by place < %s, place limit 1",
        [review_id, place, place],
    )
    return int(row[0]) if row else None


def markings_of(item_id: UUID, after: int = 0) -> list[Marking]:
    """Return the markings of an item after a version, oldest first."""
    rows = db.fetch_all(
        "select version, mark, comment, at, by_id, by_name from review_marking "
        "where item_id = %s and version > %s order by version",
        [item_id, after],
    )
    return [Marking(*row) for row in rows]


def all_items(review_id: UUID) -> list[ItemRow]:
    """Return every item of a review in order, within the scope that is set."""
    rows = db.fetch_all(
        f"select {_ITEM} from review_item i where i.review_id = %s order by i.place", [review_id]
    )
    return [_item(row) for row in rows]


def all_markings(review_id: UUID) -> list[tuple[UUID, Marking]]:
    """Return every marking of a review with its item, oldest first, within the scope."""
    rows = db.fetch_all(
        "select item_id, version, mark, comment, at, by_id, by_name from review_marking "
        "where review_id = %s order by at, id",
        [review_id],
    )
    return [(row[0], Marking(*row[1:])) for row in rows]


def _review(row: tuple[Any, ...]) -> ReviewRow:
    *head, how = row[:7]
    return ReviewRow(*(*head, json.loads(how), *row[7:-1], Counts(*json.loads(row[-1]))))


def _item(row: tuple[Any, ...]) -> ItemRow:
    head, (facts, rules), tail = row[:18], row[18:20], row[20:]
    named = tuple((str(key), str(name)) for key, name in json.loads(rules))
    return ItemRow(*(*head, Fact(facts), named, *tail))
