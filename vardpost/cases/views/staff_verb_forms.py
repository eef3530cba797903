"""The small forms of the verbs: what each asks, how it is read, what its page says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.cases.actions.close import (
    CLOSING_REASONS,
    REOPENING_REASONS,
    care_not_journalled,
)
from vardpost.cases.marks import CARE_GIVEN
from vardpost.cases.queries import move
from vardpost.cases.queries.inbox import TeamQueue
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.states import Event
from vardpost.cases.views.staff_checklist import journal_asked
from vardpost.cases.views.staff_pages import count_text
from vardpost.casetypes.fields import AnswerForm, Field, Option, Text
from vardpost.casetypes.messages import error_texts
from vardpost.casetypes.parse import keep_raw, parse_answers
from vardpost.kernel import clock
from vardpost.kernel.typed import kept as keep
from vardpost.kernel.typed import one_line

#: A list longer than this gets a search field.
SEARCHED_FROM = 8


def _words(sv: str, en: str) -> Text:
    return Text(sv, en)


def _choice(reasons: Mapping[str, str], missing: Text) -> Field:
    return Field(
        key="reason",
        type="choice",
        label=_words("Skäl", "Reason"),
        required=True,
        missing=missing,
        options=tuple(Option(key, _words(text, text)) for key, text in reasons.items()),
    )


def _reason(*, required: bool, missing: Text | None = None) -> Field:
    label = _words("Skäl", "Reason")
    return Field(key="reason", type="text", label=label, required=required, missing=missing)


def _text(*, required: bool, missing: Text | None = None) -> Field:
    return Field(
        key="text",
        type="longtext",
        label=_words("Meddelande", "Message"),
        required=required,
        missing=missing
        or _words("Skriv till invånaren varför ärendet avslutas", "Tell the resident why"),
    )


_WHO = Field(
    key="till",
    type="text",
    label=_words("Kollega", "Colleague"),
    required=True,
    missing=_words("Välj vem som ska ha ärendet", "Choose who is to have the case"),
)


_TEAM = Field(
    key="team",
    type="text",
    label=_words("Team", "Team"),
    required=True,
    missing=_words("Välj ett team", "Choose a team"),
)
_UNIT = Field(
    key="enhet",
    type="text",
    label=_words("Mottagning", "Unit"),
    required=True,
    missing=_words("Välj en mottagning", "Choose a unit"),
)
#: What the form says for no team at all.
NO_TEAM = "inget"


@dataclass(frozen=True, slots=True)
class VerbForm:
    """What one verb asks for. `path` is the end of its address and the code of what was done."""

    path: str
    events: frozenset[Event]
    fields: tuple[Field, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def asks_team(self) -> bool:
        """Whether a team is to be chosen."""
        return _TEAM in self.fields

    @property
    def asks_unit(self) -> bool:
        """Whether another unit is to be chosen."""
        return _UNIT in self.fields

    @property
    def asks_who(self) -> bool:
        """Whether a colleague is to be chosen."""
        return _WHO in self.fields


ASSIGN = VerbForm(
    "fordela",
    frozenset({Event.ASSIGN, Event.ASSIGN_WITH_PARTIAL}),
    (_WHO, _text(required=False)),
)
REASSIGN = VerbForm("omfordela", frozenset({Event.REASSIGN}), (_WHO, _reason(required=False)))
TO_TEAM = VerbForm("till-team", frozenset({Event.TO_TEAM}), (_TEAM,))
GIVE_BACK = VerbForm(
    "lamna-tillbaka",
    frozenset({Event.RETURN_TO_INBOX}),
    (
        _reason(
            required=True,
            missing=_words("Skriv varför ärendet lämnas tillbaka", "Write why it is given back"),
        ),
    ),
)
CLOSE_WITHOUT = VerbForm(
    "avsluta-utan-svar",
    frozenset({Event.CLOSE_WITHOUT_ANSWER}),
    (
        _choice(CLOSING_REASONS, _words("Välj varför ärendet avslutas", "Choose why it is closed")),
        _text(required=True),
    ),
    CLOSING_REASONS,
)
ASK_MOVE = VerbForm(
    "skicka-vidare",
    frozenset({Event.ASK_TO_MOVE}),
    (
        _UNIT,
        _text(
            required=True,
            missing=_words(
                "Skriv till invånaren varför ni vill skicka ärendet vidare",
                "Tell the resident why you want to send the case on",
            ),
        ),
    ),
)
REOPEN = VerbForm(
    "oppna-igen",
    frozenset({Event.REOPEN}),
    (_choice(REOPENING_REASONS, _words("Välj varför ärendet öppnas igen", "Choose why it opens")),),
    REOPENING_REASONS,
)
UNASK_MOVE = VerbForm("ta-tillbaka-fragan", frozenset({Event.UNASK_TO_MOVE}))
TAKE = VerbForm("ta", frozenset({Event.SELF_TAKE}))
LOWER_FLAG = VerbForm("sank-flagga", frozenset({Event.LOWER_FLAG}))
URGENT = VerbForm("bradskande", frozenset({Event.MARK_URGENT}))
NOT_URGENT = VerbForm("inte-bradskande", frozenset({Event.UNMARK_URGENT}))
CLOSE = VerbForm("avsluta", frozenset({Event.CLOSE}))

#: Heading and lead of each page.
_PAGES = {
    "fordela": (
        later("Fördela ärendet"),
        later("Den du väljer får ärendet i Mina ärenden och ett mejl om att något väntar."),
    ),
    "omfordela": (
        later("Omfördela ärendet"),
        later("Den som har ärendet nu ser det inte längre efteråt."),
    ),
    "till-team": (
        later("Lägg i ett teams kö"),
        later(
            "Ärendet ligger kvar i Att fördela, och syns i teamets kö. Vem som får läsa det ändras "
            "inte."
        ),
    ),
    "lamna-tillbaka": (
        later("Lämna tillbaka ärendet"),
        later("Ärendet hamnar i Att fördela igen. Den som har det nu ser det inte längre."),
    ),
    "avsluta-utan-svar": (
        later("Avsluta utan svar"),
        later("Invånaren ser skälet och det du skriver."),
    ),
    "skicka-vidare": (
        later("Skicka ärendet vidare"),
        later(
            "Invånaren bestämmer. Vid ett ja skickas det invånaren skrev som ett nytt ärende till "
            "den andra mottagningen, och ärendet här avslutas. Era svar och markeringar följer "
            "inte med. Tills dess är ärendet kvar hos er, och svarstiden löper."
        ),
    ),
    "oppna-igen": (
        later("Öppna ärendet igen"),
        later("Ärendet går till den som hade det sist."),
    ),
}


def words(form: VerbForm, row: CaseRow) -> dict[str, str]:
    """Return heading and lead of the verb's page."""
    title, lead = _PAGES[form.path]
    if form.path == "omfordela" and row.assignee_id is None:
        return {"title": _("Fördela ärendet"), "lead": _(_PAGES["fordela"][1])}
    return {"title": _(title), "lead": _(lead)}


