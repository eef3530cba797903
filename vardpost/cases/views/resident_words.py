"""How a case stands, in the resident's words. No names of staff before an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils.translation import gettext as _

from vardpost.cases.queries.resident import Ending
from vardpost.cases.queries.thread import CaseRow, HistoryRow
from vardpost.cases.states import OPEN, Event, State
from vardpost.kernel import clock
from vardpost.kernel.clock import STOCKHOLM
from vardpost.shell import dates
from vardpost.shell.jinja import language
from vardpost.shell.waits import Waits
from vardpost.shell.words import Mark, status

#: What a row of a list says in place of the last kind of message, while a move is asked about.
MOVE_ASKED = "move_asked"
#: Open states in which it is the unit's turn.
UNITS_TURN = OPEN - {State.AWAITING_RESIDENT}


class Standing(Protocol):
    """What the words ask of a case, be it a row of a list or the case itself."""

    @property
    def state(self) -> str:
        """Its state."""

    @property
    def first_read_at(self) -> datetime | None:
        """When staff first opened it."""

    @property
    def first_due(self) -> datetime:
        """When the first answer is promised."""

    @property
    def first_response_at(self) -> datetime | None:
        """When the first answer came."""

    @property
    def final_due(self) -> datetime:
        """When the final answer is promised."""

    @property
    def reply_by(self) -> date | None:
        """The day until which the unit waits for a reply."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case's way, as `components/track.html` draws it."""

    title: str
    text: str
    state: str


def mark(case: Standing, last_kind: str = "") -> Mark:
    """Return the status as words, icon and colour."""
    state = case.state
    if last_kind == MOVE_ASKED:
        return status(State.AWAITING_RESIDENT)
    if last_kind == "partial_answer" and state in UNITS_TURN:
        return Mark(_("Delsvar"), "reply", "info")
    if state in {State.SUBMITTED, State.ASSIGNED} and case.first_read_at is not None:
        state = State.IN_PROGRESS.value
    return status(state)


def due_at(case: Standing) -> datetime:
    """Return the moment promised now: of the first answer, then of the final one."""
    return case.first_due if case.first_response_at is None else case.final_due


def unit_ends(case: CaseRow) -> tuple[str, str] | None:
    """Return that the unit closes, and what becomes of the case; nothing where it does not."""
    ends = case.ends
    if ends is None:
        return None
    if ends.closed:
        return _("Mottagningen är nedlagd."), _("Ditt ärende finns kvar här.")
    day = dates.full_day(ends.closes_on, language())
    told = _("Mottagningen läggs ned {dag}.").replace("{dag}", day)
    if case.finished_at is not None:
        return told, ""
    return told, _("Den besvarar eller avslutar ditt ärende innan dess.")


def endings(told: Sequence[Ending]) -> list[Waits]:
    """Return what the resident was told of by e-mail: which units close, and which stay."""
    return [Waits(_ending_words(one), f"/mottagningar/{one.unit_slug}") for one in told]


def _ending_words(one: Ending) -> str:
    if one.event == "called_off":
        return _("{mottagning} läggs inte ned.").replace("{mottagning}", one.unit_name)
    day = dates.full_day(one.closes_on, language())
    said = _("{mottagning} läggs ned {dag}. Läs vart du vänder dig.")
    return said.replace("{dag}", day).replace("{mottagning}", one.unit_name)


def is_late(case: Standing) -> bool:
    """Whether the unit has promised an answer and has not kept the time."""
    return case.state in UNITS_TURN and due_at(case) < clock.now()


def due_words(case: Standing) -> str:
    """Return what the resident may count on, in a few words, for a row of a list."""
    if case.state == State.AWAITING_RESIDENT:
        return _reply_words(case)
    if case.state not in UNITS_TURN:
        return ""
    if is_late(case):
        return _("Svaret dröjer")
    return _("Svar senast {dag}").replace("{dag}", _deadline(due_at(case)))


