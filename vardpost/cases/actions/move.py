"""Skicka vidare: the unit asks, and takes the question back; the resident says no (ADR 0029).

Her yes is `actions.forward`. A question about a unit that closes ends with that unit.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import Change, Words, finish, lock, take_hold, write
from vardpost.cases.actions.told import recipient, tell_receivers, tell_resident
from vardpost.cases.guards import Hinder
from vardpost.cases.queries import move as queries
from vardpost.cases.states import EVENT_ROLES, Event, Party
from vardpost.cases.states import move as moved
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, WrongState
from vardpost.kernel.ids import stable_key
from vardpost.people.system import as_system
from vardpost.policy.check import require


def ask_to_move(*, actor: Actor, case_id: UUID, version: int, unit_id: UUID, body: str) -> None:
    """Ask the resident whether her case may be sent on to another unit of the region.

    Raises as `take_hold`; `BadInput` without a text, or for a unit where the case cannot go;
    `WrongState` when whoever sent the case for a child may not act for it any more.
    """
    if not body:
        raise BadInput({"text": _("Skriv till invånaren varför ni vill skicka ärendet vidare")})
    change = take_hold(
        actor,
        case_id=case_id,
        version=version,
        event=Event.ASK_TO_MOVE,
        content=(unit_id, body),
    )
    if recipient(change) != change.held.sent_by_id:
        raise WrongState("the sender acts no more", hinder=Hinder.NOBODY_TO_ASK.value)
    to = queries.target(case_id, unit_id)
    if to is None:
        raise BadInput({"enhet": _("Mottagningen tar inte emot ärendet. Välj en annan.")})
    change.words = Words("move_question", body, answers={"unit": str(to.id), "name": to.name})
    change.reason = to.name
    change.columns |= {"move_unit_id": to.id, "move_name": to.name}
    write(change)
    tell_resident(change)
    finish(change, AuditEvent.CASE_MOVE_ASKED, to=str(to.id))


def unask_to_move(*, actor: Actor, case_id: UUID, version: int) -> None:
    """Take the question back; the case stays. Raises as `take_hold`."""
    change = take_hold(actor, case_id=case_id, version=version, event=Event.UNASK_TO_MOVE)
    change.columns |= {"move_unit_id": None}
    change.reason = change.held.move_name
    write(change)
    finish(change, AuditEvent.CASE_MOVE_UNASKED, to=str(change.held.move_unit_id))


def decline_move(*, actor: Actor, case_id: UUID, version: int) -> None:
    """Say no: the case stays with the unit, which is told. Raises as `take_hold`."""
    change = take_hold(actor, case_id=case_id, version=version, event=Event.DECLINE_MOVE)
    change.columns |= {"move_unit_id": None, "unread": True}
    change.reason = change.held.move_name
    write(change)
    tell_receivers(change, "replied")
    finish(change, AuditEvent.CASE_MOVE_DECLINED, to=str(change.held.move_unit_id))


def end_questions(*, actor: Actor, unit_id: UUID, region_id: str) -> int:
    """Take back every question of the region about a move to a unit that closes; return how many.

    Called in the transaction that closes it, before anything is held of the unit itself: a resident
    who says yes meanwhile holds her case first and the unit after, and so does this. Those who
    distribute are told, since the case waits for them again; the human who closed the unit stands
    in history and ledger. Raises `Denied` when the system may not.
    """
    with as_system(actor, "closing.close", region_id) as system:
        cases = queries.asked_about(unit_id)
        return sum(_end_question(system, case_id, unit_id, actor) for case_id in cases)


def _end_question(system: Actor, case_id: UUID, unit_id: UUID, by: Actor) -> int:
    held = lock(system, case_id)
    if held is None or held.move_unit_id != unit_id:
        return 0  # answered or distributed while its row was waited for
    event = Event.UNASK_TO_MOVE
    require(system, EVENT_ROLES[event].permission, held)
    to = moved(held.state, event, frozenset({Party.SYSTEM}))
    key = stable_key("closing", unit_id, held.id, held.version)
    change = Change(system, held, event, Party.SYSTEM, to, key, clock.now())
    change.by_name, change.reason = by.name, held.move_name
    change.columns |= {"move_unit_id": None, "unread": True}
    write(change)
    tell_receivers(change)
    finish(
        change,
        AuditEvent.CASE_MOVE_UNASKED,
        to=str(unit_id),
        requested_by=str(by.person_id or ""),
    )
    return 1
