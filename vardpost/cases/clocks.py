"""The promise in opening time: when an answer is due, and how much is left. Pure.

A promise counts whole open days. The *receipt day* is the first open day whose last closing lies
after the moment of receipt: what comes in before opening or at lunch counts that day, what comes
in after closing, on a closed day or on a holiday counts on the next open day. The answer is due at
the last closing of the Nth open day after the receipt day. So what comes in on Friday at 16.00
with a promise of two days is due on Tuesday at closing, and what comes in on Saturday on Wednesday.

An open day is a weekday with opening hours that is no holiday. Hours are kept in Swedish time and
compared in UTC, so the night when the clock is moved neither gives nor takes an hour.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

from vardpost.kernel.clock import STOCKHOLM

Period = tuple[time, time]
Level = Literal["neutral", "warning", "danger"]

#: A promise is shown as urgent when this share of it, or less, is left.
WARNING_SHARE = 0.25


class NeverOpen(ValueError):
    """The unit has no open day in reach, so no promise can be computed."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours: for each weekday (0 is Monday) its periods in Swedish time, in order."""

    week: tuple[tuple[Period, ...], ...]

    def __post_init__(self) -> None:
        """Refuse periods that run backwards or overlap: they would count time twice."""
        if len(self.week) != 7:
            raise ValueError("a week has seven days")
        for periods in self.week:
            moments = [moment for period in periods for moment in period]
            if any(later <= earlier for earlier, later in pairwise(moments)):
                raise ValueError("periods run forwards and do not touch")


@dataclass(frozen=True, slots=True)
class Promise:
    """How many whole open days the unit gives itself for the first response and the final."""

    first_days: int
    final_days: int


class TimeLeft(NamedTuple):
    """What is left of a promise: minutes of opening time (negative when late), and how it looks.

    `days` counts the open days after today up to the due day; late promises have 0.
    """

    minutes: int
    days: int
    level: Level


def weekdays(opens: time, closes: time) -> Hours:
    """Return opening hours that are the same from Monday to Friday."""
    return Hours((((opens, closes),),) * 5 + ((),) * 2)


def _seconds(moment: datetime) -> float:
    return moment.timestamp()


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