def late_words(case: Standing, phone: str) -> str:
    """Return what to do about a late answer, with the next date when there is one."""
    words = [_("Det skulle ha kommit senast {dag}.").replace("{dag}", _day(due_at(case)))]
    if case.first_response_at is None and case.final_due > clock.now():
        words.append(_("Du får svar senast {dag}.").replace("{dag}", _deadline(case.final_due)))
    words.append(_("Mottagningen ser att ditt ärende är försenat."))
    if phone:
        words.append(_("Brådskar det, ring {telefon}.").replace("{telefon}", phone))
    return " ".join(words)


def track(case: CaseRow) -> list[Step]:
    """Return the way of a case so far, where it stands, and what is left."""
    steps = [Step(_("Skickat"), _when(case.submitted_at), "done")]
    steps += _received(case)
    steps += _answers(case)
    return steps + _ending(case)


def _received(case: CaseRow) -> list[Step]:
    if case.first_read_at is not None:
        return [Step(_("Läst av mottagningen"), _when(case.first_read_at), "done")]
    given = _first(
        case.history, {Event.ROUTE, Event.ASSIGN, Event.ASSIGN_WITH_PARTIAL, Event.SELF_TAKE}
    )
    if given is not None:
        return [Step(_("Tagits emot"), _when(given.at), "done")]
    if case.state == State.SUBMITTED:
        return [Step(_("Mottagningen läser"), "", "now")]
    return []


def _answers(case: CaseRow) -> list[Step]:
    """Return partial answers, questions and replies, in order."""
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
        title = titles.get(Event(row.event)) if row.event in set(Event) else None
        if title:
            steps.append(Step(title, _when(row.at), "done"))
        elif row.event == Event.FINAL_ANSWER and case.state not in _ANSWERED:
            steps.append(Step(_("Besvarat"), _when(row.at), "done"))
    return steps


_ANSWERED = (State.ANSWERED, State.CLOSED)


def _ending(case: CaseRow) -> list[Step]:
    state = State(case.state)
    if state is State.AWAITING_RESIDENT:
        return [
            Step(_("Väntar på ditt svar"), dates.sentence(_reply_words(case, short=True)), "now"),
            Step(_("Svar från mottagningen"), "", "todo"),
        ]
    if state in UNITS_TURN:
        waits = state is State.SUBMITTED and case.first_read_at is None
        text = _("Senast {dag}").replace("{dag}", _deadline(due_at(case)))
        if is_late(case):
            text = _("Svaret dröjer")
        title = _("Svar från mottagningen") if waits else _("Mottagningen svarar")
        return [Step(title, text, "todo" if waits else "now")]
    ends = {
        State.ANSWERED: (_("Besvarat"), case.answered_at),
        State.CLOSED: (_("Avslutat"), case.finished_at),
        State.WITHDRAWN: (_("Återtaget"), case.finished_at),
        State.CLOSED_NO_ANSWER: (_("Avslutat"), case.finished_at),
        State.FORWARDED: (_("Skickat vidare"), case.finished_at),
    }
    title, at = ends[state]
    last = Step(title, _when(at) if at else "", "done")
    if state is State.CLOSED and case.answered_at:
        return [Step(_("Besvarat"), _when(case.answered_at), "done"), last]
    return [last]


def _reply_words(case: Standing, *, short: bool = False) -> str:
    if case.reply_by is None:
        return "" if short else _("Väntar på ditt svar")
    today = clock.today()
    words = _("senast {dag}") if short else _("Svara senast {dag}")
    return words.replace("{dag}", dates.day(case.reply_by, language(), today))


def _first(history: tuple[HistoryRow, ...], events: set[Event]) -> HistoryRow | None:
    return next((row for row in history if row.event in events), None)


def _when(moment: datetime) -> str:
    return dates.sentence(dates.when(moment, clock.now(), language()))


def _deadline(moment: datetime) -> str:
    return dates.latest(moment, clock.now(), language())


def _day(moment: datetime) -> str:
    here, today = moment.astimezone(STOCKHOLM), clock.now().astimezone(STOCKHOLM)
    return dates.day(here.date(), language(), today.date())
