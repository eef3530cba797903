"""Reads of what a unit lacks."""

from uuid import UUID

from vardpost.kernel import db
from vardpost.units.checklist import Point, points


def standing(unit_id: UUID) -> list[tuple[Point, bool]]:
    """Return every point and whether it is as it should be, in one statement."""
    found = points()
    row = db.fetch_one(
        f"select {', '.join(f'({point.sql})' for point in found)} from care_unit u where u.id = %s",
        [unit_id],
    )
    return list(zip(found, map(bool, row or ()), strict=False))
