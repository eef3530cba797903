"""The first step of every verb of a reviewer: her unit, and that she may."""

from collections.abc import Mapping
from uuid import UUID

from vardpost.audit.actions import Entry
from vardpost.audit.events import AuditEvent
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import NotFound
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

#: What the ledger says of every act of a reviewer: why, and in what relation to those concerned.
PURPOSE, RELATION = "review", "reviewer"


def reviewer_at(
    actor: Actor, unit_id: UUID, permission: Permission = Permission.ACTIVITY_REVIEW
) -> UnitRef:
    """Return the unit where the actor reviews. Raises `NotFound` for another unit, and `Denied`."""
    unit = actor.unit
    if unit is None or unit.id != unit_id:
        raise NotFound("unit")
    require(actor, permission, Thing(region_id=unit.region_id, unit_id=unit.id))
    return unit


def told(
    event: AuditEvent,
    object_type: str,
    object_id: object,
    *,
    residents: tuple[UUID, ...] = (),
    detail: Mapping[str, object] | None = None,
) -> Entry:
    """Return the ledger's row of an act of a reviewer."""
    return Entry(
        event=event,
        object_type=object_type,
        object_id=object_id,
        resident_ids=residents,
        relation=RELATION,
        purpose=PURPOSE,
        detail=dict(detail or {}),
    )


def is_own(actor: Actor, person_id: UUID | None, residents: tuple[UUID, ...]) -> bool:
    """Whether an entry is an act of the reviewer, or about her or her child: another's to judge."""
    return person_id == actor.person_id or bool(actor.kin & set(residents))
