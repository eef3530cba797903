"""How one setting has stood over time, and under what a case was sent. Pure but for the calendar.

A change holds from its own moment: what was sent in the same microsecond was sent under it.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from vardpost.cases import clocks
from vardpost.cases.promise import Opening
from vardpost.kernel.clock import STOCKHOLM
from vardpost.units import queries as units

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The values of a setting: the first ones, and each change with its moment, in order."""

    first: Values
    moments: tuple[datetime, ...] = ()
    after: tuple[Values, ...] = ()

    @staticmethod
    def of(now: Values, changes: Sequence[tuple[datetime, Values, Values]]) -> "Timeline":
        """Return it from what stands now and the changes (at, old, new), oldest first.

        What stood before the first change is what that change found.
        """
        if not changes:
            return Timeline(now)
        return Timeline(
            changes[0][1], tuple(one[0] for one in changes), tuple(one[2] for one in changes)
        )

    def at(self, moment: datetime) -> Values:
        """Return what stood at a moment."""
        if not self.moments:
            return self.first
        place = bisect_right(self.moments, moment)
        return self.after[place - 1] if place else self.first

    @property
    def last(self) -> Values:
        """Return what stands now."""
        return self.after[-1] if self.after else self.first


class Days:
    """A unit's opening, asked thousands of times: the same answers as those of `Opening`.

    It keeps what is laid out by years, and the year asked about last with its answers: cases come
    in order, and every case of a day is due at the same closings.
    """

    def __init__(self, opening: Opening) -> None:
        """Lay out nothing yet."""
        self._opening = opening
        self._laid_out: dict[tuple[int, int, int], clocks.OpenTime] = {}
        self._from = self._until = 0.0
        self._year: clocks.OpenTime | None = None
        self._known: dict[tuple[int, int], datetime] = {}

    def due(self, received: datetime, days: int) -> datetime:
        """Return when something received then is due."""
        seconds = received.timestamp()
        year = self._year
        if year is None or not self._from <= seconds < self._until:
            year = self._turn_to(received)
        key = year.receipt(seconds), days
        found = self._known.get(key)
        if found is not None:
            return found
        try:
            found = self._known[key] = year.closing(*key)
        except clocks.NeverOpen:
            found = self._opening.due(received, days)
        return found

    def extend(self, due: datetime, paused_from: datetime, paused_to: datetime) -> datetime:
        """Return the due moment moved by the opening time that passed while it was paused."""
        years = [one.astimezone(UTC).year for one in (due, paused_from, paused_to)]
        laid_out = self._years(_year(paused_to), min(years), max(years))
        return laid_out.extend(due, paused_from, paused_to)

    def _turn_to(self, received: datetime) -> clocks.OpenTime:
        """Keep the year of a moment at hand: in the last hour of a year, for that hour alone.

        The closed days are those of the year in Sweden, what is laid out goes by the year in UTC.
        """
        year = received.astimezone(UTC).year
        bounds = [datetime(year, 1, 1, tzinfo=UTC), datetime(year, *_LAST_HOUR, tzinfo=UTC)]
        if received >= bounds[1]:
            bounds = [bounds[1], datetime(year + 1, 1, 1, tzinfo=UTC)]
        self._from, self._until = (one.timestamp() for one in bounds)
        found = self._year = self._years(_year(received), year, year)
        self._known = {}
        return found

    def _years(self, closed: int, first: int, last: int) -> clocks.OpenTime:
        found = self._laid_out.get((closed, first, last))
        if found is None:
            rows, eves = self._opening.rows, self._opening.closed_on_eves
            days = units.closed_days(date(closed, 7, 1), rows, closed_on_eves=eves)
            found = clocks.open_time(clocks.Hours(units.week(rows)), days, first - 1, last + 1)
            self._laid_out[closed, first, last] = found
        return found


#: From then on, in UTC, the next year has begun in Sweden.
_LAST_HOUR = (12, 31, 23)


def _year(moment: datetime) -> int:
    """Return the year in Sweden; only in the last hours of a year it is another than in UTC."""
    at = moment.astimezone(UTC)
    return at.astimezone(STOCKHOLM).year if (at.month, at.day) == (12, 31) else at.year


@dataclass(frozen=True, slots=True)
class Stand:
    """What held between two changes: the opening, and what stopped new cases."""

    days: Days
    stops: tuple[tuple[date, date, str], ...]

    def stopped(self, day: date, case_type: str) -> bool:
        """Tell whether no case of this type could be sent that day."""
        return any(
            first <= day <= last and kind in {"", case_type} for first, last, kind in self.stops
        )


@dataclass(frozen=True)
class Book:
    """Every setting that decides about a sent case, as it has stood."""

    hours: Timeline
    closings: Mapping[str, Timeline]
    region_days: Mapping[date, Timeline]
    limit: Timeline
    #: By case type id: `first_days` and `final_days`.
    promises: Mapping[str, Timeline]
    _moments: list[datetime] = field(default_factory=list, init=False, repr=False)
    _stands: dict[int, Stand] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Note every moment at which opening or stops may have changed."""
        lines = [self.hours, *self.closings.values(), *self.region_days.values()]
        self._moments.extend(sorted({at for line in lines for at in line.moments}))

    @property
    def limited(self) -> bool:
        """Tell whether there ever was a limit of how many wait."""
        return any(one.get("most_waiting") for one in (self.limit.first, *self.limit.after))

    def stand(self, moment: datetime) -> Stand:
        """Return what held at a moment."""
        place = bisect_right(self._moments, moment)
        found = self._stands.get(place)
        if found is None:
            found = self._stands[place] = self._laid_out(moment)
        return found

    def _laid_out(self, moment: datetime) -> Stand:
        hours = self.hours.at(moment)
        rows: list[list[Any]] = [
            [weekday, opens, closes]
            for weekday, day in enumerate(hours.get("days", ()))
            for opens, closes in day
        ]
        told = [one for line in self.closings.values() if (one := line.at(moment))]
        rows += [[one["starts_on"], one["ends_on"]] for one in told if one["stops_clock"]]
        rows += [
            [day.isoformat(), day.isoformat()]
            for day, line in self.region_days.items()
            if line.at(moment).get("closed")
        ]
        stops = tuple(
            (
                date.fromisoformat(one["starts_on"]),
                date.fromisoformat(one["ends_on"]),
                str(one.get("case_type") or ""),
            )
            for one in told
            if one["stops_intake"]
        )
        opening = Opening(json.dumps(rows) if rows else None, bool(hours.get("eves", True)))
        return Stand(Days(opening), stops)

    def changed(self, change: "Change") -> "Book":
        """Return the book as if a change had stood all the time."""
        closings = {key: line for key, line in self.closings.items() if key not in change.gone}
        if change.closing is not None:
            closings["new"] = Timeline(change.closing)
        promises = dict(self.promises)
        promises |= {
            key: Timeline({"first_days": first, "final_days": final})
            for key, (first, final) in change.promises.items()
        }
        return replace(
            self,
            hours=Timeline(change.hours) if change.hours is not None else self.hours,
            closings=closings,
            limit=Timeline(change.limit) if change.limit is not None else self.limit,
            promises=promises,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants to know about: none of it is saved. What is left out stays as it was."""

    hours: Values | None = None
    #: Ids of closings taken away.
    gone: frozenset[str] = frozenset()
    closing: Values | None = None
    limit: Values | None = None
    promises: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether anything is changed."""
        parts: Iterable[object] = (self.gone, self.closing, self.promises)
        return self.hours is not None or self.limit is not None or any(parts)
