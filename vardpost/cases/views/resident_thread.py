"""The messages of a case as its resident reads them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.cases.actions.close import CLOSING_REASONS
from vardpost.cases.queries.thread import CaseRow, MessageRow
from vardpost.cases.states import State
from vardpost.cases.views.resident_track import asked_other
from vardpost.cases.views.resident_words import asked_of
from vardpost.casetypes import queries as casetypes
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.summary import summary, without_numbers
from vardpost.kernel.actor import Actor
from vardpost.people.shown import Shown as Seen
from vardpost.people.shown import shown_to_residents
from vardpost.shell.jinja import language
from vardpost.shell.words import Mark, status

_OWN = {"submission", "reply", "followup"}
_COLORS = ("brand1", "brand2")


@dataclass(frozen=True, slots=True)
class Shown:
    """One message, ready to be drawn by `components/message.html`."""

    id: UUID
    author: str
    name: str
    role: str
    at: datetime
    kind: str
    color: str
    mark: Mark | None
    answers: tuple[tuple[str, str], ...]
    body: str
    is_new: bool
    signature: str = ""


def messages(actor: Actor, case: CaseRow, *, new_from: int | None = None) -> list[Shown]:
    """Return the thread; from `new_from` on, what others wrote is marked as new."""
    form = casetypes.version(case.type_version_id).definition
    asked = _open_question(case)
    shown = []
    for number, row in enumerate(case.messages):
        mine = row.author_id == actor.person_id
        seen = _seen(row, case.unit_name)
        shown.append(
            Shown(
                row.id,
                _("Du") if mine else seen.name or _("Mottagningen"),
                seen.name,
                _role(row, seen.title, mine=mine),
                row.created_at,
                _kind(row, asked),
                _color(row),
                _mark(row, asked, asked_other(case, actor.person_id)),
                _answers(form, row, mine=mine),
                row.body,
                is_new=new_from is not None and number >= new_from and not mine,
                signature=seen.signature,
            )
        )
    return shown


def answered_by(case: CaseRow) -> str:
    """Return the names of the staff who have written, each once."""
    names = dict.fromkeys(
        _seen(row, case.unit_name).name
        for row in case.messages
        if row.kind not in _OWN and row.author_name
    )
    return ", ".join(names)


def _seen(row: MessageRow, unit_name: str) -> Seen:
    """Return how the resident sees the author: as signed, never the name of a protected one."""
    if row.protected and row.kind not in _OWN:
        return shown_to_residents(
            name="",
            title=row.author_title,
            unit_name=unit_name,
            show_as="unit",
            signature="",
            protected=True,
        )
    if row.shown_name:
        return Seen(row.shown_name, row.shown_title, row.signature)
    return Seen(row.author_name, row.author_title, "")


def _open_question(case: CaseRow) -> UUID | None:
    kind = "move_question" if case.move_unit_id is not None else "counter_question"
    if case.state != State.AWAITING_RESIDENT and case.move_unit_id is None:
        return None
    asked = [row.id for row in case.messages if row.kind == kind]
    return asked[-1] if asked else None


def _role(row: MessageRow, title: str, *, mine: bool) -> str:
    if row.kind not in _OWN:
        return title
    if row.capacity == "guardian":
        return _("som vårdnadshavare") if mine else _("vårdnadshavare")
    return ""


def _kind(row: MessageRow, asked: UUID | None) -> str:
    if row.kind in _OWN:
        return "mine"
    return "ask" if row.id == asked else "theirs"


def _color(row: MessageRow) -> str:
    if row.kind in _OWN:
        return "accent"
    return _COLORS[row.author_id.int % len(_COLORS)] if row.author_id else "neutral"


def _mark(row: MessageRow, asked: UUID | None, other: str) -> Mark | None:
    if row.kind == "partial_answer":
        return Mark(_("Delsvar"), "", "info")
    if row.kind in {"counter_question", "move_question"}:
        if row.id == asked:
            return asked_of(other) if other else status("awaiting_resident")
        return Mark(_("Fråga"), "", "neutral")
    if row.kind == "final_answer":
        return Mark(_("Svar"), "check", "success")
    return Mark(_("Avslutat"), "done", "neutral") if row.kind == "closing" else None


def _answers(form: FormDefinition, row: MessageRow, *, mine: bool) -> tuple[tuple[str, str], ...]:
    """Return the answers of a form as (question, answer); a text that is the body is left out.

    Two guardians read the same case about their child. A number that one of them wrote is for the
    unit: they may live apart, and not want to be called.
    """
    values: dict[str, Any] = row.answers or {}
    if row.kind == "move_question":
        return ((_("Skicka vidare till"), str(values.get("name", ""))),)
    if row.kind == "closing":
        reason = CLOSING_REASONS.get(str(values.get("reason", "")))
        return ((_("Varför"), _(reason)),) if reason else ()
    asked = form.answer_form if row.kind == "final_answer" else form
    if row.kind in _OWN and not mine:
        values = without_numbers(asked, values, _("Visas bara för mottagningen"))
    lines = summary(asked, values, language())
    return tuple((line.label, line.text) for line in lines if line.text != row.body)
