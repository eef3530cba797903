"""The regions there are, with how many units each has connected."""

from dataclasses import dataclass

from vardpost.kernel import db
from vardpost.units.queries import SWEDISH_ORDER


@dataclass(frozen=True, slots=True)
class Region:
    """A region, by its code."""

    code: str
    name: str
    units: int


def regions() -> list[Region]:
    """Return every region by name, also those without units."""
    rows = db.fetch_all(
        "select r.code, r.name, count(u.id)::int from region r left join care_unit u "
        f"on u.region_id = r.code group by r.code order by {SWEDISH_ORDER.format('r.name')}"
    )
    return [Region(*row) for row in rows]
