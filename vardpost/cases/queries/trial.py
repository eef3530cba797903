"""How many of a unit's latest cases each of its rules would have taken: numbers alone."""

from uuid import UUID

from vardpost.kernel import db

#: Fewer than this are not told: with so few, a number says something about somebody.
FEWEST = 5


def routing_trial(unit_id: UUID) -> dict[int, int | None]:
    """Return the number of cases by rule, 0 for the common queue; None for fewer than `FEWEST`.

    The cases of the last thirty days, at most 20 000. Nothing for anybody but the unit's own
    administrator.
    """
    rows = db.fetch_all("select number, cases from routing_trial(%s)", [unit_id])
    return {row[0]: row[1] for row in rows}