def read(form: VerbForm, posted: QueryDict, lang: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what was typed, fit for the verb, and one sentence for each error."""
    if not form.fields:
        return {"turn": _turn(posted)}, {}
    asked = AnswerForm(form.fields)
    today = clock.today()
    parsed = parse_answers(asked, dict(posted.lists()), today=today)
    errors = error_texts(asked, parsed.errors, lang)
    typed: dict[str, Any] = dict(parsed.values)
    typed |= {"journalled": journalled(posted), "turn": _turn(posted)}
    if form.asks_who and "till" not in errors:
        try:
            typed["till"] = UUID(str(typed["till"]))
        except ValueError:
            errors = {"till": _("Välj vem som ska ha ärendet"), **errors}
    if form.asks_unit and "enhet" not in errors:
        try:
            typed["enhet"] = UUID(str(typed["enhet"]))
        except ValueError:
            errors = {"enhet": _("Välj en mottagning"), **errors}
    if form.asks_team and "team" not in errors:
        try:
            typed["team"] = None if typed["team"] == NO_TEAM else UUID(str(typed["team"]))
        except ValueError:
            errors = {"team": _("Välj ett team"), **errors}
    return typed, errors


def _turn(posted: QueryDict) -> int:
    """Return how often the case had been raised and lowered when the page was drawn."""
    text = posted.get("tur", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def journalled(posted: QueryDict) -> bool:
    """Whether the box says that what was done is journalled."""
    return posted.get("journalfort") == "1"


def journal_box(form: VerbForm, row: CaseRow, posted: QueryDict) -> bool | None:
    """Return whether the box *journalfört* is ticked; None where the verb has none."""
    return journalled(posted) if form is CLOSE_WITHOUT and journal_asked(row) else None


def unjournalled(form: VerbForm, row: CaseRow, posted: QueryDict) -> dict[str, str]:
    """Return what is wrong when care was given and the box is left empty."""
    empty = journal_box(form, row, posted) is False and posted.get("reason") in CARE_GIVEN
    return {"journalfort": care_not_journalled()} if empty else {}


def teams(teams: Sequence[TeamQueue], row: CaseRow) -> list[tuple[str, str, str]]:
    """Return the teams to choose from, one's own first, with how much waits in each."""
    known = sorted(teams, key=lambda one: not one.mine)
    found = [(str(one.id), one.name, _waits(one.waiting)) for one in known]
    return found + ([(NO_TEAM, _("Inget team"), "")] if row.team_name else [])


def _waits(count: int) -> str:
    if count < 2:
        return _("1 väntar") if count else _("inget väntar")
    return _("%(n)s väntar") % {"n": count_text(count)}


def kept(form: VerbForm, posted: QueryDict) -> dict[str, str]:
    """Return what was typed, to be shown again."""
    raw = keep_raw(AnswerForm(form.fields), dict(posted.lists()))
    return {one.key: (raw.get(one.key) or [""])[0] for one in form.fields}


@dataclass(frozen=True, slots=True)
class Units:
    """The units to choose among; `more` tells that the name has to be searched for."""

    found: list[tuple[str, str, str]]
    chosen: str
    searched: bool
    more: bool


def units(form: VerbForm, row: CaseRow, request: HttpRequest) -> Units | None:
    """Return the units where the case may go, the one that takes over first and chosen."""
    if not form.asks_unit:
        return None
    wanted = query(request)
    found = move.targets(row.id, wanted)
    takes_over = next((str(one.id) for one in found if one.takes_over), "")
    shown = found[: move.MOST]
    lines = [(str(one.id), one.name, _where(one)) for one in shown]
    searched = bool(wanted) or len(found) >= SEARCHED_FROM
    return Units(lines, takes_over, searched, len(found) > move.MOST)


def _where(one: move.Target) -> str:
    if one.takes_over:
        return ", ".join((one.place, _("tar över när mottagningen läggs ned")))
    return one.place


def _held(count: int | None) -> str:
    if count is None:
        return ""
    if count < 2:
        return _("1 öppet") if count else _("inga öppna")
    return _("%(n)s öppna") % {"n": count_text(count)}


def query(request: HttpRequest) -> str:
    """Return what one searches for, among the colleagues or the units."""
    asked = request.POST if "sok" in request.POST else request.GET
    return one_line(keep(asked.get("sok", "")))[:80]


@dataclass(frozen=True, slots=True)
class Colleague:
    """One responder to choose."""

    id: str
    name: str
    title: str
    me: bool
    #: How many open cases the colleague has, in words; empty for those who may not know.
    held: str


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The responders that fit the search, oneself first; `searched` tells to show the field."""

    found: list[Colleague]
    searched: bool
    none_at_all: bool


def colleagues(
    people: Sequence[tuple[UUID, str, str]],
    held: Mapping[UUID, int],
    assignee: UUID | None,
    request: HttpRequest,
) -> Colleagues:
    """Return the colleagues to choose from; the one who has the case is left out."""
    me = request.actor.person_id  # type: ignore[attr-defined]  # set by the door
    wanted = query(request).casefold()
    possible = [one for one in people if one[0] != assignee]
    fitting = [one for one in possible if wanted in f"{one[1]} {one[2]}".casefold()]
    found = [
        Colleague(str(key), name, title, key == me, _held(held.get(key)))
        for key, name, title in fitting
    ]
    found.sort(key=lambda one: not one.me)
    searched = len(possible) >= SEARCHED_FROM or bool(wanted)
    return Colleagues(found, searched, not possible)
