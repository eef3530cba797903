"""Reads of a unit's intake limit as its setting holds it."""

from uuid import UUID

from vardpost.kernel import db
from vardpost.units.values import LimitData


def limit_data(unit_id: UUID) -> LimitData:
    """Return the limit as it stands; no number when there is none."""
    row = db.fetch_one(
        "select most_waiting, extra_days, alternative_id::text from intake_limit "
        "where unit_id = %s",
        [unit_id],
    )
    return LimitData(*row) if row else LimitData()
