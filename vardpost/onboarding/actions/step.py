"""What every step of a unit's way shares: hold it, ask, move, and write down who and why."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound, Stale
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.onboarding.queries.joining import held, taken_by
from vardpost.onboarding.states import Event, State, move
from vardpost.onboarding.values import Joined
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import unit_of

#: What the ledger calls each step.
EVENTS = {
    Event.REQUEST: AuditEvent.UNIT_REQUESTED,
    Event.APPROVE: AuditEvent.UNIT_APPROVED,
    Event.ACTIVATE: AuditEvent.UNIT_ACTIVATED,
    Event.CONFIGURE: AuditEvent.UNIT_CONFIGURED,
    Event.OPEN: AuditEvent.UNIT_OPENED,
    Event.WITHDRAW: AuditEvent.UNIT_REQUEST_WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Taking:
    """One step about to be taken."""

    actor: Actor
    event: Event
    joined: Joined
    state: State


def hold(actor: Actor, joining_id: UUID, version: int, event: Event) -> Taking | None:
    """Lock a unit's way for one step; None when the same person has just taken it.

    Raises `NotFound`, `Denied`, `Stale` when it has moved since the page was drawn, and
    `WrongState`.
    """
    found = held(joining_id)
    if found is None:
        raise NotFound("joining")
    require(actor, Permission.UNIT_ADD, Thing(region_id=found.region_id))
    if found.version == version + 1 and taken_by(joining_id) == (event, actor.person_id):
        return None
    if found.version != version:
        raise Stale("the unit has moved on")
    return Taking(actor, event, found, move(found.state, event))


def take(taking: Taking, *, reason: str = "", unit_id: UUID | None = None) -> None:
    """Write a step: the state, the history and the ledger's row."""
    now = clock.now()
    key, old = taking.joined.id, taking.joined.state
    db.execute(
        "update unit_joining set state = %s, version = version + 1, "
        "unit_id = coalesce(%s::uuid, unit_id), opened_at = case when %s then %s else opened_at "
        "end where id = %s",
        [taking.state, unit_id, taking.state is State.LIVE, now, key],
    )
    write_step(taking.actor, key, taking.event, taking.state, reason)
    detail: dict[str, Any] = {"old": {"state": old}, "new": {"state": taking.state}}
    if reason:
        detail["reason"] = True
    tell(taking.actor, taking.event, taking.joined, unit_id or taking.joined.unit_id, detail)


def write_step(actor: Actor, key: UUID, event: Event, state: State, reason: str = "") -> None:
    """Write one line of the way's history."""
    db.execute(
        "insert into unit_joining_step (id, joining_id, at, event, state, actor_id, actor_name, "
        "reason) values (%s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(new_id(), key, clock.now(), event, state, actor.person_id),
            *(actor.name[:160], reason),
        ],
    )


def tell(
    actor: Actor, event: Event, joined: Joined, unit_id: UUID | None, detail: dict[str, Any]
) -> None:
    """Leave the ledger's row of a step."""
    record(
        actor,
        Entry(
            event=EVENTS[event],
            object_type="joining",
            object_id=joined.id,
            purpose="administration",
            unit=unit_of(unit_id) if unit_id else None,
            region_id=joined.region_id,
            detail={"hsa_id": joined.hsa_id, **detail},
        ),
    )
