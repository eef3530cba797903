"""Ticking off the handover and the training: who did, and when."""

from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.offices.actions.change import hold
from vardpost.offices.checklist import ITEMS
from vardpost.offices.queries import ticked
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission


def tick(*, actor: Actor, region_id: str, application_id: UUID, done: frozenset[str]) -> None:
    """Make the ticked points those of `done`; only what differs is written, with who and when.

    Raises `Denied`, `NotFound`, and `BadInput` for a point that there is not.
    """
    require(actor, Permission.REGION_ADMIN_APPLY, Thing(region_id=region_id))
    hold_of = hold(region_id, application_id)
    if not done <= set(ITEMS):
        raise BadInput({"": "unknown point"})
    before = {key for key, one in ticked(hold_of.id).items() if one.done}
    for key in sorted(before ^ done):
        db.execute(
            "insert into office_item (id, application_id, key, done, at, by_id, by_name) "
            "values (%s, %s, %s, %s, %s, %s, %s) on conflict (application_id, key) do update "
            "set done = excluded.done, at = excluded.at, by_id = excluded.by_id, "
            "by_name = excluded.by_name",
            [
                *(new_id(), application_id, key, key in done, clock.now()),
                *(actor.person_id, actor.name),
            ],
        )
    record(
        actor,
        Entry(
            event=AuditEvent.OFFICE_ITEMS_TICKED,
            object_type="office-application",
            object_id=application_id,
            purpose="administration",
            region_id=region_id,
            detail={"old": {"done": sorted(before)}, "new": {"done": sorted(done)}},
        ),
    )
