"""What the offices propose to a unit."""

from uuid import UUID

from vardpost.kernel import db


def proposals_of(unit_id: UUID) -> dict[UUID, str]:
    """Return the types that are proposed to a unit, each with the region's name.

    The name is empty for what the national office proposes. One statement.
    """
    rows = db.fetch_all(
        "select p.case_type_id, coalesce(r.name, '') from case_type_proposal p "
        "left join region r on r.code = p.by_region_id "
        "where p.unit_id = %s and p.withdrawn_at is null",
        [unit_id],
    )
    return {row[0]: row[1] for row in rows}
