"""The resident's log: who has opened her cases, and what else was done that concerned her.

Looking at it is an act too and leaves its row, which the next look shows. Like everything that one
does alike on one day, own looks are one line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.days import Line, days
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.review.mirror import LogCase, Shown, shown
from vardpost.review.queries import mirror
from vardpost.review.why import Asked

#: Lines of a page, or more: a day is never cut in two.
PAGE = 40
#: Lines of the short list inside a case.
BRIEF = 5
#: No entry is older: it is twice as long as the ledger is kept.
_OLDEST = timedelta(days=20 * 366)


@dataclass(frozen=True, slots=True)
class Log:
    """A page of a log, or the beginning of one case's."""

    resident_id: UUID
    lines: tuple[Shown, ...]
    #: The day before which there is more.
    older: date | None
    case: LogCase | None = None


def open_log(*, actor: Actor, resident_id: UUID, before: date | None = None) -> Log:
    """Return a page of the log of the actor, or of a child, up to the day `before`.

    Raises `NotFound` for anybody else's.
    """
    scope = require(actor, Permission.MIRROR_READ)
    if resident_id not in scope.resident_ids:
        raise NotFound("log")
    found = days(resident_id, since=_since(), before=before or _tomorrow(), lines=PAGE)
    lines = shown_to(actor, resident_id, found.lines)
    _seen(actor, resident_id, "all", len(lines))
    return Log(resident_id, lines, found.older)


def open_case_log(
    *, actor: Actor, case_id: UUID, before: date | None = None, brief: bool = False
) -> Log:
    """Return a page of one case's log: what was done in it, and lists that may have shown it.

    A `brief` one is the latest few lines, own acts left out. Raises `NotFound` outside the scope.
    """
    scope = require(actor, Permission.MIRROR_READ)
    found = mirror.case_days(
        case_id,
        before=before or _tomorrow(),
        lines=BRIEF if brief else PAGE,
        without=actor.person_id if brief else None,
    )
    if found is None or found[0].resident_id not in scope.resident_ids:
        raise NotFound(f"case {case_id}")
    case, told = found
    lines = shown_to(actor, case.resident_id, told.lines[:BRIEF] if brief else told.lines)
    _seen(actor, case.resident_id, case_id, len(lines))
    older = told.older or (told.lines[-1].day if len(lines) < len(told.lines) else None)
    return Log(case.resident_id, lines, older, case)


def shown_to(actor: Actor, resident_id: UUID, lines: Sequence[Line]) -> tuple[Shown, ...]:
    """Return lines in words, with what the actor has asked; an answer is read when it is shown."""
    found = tuple(shown(actor, lines, mirror.known(lines, actor.person_id, resident_id)))
    have_read(actor, [one.asked for one in found if one.asked is not None])
    return found


def have_read(actor: Actor, asked: Sequence[Asked]) -> None:
    """Note that answers have been before whoever asked."""
    new = [one.id for one in asked if one.unread]
    if new:
        db.execute(
            "update mirror_question set read_at = %s where asked_by_id = %s and id = any(%s) "
            "and read_at is null",
            [clock.now(), actor.person_id, new],
        )


def _seen(actor: Actor, resident_id: UUID, what: object, lines: int) -> None:
    record(actor, entry(actor, AuditEvent.MIRROR_READ, resident_id, what, {"lines": lines}))


def entry(
    actor: Actor,
    event: AuditEvent,
    resident_id: UUID,
    what: object,
    detail: dict[str, object] | None = None,
) -> Entry:
    """Return the ledger's row of something that a resident does with a log."""
    own = resident_id == actor.person_id
    return Entry(
        event=event,
        object_type="log",
        object_id=what,
        resident_ids=(resident_id,),
        relation="self" if own else "guardian",
        acting_as="" if own else "guardian",
        purpose="insight",
        detail=detail or {},
    )


def _tomorrow() -> date:
    return clock.today() + timedelta(days=1)


def _since() -> date:
    return clock.today() - _OLDEST
