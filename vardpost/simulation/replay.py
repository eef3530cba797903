"""Send last month's cases anew, by the product's own clocks, and count what differs. Pure.

What residents and staff did stays as it was: when they wrote, when they answered. Only what the
unit's settings decide is decided again. Under unchanged settings every stored moment comes out as
it is stored; a case whose moments do not is counted apart, with the reason, and compared no more.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from vardpost.cases.clocks import NeverOpen
from vardpost.kernel.clock import STOCKHOLM
from vardpost.simulation.timeline import Book

#: Events after which the final clock is not paused any more.
_ENDS_PAUSE = frozenset({"final_answer", "close_without_answer", "withdraw"})
#: Events that give a new final promise.
_AGAIN = frozenset({"resident_followup", "reopen"})


class Why(StrEnum):
    """Why a case's stored moments do not come out of the history of the settings."""

    #: The days of the promise were others: set in another way, or in the very moment of sending.
    PROMISE = "promise"
    #: The days agree: hours or closed days were others.
    HOURS = "hours"
    #: By the history nothing could be sent that day.
    STOPPED = "stopped"


class Sent(NamedTuple):
    """One case in moments: not which, not whose, not a word of it."""

    at: datetime
    case_type: str
    type_id: str
    first_due: datetime
    final_due: datetime
    final_days: int
    responded_at: datetime | None
    finished_at: datetime | None
    taken_back: bool
    #: Sent within the days asked about; others only waited then.
    inside: bool = True
    turns: tuple[tuple[str, datetime], ...] = ()


class Outcome(NamedTuple):
    """What the settings decide about one case."""

    stopped: bool
    busy: bool
    first_due: datetime | None
    final_due: datetime | None
    final_days: int


#: What is true of one case, in the order of `Figures`.
_Fact = tuple[bool, bool, bool, bool, bool, bool, bool, bool, bool, bool]


@dataclass
class Figures:
    """Counts of some cases, before and after."""

    cases: int = 0
    other_first: int = 0
    other_final: int = 0
    judged: int = 0
    kept: int = 0
    judged_then: int = 0
    kept_then: int = 0
    refused: int = 0
    busy: int = 0
    busy_then: int = 0

    def add(self, fact: _Fact, number: int) -> None:
        """Count so many cases of which the same is true."""
        for name, true in zip(_NAMES, fact, strict=True):
            if true:
                setattr(self, name, getattr(self, name) + number)


_NAMES = tuple(one.name for one in fields(Figures))


@dataclass
class Told:
    """Everything that the page says."""

    all: Figures = field(default_factory=Figures)
    by_type: dict[str, Figures] = field(default_factory=dict)
    by_weekday: dict[int, Figures] = field(default_factory=dict)
    #: Cases whose moments do not come out of the history, by reason.
    unlike: dict[Why, int] = field(default_factory=dict)


class Waiting:
    """How many waited for a first answer at a moment."""

    def __init__(self, cases: Iterable[Sent]) -> None:
        """Sort when each began and ended to wait."""
        starts, ends = [], []
        for one in cases:
            starts.append(one.at)
            over = [at for at in (one.responded_at, one.finished_at) if at is not None]
            if over:
                ends.append(min(over))
        self._starts, self._ends = sorted(starts), sorted(ends)

    def at(self, moment: datetime) -> int:
        """Return how many; what is sent in that moment does not wait yet."""
        return bisect_left(self._starts, moment) - bisect_right(self._ends, moment)


def outcomes(cases: Sequence[Sent], book: Book) -> list[Outcome]:
    """Return what a book decides about each case; those that it stops wait in no queue."""
    stopped = [_stopped(one, book) for one in cases]
    waiting: Waiting | None = None
    if book.limited:
        waiting = Waiting(one for one, out in zip(cases, stopped, strict=True) if not out)
    return [_outcome(one, book, waiting, out) for one, out in zip(cases, stopped, strict=True)]


