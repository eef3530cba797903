"""The named reader of the case tables: counts and moments, never a case, never whose it is.

No other module of this room names them, and `overview` names none at all (a house test). What is
read is told by the region's job, whose scope is that region.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from vardpost.kernel import clock, db

#: Days that the sums of a unit go back, today included.
DAYS = 28


@dataclass(frozen=True, slots=True)
class Due:
    """A unit to count, and the moment from which its days are not known for certain."""

    unit_id: UUID
    since: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a unit."""

    unit_id: UUID
    day: date
    received: int
    answered: int
    kept: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is open at a unit at the moment it is asked."""

    open_cases: int = 0
    waiting: int = 0
    late: int = 0


def due(region_id: str, *, counted_before: datetime, limit: int) -> list[Due]:
    """Return the units of a region that were counted longest ago, or never, before a moment.

    The day of the last count was not over then: the days are known until that day began. A unit
    that was never counted is counted as far back as its sums go.
    """
    rows = db.fetch_all(
        "select u.id, s.counted_at from care_unit u left join unit_rollup s on s.unit_id = u.id "
        "where u.region_id = %s and (s.counted_at is null or s.counted_at < %s) "
        "order by s.counted_at nulls first, u.id limit %s",
        [region_id, counted_before, limit],
    )
    first = first_day(clock.now())
    return [
        Due(unit_id, _midnight(first if at is None else max(first, _swedish_day(at))))
        for unit_id, at in rows
    ]


def first_day(now: datetime) -> date:
    """Return the first day of the sums."""
    return _swedish_day(now) - timedelta(days=DAYS - 1)


def _swedish_day(at: datetime) -> date:
    return at.astimezone(clock.STOCKHOLM).date()


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.STOCKHOLM)


#: The units asked about, with the moment from which each is.
_UNITS = "with unit as (select * from unnest(%s::uuid[], %s::timestamptz[]) as t(id, since)) "
_DAY = "(c.{} at time zone 'Europe/Stockholm')::date"
#: What happened to cases since. An open case is found by the index of its queue; a finished one by
#: the index of those done, since each of its moments moved its `updated_at`.
_SEEN = (
    "seen as (select c.unit_id, c.submitted_at, c.first_response_at, c.first_due, t.since "
    "from unit t join care_case c on c.unit_id = t.id and c.is_open union all "
    "select c.unit_id, c.submitted_at, c.first_response_at, c.first_due, t.since "
    "from unit t join care_case c on c.unit_id = t.id and not c.is_open "
    "and c.updated_at >= t.since)"
)


def days(units: Sequence[Due]) -> list[Day]:
    """Count what came in and what was first answered, unit by unit and day by day: one statement.

    A case that its sender took back unanswered counts as received, and for no promise.
    """
    rows = db.fetch_all(
        f"{_UNITS}, {_SEEN}, fact as ("
        f"select c.unit_id, {_DAY.format('submitted_at')} as day, 1 as received, 0 as answered, "
        "0 as kept from seen c where c.submitted_at >= c.since union all "
        f"select c.unit_id, {_DAY.format('first_response_at')}, 0, 1, "
        "(c.first_response_at <= c.first_due)::int from seen c where c.first_response_at >= "
        "c.since) select unit_id, day, sum(received)::int, sum(answered)::int, sum(kept)::int "
        "from fact group by unit_id, day order by unit_id, day",
        [[one.unit_id for one in units], [one.since for one in units]],
    )
    return [Day(*row) for row in rows]


def standing(units: Sequence[UUID], now: datetime) -> dict[UUID, Standing]:
    """Count what is open at each of the units; one that has nothing open is left out."""
    rows = db.fetch_all(
        "select c.unit_id, count(*), count(*) filter (where c.first_response_at is null), "
        "count(*) filter (where c.first_response_at is null and c.first_due < %s) "
        "from care_case c where c.unit_id = any(%s) and c.is_open group by c.unit_id",
        [now, list(units)],
    )
    return {row[0]: Standing(*row[1:]) for row in rows}


def sums(units: Sequence[UUID], first: date) -> dict[UUID, tuple[int, int, int]]:
    """Return (received, answered, kept) of each unit's days from the first one on."""
    rows = db.fetch_all(
        "select unit_id, sum(received)::int, sum(answered)::int, sum(kept)::int from unit_day "
        "where unit_id = any(%s) and day >= %s group by unit_id",
        [list(units), first],
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def signed_in(units: Sequence[UUID], today: date) -> dict[UUID, datetime]:
    """Return when anybody with a role at each unit last signed in; none where nobody ever has."""
    rows = db.fetch_all(
        "select g.unit_id, max(a.signed_in_at) from role_grant g join staff_account a "
        "on a.person_id = g.person_id where g.unit_id = any(%s) and g.starts_on <= %s "
        "and (g.ends_on is null or g.ends_on > %s) and a.signed_in_at is not null "
        "group by g.unit_id",
        [list(units), today, today],
    )
    return {row[0]: row[1] for row in rows}
