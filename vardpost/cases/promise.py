"""The unit's promise, laid on its own opening hours: the adapter from tables to the clocks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from vardpost.cases import clocks
from vardpost.cases.clocks import Hours, TimeLeft
from vardpost.kernel.clock import STOCKHOLM
from vardpost.units import queries as units


@lru_cache(maxsize=2048)
def _hours(rows: str | None) -> Hours:
    return Hours(units.week(rows))


@dataclass(frozen=True, slots=True)
class Opening:
    """A unit's opening hours, as `units.queries.HOURS` gives them, and its choice of eves."""

    rows: str | None
    closed_on_eves: bool

    def due(self, received: datetime, days: int) -> datetime:
        """Return when something received then is due, in UTC."""
        hours, closed = _hours(self.rows), self._closed(received)
        try:
            return clocks.due_at(received, days, hours, closed)
        except clocks.NeverOpen:  # closings that cover all the days in reach stop no promise
            return clocks.due_at(received, days, hours, frozenset())

    def extend(self, due: datetime, paused_from: datetime, paused_to: datetime) -> datetime:
        """Return the due moment moved by the opening time that passed while it was paused."""
        closed = self._closed(paused_to)
        return clocks.extend(due, paused_from, paused_to, _hours(self.rows), closed)

    def left(self, now: datetime, due: datetime, received: datetime) -> TimeLeft:
        """Return the opening time left until `due` for a promise that began at `received`."""
        closed = self._closed(now)
        return clocks.time_left(now, due, _hours(self.rows), closed, received=received)

    def reader(self, now: datetime) -> Callable[[datetime, datetime], TimeLeft]:
        """Return `left` for one moment, with the opening hours laid out once for many rows.

        A promise from outside the years laid out around `now` is read the slower way.
        """
        hours, closed = _hours(self.rows), self._closed(now)
        within = clocks.open_time(hours, closed, now.year - 1, now.year + 1).reader(now)
        years = range(now.year - 1, now.year + 2)

        def left(due: datetime, received: datetime) -> TimeLeft:
            if due.year in years and received.year in years:
                return within(due, received)
            return self.left(now, due, received)

        return left

    def passed(self, since: datetime, now: datetime) -> timedelta:
        """Return the opening time between two moments."""
        return clocks.passed(since, now, _hours(self.rows), self._closed(now))

    def _closed(self, moment: datetime) -> frozenset[date]:
        day = moment.astimezone(STOCKHOLM).date()
        return units.closed_days(day, self.rows, closed_on_eves=self.closed_on_eves)
