"""How much open work people have on a unit, and which cases it is."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from vardpost.kernel import db


def open_work(unit_id: UUID, people: Sequence[UUID], /) -> Mapping[UUID, int]:
    """Return how many open cases each person has on the unit: for those who may not read them.

    The function counts within the scope of the unit's administrators and of the offices above.
    """
    rows = db.fetch_all("select person_id, cases from open_work(%s, %s)", [unit_id, list(people)])
    return {row[0]: int(row[1]) for row in rows}


def assigned_open(unit_id: UUID, person_id: UUID) -> list[UUID]:
    """Return the open cases that somebody answers on the unit, in the order they are locked."""
    rows = db.fetch_all(
        "select c.id from care_case c where c.unit_id = %s and c.assignee_id = %s and c.is_open "
        "order by c.id",
        [unit_id, person_id],
    )
    return [row[0] for row in rows]
