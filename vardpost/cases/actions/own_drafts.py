"""Looking at one's own drafts is an act too: it leaves its row when something is shown."""

from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.cases.queries import drafts
from vardpost.cases.queries.drafts import CaseDraft
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission


def open_draft(*, actor: Actor, draft_id: UUID, hold: bool = False) -> CaseDraft:
    """Return the actor's draft of a new case, sent or not; with `hold` to be changed.

    What is done with it leaves the row: it is shown (`show_draft`), saved, or sent. An answer that
    only leads on leaves none. Raises `NotFound` for a draft that is not the actor's.
    """
    require(actor, Permission.CASE_SUBMIT)
    draft = drafts.find(actor.person_id, draft_id, hold=hold) if actor.person_id else None
    if draft is None:
        raise NotFound(f"draft {draft_id}")
    return draft


def show_draft(*, actor: Actor, draft: CaseDraft) -> None:
    """Leave the row of a draft that is about to be shown to whose it is."""
    require(actor, Permission.CASE_SUBMIT)
    _record(actor, AuditEvent.DRAFT_READ, draft.id, [draft])


def list_drafts(*, actor: Actor) -> list[CaseDraft]:
    """Return the actor's unsent drafts, audited as one list."""
    require(actor, Permission.CASE_SUBMIT)
    found = drafts.unsent(actor.person_id) if actor.person_id else []
    _record(actor, AuditEvent.DRAFT_LISTED, "own", found)
    return found


def _record(actor: Actor, event: AuditEvent, what: object, found: list[CaseDraft]) -> None:
    about = dict.fromkeys(draft.resident_id or actor.person_id for draft in found)
    shown = tuple(one for one in about if one is not None)
    own = actor.person_id in shown or not shown
    one_unit = found[0] if len(found) == 1 else None
    record(
        actor,
        Entry(
            event=event,
            object_type="draft",
            object_id=what,
            resident_ids=shown,
            relation="self" if own else "guardian",
            acting_as="guardian" if any(one != actor.person_id for one in shown) else "",
            unit=one_unit.unit if one_unit else None,
            detail={"rows": len(found)},
        ),
    )
