"""What the offices propose to a unit."""

from uuid import UUID

from vardpost.kernel import db


def proposals_of(unit_id: UUID) -> dict[UUID, str]:
    """Return the types that are proposed to a unit and not declined, each with the region's name.

    The name is empty for what the national office proposes. One statement.
    """
    rows = db.fetch_all(
        "select p.case_type_id, coalesce(r.name, '') from case_type_proposal p "
        "left join region r on r.code = p.by_region_id "
        "where p.unit_id = %s and p.withdrawn_at is null and p.declined_at is null",
        [unit_id],
    )
    return {row[0]: row[1] for row in rows}


def answers_of(case_type_id: UUID, region_id: str = "") -> tuple[int, int]:
    """Return how many units have a proposal to answer, and how many have declined one.

    In a region, or with none everywhere. A unit that offers the type has answered. One statement.
    """
    row = db.fetch_one(
        "select count(*) filter (where p.declined_at is null)::int, "
        "count(*) filter (where p.declined_at is not null)::int from case_type_proposal p "
        "join care_unit c on c.id = p.unit_id and c.live where p.case_type_id = %s "
        "and p.withdrawn_at is null and (%s = '' or c.region_id = %s) and not exists "
        "(select 1 from unit_case_type u where u.unit_id = p.unit_id "
        "and u.case_type_id = p.case_type_id and u.active)",
        [case_type_id, region_id, region_id],
    )
    return (row[0], row[1]) if row else (0, 0)
