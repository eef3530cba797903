"""Reads of units that close: how it stands, and where an old address leads."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vardpost.kernel import clock, db


@dataclass(frozen=True, slots=True)
class Ends:
    """How the closing of a unit stands; without a state nobody has begun it."""

    state: str = ""
    freezes_on: date | None = None
    closes_on: date | None = None
    to_unit: UUID | None = None
    to_name: str = ""
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What an old address says: a unit has closed, and which open one has taken over."""

    name: str
    closed_on: date
    to_slug: str
    to_name: str


def ends(unit_id: UUID) -> Ends:
    """Return how the closing of a unit stands."""
    row = db.fetch_one(
        "select e.state, e.freezes_on, e.closes_on, e.to_unit_id, coalesce(u.name, ''), "
        "e.closed_at from unit_ending e left join care_unit u on u.id = e.to_unit_id "
        "where e.unit_id = %s",
        [unit_id],
    )
    return Ends(*row) if row else Ends()


def moved_to(slug: str) -> Moved | None:
    """Return where the address of a closed unit leads, through those that closed after it."""
    row = db.fetch_one(
        "with recursive way as ("
        "select u.id, u.name, e.closed_at, e.to_unit_id, 1 as step from care_unit u "
        "join unit_ending e on e.unit_id = u.id and e.state = 'closed' where u.slug = %s "
        "union all select w.id, w.name, w.closed_at, n.to_unit_id, w.step + 1 from way w "
        "join unit_ending n on n.unit_id = w.to_unit_id and n.state = 'closed' where w.step < 9) "
        "select w.name, w.closed_at, coalesce(v.slug, ''), coalesce(v.name, '') from way w "
        "left join care_unit v on v.id = w.to_unit_id and v.live order by w.step desc limit 1",
        [slug],
    )
    if row is None:
        return None
    return Moved(row[0], row[1].astimezone(clock.STOCKHOLM).date(), row[2], row[3])
