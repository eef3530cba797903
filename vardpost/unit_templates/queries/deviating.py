"""Which units of a region differ, a page at a time, from what the job has counted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.units.queries import SWEDISH_ORDER

#: Units on one page; in how many fields each differs is bounded by its template.
PAGE = 25


@dataclass(frozen=True, slots=True)
class Deviating:
    """A page of units that differ, and how many do in all: as last counted."""

    unit_ids: list[UUID]
    more: bool
    #: Deviations without an exemption that counts, at how many units, and those with one.
    deviations: int
    units: int
    exempt: int
    #: The oldest count behind the numbers; None where no unit differs.
    counted_at: datetime | None


_SORTED = f"{SWEDISH_ORDER.format('c.name')}, c.id"
_OF_REGION = (
    "from unit_drift d join care_unit c on c.id = d.unit_id where c.region_id = %s and c.live"
)


def deviating(region_id: str, *, exempt: bool, after: UUID | None = None) -> Deviating:
    """Return a page of the open units that differ without leave, or of those that have leave.

    Two statements. Raises `NotFound` when the page begins after a unit of another region.
    """
    if after is not None:
        refuse_elsewhere(region_id, after)
    rows = db.fetch_all(
        f"select d.unit_id {_OF_REGION} and {'d.exempt > 0' if exempt else 'd.differs > d.exempt'} "
        f"and (%s::uuid is null or ({_SORTED}) > "
        f"(select {_SORTED} from care_unit c where c.id = %s)) "
        f"order by {_SORTED} limit %s",
        [region_id, after, after, PAGE + 1],
    )
    told = db.fetch_one(
        "select coalesce(sum(d.differs - d.exempt), 0)::int, "
        "(count(*) filter (where d.differs > d.exempt))::int, "
        f"coalesce(sum(d.exempt), 0)::int, min(d.counted_at) {_OF_REGION}",
        [region_id],
    )
    ids = [row[0] for row in rows]
    return Deviating(ids[:PAGE], len(ids) > PAGE, *(told or (0, 0, 0, None)))


def unit_by_slug(region_id: str, slug: str) -> tuple[UUID, str]:
    """Return the id and the name of a unit of the region. Raises `NotFound`."""
    row = db.fetch_one(
        "select id, name from care_unit where region_id = %s and slug = %s", [region_id, slug]
    )
    if row is None:
        raise NotFound("unit")
    return row[0], row[1]


def refuse_elsewhere(region_id: str, unit_id: UUID) -> None:
    """Refuse a unit that is not of the region. Raises `NotFound`."""
    if not db.fetch_one(
        "select 1 from care_unit where id = %s and region_id = %s", [unit_id, region_id]
    ):
        raise NotFound("unit")
