"""Whether a unit takes a new case right now, and how much longer its answers take."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.units.queries.intake import LIMIT, STOPS, Elsewhere, Intake, Stop, read


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


#: Three columns for a statement in which `u` is the unit; `told` makes a `Standing` of them.
STANDING = (
    f"{STOPS}, {LIMIT}, "
    "(select unit_waiting(u.id, l.most_waiting) from intake_limit l where l.unit_id = u.id)"
)


def told(today: date, stops: str | None, limit: str | None, busy: bool | None) -> Standing:
    """Return how the unit stands, from the columns of `STANDING`."""
    return Standing(read(stops, limit), today, bool(busy))


def standing(unit_id: UUID, today: date) -> Standing:
    """Return how the unit stands: one statement. Raises `NotFound`."""
    row = db.fetch_one(f"select {STANDING} from care_unit u where u.id = %s", [unit_id])
    if row is None:
        raise NotFound("unit")
    return told(today, *row)


def waiting(unit_id: UUID, most: int) -> int | None:
    """Return how many wait for a first answer at a unit that the scope holds, at most `most`."""
    row = db.fetch_one("select unit_waiting_count(%s, %s)", [unit_id, most])
    return row[0] if row else None
