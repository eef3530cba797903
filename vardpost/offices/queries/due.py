"""Which unit administrators are to be confirmed by their region: once a year, each at each unit."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.offices.values import CONFIRMED_FOR, REMINDED_BEFORE
from vardpost.people.queries.staff import STANDING
from vardpost.units.queries import SWEDISH_ORDER

#: Lines on one page, all of which can be confirmed with one press.
PAGE = 50


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who administers a unit, and when that has to be confirmed."""

    unit_id: UUID
    slug: str
    unit: str
    person_id: UUID
    name: str
    title: str
    since: date
    signed_in_at: datetime | None
    confirmed_at: datetime

    @property
    def due_at(self) -> datetime:
        """When it has to be confirmed."""
        return self.confirmed_at + CONFIRMED_FOR

    @property
    def key(self) -> str:
        """Return what a form calls the line."""
        return f"{self.unit_id}.{self.person_id}"


_LINES = (
    "select u.id as unit_id, u.slug, u.name as unit, a.person_id, a.name, a.title, x.since, "
    "a.signed_in_at, greatest(k.confirmed, x.given) as base, k.reminded, "
    f"{SWEDISH_ORDER.format('u.name')} as unit_order from (select g.unit_id, g.person_id, "
    "min(g.starts_on) as since, max(g.created_at) as given from role_grant g "
    f"where g.role = 'unit_admin' and g.starts_on <= %(day)s "
    f"and {STANDING.replace('%s', '%(day)s')} group by g.unit_id, g.person_id) x "
    "join care_unit u on u.id = x.unit_id and u.region_id = %(region)s "
    "join staff_account a on a.person_id = x.person_id and a.active "
    "left join (select c.unit_id, c.person_id, "
    "max(c.at) filter (where c.what = 'confirmed') as confirmed, "
    "max(c.at) filter (where c.what = 'reminded') as reminded from office_confirmation c "
    "where c.region_id = %(region)s and c.role = 'unit_admin' group by c.unit_id, c.person_id) k "
    "on k.unit_id = x.unit_id and k.person_id = x.person_id"
)
_DUE = "l.base <= %(due)s"
_COLUMNS = (
    "l.unit_id, l.slug, l.unit, l.person_id, l.name, l.title, l.since, l.signed_in_at, l.base"
)


def due(region_id: str, after: tuple[UUID, UUID] | None = None) -> list[Due]:
    """Return a page of those to be confirmed, by unit; one line more when there are more."""
    rows = db.fetch_all(
        f"with lines as ({_LINES}) select {_COLUMNS} from lines l where {_DUE} "
        "and (%(unit)s::uuid is null or (l.unit_order, l.unit_id, l.name, l.person_id) > "
        "(select f.unit_order, f.unit_id, f.name, f.person_id from lines f "
        "where f.unit_id = %(unit)s and f.person_id = %(person)s)) "
        "order by l.unit_order, l.unit_id, l.name, l.person_id limit %(limit)s",
        {
            **_asked(region_id),
            "unit": after[0] if after else None,
            "person": after[1] if after else None,
            "limit": PAGE + 1,
        },
    )
    return [Due(*row) for row in rows]


def standing_at(region_id: str, keys: frozenset[tuple[UUID, UUID]]) -> list[Due]:
    """Return those of some (unit, person) who administer a unit of the region today."""
    rows = db.fetch_all(
        f"with lines as ({_LINES}) select {_COLUMNS} from lines l "
        "where (l.unit_id, l.person_id) in "
        "(select * from unnest(%(units)s::uuid[], %(people)s::uuid[]))",
        {
            **_asked(region_id),
            "units": [unit for unit, _person in keys],
            "people": [person for _unit, person in keys],
        },
    )
    return [Due(*row) for row in rows]


def not_reminded(region_id: str) -> list[tuple[UUID, UUID]]:
    """Return (unit, person) to be confirmed of whom the region has not been reminded yet."""
    rows = db.fetch_all(
        f"with lines as ({_LINES}) select l.unit_id, l.person_id from lines l where {_DUE} "
        "and (l.reminded is null or l.reminded < l.base) order by l.unit_id, l.person_id limit 500",
        _asked(region_id),
    )
    return [(row[0], row[1]) for row in rows]


def how_many(region_id: str) -> int:
    """Return how many are to be confirmed."""
    row = db.fetch_one(
        f"with lines as ({_LINES}) select count(*) from lines l where {_DUE}", _asked(region_id)
    )
    return int(row[0]) if row else 0


def _asked(region_id: str) -> dict[str, Any]:
    before = clock.now() - CONFIRMED_FOR + REMINDED_BEFORE
    return {"day": clock.today(), "region": region_id, "due": before}
