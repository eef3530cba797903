"""Delsvar, motfråga, slutsvar from the unit; svar, komplettering from the resident."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.events import AuditEvent
from vardpost.cases.actions import flags
from vardpost.cases.actions.change import Change, Words, finish, take_hold, write
from vardpost.cases.actions.checklist import journalled_with, lacks_journal
from vardpost.cases.actions.departures import back_if_gone
from vardpost.cases.actions.told import tell_resident, tell_unit
from vardpost.cases.queries.flags import in_message
from vardpost.cases.queries.opening import opening_of
from vardpost.cases.states import Event, State
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput
from vardpost.redflags.match import Hit
from vardpost.redflags.queries import lists_at


def send_partial_answer(*, actor: Actor, case_id: UUID, version: int, body: str) -> None:
    """Send a partial answer: the case stays open, the first-response clock stops.

    Raises as `take_hold`, and `BadInput` for an empty text.
    """
    _needs_text(body)
    change = take_hold(
        actor, case_id=case_id, version=version, event=Event.PARTIAL_ANSWER, content=(body,)
    )
    change.words = Words("partial_answer", body)
    _responded(change)
    write(change)
    tell_resident(change)
    finish(change, AuditEvent.CASE_PARTIAL_SENT)


def ask_counter_question(
    *, actor: Actor, case_id: UUID, version: int, body: str, reply_by: date | None = None
) -> None:
    """Ask the resident something: the case waits for a reply and the final clock pauses.

    Raises as `take_hold`, and `BadInput` for an empty text.
    """
    _needs_text(body)
    change = take_hold(
        actor,
        case_id=case_id,
        version=version,
        event=Event.COUNTER_QUESTION,
        content=(body, reply_by),
    )
    change.words = Words("counter_question", body, reply_by=reply_by)
    _responded(change)
    change.columns |= {"reply_by": reply_by, "question_due_at": None}
    if change.held.paused_at is None:
        change.columns["paused_at"] = change.at
    write(change)
    tell_resident(change)
    finish(change, AuditEvent.CASE_QUESTION_SENT)


def send_final_answer(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    body: str,
    answers: Mapping[str, Any],
    journalled: bool = False,
) -> None:
    """Answer the case by its answer form; both clocks stop.

    `answers` are the checked values of the case type's answer form; `journalled` says in the same
    press that the answer stands in the medical record. Raises as `take_hold`, and `BadInput` for
    an empty text, or when the case type demands the mark and the case has none.
    """
    _needs_text(body)
    change = take_hold(
        actor,
        case_id=case_id,
        version=version,
        event=Event.FINAL_ANSWER,
        content=(body, *sorted(f"{key}={value}" for key, value in answers.items())),
    )
    lacks = lacks_journal(change)
    if lacks and not journalled:
        raise BadInput({"journalfort": not_journalled()})
    change.words = Words("final_answer", body, answers=answers)
    _responded(change)
    change.columns |= {
        "answered_at": change.at,
        "finished_at": change.at,
        "paused_at": None,
        "reply_by": None,
    }
    if lacks:
        journalled_with(change)
    write(change)
    tell_resident(change)
    finish(change, AuditEvent.CASE_ANSWERED, *([AuditEvent.CASE_JOURNALLED] if lacks else []))


def not_journalled() -> str:
    """Return what to do when an answer has to be journalled first."""
    return _("Markera att svaret är journalfört. Ärendetypen kräver det.")


def reply_to_question(*, actor: Actor, case_id: UUID, version: int, body: str) -> None:
    """Reply to the unit's question; the final clock runs again, moved by the pause.

    Raises as `take_hold`, and `BadInput` for an empty text.
    """
    _needs_text(body)
    change = take_hold(
        actor, case_id=case_id, version=version, event=Event.RESIDENT_REPLY, content=(body,)
    )
    change.words = Words("reply", body)
    change.flags = _flags(change, body)
    change.columns |= _resumed(change) | {"reply_by": None, "question_due_at": None}
    write(change)
    tell_unit(change)
    finish(change, AuditEvent.CASE_REPLIED, **_told(change))


def follow_up(*, actor: Actor, case_id: UUID, version: int, body: str, offered: bool) -> None:
    """Write again after the final answer; the case comes back to the one who answered.

    `offered` says whether the case type lets the resident. Raises as `take_hold`, and `BadInput`
    for an empty text.
    """
    _needs_text(body)
    change = take_hold(
        actor,
        case_id=case_id,
        version=version,
        event=Event.RESIDENT_FOLLOWUP,
        content=(body,),
        follow_up_offered=offered,
    )
    change.words = Words("followup", body)
    change.flags = _flags(change, body)
    change.columns |= again(change)
    write(change)
    if not back_if_gone(change):
        tell_unit(change)
    finish(change, AuditEvent.CASE_REPLIED, followup=True, **_told(change))


def _flags(change: Change, body: str) -> list[Hit]:
    """Return the red flags that the resident's message raises at the unit."""
    held = change.held
    today = change.at.astimezone(clock.STOCKHOLM).date()
    return in_message(lists_at(held.unit_id), body, held.resident_birth, today)


def _told(change: Change) -> dict[str, Any]:
    return {"flags": flags.named(change.flags)} if change.flags else {}


def _needs_text(body: str) -> None:
    if not body:
        raise BadInput({"body": "Skriv ett meddelande"})


def _responded(change: Change) -> None:
    """Stop the first-response clock, once."""
    if change.held.first_response_at is None:
        change.columns["first_response_at"] = change.at


def _resumed(change: Change) -> dict[str, Any]:
    """Return the columns of a final clock that runs again."""
    held = change.held
    if held.paused_at is None or held.state is not State.AWAITING_RESIDENT:
        return {}
    opening = opening_of(held.unit_id)
    return {
        "paused_at": None,
        "final_due": opening.extend(held.final_due, held.paused_at, change.at),
    }


def again(change: Change) -> dict[str, Any]:
    """Return the columns of a finished case that comes back: a new final promise from now."""
    held = change.held
    return {
        "finished_at": None,
        "answered_at": None,
        "final_due": opening_of(held.unit_id).due(change.at, held.final_days),
    }