class OpenTime:
    """Opening time laid out along the real time of some years, so that questions are look-ups.

    `position` maps a moment to the opening time passed until then; everything else follows from
    it. Build it once for a unit and keep it: a page asks it fifty times.
    """

    def __init__(
        self, hours: Hours, holidays: frozenset[date], first_year: int, last_year: int
    ) -> None:
        """Lay out every open day from the first to the last year."""
        self._opens: list[float] = []
        self._closes: list[float] = []
        self._days: list[date] = []
        self._day_closes: list[float] = []
        for day in _dates(first_year, last_year):
            periods = () if day in holidays else hours.week[day.weekday()]
            for opens, closes in periods:
                self._opens.append(_seconds(datetime.combine(day, opens, STOCKHOLM)))
                self._closes.append(_seconds(datetime.combine(day, closes, STOCKHOLM)))
            if periods:
                self._days.append(day)
                self._day_closes.append(self._closes[-1])
        lengths = [b - a for a, b in zip(self._opens, self._closes, strict=True)]
        self._passed = list(accumulate(lengths, initial=0.0))
        self._until = _seconds(datetime(last_year + 1, 1, 1, tzinfo=STOCKHOLM))

    def position(self, moment: datetime) -> float:
        """Return the seconds of opening time from the start of the table until the moment."""
        seconds = _seconds(moment)
        index = bisect_right(self._opens, seconds) - 1
        if index < 0:
            return 0.0
        return self._passed[index] + min(seconds, self._closes[index]) - self._opens[index]

    def moment(self, position: float) -> datetime:
        """Return the earliest moment at which so much opening time has passed."""
        index = bisect_left(self._passed, position) - 1
        if index >= len(self._opens) or position > self._passed[-1]:
            raise NeverOpen("beyond the opening hours laid out")
        if index < 0:
            return _moment(self._opens[0])
        return _moment(self._opens[index] + position - self._passed[index])

    def due_at(self, received: datetime, days: int) -> datetime:
        """Return when something received then is due, `days` whole open days later."""
        return self.closing(self.receipt(_seconds(received)), days)

    def receipt(self, seconds: float) -> int:
        """Return the number of the receipt day of what is received then."""
        return bisect_right(self._day_closes, seconds)

    def closing(self, receipt: int, days: int) -> datetime:
        """Return the last closing so many whole open days after a receipt day."""
        index = receipt + days
        if days < 0 or index >= len(self._day_closes):
            raise NeverOpen("no such open day is laid out")
        return _moment(self._day_closes[index])

    def extend(self, due: datetime, paused_from: datetime, paused_to: datetime) -> datetime:
        """Return the due moment moved by the opening time that passed during a pause."""
        paused = self.position(paused_to) - self.position(paused_from)
        return due if paused <= 0 else self.moment(self.position(due) + paused)

    def time_left(self, now: datetime, due: datetime, received: datetime) -> TimeLeft:
        """Return the opening time left, and how urgent it is against the whole promise."""
        return self.reader(now)(due, received)

    def reader(self, now: datetime) -> Callable[[datetime, datetime], TimeLeft]:
        """Return `time_left` of one moment for many promises: `now` itself is looked up once."""
        here, today = self.position(now), bisect_right(self._days, _day(now))

        def left(due: datetime, received: datetime) -> TimeLeft:
            end = self.position(due)
            if now > due:
                return TimeLeft(-int((here - end) // 60), 0, "danger")
            whole = end - self.position(received)
            level: Level = "warning" if end - here <= whole * WARNING_SHARE else "neutral"
            days = max(0, bisect_right(self._days, _day(due)) - today)
            return TimeLeft(int((end - here) // 60), days, level)

        return left


def _day(moment: datetime) -> date:
    return moment.astimezone(STOCKHOLM).date()


def _dates(first_year: int, last_year: int) -> Iterator[date]:
    day = date(first_year, 1, 1)
    while day.year <= last_year:
        yield day
        day += timedelta(days=1)


@lru_cache(maxsize=256)
def open_time(hours: Hours, holidays: frozenset[date], first_year: int, last_year: int) -> OpenTime:
    """Return the laid-out opening time, the same object for the same hours and holidays."""
    return OpenTime(hours, holidays, first_year, last_year)


def _around(hours: Hours, holidays: frozenset[date], moments: Sequence[datetime]) -> OpenTime:
    years = [moment.year for moment in moments]
    return open_time(hours, holidays, min(years) - 1, max(years) + 1)


def due_at(received: datetime, days: int, hours: Hours, holidays: frozenset[date]) -> datetime:
    """Return, in UTC, when something received then is due (see the top of this file)."""
    return _around(hours, holidays, [received]).due_at(received, days)


def extend(
    due: datetime,
    paused_from: datetime,
    paused_to: datetime,
    hours: Hours,
    holidays: frozenset[date],
) -> datetime:
    """Return the due moment after a pause: later by the opening time that passed in it.

    What was left when the pause began is left when it ends; a promise already broken stays broken
    by as much.
    """
    laid_out = _around(hours, holidays, [due, paused_from, paused_to])
    return laid_out.extend(due, paused_from, paused_to)


def passed(since: datetime, now: datetime, hours: Hours, holidays: frozenset[date]) -> timedelta:
    """Return the opening time between two moments; none when the second is not later."""
    laid_out = _around(hours, holidays, [since, now])
    return timedelta(seconds=max(0.0, laid_out.position(now) - laid_out.position(since)))


def time_left(
    now: datetime, due: datetime, hours: Hours, holidays: frozenset[date], *, received: datetime
) -> TimeLeft:
    """Return the opening time left until `due`, for a promise that began at `received`."""
    return _around(hours, holidays, [now, due, received]).time_left(now, due, received)
