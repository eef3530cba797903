"""Utdelning: a central case type ordered to chosen units, or back from them; stopped, carried on.

Who (permissions.csv): a region's office switches case types on and off at its units (row 29); the
national office may not, so it proposes, and each unit decides.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.central.queries.chosen import order_said
from vardpost.kernel import clock, db, queue
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.once import refuse_other

#: The job that goes on with an order in one region.
JOB = "central.distribute"
#: What one asks for → from which state, to which.
MOVES = {"stop": ("running", "stopped"), "resume": ("stopped", "running")}
#: A type that an office may give, and whether there is something to give.
_TYPE = (
    "select exists (select 1 from case_type_version v where v.case_type_id = t.id "
    "and v.unit_id is null and v.published_at <= %s) from case_type t where t.id = %s "
    "and t.unit_id is null and (t.region_id is null or t.region_id = %s)"
)


def start_order(
    *,
    actor: Actor,
    region_id: str,
    order_id: UUID,
    case_type_id: UUID,
    how: str,
    units: Sequence[UUID],
) -> None:
    """Order a type to units (`offer`, `active`) or back (`withdraw`).

    `region_id` is the office's, empty for the nation; `order_id` is the form's own, twice is once.
    Raises `NotFound` for another office's type and for units elsewhere, `Denied`, `WrongState`
    (hinder `unpublished`).
    """
    require(actor, Permission.CENTRAL_TYPE_EDIT, Thing(region_id=region_id))
    if region_id or how == "active":
        require(actor, Permission.CASE_TYPE_ACTIVATE, Thing(region_id=region_id))
    found = db.fetch_one(_TYPE, [clock.now(), case_type_id, region_id])
    if found is None or how not in {"offer", "active", "withdraw"}:
        raise NotFound("case type")
    if not found[0] and how != "withdraw":
        raise WrongState("nothing is published", hinder="unpublished")
    ids = sorted(set(units))
    known = db.fetch_all(
        "select id, region_id from care_unit where id = any(%s) and live "
        "and (%s = '' or region_id = %s)",
        [ids, region_id, region_id],
    )
    if not ids or len(known) != len(ids):
        raise NotFound("unit")
    made = db.execute(
        "insert into central_order (id, region_id, case_type_id, how, state, ordered_at, "
        "ordered_by_id, ordered_by_name) values (%s, %s, %s, %s, 'running', %s, %s, %s) "
        "on conflict (id) do nothing",
        [
            *(order_id, region_id or None, case_type_id, how, clock.now()),
            *(actor.person_id, actor.name[:160]),
        ],
    )
    if not made:
        refuse_other(same=order_said(region_id, order_id) == (case_type_id, how, set(ids)))
        return
    db.execute(
        "insert into central_order_unit (id, order_id, unit_id, state, why) "
        "select x.id, %s, x.unit, 'waiting', '' "
        "from unnest(%s::uuid[], %s::uuid[]) as x (id, unit)",
        [order_id, [new_id() for _one in ids], ids],
    )
    _defer(order_id, {row[1] for row in known})
    new = {"how": how, "units": len(ids), "order": str(order_id)}
    _tell(actor, AuditEvent.CASE_TYPE_DISTRIBUTED, region_id, case_type_id, old={}, new=new)


def move_order(*, actor: Actor, region_id: str, order_id: UUID, what: str) -> str:
    """Stop an order or go on with it; return the state it is in.

    What is under way at some units is done first; what is done stands. Asking for what is so
    already does nothing. Raises `NotFound`, `Denied`, `WrongState`.
    """
    require(actor, Permission.CENTRAL_TYPE_EDIT, Thing(region_id=region_id))
    hold(order_id)
    row = db.fetch_one(
        "select state, case_type_id from central_order where id = %s "
        "and coalesce(region_id, '') = %s",
        [order_id, region_id],
    )
    if row is None or what not in MOVES:
        raise NotFound("order")
    before, after = MOVES[what]
    if row[0] == after:
        return after
    if row[0] != before:
        raise WrongState(f"an order that is {row[0]}")
    db.execute("update central_order set state = %s where id = %s", [after, order_id])
    if what == "resume":
        waiting = db.fetch_all(
            "select distinct c.region_id from central_order_unit u "
            "join care_unit c on c.id = u.unit_id where u.order_id = %s and u.state = 'waiting'",
            [order_id],
        )
        _defer(order_id, {one[0] for one in waiting})
    old, new = {"state": before}, {"state": after, "order": str(order_id)}
    _tell(actor, AuditEvent.CASE_TYPE_DISTRIBUTION_MOVED, region_id, row[1], old=old, new=new)
    return after


def hold(order_id: UUID) -> None:
    """Hold an order for the rest of the transaction: a stop waits for units that are under way."""
    db.fetch_one(
        "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"central order {order_id}"]
    )


def _defer(order_id: UUID, regions: set[str]) -> None:
    for region in sorted(regions):
        queue.defer(JOB, region, {"order": order_id})


def _tell(
    actor: Actor,
    event: AuditEvent,
    region_id: str,
    case_type_id: UUID,
    *,
    old: Mapping[str, object],
    new: Mapping[str, object],
) -> None:
    record(
        actor,
        Entry(
            event=event,
            object_type="case_type",
            object_id=case_type_id,
            purpose="administration",
            region_id=region_id,
            detail={"old": dict(old), "new": dict(new)},
        ),
    )
