"""A unit's year of review: what was planned, what was done. Pure, and without anybody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vardpost.kernel.clock import STOCKHOLM
from vardpost.review.plan import Plan
from vardpost.review.queries.year import Alarms, Asked, Done, Hits

#: As far back as a year can be chosen; the log is kept as long by default.
YEARS = 10


@dataclass(frozen=True, slots=True)
class Planned:
    """A period that a sample was planned for, and the day it was closed, if it was."""

    from_on: date
    to_on: date
    due_on: date
    closed_on: date | None

    @property
    def state(self) -> str:
        """Return `done` or `late` for one that is closed, else `missing`."""
        if self.closed_on is None:
            return "missing"
        return "late" if self.closed_on > self.due_on else "done"


@dataclass(frozen=True, slots=True)
class Year:
    """Everything that a report tells."""

    year: int
    unit_name: str
    unit_hsa_id: str
    made_on: date
    plan: Plan
    #: Reviews that were begun within the year, and samples of its periods.
    begun: Sequence[Done]
    planned: Sequence[Planned]
    explanations: Asked
    residents: Asked
    escalated: int
    signals: Sequence[Hits]
    alarms: Sequence[Alarms]
    reviewers: int

    @property
    def hidden(self) -> int:
        """Return how many items are about the reader and stand in no sum."""
        return sum(one.size - one.seen for one in self.begun)

    @property
    def marked_by(self) -> int:
        """Return how many people have marked something."""
        return len(frozenset[str]().union(*(one.by for one in self.begun)))


def years(today: date) -> list[int]:
    """Return the years that can be chosen, this one first."""
    return [today.year - back for back in range(YEARS)]


def begun(found: Sequence[Done], year: int) -> list[Done]:
    """Return the reviews that were begun within the year."""
    return [one for one in found if one.opened_at.astimezone(STOCKHOLM).year == year]


def planned(plan: Plan, found: Sequence[Done], year: int, today: date) -> list[Planned]:
    """Return the periods of the plan that ended within the year, with the sample that each had.

    A period whose sample is not due yet is left out while nobody has closed one.
    """
    samples = [one for one in found if one.kind == "sample" and one.outcome == "done"]
    periods = []
    for month in range(1, 13, plan.months):
        last = month + plan.months - 1
        if last > 12:
            break
        begins = date(year, month, 1)
        after = date(year + last // 12, last % 12 + 1, 1)
        ends, due = after - timedelta(days=1), after + timedelta(days=plan.due_days)
        closed = [
            one.closed_at.astimezone(STOCKHOLM).date()
            for one in samples
            if one.closed_at and one.from_on <= ends and one.to_on >= begins
        ]
        if closed or due <= today:
            periods.append(Planned(begins, ends, due, min(closed, default=None)))
    return periods
