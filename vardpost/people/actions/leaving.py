"""Parts that end somebody's right to answer: her work, her open pages, her sessions."""

import json
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.ids import stable_key
from vardpost.people.departures import Departure, kinds
from vardpost.people.system import as_system


def hold_unit(unit_id: UUID) -> None:
    """Let nobody else change who works on a unit until this transaction ends.

    So the last administrator cannot be removed by two at once.
    """
    _lock(f"staff {unit_id}")


def hold_answering(unit_id: UUID, person_id: UUID, *, shared: bool = False) -> None:
    """Hold whether a person answers on a unit: changed by one, relied on by many.

    Whoever gives somebody a case holds it shared, so that no case arrives while, or just after,
    the open ones are returned.
    """
    _lock(f"answers {unit_id} {person_id}", shared=shared)


def _lock(name: str, *, shared: bool = False) -> None:
    kind = "_shared" if shared else ""
    db.fetch_one(f"select pg_advisory_xact_lock{kind}(hashtextextended(%s, 0))", [name])


def depart(
    actor: Actor, *, person_id: UUID, unit: UnitRef, reason: str, key: object, to: UUID | None
) -> int:
    """Hand over or return the open work of somebody who no longer answers on the unit.

    Done as the system in the unit's region, since the actor may not read cases; the actor is
    recorded as the one who asked for it. Returns how much it was.
    """
    human = actor.kind == "staff"
    departure = Departure(
        person_id=person_id,
        unit=unit,
        to=to,
        reason=reason,
        requested_by=actor.name if human else "",
        requester_id=actor.person_id if human else None,
        key=stable_key("departure", person_id, unit.id, key),
    )
    with as_system(actor, "people.departure", unit.region_id) as system:
        return sum(one.hand_over(actor=system, departure=departure) for one in kinds())


def tell_revoked(person_id: UUID) -> None:
    """Have a person's open pages checked at once: her permissions or her account have changed."""
    payload = json.dumps({"what": "revoked", "person": str(person_id)})
    db.fetch_one("select pg_notify('vardpost', %s)", [payload])


def end_sessions(person_id: UUID, why: str) -> None:
    """End every session of a member of staff; an account that comes back needs a new sign-in."""
    db.fetch_one("select sessions_end(%s, %s, %s)", [person_id, why, clock.now()])
