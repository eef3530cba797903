"""Bocka av, journalfört: what the responder ticks off in a case, and takes back.

A mark is quiet: what others are writing in the case is not stale by it. It therefore carries a turn
of its own; a press is known by the turn it was drawn from.
"""

from dataclasses import replace
from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import (
    AlreadyDone,
    Change,
    finish,
    history_row,
    is_done,
    take_hold,
)
from vardpost.cases.guards import Hinder
from vardpost.cases.marks import JOURNAL
from vardpost.cases.queries.marks import mark_of
from vardpost.cases.states import Event
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.queries import version as form_version
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound, WrongState
from vardpost.kernel.ids import new_id, stable_key

_JOURNALLED = Event.MARK_JOURNALLED
_SET = (
    "insert into case_mark (id, case_id, key, done, turn, at, by_id, by_name) "
    "values (%s, %s, %s, %s, 1, %s, %s, %s) on conflict (case_id, key) do update "
    "set done = excluded.done, turn = case_mark.turn + 1, at = excluded.at, "
    "by_id = excluded.by_id, by_name = excluded.by_name"
)


def check_point(*, actor: Actor, case_id: UUID, version: int, key: str, turn: int) -> None:
    """Tick off a point of the checklist. `turn` is the point's when the page was drawn.

    Raises as `take_hold`, `NotFound` for a point that the case's form has not, and `WrongState`
    when the point has been changed back and forth since.
    """
    change = take_hold(
        actor, case_id=case_id, version=version, event=Event.CHECK_POINT, content=(key, turn)
    )
    _mark(change, _point(change, key), turn, done=True)
    finish(change, AuditEvent.CASE_POINT_CHECKED, point=key)


def uncheck_point(*, actor: Actor, case_id: UUID, version: int, key: str, turn: int) -> None:
    """Take back the tick of a point. Raises as `check_point`."""
    change = take_hold(
        actor, case_id=case_id, version=version, event=Event.UNCHECK_POINT, content=(key, turn)
    )
    _mark(change, _point(change, key), turn, done=False)
    finish(change, AuditEvent.CASE_POINT_UNCHECKED, point=key)


def mark_journalled(*, actor: Actor, case_id: UUID, version: int, turn: int) -> None:
    """Say that what matters stands in the medical record. Raises as `check_point`."""
    change = take_hold(
        actor, case_id=case_id, version=version, event=Event.MARK_JOURNALLED, content=(turn,)
    )
    _mark(change, _journal(change), turn, done=True)
    finish(change, AuditEvent.CASE_JOURNALLED)


def unmark_journalled(*, actor: Actor, case_id: UUID, version: int, turn: int) -> None:
    """Take back that it stands in the medical record. Raises as `check_point`."""
    change = take_hold(
        actor, case_id=case_id, version=version, event=Event.UNMARK_JOURNALLED, content=(turn,)
    )
    _mark(change, _journal(change), turn, done=False)
    finish(change, AuditEvent.CASE_JOURNAL_UNMARKED)


def lacks_journal(change: Change) -> bool:
    """Whether the case has to be journalled before it ends, and is not marked yet (a part)."""
    return _form(change).journal_mark and not mark_of(change.held.id, JOURNAL).done


def journalled_with(change: Change) -> None:
    """Mark the case journalled in the press that ends it (a part); the verb tells the ledger."""
    held = change.held
    also = replace(
        change,
        event=_JOURNALLED,
        to=held.state,
        key=stable_key(change.key, _JOURNALLED.value),
        words=None,
        reason="",
    )
    _write(also, JOURNAL, done=True)


def _form(change: Change) -> FormDefinition:
    return form_version(change.held.type_version_id).definition


def _point(change: Change, key: str) -> str:
    """Return the point, which is one of the case's own form."""
    if all(point.key != key for point in _form(change).checklist):
        raise NotFound(f"point {key[:40]!r} of case {change.held.id}")
    return key


def _journal(change: Change) -> str:
    """Return the journal mark, where the case's form demands it."""
    if not _form(change).journal_mark:
        raise NotFound(f"no journal mark in case {change.held.id}")
    return JOURNAL


def _mark(change: Change, key: str, turn: int, *, done: bool) -> None:
    held = change.held
    mark = mark_of(held.id, key)
    if is_done(change.key) or (mark.turn != turn and mark.done is done):
        raise AlreadyDone
    if mark.turn != turn or mark.done is done:
        raise WrongState(f"{key} is at turn {mark.turn}", hinder=Hinder.MARK_MOVED.value)
    change.reason = "" if key == JOURNAL else key
    _write(change, key, done=done)


def _write(change: Change, key: str, *, done: bool) -> None:
    """Write the mark and the line of history; the case itself stands as it stood."""
    actor = change.actor
    history, params = history_row(change, change.held.version)
    values = [new_id(), change.held.id, key, done, change.at, actor.person_id, actor.name]
    db.execute(f"with {history} {_SET}", [*params, *values])
