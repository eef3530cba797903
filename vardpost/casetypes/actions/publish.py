"""From draft to published, now or at a time; and back to how it was."""

from datetime import datetime, timedelta
from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.draft import drop_draft, write_draft
from vardpost.casetypes.actions.form_history import note_form
from vardpost.casetypes.actions.hold import (
    HeldType,
    NewVersion,
    hold_type,
    ready_to_publish,
    tell,
    told_draft,
    told_version,
    write_version,
)
from vardpost.casetypes.actions.settle import catch_up, spread
from vardpost.casetypes.owners import Owner
from vardpost.casetypes.queries.published import version as published
from vardpost.casetypes.reading import content_hash
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, WrongState
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

#: A plan further ahead than this has been typed wrong.
_FURTHEST = timedelta(days=366)


def publish(*, actor: Actor, case_type_id: UUID, version: int, note: str = "") -> UUID:
    """Publish the draft now; return the new version.

    Units that follow use it at once; cases and drafts of residents keep the one they have.
    `version` is the draft's. Raises `BadInput` (fact `findings`) for what the checker calls an
    error, `Stale` when the draft has moved, `WrongState` with hinder `no_draft`, `planned` (take
    the plan back first) or `same` (nothing has changed).
    """
    held = hold_type(actor, case_type_id, version=version)
    text = ready_to_publish(held, held.definition())
    made = _make(actor, held, text, clock.now(), note)
    drop_draft(held.id)
    return _told(actor, held, made, AuditEvent.CASE_TYPE_PUBLISHED, note)


def plan(*, actor: Actor, case_type_id: UUID, version: int, at: datetime, note: str = "") -> UUID:
    """Let the draft come into force at a time to come; return the planned version.

    Nothing needs to run at that time: who reads after it reads the new version. One plan a type.
    Raises as `publish`, and `BadInput` at `at` for a time that has been or is over a year away.
    """
    now = clock.now()
    if not now < at <= now + _FURTHEST:
        raise BadInput({"at": "Välj en tid som kommer, högst ett år fram"})
    held = hold_type(actor, case_type_id, version=version)
    text = ready_to_publish(held, held.definition())
    made = _make(actor, held, text, at, note)
    drop_draft(held.id)
    return _told(actor, held, made, AuditEvent.CASE_TYPE_PLANNED, note)


def withdraw_plan(*, actor: Actor, case_type_id: UUID) -> int:
    """Take a planned version back: it is the draft again, unless there is a newer one.

    Returns the version of the draft. Raises `WrongState` (hinder `no_plan`) when nothing is
    planned, or when its time has come.
    """
    held = hold_type(actor, case_type_id)
    if held.planned_id is None:
        raise WrongState("nothing is planned", hinder="no_plan")
    planned, old = published(held.planned_id), told_version(held.planned_id)
    db.execute(
        "delete from case_type_version where upstream_id = %s and published_at > %s",
        [held.planned_id, clock.now()],
    )
    db.execute("delete from case_type_version where id = %s", [held.planned_id])
    draft, new = held.draft_version, held.told
    if not draft:
        draft = write_draft(actor, held.id, held.in_force_id, planned.definition)
        new = told_draft(draft, planned.definition)
    event = AuditEvent.CASE_TYPE_PLAN_WITHDRAWN
    tell(actor, event, held.owner, held.id, old=old, new=new)
    return draft


def roll_back(
    *,
    actor: Actor,
    case_type_id: UUID,
    to_version: UUID,
    seen: UUID | None = None,
    note: str = "",
    undoes: UUID | None = None,
) -> UUID:
    """Publish an older version anew; return the new version. A draft is left as it is.

    `seen` is the version that the page showed as the one in force. Raises `NotFound` for a version
    of another type or a unit's own words, `WrongState` with hinder `planned`, `same` or `newer`
    (another is in force than was seen), and `BadInput` when the old form breaks a rule that came
    later.
    """
    held = hold_type(actor, case_type_id)
    old = published(to_version)
    if old.case_type_id != held.id or old.unit_id is not None:
        raise NotFound("case type version")
    text = ready_to_publish(held, old.definition)
    if seen is not None and seen != held.in_force_id:
        raise WrongState("another version is in force", hinder="newer")
    made = _make(actor, held, text, clock.now(), note)
    return _told(actor, held, made, AuditEvent.CASE_TYPE_ROLLED_BACK, note, undoes)


def come_into_force(*, actor: Actor) -> int:
    """Write down which planned versions have come into force in a region; return of how many types.

    Readers do not wait for this: it keeps the offers' own column and the ledger true.
    """
    require(actor, Permission.CASE_TYPE_SETTLE, Thing(actor.region_id))
    changed = catch_up(region_id=actor.region_id)
    owner = Owner(actor.region_id)
    for one in changed:
        event = AuditEvent.CASE_TYPE_IN_FORCE
        old, new = {"versions": one.before}, {"versions": one.after}
        tell(actor, event, owner, one.case_type_id, old=old, new=new, units=one.units)
    return len(changed)


def _told(
    actor: Actor,
    held: HeldType,
    made: UUID,
    event: AuditEvent,
    reason: str,
    undoes: UUID | None = None,
) -> UUID:
    """Tell the ledger of a new version, and the unit's history when the type is a unit's own."""
    if held.unit_id is not None and actor.is_staff:
        note_form(
            actor,
            unit_id=held.unit_id,
            case_type_id=held.id,
            before=held.in_force_id,
            made=made,
            event=event,
            reason=reason,
            undoes=undoes,
        )
    else:
        old, new = told_version(held.in_force_id), told_version(made)
        tell(actor, event, held.owner, held.id, old=old, new=new)
    return made


def _make(actor: Actor, held: HeldType, text: str, at: datetime, note: str) -> UUID:
    """Write the next version, unless it says the same as the newest, and spread it."""
    if held.planned_id is not None:
        raise WrongState("a version is planned", hinder="planned")
    before = published(held.in_force_id) if held.in_force_id else None
    if before is not None and before.content_hash == content_hash(text):
        raise WrongState("nothing has changed", hinder="same")
    made = write_version(actor, NewVersion(held.id, held.last_number + 1, text, at, note.strip()))
    spread(actor, held.id, made, at)
    return made
