"""What is left at a unit that closes: numbers, never which case or whose."""

from uuid import UUID

from vardpost.kernel import db


def left_at(unit_id: UUID) -> dict[str, int]:
    """Return how many there are of each thing that has to be done or moved; empty elsewhere."""
    return {row[0]: row[1] for row in db.fetch_all("select * from unit_left(%s)", [unit_id])}
