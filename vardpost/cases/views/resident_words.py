"""How a case stands, in the resident's words. No names of staff before an answer."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from django.utils.translation import gettext as _

from vardpost.cases.queries.resident import Ending
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.states import OPEN, State
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


def mark(case: Standing, last_kind: str = "", other: str = "") -> Mark:
    """Return the status as words, icon and colour.

    `other` sent the case, where the viewer did not: it is that person who answers about a move.
    """
    state = case.state
    if last_kind == MOVE_ASKED:
        return asked_of(other) if other else status(State.AWAITING_RESIDENT)
    if last_kind == "partial_answer" and state in UNITS_TURN:
        return Mark(_("Delsvar"), "reply", "info")
    if state in {State.SUBMITTED, State.ASSIGNED} and case.first_read_at is not None:
        state = State.IN_PROGRESS.value
    return status(state)


def asked_of(name: str) -> Mark:
    """Return that a question about a move waits for somebody else in the family."""
    return Mark(_("Fråga till {namn}").replace("{namn}", given(name)), "question", "neutral")


def given(name: str) -> str:
    """Return the given name: it is enough in the own family."""
    return name.split()[0] if name.split() else name


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
        return reply_words(case)
    if case.state not in UNITS_TURN:
        return ""
    if is_late(case):
        return _("Svaret dröjer")
    return _("Svar senast {dag}").replace("{dag}", deadline(due_at(case)))


def late_words(case: Standing, phone: str) -> str:
    """Return what to do about a late answer, with the next date when there is one."""
    words = [_("Det skulle ha kommit senast {dag}.").replace("{dag}", _day(due_at(case)))]
    if case.first_response_at is None and case.final_due > clock.now():
        words.append(_("Du får svar senast {dag}.").replace("{dag}", deadline(case.final_due)))
    words.append(_("Mottagningen ser att ditt ärende är försenat."))
    if phone:
        words.append(_("Brådskar det, ring {telefon}.").replace("{telefon}", phone))
    return " ".join(words)


def reply_words(case: Standing, *, short: bool = False) -> str:
    """Return until when the unit waits for a reply."""
    if case.reply_by is None:
        return "" if short else _("Väntar på ditt svar")
    today = clock.today()
    words = _("senast {dag}") if short else _("Svara senast {dag}")
    return words.replace("{dag}", dates.day(case.reply_by, language(), today))


def when(moment: datetime) -> str:
    """Return when something happened, as a sentence of its own."""
    return dates.sentence(dates.when(moment, clock.now(), language()))


def deadline(moment: datetime) -> str:
    """Return the latest day of a promise."""
    return dates.latest(moment, clock.now(), language())


def _day(moment: datetime) -> str:
    here, today = moment.astimezone(STOCKHOLM), clock.now().astimezone(STOCKHOLM)
    return dates.day(here.date(), language(), today.date())
