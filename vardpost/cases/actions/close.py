"""Avsluta, avsluta utan svar, öppna igen; the resident's återta."""

from types import MappingProxyType
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.answer import again
from vardpost.cases.actions.change import Change, Words, finish, take_hold, write
from vardpost.cases.actions.checklist import journalled_with, lacks_journal
from vardpost.cases.actions.departures import back_if_gone
from vardpost.cases.actions.told import tell_resident, tell_unit
from vardpost.cases.marks import CARE_GIVEN
from vardpost.cases.states import Event
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput

#: Why a case may be closed without an answer; the resident sees the words and the unit's text.
CLOSING_REASONS = MappingProxyType(
    {
        "phone": later("Vi har talats vid på telefon"),
        "visit": later("Vi har träffats på mottagningen"),
        "wrong_unit": later("Ärendet hör till en annan mottagning"),
        "duplicate": later("Samma sak finns i ett annat ärende"),
        "no_reply": later("Vi har inte fått svar på vår fråga"),
        "other": later("Annat skäl"),
    }
)
#: Why a finished case is opened again.
REOPENING_REASONS = MappingProxyType(
    {
        "correction": later("Svaret behöver rättas"),
        "more": later("Det finns mer att svara på"),
        "mistake": later("Avslutades av misstag"),
    }
)


def close(*, actor: Actor, case_id: UUID, version: int) -> None:
    """Close an answered case. Raises as `take_hold`."""
    change = take_hold(actor, case_id=case_id, version=version, event=Event.CLOSE)
    change.columns["finished_at"] = change.at
    write(change)
    finish(change, AuditEvent.CASE_CLOSED)


def close_without_answer(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    reason: str,
    body: str,
    journalled: bool = False,
) -> None:
    """Close an open case with a reason from the list and a text that the resident reads.

    Raises as `take_hold`, and `BadInput` for an unknown reason or an empty text, and when care was
    given that the case type wants journalled, and neither `journalled` nor a mark says that it is.
    """
    errors = {}
    if reason not in CLOSING_REASONS:
        errors["reason"] = "Välj varför ärendet avslutas"
    if not body:
        errors["body"] = "Skriv till invånaren varför ärendet avslutas"
    if errors:
        raise BadInput(errors)
    change = take_hold(
        actor,
        case_id=case_id,
        version=version,
        event=Event.CLOSE_WITHOUT_ANSWER,
        content=(reason, body),
    )
    marks = _marks(change, reason, journalled=journalled)
    change.words = Words("closing", body, answers={"reason": reason})
    change.reason = reason
    change.columns |= {"finished_at": change.at, "paused_at": None, "reply_by": None}
    if change.held.first_response_at is None:
        change.columns["first_response_at"] = change.at
    if marks:
        journalled_with(change)
    write(change)
    tell_resident(change)
    events = [AuditEvent.CASE_CLOSED_NO_ANSWER, *([AuditEvent.CASE_JOURNALLED] if marks else [])]
    finish(change, *events, reason=reason)


def _marks(change: Change, reason: str, *, journalled: bool) -> bool:
    """Whether the press marks the case journalled too. Raises `BadInput` when it has to."""
    lacks = lacks_journal(change)
    if lacks and reason in CARE_GIVEN and not journalled:
        raise BadInput({"journalfort": care_not_journalled()})
    return lacks and journalled


def care_not_journalled() -> str:
    """Return what to do when care was given that has to be journalled."""
    return _("Markera att det är journalfört. Ärendetypen kräver det.")


def reopen(*, actor: Actor, case_id: UUID, version: int, reason: str) -> None:
    """Open a closed case again, with the last assignee.

    Raises as `take_hold`, and `BadInput` for an unknown reason.
    """
    if reason not in REOPENING_REASONS:
        raise BadInput({"reason": "Välj varför ärendet öppnas igen"})
    change = take_hold(
        actor, case_id=case_id, version=version, event=Event.REOPEN, content=(reason,)
    )
    change.reason = reason
    change.columns |= again(change)
    write(change)
    back_if_gone(change)
    finish(change, AuditEvent.CASE_REOPENED, reason=reason)


def withdraw(*, actor: Actor, case_id: UUID, version: int) -> None:
    """Take a case back before the final answer; what was written stays with the unit.

    What has reached the unit is an official document (Tryckfrihetsförordningen 2 kap.), so nothing
    is deleted. Raises as `take_hold`.
    """
    change = take_hold(actor, case_id=case_id, version=version, event=Event.WITHDRAW)
    change.columns |= {"finished_at": change.at, "paused_at": None, "reply_by": None}
    write(change)
    tell_unit(change)
    finish(change, AuditEvent.CASE_WITHDRAWN)
