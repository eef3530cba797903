"""A year of review in numbers: of a unit, in the reader's own scope; of a region, unit by unit.

What is about the reader herself is hidden by row security here as everywhere, so that no sum tells
her what was said of her.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.clock import STOCKHOLM

#: Units on a page of a region, and reviews of a unit that a report goes through.
PAGE = 50
_MOST = 5000
#: A sample of December is drawn, and closed, after the year.
_AFTER = timedelta(days=150)


@dataclass(frozen=True, slots=True)
class Done:
    """A review in numbers: which days it looked at, how it ended, how its items were marked."""

    kind: str
    from_on: date
    to_on: date
    opened_at: datetime
    closed_at: datetime | None
    outcome: str
    due_on: date
    size: int
    #: Of the items that the reader may see: all, and by mark.
    seen: int
    ok: int
    ask: int
    breach: int
    #: Who has marked them.
    by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions that were asked within the year, and how they were answered."""

    asked: int = 0
    answered: int = 0
    late: int = 0
    #: Half of the answers came sooner.
    middle: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """How often a rule hit, and how many of the hits were looked into."""

    rule: str
    name: str
    found: int
    reviewed: int


@dataclass(frozen=True, slots=True)
class Alarms:
    """The alarms of a rule that were opened within the year, and how they ended."""

    rule: str
    opened: int
    closed: int
    #: Of the closed: a review was begun.
    reviews: int
    #: Half of them were closed sooner.
    middle: timedelta | None


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit's year as its region knows it. None is some, and fewer than five."""

    unit_id: UUID
    name: str
    reviews: int
    samples: int
    items: int
    breaches: int | None
    asked: int | None
    residents: int | None
    signals: int | None
    reviewers: int


def bounds(year: int) -> tuple[datetime, datetime]:
    """Return the moments at which a year begins and has ended in Sweden."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return (
        datetime.combine(first, time(), STOCKHOLM),
        datetime.combine(after, time(), STOCKHOLM),
    )


def reviews(unit_id: UUID, year: int) -> list[Done]:
    """Return the reviews that were begun within the year, or right after it."""
    begins, ends = bounds(year)
    rows = db.fetch_all(
        "select r.kind, r.from_on, r.to_on, r.opened_at, r.closed_at, r.outcome, r.due_on, r.size, "
        "(select json_build_array(count(*), count(*) filter (where i.mark = 'ok'), "
        "count(*) filter (where i.mark = 'ask'), count(*) filter (where i.mark = 'breach'), "
        "coalesce(json_agg(distinct i.marked_by_id) filter (where i.marked_by_id is not null), "
        "'[]'))::text from review_item i where i.review_id = r.id) "
        "from review r where r.unit_id = %s and r.opened_at >= %s and r.opened_at < %s "
        "order by r.opened_at desc, r.id desc limit %s",
        [unit_id, begins, ends + _AFTER, _MOST],
    )
    found = []
    for *head, counts in rows:
        seen, ok, ask, breach, by = json.loads(counts)
        found.append(Done(*(*head, seen, ok, ask, breach, frozenset(by))))
    return found


def explanations(unit_id: UUID, year: int) -> Asked:
    """Return what staff were asked to explain."""
    row = db.fetch_one(
        "select count(*), count(q.answered_at), "
        "count(*) filter (where (q.answered_at at time zone 'Europe/Stockholm')::date "
        "> q.answer_by), "
        "percentile_cont(0.5) within group (order by q.answered_at - q.asked_at) "
        "from review_question q where q.unit_id = %s and q.asked_at >= %s and q.asked_at < %s "
        "and q.to_id is distinct from nullif(current_setting('app.person', true), '')::uuid",
        [unit_id, *bounds(year)],
    )
    return Asked(*row) if row else Asked()


def residents(unit_id: UUID, year: int) -> Asked:
    """Return what residents asked of the log."""
    row = db.fetch_one(
        "select count(*), count(q.answered_at), "
        "count(*) filter (where (q.answered_at at time zone 'Europe/Stockholm')::date "
        "> q.answer_by), "
        "percentile_cont(0.5) within group (order by q.answered_at - q.asked_at) "
        "from mirror_question q where q.unit_id = %s and q.asked_at >= %s and q.asked_at < %s",
        [unit_id, *bounds(year)],
    )
    return Asked(*row) if row else Asked()


def escalated(unit_id: UUID, year: int) -> int:
    """Return how often the region was told of suspected breaches."""
    row = db.fetch_one(
        "select count(*) from review_escalation e "
        "where e.unit_id = %s and e.at >= %s and e.at < %s",
        [unit_id, *bounds(year)],
    )
    return int(row[0]) if row else 0


def signals(unit_id: UUID, year: int) -> list[Hits]:
    """Return how often each rule hit, the most frequent first."""
    rows = db.fetch_all(
        "select s.rule, max(s.rule_name), count(*), count(s.review_id) from review_signal s "
        "where s.unit_id = %s and s.found_at >= %s and s.found_at < %s "
        "group by s.rule order by 3 desc, 1 limit 200",
        [unit_id, *bounds(year)],
    )
    return [Hits(*row) for row in rows]


def alarms(unit_id: UUID, year: int) -> list[Alarms]:
    """Return the alarms of each rule, the most frequent first."""
    rows = db.fetch_all(
        "select a.rule, count(*), count(a.closed_at), count(a.review_id), "
        "percentile_cont(0.5) within group (order by a.closed_at - a.opened_at) "
        "from review_alarm a where a.unit_id = %s and a.opened_at >= %s and a.opened_at < %s "
        "group by a.rule order by 2 desc, 1",
        [unit_id, *bounds(year)],
    )
    return [Alarms(*row) for row in rows]


def of_region(year: int, today: date, after: tuple[str, UUID] | None) -> list[UnitYear]:
    """Return a page of the region's units by name, one more when there are more.

    The database itself says *fewer than five* instead of how many; the region's office reads no
    table of reviews.
    """
    name, key = after or ("", UUID(int=0))
    rows = db.fetch_all(
        "select unit_id, unit_name, reviews, samples, items, breaches, asked, residents, signals, "
        "reviewers from review_region_year(%s, %s, %s, %s, %s, %s)",
        [*bounds(year), today, name, key, PAGE + 1],
    )
    return [UnitYear(*row) for row in rows]
