"""Reads of a unit's plan of review, and of who reviews there."""

from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.people.queries.staff import STANDING
from vardpost.review.plan import Plan


def plan_of(unit_id: UUID) -> Plan:
    """Return the unit's plan; the defaults when nothing has been decided."""
    row = db.fetch_one(
        "select months, unit_of_size, amount, due_days, answer_days from review_plan "
        "where unit_id = %s",
        [unit_id],
    )
    return Plan(*row) if row else Plan()


def reviewers(unit_id: UUID) -> list[tuple[UUID, str]]:
    """Return who reviews at the unit today, by name: administrators with the add-on."""
    day = clock.today()
    rows = db.fetch_all(
        "select a.person_id, a.name from staff_account a join role_grant g "
        "on g.person_id = a.person_id where a.active and g.unit_id = %s "
        f"and g.role in ('unit_admin', 'reviewer') and g.starts_on <= %s and {STANDING} "
        "group by a.person_id, a.name having count(distinct g.role) = 2 order by a.name",
        [unit_id, day, day],
    )
    return [(row[0], row[1]) for row in rows]
