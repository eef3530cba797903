"""Pages of a search in a unit's log.

Under row security only what is leakproof finds its way by an index (ADR 0003), and that is the
unit and the time; a resident is found through a function that applies the scope itself. So a page
looks through a bounded slice of the log, `SLICE` entries, and says how far it came: it costs the
same however long the log is and however seldom something fits. Mostly a page is full soon, so a
small slice is tried first.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.review.queries.log import COLUMNS, WITHIN, Entry, Key, bounds, fits, from_json
from vardpost.review.values import Filters

#: Entries on a page, as many as one page looks through, and as many of them as are tried first.
PAGE = 50
SLICE = 5_000
FIRST = 400
_JSON = COLUMNS.replace("e.", "x.")
#: Before which entry a page begins, how many it looks through, and how many it gives.
_Place = tuple[datetime, UUID, int, int]
#: What every page tells: how much it looked through, how far, and what fits.
_TOLD = (
    "select (select count(*) from slice), "
    "(select json_build_array(s.at, s.id)::text from slice s order by s.at, s.id limit 1), "
)
_WITH_FACTS = (
    f"(select json_agg(json_build_array({_JSON}, coalesce(f.facts, 0)) "
    "order by x.at desc, x.id desc)::text "
    "from found x left join review_fact f on f.entry_id = x.id)"
)


@dataclass(frozen=True, slots=True)
class Page:
    """Entries of a search, newest first."""

    entries: list[Entry]
    #: Where the next page begins; none when the period is looked through.
    next: Key | None
    #: The page ended since it had looked through its slice, not since it was full.
    cut: bool


def search(
    unit_id: UUID, filters: Filters, after: Key | None, *, most: int = PAGE, look: int | None = None
) -> Page:
    """Return a page of what fits: one statement, or a second when the first found too little.

    With `look` it is one, which looks through so many entries and no more.
    """
    if look is not None:
        return _page(unit_id, filters, after, most, look)
    little = min(FIRST, SLICE)
    first = _page(unit_id, filters, after, most, little)
    left = most - len(first.entries)
    if not first.cut or left == 0 or little == SLICE:
        return first
    rest = _page(unit_id, filters, first.next, left, SLICE - little)
    return Page([*first.entries, *rest.entries], rest.next, rest.cut)


def _page(unit_id: UUID, filters: Filters, after: Key | None, most: int, look: int) -> Page:
    begin, end = bounds(filters.from_on, filters.to_on)
    source = _by_facts if filters.facts else _by_resident if filters.resident_id else _by_time
    at, key = after or (end, UUID(int=0))
    sql, params = source(unit_id, begin, end, filters, (at, key, look, most + 1))
    row = db.fetch_one(sql, params)
    looked, last, found = row if row else (0, None, None)
    entries = [from_json(one) for one in json.loads(found or "[]")]
    if len(entries) > most:
        return Page(entries[:most], (entries[most - 1].at, entries[most - 1].id), cut=False)
    if looked < look:
        return Page(entries, None, cut=False)
    ended, last_id = json.loads(last)
    return Page(entries, (datetime.fromisoformat(ended), UUID(last_id)), cut=True)


def _by_time(
    unit_id: UUID, begin: datetime, end: datetime, filters: Filters, place: _Place
) -> tuple[str, list[Any]]:
    condition, values = fits(filters, "e")
    sql = (
        "with slice as materialized (select e.* from audit_newest(%s, %s, %s, %s, %s, %s, %s) e), "
        f"found as (select {COLUMNS} from slice e where e.actor_kind = 'staff' and {condition} "
        f"order by e.at desc, e.id desc limit %s) {_TOLD}{_WITH_FACTS}"
    )
    at, key, look, most = place
    within = [unit_id, filters.person_id, begin, end]
    return sql, [*within, at, key, look, *values, most]


def _by_resident(
    unit_id: UUID, begin: datetime, end: datetime, filters: Filters, place: _Place
) -> tuple[str, list[Any]]:
    condition, values = fits(filters, "e")
    sql = (
        "with slice as materialized (select * from audit_about(%s, %s, %s, %s, %s, %s)), "
        f"found as (select {COLUMNS} from slice e where {WITHIN} and {condition} "
        f"order by e.at desc, e.id desc limit %s) {_TOLD}{_WITH_FACTS}"
    )
    at, key, look, most = place
    about = [[filters.resident_id], begin, end, at, key, look]
    return sql, [*about, unit_id, begin, end, *values, most]


def _by_facts(
    unit_id: UUID, begin: datetime, end: datetime, filters: Filters, place: _Place
) -> tuple[str, list[Any]]:
    condition, values = fits(filters, "e")
    facts = int(filters.facts)
    sql = (
        "with slice as materialized ("
        "select * from review_facts_newest(%s, %s, %s, %s, %s, %s)), "
        f"found as (select {COLUMNS}, s.facts from slice s cross join lateral ("
        f"select * from audit_entry e where e.id = s.id and e.at = s.at and {WITHIN} "
        f"and {condition} offset 0) e where s.facts & %s = %s "
        f"order by s.at desc, s.id desc limit %s) {_TOLD}"
        f"(select json_agg(json_build_array({_JSON}, x.facts) "
        "order by x.at desc, x.id desc)::text from found x)"
    )
    at, key, look, most = place
    within = [unit_id, begin, end]
    return sql, [*within, at, key, look, *within, *values, facts, facts, most]
