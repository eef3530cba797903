"""Reads of a unit's catchment area as its setting holds it, and of whom it lets in one by one."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from vardpost.kernel import db
from vardpost.units.area import Places
from vardpost.units.values import AreaRow


@lru_cache(maxsize=1)
def places() -> Places:
    """Return the official names of regions and municipalities; facts that ship with the product."""
    regions = db.fetch_all("select code, name from region order by code")
    towns = db.fetch_all("select code, name from municipality order by code")
    return Places(dict(regions), dict(towns))


def area_rows(unit_id: UUID) -> tuple[AreaRow, ...]:
    """Return the rows of a unit's catchment area, the widest first."""
    rows = db.fetch_all(
        "select coalesce(region_id, ''), coalesce(municipality_id, ''), sex, age_from, age_to "
        "from catchment_row where unit_id = %s "
        "order by region_id nulls first, municipality_id nulls first, age_from, sex, id",
        [unit_id],
    )
    return tuple(AreaRow(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Approval:
    """A resident let in one by one."""

    id: UUID
    person_id: UUID
    until: date | None
    reason: str
    by: str


def approvals(unit_id: UUID) -> list[Approval]:
    """Return whom a unit has let in, the latest first; at most a thousand."""
    rows = db.fetch_all(
        "select id, person_id, until, reason, approved_by_name from approved_resident "
        "where unit_id = %s order by created_at desc, id limit 1000",
        [unit_id],
    )
    return [Approval(*row) for row in rows]
