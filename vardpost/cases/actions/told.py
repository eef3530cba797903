"""Who is told of a change: notice rows in the change's own transaction."""

from datetime import date
from uuid import UUID

from vardpost.cases.actions.change import Change
from vardpost.kernel.actor import ResidentRef
from vardpost.kernel.clock import STOCKHOLM
from vardpost.notices.actions.queue import queue, queue_for_assignee, queue_for_receivers
from vardpost.policy.scope import guardian_may_act


def tell_resident(change: Change) -> None:
    """Tell the resident, or the guardian who sent it while she may still act for the child."""
    queue(
        change.actor,
        event_key=change.key,
        template="waiting",
        region_id=change.held.region_id,
        recipients=[recipient(change)],
    )


def recipient(change: Change) -> UUID:
    """Return whom a notice to the resident's side goes to."""
    held = change.held
    today: date = change.at.astimezone(STOCKHOLM).date()
    born, until = held.resident_birth, held.guardian_until
    child = ResidentRef(held.resident_id, "", born, "guardian", until)
    if held.capacity == "guardian" and guardian_may_act(child, today):
        return held.sent_by_id
    return held.resident_id


def tell_assignee(change: Change, person_id: UUID) -> None:
    """Tell a responder of a case she has been given; nobody is told of what she did herself."""
    if person_id != change.actor.person_id:
        queue(
            change.actor,
            event_key=change.key,
            template="assigned",
            region_id=change.held.region_id,
            recipients=[person_id],
        )


def tell_former(change: Change) -> None:
    """Tell a responder that her case has been given to somebody else (domain 3.3, *reassign*)."""
    former = change.held.assignee_id
    if former is not None and former != change.actor.person_id:
        queue(
            change.actor,
            event_key=change.key,
            template="replied",
            region_id=change.held.region_id,
            recipients=[former],
        )


def tell_receivers(change: Change, template: str = "new_case") -> None:
    """Tell the unit's receivers that something waits to be distributed, or has waited."""
    queue_for_receivers(
        change.actor,
        event_key=change.key,
        template=template,
        region_id=change.held.region_id,
        unit_id=change.held.unit_id,
    )


def tell_unit(change: Change) -> None:
    """Tell the assignee that the resident has acted; the receivers when she answers no more.

    So too when nobody is assigned (domain 3.3).
    """
    assignee = change.held.assignee_id
    if assignee is None:
        tell_receivers(change)
    else:
        queue_for_assignee(
            change.actor,
            event_key=change.key,
            template="replied",
            region_id=change.held.region_id,
            unit_id=change.held.unit_id,
            person_id=assignee,
        )
