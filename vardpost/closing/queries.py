"""What is left at a unit that closes, and who is told: numbers, never which case or whose."""

from dataclasses import dataclass
from uuid import UUID

from vardpost.kernel import db


@dataclass(frozen=True, slots=True)
class Telling:
    """How far residents have been told of the last that happened to a closing."""

    id: UUID
    event: str
    told: int
    done: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A telling that is not done, locked."""

    unit_id: UUID
    region_id: str
    event: str
    #: The telling that it takes back, of a calling off.
    of: UUID | None


def left_at(unit_id: UUID) -> dict[str, int]:
    """Return how many there are of each thing that has to be done or moved; empty elsewhere."""
    return {row[0]: row[1] for row in db.fetch_all("select * from unit_left(%s)", [unit_id])}


def how_many_concerned(unit_id: UUID) -> int:
    """Return how many people an announcement today would tell; 0 elsewhere."""
    row = db.fetch_one("select unit_concerns(%s)", [unit_id])
    return int(row[0] or 0) if row else 0


def concerned(unit_id: UUID, telling_id: UUID, most: int) -> list[UUID]:
    """Return whom a closing concerns and who has not been told; to its region's system alone."""
    rows = db.fetch_all("select * from unit_concerned(%s, %s, %s)", [unit_id, telling_id, most])
    return [row[0] for row in rows]


def telling(unit_id: UUID) -> Telling | None:
    """Return the last telling of a unit's closing."""
    row = db.fetch_one(
        "select id, event, told, done_at is not null from ending_telling where unit_id = %s "
        "order by at desc, id desc limit 1",
        [unit_id],
    )
    return Telling(*row) if row else None


def hold(telling_id: UUID) -> Held | None:
    """Return a telling, locked; None when nobody is to be told any more."""
    row = db.fetch_one(
        "select t.unit_id, u.region_id, t.event, t.of_id from ending_telling t "
        "join care_unit u on u.id = t.unit_id where t.id = %s and t.done_at is null "
        "for update of t",
        [telling_id],
    )
    return Held(*row) if row else None
