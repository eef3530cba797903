"""The work of an order, some units a transaction: each unit once, whoever was killed half-way."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from vardpost.casetypes.actions.offer import fit
from vardpost.casetypes.actions.propose import propose, take_proposal_back
from vardpost.casetypes.queries.central import at_units
from vardpost.central.actions.order import hold
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import WrongState
from vardpost.kernel.ids import stable_key
from vardpost.kernel.tenancy import Thing
from vardpost.notices.actions.queue import queue
from vardpost.people.queries.staff import unit_admins
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

#: Units in one transaction: few, so that a stop is soon and a killed worker loses little.
AT_ONCE = 10
#: What a notice to administrators says: that something waits to be looked through, and no more.
_TOLD = "review"
_REASONS = {
    "active": "Påslagen av {office}",
    "withdraw": "Avstängd av {office}",
}


@dataclass(frozen=True, slots=True)
class _Turn:
    """One unit whose turn it is, and what it has."""

    id: UUID
    unit_id: UUID
    live: bool
    active: bool


def distribute_next(*, actor: Actor, order_id: UUID) -> bool:
    """Do the next units of an order in the actor's region; return whether there may be more.

    A unit that is done is never taken again; a stopped order does nothing. Words that a unit has
    of its own stay. Raises `Denied` for anybody but the system of the region.
    """
    require(actor, Permission.CASE_TYPE_ACTIVATE, Thing(region_id=actor.region_id))
    hold(order_id)
    row = db.fetch_one(
        "select o.case_type_id, o.how, o.region_id, o.ordered_by_name, "
        "coalesce(r.name, 'Nationell förvaltning') from central_order o "
        "left join region r on r.code = o.region_id where o.id = %s and o.state = 'running'",
        [order_id],
    )
    turns = _turns(order_id, actor.region_id, row[0]) if row else []
    if row is None or not turns:
        return False
    case_type_id, how, by_region, name, office = row
    by_name = replace(actor, name=f"{name} ({office})"[:160])
    changed = []
    for one in turns:
        state, why = _do(by_name, one, case_type_id, how, by_region, office)
        db.execute(
            "update central_order_unit set state = %s, why = %s, at = %s where id = %s",
            [state, why, clock.now(), one.id],
        )
        if state == "done":
            changed.append(one.unit_id)
    if changed:
        queue(
            by_name,
            event_key=stable_key("central", order_id, actor.region_id or ""),
            template=_TOLD,
            region_id=actor.region_id or "",
            recipients=unit_admins(changed),
        )
    return True


def _turns(order_id: UUID, region_id: str | None, case_type_id: UUID) -> list[_Turn]:
    rows = db.fetch_all(
        "select x.id, x.unit_id, c.live from central_order_unit x "
        "join care_unit c on c.id = x.unit_id and c.region_id = %s "
        "where x.order_id = %s and x.state = 'waiting' order by x.id limit %s "
        "for update of x skip locked",
        [region_id, order_id, AT_ONCE],
    )
    at = at_units(case_type_id, [row[1] for row in rows])
    return [_Turn(row[0], row[1], row[2], at[row[1]].active) for row in rows]


def _do(
    actor: Actor, one: _Turn, case_type_id: UUID, how: str, by_region: str | None, office: str
) -> tuple[str, str]:
    """Do it at one unit; return the state of its line, and why it was refused."""
    if not one.live:
        return "refused", "closed"
    at: dict[str, Any] = {"unit_id": one.unit_id, "case_type_id": case_type_id}
    if how == "offer":
        done = not one.active and propose(actor=actor, by_region=by_region, **at)
        return ("done" if done else "same"), ""
    # The nation switches nothing at a unit: it takes its proposal back, and the unit decides.
    switches = by_region is not None and one.active is (how == "withdraw")
    try:
        with transaction.atomic():
            taken = how == "withdraw" and take_proposal_back(actor=actor, by_region=by_region, **at)
            if switches:
                reason = _REASONS[how].replace("{office}", office)
                fit(actor=actor, active=how == "active", reason=reason, **at)
    except WrongState as error:
        return "refused", str(error.facts.get("hinder", ""))[:20]
    return ("done" if switches or taken else "same"), ""
