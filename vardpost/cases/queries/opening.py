"""Reads of a unit's opening hours, laid out for promises."""

from uuid import UUID

from vardpost.cases.promise import Opening
from vardpost.kernel import db
from vardpost.units.queries import HOURS


def opening_of(unit_id: UUID) -> Opening:
    """Return a unit's opening hours; office hours for one that is unknown."""
    row = db.fetch_one(
        f"select {HOURS}, u.closed_on_eves from care_unit u where u.id = %s", [unit_id]
    )
    return Opening(row[0], row[1]) if row else Opening(None, closed_on_eves=True)
