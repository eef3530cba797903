"""Whether a unit takes a new case right now, and how much longer its answers take."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vardpost.kernel import db
from vardpost.units.queries.intake import Elsewhere, Intake, Stop, intake


@dataclass(frozen=True, slots=True)
class Standing:
    """How a unit stands today: its own rules, and whether its limit is reached."""

    rules: Intake
    today: date
    busy: bool

    @property
    def extra_days(self) -> int:
        """Return how many days longer than usual a promise is now."""
        return self.rules.limit.extra_days if self.busy and self.rules.limit else 0

    @property
    def instead(self) -> Elsewhere | None:
        """Return the unit that residents are pointed to while many wait."""
        return self.rules.limit.alternative if self.busy and self.rules.limit else None

    def stopped(self, case_type: str) -> Stop | None:
        """Return what stops new cases of this type today, or None."""
        return self.rules.stopped(self.today, case_type)

    def soon(self) -> tuple[Stop, ...]:
        """Return closings and pauses that residents are told of."""
        return self.rules.soon(self.today)


def standing(unit_id: UUID, today: date) -> Standing:
    """Return how the unit stands: one statement, two when it has a limit."""
    rules = intake(unit_id, today)
    busy = False
    if rules.limit is not None:
        row = db.fetch_one("select unit_waiting(%s, %s)", [unit_id, rules.limit.most_waiting])
        busy = bool(row and row[0])
    return Standing(rules, today, busy)
