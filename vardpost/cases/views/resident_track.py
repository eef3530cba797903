"""The way of a case as the resident's side reads it, step by step; no names of staff."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.cases.queries.thread import CaseRow, HistoryRow
from vardpost.cases.states import Event, State
from vardpost.cases.views.resident_words import (
    UNITS_TURN,
    deadline,
    due_at,
    given,
    is_late,
    reply_words,
    when,
)
from vardpost.shell import dates


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case's way, as `components/track.html` draws it."""

    title: str
    text: str
    state: str


def track(case: CaseRow, viewer: UUID | None) -> list[Step]:
    """Return the way of a case so far, where it stands, and what is left.

    Two guardians, or a child and a guardian, see the same case: what another of them has done, or
    is asked, is told with the name.
    """
    steps = [Step(_("Skickat"), when(case.submitted_at), "done")]
    steps += _received(case)
    steps += _answers(case, viewer)
    return steps + _ending(case, viewer)


def by_other(case: CaseRow, viewer: UUID | None, event: Event) -> str:
    """Return the given name of who else in the family did it last; empty of oneself."""
    done = [row for row in case.history if row.event == event]
    if not done or done[-1].actor_id == str(viewer):
        return ""
    return given(done[-1].actor_name)


def asked_other(case: CaseRow, viewer: UUID | None) -> str:
    """Return the name of who else is asked about a move now; empty when nobody or oneself is."""
    asked = case.move_unit_id is not None and case.sent_by_id != viewer
    return case.sent_by_name if asked else ""


def _received(case: CaseRow) -> list[Step]:
    if case.first_read_at is not None:
        return [Step(_("Läst av mottagningen"), when(case.first_read_at), "done")]
    handed = _first(
        case.history, {Event.ROUTE, Event.ASSIGN, Event.ASSIGN_WITH_PARTIAL, Event.SELF_TAKE}
    )
    if handed is not None:
        return [Step(_("Tagits emot"), when(handed.at), "done")]
    if case.state == State.SUBMITTED:
        return [Step(_("Mottagningen läser"), "", "now")]
    return []


def _answers(case: CaseRow, viewer: UUID | None) -> list[Step]:
    """Return partial answers, questions and replies, in order."""
    others = {
        Event.RESIDENT_REPLY: _("{namn} har svarat"),
        Event.RESIDENT_FOLLOWUP: _("{namn} har skrivit igen"),
        Event.DECLINE_MOVE: _("{namn} sa nej till att skicka vidare"),
    }
    titles = {
        Event.PARTIAL_ANSWER: _("Delsvar"),
        Event.ASSIGN_WITH_PARTIAL: _("Delsvar"),
        Event.RESIDENT_REPLY: _("Du har svarat"),
        Event.RESIDENT_FOLLOWUP: _("Du har skrivit igen"),
        Event.REOPEN: _("Öppnat igen"),
        Event.ASK_TO_MOVE: _("Fråga om att skicka vidare"),
        Event.DECLINE_MOVE: _("Du sa nej till att skicka vidare"),
        Event.UNASK_TO_MOVE: _("Frågan togs tillbaka"),
    }
    steps = []
    for row in case.history:
        event = Event(row.event) if row.event in set(Event) else None
        title = titles.get(event) if event else None
        if event in others and row.actor_id != str(viewer):
            title = others[event].replace("{namn}", given(row.actor_name))
        if title:
            steps.append(Step(title, when(row.at), "done"))
        elif row.event == Event.FINAL_ANSWER and case.state not in _ANSWERED:
            steps.append(Step(_("Besvarat"), when(row.at), "done"))
    return steps


_ANSWERED = (State.ANSWERED, State.CLOSED)


def _ending(case: CaseRow, viewer: UUID | None) -> list[Step]:
    state = State(case.state)
    if state is State.AWAITING_RESIDENT:
        return [
            Step(_("Väntar på ditt svar"), dates.sentence(reply_words(case, short=True)), "now"),
            Step(_("Svar från mottagningen"), "", "todo"),
        ]
    if state in UNITS_TURN:
        waits = state is State.SUBMITTED and case.first_read_at is None
        text = _("Senast {dag}").replace("{dag}", deadline(due_at(case)))
        if is_late(case):
            text = _("Svaret dröjer")
        title = _("Svar från mottagningen") if waits else _("Mottagningen svarar")
        steps = [Step(title, text, "todo" if waits else "now")]
        return [_asked_now(case, viewer), *steps] if case.move_unit_id is not None else steps
    ends = {
        State.ANSWERED: (_("Besvarat"), case.answered_at),
        State.CLOSED: (_("Avslutat"), case.finished_at),
        State.WITHDRAWN: (_("Återtaget"), case.finished_at),
        State.CLOSED_NO_ANSWER: (_("Avslutat"), case.finished_at),
        State.FORWARDED: (_("Skickat vidare"), case.finished_at),
    }
    title, at = ends[state]
    other = by_other(case, viewer, Event.FORWARD_UNIT) if state is State.FORWARDED else ""
    if other:
        title = _("{namn} sa ja till att skicka vidare").replace("{namn}", other)
    other = by_other(case, viewer, Event.WITHDRAW) if state is State.WITHDRAWN else ""
    if other:
        title = _("{namn} tog tillbaka ärendet").replace("{namn}", other)
    last = Step(title, when(at) if at else "", "done")
    if state is State.CLOSED and case.answered_at:
        return [Step(_("Besvarat"), when(case.answered_at), "done"), last]
    return [last]


def _asked_now(case: CaseRow, viewer: UUID | None) -> Step:
    name = asked_other(case, viewer)
    if not name:
        return Step(_("Väntar på ditt svar"), _("Om att skicka vidare"), "now")
    told = _("Väntar på svar från {namn}").replace("{namn}", given(name))
    return Step(told, _("Om att skicka vidare"), "now")


def _first(history: tuple[HistoryRow, ...], events: set[Event]) -> HistoryRow | None:
    return next((row for row in history if row.event in events), None)
