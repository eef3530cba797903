"""Writing to the resident: what may be sent, what has been typed, what was wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.cases.actions.answer import not_journalled
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.states import Event
from vardpost.cases.views.staff_checklist import journal_asked
from vardpost.cases.views.staff_rows import Now
from vardpost.casetypes.drawn import controls
from vardpost.casetypes.fields import AnswerForm, Field, Text
from vardpost.casetypes.messages import error_texts
from vardpost.casetypes.parse import ParsedAnswers, Posted, Raw, keep_raw, parse_answers
from vardpost.casetypes.queries import version
from vardpost.casetypes.shown import Control
from vardpost.shell import dates

#: Kind of message → (event, words, key). In the order of the page.
KINDS: Mapping[str, tuple[Event, str, str]] = {
    "final_answer": (Event.FINAL_ANSWER, later("Svar"), "r"),
    "partial_answer": (Event.PARTIAL_ANSWER, later("Delsvar"), "d"),
    "counter_question": (Event.COUNTER_QUESTION, later("Motfråga"), "m"),
}
#: The one text that every kind has; answer forms ask for it under the same name.
TEXT = "text"
REPLY_BY = "svara_senast"
#: The box that marks the case journalled in the press that sends the answer.
JOURNAL = "journalfort"

_TEXT_FIELD = Field(
    key=TEXT,
    type="longtext",
    label=Text("Meddelande", "Message"),
    required=True,
    missing=Text("Skriv ett meddelande till invånaren", "Write a message to the resident"),
)
_REPLY_BY_FIELD = Field(
    key=REPLY_BY,
    type="date",
    label=Text("Svar önskas senast", "Reply wanted by"),
    earliest=0,
    latest=90,
)
_MESSAGE = AnswerForm((_TEXT_FIELD,))
_QUESTION = AnswerForm((_TEXT_FIELD, _REPLY_BY_FIELD))


@dataclass(frozen=True, slots=True)
class Composer:
    """The form under the thread, ready for the page."""

    kinds: list[tuple[str, str, str]]
    kind: str
    text: str
    reply_by: str
    reply_by_least: str
    reply_by_most: str
    controls: list[Control]
    errors: dict[str, str] = field(default_factory=dict)
    saved: str = ""
    #: Text of a draft that can no longer be sent from here; shown to be copied.
    stranded: str = ""
    #: Whether the box *journalfört* is ticked; None where it is not asked for.
    journal: bool | None = None

    @property
    def text_error(self) -> str:
        """The message at the text field."""
        return self.errors.get(TEXT, "")


def form_for(kind: str, answer_form: AnswerForm) -> AnswerForm:
    """Return the questions of one kind of message."""
    if kind == "final_answer":
        return answer_form
    return _QUESTION if kind == "counter_question" else _MESSAGE


def _everything(answer_form: AnswerForm) -> AnswerForm:
    """Return every control the composer may hold, whatever kind is chosen."""
    return AnswerForm((*answer_form.fields, _REPLY_BY_FIELD))


def parse(
    kind: str, answer_form: AnswerForm, posted: Posted, today: date, lang: str
) -> tuple[ParsedAnswers, dict[str, str]]:
    """Return what was typed for this kind of message, and one sentence for each error."""
    form = form_for(kind, answer_form)
    parsed = parse_answers(form, posted, today=today)
    return parsed, error_texts(form, parsed.errors, lang)


def kept(answer_form: AnswerForm, posted: Posted) -> Raw:
    """Return everything that was typed in the composer, fit for a draft; empty when nothing was."""
    raw = keep_raw(_everything(answer_form), posted)
    if journalled(posted):
        raw[JOURNAL] = ["1"]
    typed = any(
        text.strip() for name, texts in raw.items() if not name.endswith("-rows") for text in texts
    )
    return raw if typed else {}


def journalled(posted: Posted) -> bool:
    """Whether the box says that the answer is journalled."""
    return "1" in (posted.get(JOURNAL) or ())


def unjournalled(case: CaseRow, posted: Posted) -> dict[str, str]:
    """Return what is wrong when an answer has to be journalled and the box is left empty."""
    answers = (posted.get("kind") or [""])[0] == "final_answer"
    if not answers or not journal_asked(case) or journalled(posted):
        return {}
    return {JOURNAL: not_journalled()}


def composer(
    case: CaseRow,
    events: frozenset[Event],
    now: Now,
    *,
    posted: Posted | None = None,
    errors: Mapping[str, str] | None = None,
) -> Composer | None:
    """Return the composer for what may be sent now, with what was posted, or else the draft.

    None when nothing may be sent and nothing was typed.
    """
    offered = [
        (kind, _(words), key) for kind, (event, words, key) in KINDS.items() if event in events
    ]
    allowed = [one[0] for one in offered]
    drafted, raw, saved = _draft(case, now) if posted is None else ("", {}, "")
    answer_form = version(case.type_version_id).definition.answer_form
    if posted is not None:
        drafted = (posted.get("kind") or [""])[0]
        raw = kept(answer_form, posted)
    text = (raw.get(TEXT) or [""])[0]
    if not allowed:
        return Composer([], "", "", "", "", "", [], stranded=text) if text else None
    kind = drafted if drafted in allowed else allowed[0]
    asked = _controls(answer_form, raw, dict(errors or {}), now)
    by_name = {one.name: one for one in asked}
    reply_by = by_name.pop(REPLY_BY)
    by_name.pop(TEXT, None)
    shown = list(by_name.values()) if "final_answer" in allowed else []
    return Composer(
        offered,
        kind,
        text,
        reply_by.value,
        reply_by.minimum,
        reply_by.maximum,
        [_compact(one) for one in shown],
        dict(errors or {}),
        saved,
        journal=journalled(raw) if "final_answer" in allowed and journal_asked(case) else None,
    )


def _controls(
    answer_form: AnswerForm, raw: Posted, errors: Mapping[str, str], now: Now
) -> list[Control]:
    form = _everything(answer_form)
    parsed = parse_answers(form, raw, today=now.today)
    return controls(
        form, raw=raw, values=parsed.values, errors=errors, lang=now.lang, today=now.today
    )


def _compact(control: Control) -> Control:
    """Return a choice as a list to open: the composer stands under the thread and stays low."""
    return replace(control, kind="select") if control.kind == "radios" else control


def _draft(case: CaseRow, now: Now) -> tuple[str, Raw, str]:
    """Return the viewer's latest draft in this case: kind, what was typed, when it was saved."""
    latest: tuple[str, dict[str, Any]] | None = max(
        case.drafts.items(), key=lambda one: str(one[1]["at"]), default=None
    )
    if latest is None:
        return "", {}, ""
    kind, draft = latest
    raw: Raw = draft["data"].get("raw") or {}
    when = datetime.fromisoformat(draft["at"])
    return kind, raw, _("Sparat %(when)s") % {"when": dates.clock(when, now.lang)}


def day(value: object) -> date | None:
    """Return a parsed day as a date."""
    return date.fromisoformat(str(value)) if value else None
