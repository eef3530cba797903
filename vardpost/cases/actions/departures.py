"""What becomes of the open cases of somebody who can no longer answer on the unit (domain 3).

Called by the room `people` through its register, as the system in the unit's region: whoever takes
a permission away may not read cases. The human who asked for it stands in history and ledger.
"""

from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import Change, Held, finish, lock, write
from vardpost.cases.guards import hinder
from vardpost.cases.queries.work import assigned_open
from vardpost.cases.states import EVENT_ROLES, Event, Party, move
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.ids import stable_key
from vardpost.notices.actions.queue import queue, queue_for_receivers
from vardpost.people.actions.leaving import hold_answering
from vardpost.people.departures import GONE, Departure
from vardpost.people.queries.staff import STANDING, answers
from vardpost.people.system import as_system
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission


def hand_over(*, actor: Actor, departure: Departure) -> int:
    """Give the open cases of somebody to a colleague, or return them to the inbox.

    A case that the colleague may not have (it is about herself or her child) goes to the inbox
    too. Those who get something are told once, whatever the number. Returns how many cases it was.
    """
    cases = assigned_open(departure.unit.id, departure.person_id)
    given = 0
    for case_id in cases:
        held = lock(actor, case_id)
        if held is not None and held.assignee_id == departure.person_id:
            given += _one(actor, held, departure)
    if given and departure.to is not None:
        queue(
            actor,
            event_key=departure.key,
            template="assigned",
            region_id=departure.unit.region_id,
            recipients=[departure.to],
        )
    if given < len(cases):
        _tell_inbox(actor, departure)
    return len(cases)


def _tell_inbox(actor: Actor, departure: Departure) -> None:
    queue_for_receivers(
        actor,
        event_key=departure.key,
        template="new_case",
        region_id=departure.unit.region_id,
        unit_id=departure.unit.id,
    )


def _one(actor: Actor, held: Held, departure: Departure) -> int:
    """Move one locked case; return 1 when the colleague got it, 0 when the inbox did."""
    name = _target(held.resident_id, departure)
    event = Event.REASSIGN if name else Event.RETURN_TO_INBOX
    require(actor, EVENT_ROLES[event].permission, held)
    to = move(held.state, event, frozenset({Party.SYSTEM}))
    now = clock.now()
    if hinder(event, held.facts(), now) is not None:
        return 0
    key = stable_key(departure.key, held.id, held.version)
    change = Change(actor, held, event, Party.SYSTEM, to, key, now)
    change.by_name = departure.requested_by
    target = departure.to if name else None
    change.columns |= {"assignee_id": target, "assignee_name": name}
    change.assignee_name, change.reason = name, departure.reason
    write(change)
    finish(
        change,
        AuditEvent.CASE_REASSIGNED if name else AuditEvent.CASE_RETURNED,
        told=(target,) if target else (),
        before=str(held.assignee_id),
        requested_by=str(departure.requester_id or ""),
        **({"to": str(target)} if target else {}),
    )
    return 1 if name else 0


def _target(resident_id: UUID, departure: Departure) -> str:
    """Return the name of the colleague who gets the case, nothing for the inbox."""
    if departure.to is None:
        return ""
    row = db.fetch_one(
        "select a.name from staff_account a where a.person_id = %s and a.active "
        "and not staff_is_kin(a.person_id, %s)",
        [departure.to, resident_id],
    )
    return row[0] if row else ""


def left_behind(*, actor: Actor) -> list[tuple[UUID, UUID]]:
    """Return whose open cases of the region nobody answers: (unit, person), at most 200.

    Asked from the grants, which are few, and not from the open cases.
    """
    within, values = require(actor, Permission.CASE_RETURN_TO_INBOX).where("c")
    day = clock.today()
    rows = db.fetch_all(
        "select e.unit_id, e.person_id from (select distinct g.person_id, g.unit_id "
        "from role_grant g where g.role = 'responder') e where not exists (select 1 "
        "from role_grant g join staff_account a on a.person_id = g.person_id and a.active "
        "where g.person_id = e.person_id and g.unit_id = e.unit_id and g.role = 'responder' "
        f"and g.starts_on <= %s and {STANDING}) and exists (select 1 from care_case c "
        f"where c.unit_id = e.unit_id and c.assignee_id = e.person_id and c.is_open and {within}) "
        "order by 1, 2 limit 200",
        [day, day, *values],
    )
    return [(row[0], row[1]) for row in rows]


def back_if_gone(change: Change) -> bool:
    """Send a case that has come back on to the inbox when its last assignee has left; say whether.

    A finished case keeps its last assignee. When the resident writes again, or it is opened again,
    she may no longer answer here; then nobody would see it.
    """
    held = change.held
    if held.assignee_id is None:
        return False
    hold_answering(held.unit_id, held.assignee_id, shared=True)
    # As the system, since a resident who writes again sees nothing of who works where.
    with as_system(change.actor, "cases.back", held.region_id) as system:
        if answers(held.unit_id, held.assignee_id):
            return False
        again = lock(system, held.id)
        if again is not None:
            unit = UnitRef(
                held.unit_id, held.unit_slug, held.unit_name, held.unit_hsa_id, held.region_id
            )
            departure = Departure(held.assignee_id, unit, None, GONE, "", None, change.key)
            _one(system, again, departure)
            _tell_inbox(system, departure)
    return True
