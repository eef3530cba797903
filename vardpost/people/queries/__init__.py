"""Reads of people that pages show: colleagues by role; of residents only oneself and children."""

from collections.abc import Sequence
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.units.catchment import Someone


def holders(unit_id: UUID, role: str) -> list[str]:
    """Return the names of the unit's active staff with a role today, by name."""
    today = clock.today()
    rows = db.fetch_all(
        "select distinct a.name from role_grant g "
        "join staff_account a on a.person_id = g.person_id "
        "where g.unit_id = %s and g.role = %s and a.active and g.starts_on <= %s "
        "and (g.ends_on is null or g.ends_on > %s) order by a.name",
        [unit_id, role, today, today],
    )
    return [row[0] for row in rows]


def for_catchment(people: Sequence[UUID]) -> dict[UUID, Someone]:
    """Return what catchment rows ask about each of the people that the actor acts for."""
    rows = db.fetch_all(
        "select p.birth_date, p.sex, p.municipality_code, p.region_code, p.protected, p.id "
        "from person p where p.id = any(%s)",
        [list(people)],
    )
    return {row[5]: Someone(*row) for row in rows}


def own_phone(person: UUID) -> str:
    """Return the telephone number that a form begins with."""
    row = db.fetch_one("select phone from person where id = %s", [person])
    return row[0] if row else ""
