"""Residents are told by e-mail that a unit closes, or that it stays: each once, by a job.

The e-mail is the notice that something waits (`waiting`): neither it nor its subject says which
unit, or that one closes. What waits is read on the resident's first page (`endings_told`, asked by
`cases/queries/resident.home`).
"""

from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.closing import queries
from vardpost.closing.states import State
from vardpost.kernel import clock, db
from vardpost.kernel import queue as jobs
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.notices.actions.queue import queue
from vardpost.notices.queries import recipients
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

#: The job that tells; so many at a time, each time in a transaction of its own.
JOB = "closing.tell"
AT_A_TIME = 500
_TEMPLATE = "waiting"


def announced(unit_id: UUID, region_id: str) -> None:
    """Have those concerned told that a unit closes; other days for the same closing tell nobody.

    A part: it stands or falls with the announcement.
    """
    last = queries.telling(unit_id)
    if last is None or last.event != State.ANNOUNCED:
        _begin(unit_id, region_id, State.ANNOUNCED, None)


def called_off(unit_id: UUID, region_id: str) -> None:
    """Stop telling, and have those who were told hear that the unit stays. A part.

    The row is locked: a batch that is being told is waited for, and counted.
    """
    db.execute(
        "update ending_telling set done_at = %s where unit_id = %s and done_at is null",
        [clock.now(), unit_id],
    )
    last = queries.telling(unit_id)
    if last is not None and last.event == State.ANNOUNCED and last.told:
        _begin(unit_id, region_id, State.CALLED_OFF, last.id)


def tell_next(*, actor: Actor, telling_id: UUID) -> bool:
    """Tell the next of them; return whether any may be left. Repeated, it tells nobody twice.

    Raises `Denied` for anybody but the system of the region.
    """
    require(actor, Permission.NOTICE_SEND, Thing(region_id=actor.region_id))
    held = queries.hold(telling_id)
    if held is None:
        return False
    if held.of is None:
        people = queries.concerned(held.unit_id, telling_id, AT_A_TIME)
    else:
        people = recipients(held.of, _TEMPLATE, but_of=telling_id, most=AT_A_TIME)
    queue(
        actor,
        event_key=telling_id,
        template=_TEMPLATE,
        region_id=held.region_id,
        recipients=people,
    )
    more = len(people) == AT_A_TIME
    db.execute(
        "update ending_telling set told = told + %s, done_at = %s where id = %s",
        [len(people), None if more else clock.now(), telling_id],
    )
    record(
        actor,
        Entry(
            event=AuditEvent.UNIT_ENDING_TOLD,
            object_type="ending_telling",
            object_id=telling_id,
            purpose="notice",
            region_id=held.region_id,
            detail={"event": held.event, "unit": str(held.unit_id), "notices": len(people)},
        ),
    )
    return more


def _begin(unit_id: UUID, region_id: str, event: State, of: UUID | None) -> None:
    telling_id = new_id()
    db.execute(
        "insert into ending_telling (id, unit_id, event, of_id, at) values (%s, %s, %s, %s, %s)",
        [telling_id, unit_id, event.value, of, clock.now()],
    )
    jobs.defer(JOB, region_id, {"telling": telling_id})
