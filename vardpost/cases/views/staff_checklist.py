"""The checklist of an open case, and whether it is journalled, as its page shows them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vardpost.cases.marks import JOURNAL, Mark
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.states import Event
from vardpost.cases.views.staff_rows import Now
from vardpost.casetypes.queries import version
from vardpost.shell import dates


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to tick off. `press` is what the button sends; empty for those who only read."""

    id: str
    label: str
    done: bool
    who: str
    press: str
    #: The end of the address that the button posts to.
    verb: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """The points with the journal mark last."""

    points: list[Point]

    @property
    def done(self) -> int:
        """How many are ticked."""
        return sum(one.done for one in self.points)


def checklist(case: CaseRow, events: frozenset[Event], now: Now) -> Checklist | None:
    """Return what the case's form wants ticked off; None when it wants nothing."""
    form = version(case.type_version_id).definition
    ticks = Event.CHECK_POINT in events
    points = [
        _point(case.marks.get(one.key) or Mark(one.key), one.label.of(now.lang), now, ticks=ticks)
        for one in form.checklist
    ]
    if form.journal_mark:
        mark = case.marks.get(JOURNAL) or Mark(JOURNAL)
        points.append(_journal(mark, now, ticks=Event.MARK_JOURNALLED in events))
    return Checklist(points) if points else None


def journal_asked(case: CaseRow) -> bool:
    """Whether the case has to be journalled and is not marked yet."""
    asked = version(case.type_version_id).definition.journal_mark
    return asked and not (case.marks.get(JOURNAL) or Mark(JOURNAL)).done


def _point(mark: Mark, label: str, now: Now, *, ticks: bool) -> Point:
    who = f"{mark.by_name} {_when(mark, now)}" if mark.done else ""
    return Point(f"punkt-{mark.key}", label, mark.done, who, _press(mark, ticks=ticks), "bocka")


def _journal(mark: Mark, now: Now, *, ticks: bool) -> Point:
    who = ""
    if mark.done:
        who = _("Journalförd av {namn} {tid}").replace("{namn}", mark.by_name)
        who = who.replace("{tid}", _when(mark, now))
    press = _press(mark, ticks=ticks)
    return Point("punkt-journal", _("Journalfört"), mark.done, who, press, "journalfor")


def _when(mark: Mark, now: Now) -> str:
    return dates.when(mark.at, now.at, now.lang) if mark.at else ""


def _press(mark: Mark, *, ticks: bool) -> str:
    """Return turn, what is wanted and key, as `staff_tick` reads them."""
    return f"{mark.turn}-{0 if mark.done else 1}-{mark.key}" if ticks else ""
