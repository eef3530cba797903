"""Units of a region by their address, open or not."""

from vardpost.kernel import db
from vardpost.kernel.actor import UnitRef
from vardpost.kernel.errors import NotFound


def unit_of_region(region_id: str, slug: str) -> UnitRef:
    """Return a unit of the region. Raises `NotFound`, for another region's as well."""
    row = db.fetch_one(
        "select id, slug, name, hsa_id, region_id from care_unit "
        "where slug = %s and region_id = %s",
        [slug, region_id],
    )
    if row is None:
        raise NotFound("unit")
    return UnitRef(*row)
