"""Vad som läggs överst: a case is marked as urgent, or is urgent no longer.

Quiet: what a colleague is writing is not stale by it. The version does not rise, so a press carries
a turn, how often the case had been raised and lowered when the page was drawn: back and forth
within one version are as many changes, and a double click is one.
"""

from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import AlreadyDone, Change, finish, is_done, take_hold, write
from vardpost.cases.guards import URGENT
from vardpost.cases.states import Event
from vardpost.kernel.actor import Actor


def mark_urgent(*, actor: Actor, case_id: UUID, version: int, turn: int = 0) -> None:
    """Markera som brådskande: the case stands before those that nothing pins. As `take_hold`."""
    change = take_hold(
        actor, case_id=case_id, version=version, event=Event.MARK_URGENT, content=(turn,)
    )
    _pin(change, URGENT)
    finish(change, AuditEvent.CASE_URGENT_MARKED)


def unmark_urgent(*, actor: Actor, case_id: UUID, version: int, turn: int = 0) -> None:
    """Inte brådskande: the case stands in the order of its promise again. As `take_hold`."""
    change = take_hold(
        actor, case_id=case_id, version=version, event=Event.UNMARK_URGENT, content=(turn,)
    )
    _pin(change, 0)
    finish(change, AuditEvent.CASE_URGENT_UNMARKED)


def lower_flag(*, actor: Actor, case_id: UUID, version: int, turn: int = 0) -> None:
    """Sänka en röd flagga: the case stands in the order of its promise again. As `take_hold`.

    The flags stay with the case; only what they pin is lowered. New words may raise it again.
    """
    change = take_hold(
        actor, case_id=case_id, version=version, event=Event.LOWER_FLAG, content=(turn,)
    )
    _pin(change, 0)
    finish(change, AuditEvent.CASE_FLAG_LOWERED, before=change.held.raised)


def _pin(change: Change, raised: int) -> None:
    if is_done(change.key):
        raise AlreadyDone  # an old page pressed again, after the case was raised or lowered since
    change.columns["raised"] = raised
    write(change)
