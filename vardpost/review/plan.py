"""How often a unit draws a sample, how large, and how long things may take. Pure."""

from dataclasses import dataclass
from datetime import date

from vardpost.review.sampling import Of, Size


@dataclass(frozen=True, slots=True)
class Plan:
    """A unit's plan. The defaults hold until somebody has decided otherwise."""

    months: int = 1
    of: Of = "entries"
    amount: int = 25
    #: Days until a review is to be closed, and until a question is to be answered.
    due_days: int = 14
    answer_days: int = 7

    @property
    def size(self) -> Size:
        """Return how large a sample is."""
        return Size(self.of, self.amount)

    def next_period(self, last: date | None, today: date) -> tuple[date, date]:
        """Return the days that the next sample looks at: whole months, after the last one.

        The first sample looks at the whole months that have just gone; so does one that is far
        behind, since months of long ago are no reason to wait with those of now.
        """
        begins = _first(today.year, today.month - self.months)
        if last is not None:
            day_after = date.fromordinal(last.toordinal() + 1)
            begins = max(begins, day_after.replace(day=1))
        ends = _first(begins.year, begins.month + self.months)
        return begins, date.fromordinal(ends.toordinal() - 1)

    def due(self, last: date | None, today: date) -> date:
        """Return when the next sample is to be closed: so many days after its period has ended."""
        _begins, ends = self.next_period(last, today)
        return date.fromordinal(ends.toordinal() + self.due_days)


def _first(year: int, month: int) -> date:
    """Return the first day of a month; months beyond the year's are of the years around it."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
