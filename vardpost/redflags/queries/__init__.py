"""Which lists are in force where, and the matcher that is made of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.kernel.errors import NotFound
from vardpost.redflags.lists import Definition, Level, RedFlagList, stored_list
from vardpost.redflags.match import Compiled, Matcher

#: Versions never change, so a process keeps those it has met: the nation's and many units'.
_KEPT = 512

#: The newest version of each level whose day has come. Parameters: region, unit, day.
_IN_FORCE = (
    "select distinct on (l.level) {columns} from red_flag_list l "
    "where (l.level = 'national' or (l.level = 'region' and l.region_id = %s) "
    "or (l.level = 'unit' and l.unit_id = %s)) and l.valid_from <= %s "
    "order by l.level, l.version desc"
)
#: The same as an array of ids, to ride on a statement where `u` is a care unit. Parameter: day.
LISTS = (
    "array(select distinct on (l.level) l.id from red_flag_list l where l.valid_from <= %s "
    "and (l.level = 'national' or (l.level = 'region' and l.region_id = u.region_id) "
    "or l.unit_id = u.id) order by l.level, l.version desc)"
)
_SHOWN = (
    "l.id, l.level, l.version, l.owner_name, l.owner_title, l.valid_from, l.published_at, "
    "l.published_by"
)


@dataclass(frozen=True, slots=True)
class ListCard:
    """A version of a list as a page shows it; `definition` holds its signs."""

    id: UUID
    level: Level
    version: int
    owner_name: str
    owner_title: str
    valid_from: date
    published_at: datetime
    published_by: str

    @property
    def definition(self) -> Definition:
        """The signs, from what the process keeps."""
        return compiled(self.id).source.definition


def lists_at(unit_id: UUID) -> list[UUID]:
    """Return the ids of the lists in force at a unit."""
    row = db.fetch_one(f"select {LISTS} from care_unit u where u.id = %s", [clock.today(), unit_id])
    return list(row[0]) if row else []


def matcher(unit_id: UUID) -> Matcher:
    """Return what is looked for in cases to a unit: one statement, more when a list is new."""
    return matcher_of(lists_at(unit_id))


def matcher_of(list_ids: Iterable[UUID]) -> Matcher:
    """Return what some lists look for; no statement once the process has met them."""
    return Matcher(compiled(one) for one in list_ids)


def in_force(region_id: str, unit_id: UUID | None) -> list[ListCard]:
    """Return the lists in force at a unit, or in a region: the nation's first."""
    rows = db.fetch_all(_IN_FORCE.format(columns=_SHOWN), [region_id, unit_id, clock.today()])
    return [ListCard(*row) for row in rows]


def newest(level: Level, region_id: str | None, unit_id: UUID | None) -> ListCard | None:
    """Return the newest version of one list, in force or yet to come; None before the first."""
    row = db.fetch_one(
        f"select {_SHOWN} from red_flag_list l where l.level = %s "
        "and l.region_id is not distinct from %s and l.unit_id is not distinct from %s "
        "order by l.version desc limit 1",
        [level, region_id, unit_id],
    )
    return ListCard(*row) if row else None


@lru_cache(maxsize=_KEPT)
def compiled(list_id: UUID) -> Compiled:
    """Return a published list, ready to be looked for. Raises `NotFound`."""
    row = db.fetch_one(
        "select id, level, version, definition::text from red_flag_list where id = %s", [list_id]
    )
    if row is None:
        raise NotFound("red flag list")
    definition = stored_list(row[3])
    return Compiled(RedFlagList(row[0], row[1], row[2], definition))


def every_list() -> list[ListCard]:
    """Return the newest version of every list there is, for the operator."""
    rows = db.fetch_all(
        f"select distinct on (l.level, l.region_id, l.unit_id) {_SHOWN} from red_flag_list l "
        "order by l.level, l.region_id, l.unit_id, l.version desc"
    )
    return [ListCard(*row) for row in rows]
