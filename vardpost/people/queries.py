"""Reads of people that pages show: colleagues by role, never residents."""

from uuid import UUID

from vardpost.kernel import clock, db


def holders(unit_id: UUID, role: str) -> list[str]:
    """Return the names of the unit's active staff with a role today, by name."""
    today = clock.now().astimezone(clock.STOCKHOLM).date()
    rows = db.fetch_all(
        "select distinct a.name from role_grant g "
        "join staff_account a on a.person_id = g.person_id "
        "where g.unit_id = %s and g.role = %s and a.active and g.starts_on <= %s "
        "and (g.ends_on is null or g.ends_on > %s) order by a.name",
        [unit_id, role, today, today],
    )
    return [row[0] for row in rows]
