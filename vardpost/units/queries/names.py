"""Reads of what units are called, were called and will be called.

An old case shows the name that its unit had when it was sent: nothing is copied into the case, the
name is looked up at that moment. A search finds a unit by any name it has had.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound

#: What the unit `u` was called at a moment, as SQL; `{}` is the moment.
NAME_AT = (
    "coalesce((select fn.name from unit_former_name fn where fn.unit_id = u.id "
    "and fn.until_at > {} order by fn.until_at limit 1), u.name)"
)
#: What a unit was called before, newest first, with commas between; empty for one that always had
#: its name. `{}` is the unit's alias.
FORMERLY = (
    "coalesce((select string_agg(was.name, ', ' order by was.last desc) from (select fn.name, "
    "max(fn.until_at) as last from unit_former_name fn where fn.unit_id = {0}.id "
    "and fn.name <> {0}.name group by fn.name) was), '')"
)
#: That a unit is, or was, called something like the parameter, which is given twice.
CALLED_LIKE = (
    "({0}.name ilike %s or exists (select 1 from unit_former_name fn where fn.unit_id = {0}.id "
    "and fn.name ilike %s))"
)
#: Names on one page; no unit has had more.
MOST = 50


@dataclass(frozen=True, slots=True)
class Planned:
    """A name to come, and from which day."""

    name: str
    from_on: date


@dataclass(frozen=True, slots=True)
class Called:
    """What a unit is called, since when, what it was called before, and what is planned."""

    name: str
    since: datetime | None
    #: (name, since, until), newest first; the first name has no since.
    before: tuple[tuple[str, datetime | None, datetime], ...]
    planned: Planned | None


@dataclass(frozen=True, slots=True)
class News:
    """What a unit is called, what it was called a while ago, and what is planned."""

    name: str
    #: Empty where the name is as old as that.
    before: str
    planned: Planned | None


def news(unit_id: UUID, since: datetime) -> News:
    """Return what is new about a unit's name since a moment. One statement; raises `NotFound`."""
    row = db.fetch_one(
        "select u.name, coalesce((select f.name from unit_former_name f where f.unit_id = u.id "
        "and f.until_at > %s order by f.until_at limit 1), ''), p.name, p.from_on "
        "from care_unit u left join unit_planned_name p on p.unit_id = u.id where u.id = %s",
        [since, unit_id],
    )
    if row is None:
        raise NotFound("unit")
    return News(row[0], row[1], Planned(row[2], row[3]) if row[2] is not None else None)


def called(unit_id: UUID) -> Called:
    """Return what a unit is called and was called. Raises `NotFound`."""
    row = db.fetch_one(
        "select u.name, p.name, p.from_on from care_unit u "
        "left join unit_planned_name p on p.unit_id = u.id where u.id = %s",
        [unit_id],
    )
    if row is None:
        raise NotFound("unit")
    rows = db.fetch_all(
        "select name, lag(until_at) over (order by until_at), until_at from unit_former_name "
        "where unit_id = %s order by until_at desc limit %s",
        [unit_id, MOST],
    )
    return Called(
        row[0],
        rows[0][2] if rows else None,
        tuple((one[0], one[1], one[2]) for one in rows),
        Planned(row[1], row[2]) if row[1] is not None else None,
    )


def same_name(unit_id: UUID, region_id: str, name: str) -> bool:
    """Tell whether another open unit of the region has the name; two would be taken for one."""
    row = db.fetch_one(
        "select 1 from care_unit where region_id = %s and id <> %s and live "
        "and lower(name) = lower(%s) limit 1",
        [region_id, unit_id, name],
    )
    return row is not None


def due(region_id: str, day: date) -> list[tuple[UUID, str, str]]:
    """Return the names of a region whose day has come: (unit, name that stands, new name)."""
    rows = db.fetch_all(
        "select u.id, u.name, p.name from unit_planned_name p join care_unit u on u.id = p.unit_id "
        "where u.region_id = %s and p.from_on <= %s order by p.from_on, u.id limit 500",
        [region_id, day],
    )
    return [(row[0], row[1], row[2]) for row in rows]


def regions_with_due(day: date) -> list[str]:
    """Return the regions where a name's day has come; names are no secret, so without scope."""
    rows = db.fetch_all(
        "select distinct u.region_id from unit_planned_name p "
        "join care_unit u on u.id = p.unit_id where p.from_on <= %s order by 1",
        [day],
    )
    return [row[0] for row in rows]
