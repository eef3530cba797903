"""How permissions end without a verb of their own: by their last day, or with the account."""

from dataclasses import replace
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import NotFound
from vardpost.kernel.ids import new_id
from vardpost.people.actions.grant_rules import GIVEN_WITH, cover, values_of, write
from vardpost.people.actions.grants import GRANTS
from vardpost.people.actions.leaving import depart, hold_answering, hold_unit, tell_revoked
from vardpost.people.departures import DEACTIVATED, RAN_OUT, kinds
from vardpost.people.queries.staff import account, answers, standing
from vardpost.people.system import as_system
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import Role
from vardpost.units.actions.settings import begin, note, unit_of
from vardpost.units.queries.settings import version as version_of


def end_by_itself(*, actor: Actor, grant_id: UUID) -> bool:
    """Do what follows when the last day of a permission has passed; False when it is done.

    For the system, one grant a transaction: open cases back to the inbox, a line in the history, a
    row in the ledger. A second run finds nothing left to do.
    """
    row = db.fetch_one(
        "select g.unit_id, g.person_id from role_grant g where g.id = %s and g.unit_id is not null",
        [grant_id],
    )
    if row is None:
        raise NotFound("grant")
    unit = unit_of(row[0])
    hold_unit(unit.id)
    hold_answering(unit.id, row[1])
    done = db.fetch_one(
        "update role_grant g set settled_at = %s from staff_account a "
        "where g.id = %s and g.settled_at is null and g.ends_on <= %s "
        "and a.person_id = g.person_id returning g.role, g.starts_on, g.ends_on, a.name",
        [clock.now(), grant_id, clock.today()],
    )
    if done is None:
        return False
    role, starts, ends, name = done
    after = {key: (one.starts, one.ends) for key, one in standing(unit.id, row[1]).items()}
    before = after | {role: (starts, ends)}
    kind = replace(GRANTS, permission=GIVEN_WITH[role])
    made_from = version_of(unit.id, GRANTS.key, row[1])
    new = values_of(name, after)
    held = begin(actor, kind, unit_id=unit.id, object_id=row[1], version=made_from, new=new)
    if role == Role.RESPONDER and not answers(unit.id, row[1]):
        depart(actor, person_id=row[1], unit=unit, reason=RAN_OUT, key=grant_id, to=None)
    if held is not None:
        note(held, old=values_of(name, before), new=new, reason=RAN_OUT)
    tell_revoked(row[1])
    return True


def run_out(*, actor: Actor) -> list[UUID]:
    """Return the permissions of the region whose last day has passed and nothing was done for."""
    rows = db.fetch_all(
        "select g.id from role_grant g join care_unit u on u.id = g.unit_id "
        "where u.region_id = %s and g.ends_on <= %s and g.settled_at is null "
        "order by g.ends_on limit 200",
        [actor.region_id, clock.today()],
    )
    return [row[0] for row in rows]


def left_behind(*, actor: Actor) -> list[tuple[UUID, UUID]]:
    """Return who has open work on a unit of the region and answers there no longer."""
    found = {pair for kind in kinds() for pair in kind.left_behind(actor=actor)}
    return sorted(found)


def leave_behind(*, actor: Actor, unit_id: UUID, person_id: UUID) -> bool:
    """Give back the open work of somebody who answers on the unit no longer; False when she does.

    For the system: nothing that ended her right to answer has done it.
    """
    unit = unit_of(unit_id)
    hold_answering(unit.id, person_id)
    if answers(unit.id, person_id):
        return False
    _name, active = account(person_id)
    reason = RAN_OUT if active else DEACTIVATED
    depart(actor, person_id=person_id, unit=unit, reason=reason, key=new_id(), to=None)
    return True


def end_all(
    actor: Actor, unit: UnitRef, person_id: UUID, *, reason: str, to: UUID | None = None
) -> int:
    """End every role of somebody on a unit, for a verb that has asked; return the open work moved.

    The part of deactivating an account and of reading in the directory. Raises `BadInput` for the
    last administrator.
    """
    hold_unit(unit.id)
    hold_answering(unit.id, person_id)
    stands = standing(unit.id, person_id)
    if not stands:
        return 0
    name, _active = account(person_id)
    cover(unit, person_id, stands, {})
    # A region's office may put to sleep whoever it may not take single roles from.
    with as_system(actor, "people.departure", unit.region_id) as system:
        write(system, unit, person_id, stands, {}, reason)
    moved = depart(actor, person_id=person_id, unit=unit, reason=reason, key=new_id(), to=to)
    before = {role: (one.starts, one.ends) for role, one in stands.items()}
    kind = replace(GRANTS, permission=Permission.STAFF_DEACTIVATE)
    new = values_of(name, {})
    made_from = version_of(unit.id, GRANTS.key, person_id)
    held = begin(actor, kind, unit_id=unit.id, object_id=person_id, version=made_from, new=new)
    if held is not None:
        note(held, old=values_of(name, before), new=new, reason=reason)
    return moved
