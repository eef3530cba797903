"""Whether somebody was at work: a unit's opening hours with some time before and after. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from vardpost.kernel.clock import STOCKHOLM

Day = Sequence[tuple[time, time]]
#: People come before the door opens and leave after it closes.
MARGIN = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Hours:
    """The week of a unit, Monday first, and the days it is closed whatever the weekday."""

    week: Sequence[Day]
    closed: frozenset[date]

    def outside(self, at: datetime) -> bool:
        """Whether a moment lies outside the opening hours by more than `MARGIN`.

        Breaks during the day, such as lunch, are within: people are there.
        """
        here = at.astimezone(STOCKHOLM)
        periods = () if here.date() in self.closed else self.week[here.weekday()]
        if not periods:
            return True
        opens = datetime.combine(here.date(), min(first for first, _last in periods), STOCKHOLM)
        closes = datetime.combine(here.date(), max(last for _first, last in periods), STOCKHOLM)
        return not opens - MARGIN <= here <= closes + MARGIN
