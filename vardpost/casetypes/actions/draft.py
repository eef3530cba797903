"""The next version of a case type while it is written: one draft a type, open to change."""

from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.hold import hold_type, tell, told_draft
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.reading import canonical, stored_definition
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound, WrongState
from vardpost.kernel.ids import new_id

_SAVE = (
    "insert into case_type_draft (id, case_type_id, based_on_id, definition, version, created_at, "
    "updated_at, updated_by_id, updated_by_name) "
    "values (%s, %s, %s, %s::jsonb, 1, %s, %s, %s, %s) "
    "on conflict (case_type_id) do update set definition = excluded.definition, "
    "version = case_type_draft.version + 1, updated_at = excluded.updated_at, "
    "updated_by_id = excluded.updated_by_id, updated_by_name = excluded.updated_by_name "
    "returning version"
)
#: The version that a draft begins from: the newest in force or planned.
_NEWEST = (
    "select v.id, v.definition::text from case_type_version v "
    "where v.case_type_id = %s and v.unit_id is null and {} order by v.version desc limit 1"
)


def start_draft(*, actor: Actor, case_type_id: UUID, from_version: UUID | None = None) -> int:
    """Return the version of the draft, begun from a published form when there is none.

    `from_version` is any version of this type, else the newest. Raises `NotFound` for a version
    of another type and for a type that has none, `WrongState` (hinder `draft`) when there is a
    draft already and another form was asked for.
    """
    held = hold_type(actor, case_type_id)
    if held.draft_version:
        if from_version is not None:
            raise WrongState("there is a draft", hinder="draft")
        return held.draft_version
    chosen = _NEWEST.format("v.id = %s" if from_version else "true")
    row = db.fetch_one(chosen, [held.id, *([from_version] if from_version else [])])
    if row is None:
        raise NotFound("case type version")
    form = stored_definition(row[1])
    version = write_draft(actor, held.id, row[0], form)
    new = told_draft(version, form)
    tell(actor, AuditEvent.CASE_TYPE_DRAFTED, held.owner, held.id, old={}, new=new)
    return version


def save_draft(
    *, actor: Actor, case_type_id: UUID, definition: FormDefinition, version: int
) -> int:
    """Keep a draft as it is now and return its new version; 0 is the version of no draft.

    Whatever the checker says is kept: it is asked when the draft is published. The key is the
    type's own and cannot be changed. Raises `Stale` when somebody has saved since `version`; both
    texts are then there, and `queries.draft` gives the other.
    """
    held = hold_type(actor, case_type_id, version=version)
    if definition.key != held.key:
        raise NotFound("a draft of another type")
    based_on = held.based_on if held.draft_version else held.in_force_id
    new = write_draft(actor, held.id, based_on, definition)
    told = told_draft(new, definition)
    tell(actor, AuditEvent.CASE_TYPE_DRAFTED, held.owner, held.id, old=held.told, new=told)
    return new


def discard_draft(*, actor: Actor, case_type_id: UUID, version: int) -> None:
    """Throw the draft away; what is published stays. Raises `Stale`, `WrongState` without one."""
    held = hold_type(actor, case_type_id, version=version)
    if not held.draft_version:
        raise WrongState("no draft", hinder="no_draft")
    drop_draft(held.id)
    event = AuditEvent.CASE_TYPE_DRAFT_DISCARDED
    tell(actor, event, held.owner, held.id, old=held.told, new={})


def drop_draft(case_type_id: UUID) -> None:
    """Delete the draft inside the verb that has made a version of it."""
    db.execute("delete from case_type_draft where case_type_id = %s", [case_type_id])


def write_draft(
    actor: Actor, case_type_id: UUID, based_on: UUID | None, definition: FormDefinition
) -> int:
    """Write a draft inside the calling verb; return its version."""
    now = clock.now()
    row = db.fetch_one(
        _SAVE,
        [
            *(new_id(), case_type_id, based_on, canonical(definition), now, now),
            *(actor.person_id, actor.name[:120]),
        ],
    )
    return int(row[0]) if row else 0
