"""A case type out as a file: what leaves the service is told of, forms too."""

from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.hold import ask, ask_within, tell_read
from vardpost.casetypes.actions.local import owner_of
from vardpost.casetypes.owners import Owner
from vardpost.casetypes.queries.parcels import Export, export_of
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Thing
from vardpost.policy.permissions import Permission


def export_type(
    *,
    actor: Actor,
    case_type_id: UUID,
    kind: str,
    region_id: str | None = None,
    unit_id: UUID | None = None,
) -> Export:
    """Return a case type that the unit, or the office, may see, for a file of this kind.

    Raises `NotFound` for what is neither published nor a draft, `Denied` without the permission.
    """
    owner = owner_of(region_id, unit_id)
    if unit_id is None:
        ask(actor, owner)
    else:
        ask_within(actor, Permission.CASE_TYPE_ACTIVATE, Thing(owner.region_id, unit_id))
    made = export_of(case_type_id)
    event = AuditEvent.CASE_TYPE_EXPORTED
    tell_read(actor, event, owner, case_type_id, format=kind, number=made.number)
    return made


def export_for_operator(*, actor: Actor, case_type_id: UUID, kind: str) -> Export:
    """Return a case type for a file of the operator's, whoever's it is.

    Raises `NotFound` for what is neither published nor a draft, `Denied` for anybody but the
    system.
    """
    row = db.fetch_one("select region_id, unit_id from case_type where id = %s", [case_type_id])
    owner = Owner(*row) if row else Owner()
    ask(actor, owner)
    made = export_of(case_type_id)
    event = AuditEvent.CASE_TYPE_EXPORTED
    tell_read(actor, event, owner, case_type_id, format=kind, number=made.number)
    return made