def _stopped(one: Sent, book: Book) -> bool:
    if not one.inside:
        return False
    stand = book.stand(one.at)
    return bool(stand.stops) and stand.stopped(one.at.astimezone(STOCKHOLM).date(), one.case_type)


def _outcome(one: Sent, book: Book, waiting: Waiting | None, stopped: bool) -> Outcome:
    promise = book.promises.get(one.type_id)
    if not one.inside or promise is None:
        return Outcome(stopped, busy=False, first_due=None, final_due=None, final_days=0)
    at, busy, extra = one.at, False, 0
    days = promise.at(at)
    if waiting is not None:
        limit = book.limit.at(at)
        most = int(limit.get("most_waiting") or 0)
        busy = most > 0 and waiting.at(at) >= most
        extra = int(limit.get("extra_days") or 0) if busy else 0
    final = int(days["final_days"]) + extra
    opening = book.stand(at).days
    try:
        first_due = opening.due(at, int(days["first_days"]) + extra)
        final_due = _final_due(one, book, final) if one.turns else opening.due(at, final)
    except NeverOpen:
        return Outcome(stopped, busy, None, None, final)
    return Outcome(stopped, busy, first_due, final_due, final)


def _final_due(one: Sent, book: Book, days: int) -> datetime:
    """Follow the final promise through its pauses, as the verbs moved it."""
    due = book.stand(one.at).days.due(one.at, days)
    paused: datetime | None = None
    for event, at in one.turns:
        if event == "counter_question":
            paused = paused or at
        elif event == "resident_reply" and paused is not None:
            due, paused = book.stand(at).days.extend(due, paused, at), None
        elif event in _AGAIN:
            due, paused = book.stand(at).days.due(at, days), None
        elif event in _ENDS_PAUSE:
            paused = None
    return due


def unlike(one: Sent, found: Outcome) -> Why | None:
    """Return why a case's stored moments do not come out, None when they do."""
    if found.stopped:
        return Why.STOPPED
    if (found.first_due, found.final_due) == (one.first_due, one.final_due):
        return None
    return Why.PROMISE if found.final_days != one.final_days else Why.HOURS


def replay(cases: Sequence[Sent], book: Book, changed: Book, now: datetime) -> Told:
    """Return what a changed book would have done with the cases, beside what was done."""
    told = Told()
    before = outcomes(cases, book)
    after = before if changed is book else outcomes(cases, changed)
    alike: Counter[tuple[str, int, _Fact]] = Counter()
    for one, was, would in zip(cases, before, after, strict=True):
        if not one.inside:
            continue
        why = unlike(one, was)
        if why is not None:
            told.unlike[why] = told.unlike.get(why, 0) + 1
        else:
            weekday = one.at.astimezone(STOCKHOLM).weekday()
            alike[one.case_type, weekday, _fact(one, was, would, now)] += 1
    for (case_type, weekday, fact), number in alike.items():
        told.all.add(fact, number)
        told.by_type.setdefault(case_type, Figures()).add(fact, number)
        told.by_weekday.setdefault(weekday, Figures()).add(fact, number)
    return told


def _fact(one: Sent, was: Outcome, would: Outcome, now: datetime) -> _Fact:
    """Return what is true of one case, in the order of `Figures`."""
    judged, kept = _judged(one, one.first_due, now)
    if would.stopped:
        return (True, False, False, judged, kept, False, False, True, was.busy, False)
    first, final = would.first_due, would.final_due
    if first is None or final is None:
        return (True, False, False, judged, kept, False, False, False, was.busy, would.busy)
    then = _judged(one, first, now) if first != one.first_due else (judged, kept)
    return (
        *(True, first != one.first_due, final != one.final_due),
        *(judged, kept, *then, False, was.busy, would.busy),
    )


def _judged(one: Sent, due: datetime, now: datetime) -> tuple[bool, bool]:
    """Tell whether a promise is judged, and was kept: of those answered, or broken and waiting."""
    if one.taken_back or (one.responded_at is None and due >= now):
        return False, False
    return True, one.responded_at is not None and one.responded_at <= due
