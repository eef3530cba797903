"""Sänka en röd flagga: the case is no longer pinned; who did it and when stands in the history."""

from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import finish, take_hold, write
from vardpost.cases.states import Event
from vardpost.kernel.actor import Actor


def lower_flag(*, actor: Actor, case_id: UUID, version: int) -> None:
    """Let the case stand in the order of its promise again. Raises as `take_hold`.

    The flags stay with the case; only what they pin is lowered. New words may raise it again.
    """
    change = take_hold(actor, case_id=case_id, version=version, event=Event.LOWER_FLAG)
    change.columns["raised"] = 0
    write(change)
    finish(change, AuditEvent.CASE_FLAG_LOWERED, before=change.held.raised)
