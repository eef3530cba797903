"""What time does by itself: reminders, and closing what was answered."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import Change, finish, lock, write
from vardpost.cases.actions.told import tell_receivers, tell_resident, tell_unit
from vardpost.cases.guards import closes_by_itself, hinder
from vardpost.cases.queries.opening import opening_of
from vardpost.cases.states import EVENT_ROLES, MOVES, Event, Party, State
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.ids import stable_key
from vardpost.notices.queries import unit_told
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

#: How long before the promised first response the unit is reminded, by its own choice.
_REMIND_BEFORE = (
    "make_interval(hours => coalesce((select n.remind_hours from unit_notice n "
    "where n.unit_id = c.unit_id), 4)::int)"
)
#: After how many open hours a case that nobody has been given is told of.
_UNASSIGNED_AFTER = (
    "coalesce((select n.unassigned_hours from unit_notice n where n.unit_id = c.unit_id), 8)::int"
)
#: How many cases one run of a timer looks at; what is left comes in the next run.
BATCH = 200


def due_for_reminder(*, actor: Actor, tried: Sequence[UUID] = ()) -> list[UUID]:
    """Return open cases of the region whose first response is due soon and was not reminded of."""
    return _find(
        actor,
        f"c.is_open and c.first_response_at is null and c.first_due < %s + {_REMIND_BEFORE} "
        "and c.reminded_at is null and c.state in ('submitted', 'assigned', 'in_progress')",
        [clock.now()],
        tried,
        "c.first_due",
    )


def due_unassigned(*, actor: Actor, tried: Sequence[UUID] = ()) -> list[UUID]:
    """Return new cases that may have waited too long to be assigned; the verb counts open time."""
    return _find(
        actor,
        "c.is_open and c.assignee_id is null and c.unassigned_told_at is null "
        f"and c.state = 'submitted' and c.submitted_at < %s - make_interval(hours => "
        f"{_UNASSIGNED_AFTER})",
        [clock.now()],
        tried,
        "c.submitted_at",
    )


def due_questions(*, actor: Actor, tried: Sequence[UUID] = ()) -> list[UUID]:
    """Return cases of the region whose question is unanswered at its date and not told of."""
    today = clock.today()
    return _find(
        actor,
        "c.state = 'awaiting_resident' and c.reply_by < %s and c.question_due_at is null",
        [today],
        tried,
        "c.reply_by",
    )


def answered_long_ago(*, actor: Actor, tried: Sequence[UUID] = (), days: int = 14) -> list[UUID]:
    """Return answered cases of the region that have waited so long that they are closed."""
    return _find(
        actor,
        "c.state = 'answered' and c.answered_at < %s",
        [clock.now() - timedelta(days=days)],
        tried,
        "c.answered_at",
    )


def remind(*, actor: Actor, case_id: UUID) -> bool:
    """Tell the unit that a promise is about to break, once a case; False when not due."""
    change = _hold(actor, case_id, Event.REMIND)
    if change is None:
        return False
    before = timedelta(hours=unit_told(change.held.unit_id).remind_hours)
    if change.held.first_due > change.at + before:
        return False
    change.columns["reminded_at"] = change.at
    write(change)
    tell_receivers(change, "reminder")
    finish(change, AuditEvent.CASE_REMINDED)
    return True


def unassigned(*, actor: Actor, case_id: UUID) -> bool:
    """Tell the unit, once a case, that nobody has been given it for long; False when not due.

    What counts is opening time, so that a case of Friday evening is told of on Monday.
    """
    change = _hold(actor, case_id, Event.UNASSIGNED)
    if change is None or change.held.assignee_id or change.held.unassigned_told_at:
        return False
    hours = unit_told(change.held.unit_id).unassigned_hours
    passed = opening_of(change.held.unit_id).passed(change.held.submitted_at, change.at)
    if passed < timedelta(hours=hours):
        return False
    change.columns["unassigned_told_at"] = change.at
    write(change)
    tell_receivers(change, "unassigned")
    finish(change, AuditEvent.CASE_UNASSIGNED_TOLD)
    return True


def question_due(*, actor: Actor, case_id: UUID) -> bool:
    """Remind the resident once of an unanswered question, and flag it to the unit."""
    change = _hold(actor, case_id, Event.QUESTION_DUE)
    if change is None:
        return False
    change.columns["question_due_at"] = change.at
    write(change)
    tell_resident(change)
    tell_unit(change)
    finish(change, AuditEvent.CASE_QUESTION_DUE)
    return True


def close_by_itself(*, actor: Actor, case_id: UUID) -> bool:
    """Close a case that was answered long ago; False when it may not be closed yet."""
    change = _hold(actor, case_id, Event.CLOSE)
    if change is None or not closes_by_itself(change.held.facts(), change.at):
        return False
    change.columns["finished_at"] = change.at
    write(change)
    finish(change, AuditEvent.CASE_CLOSED, automatic=True)
    return True


def _hold(actor: Actor, case_id: UUID, event: Event) -> Change | None:
    """Lock a case of the region and return the change, or None when it is not due any more."""
    held = lock(actor, case_id)
    if held is None or (held.state, event) not in MOVES:
        return None
    require(actor, EVENT_ROLES[event].permission, held)
    now = clock.now()
    known: dict[str, object] = {}
    if event is Event.QUESTION_DUE:
        known = {
            "question_due_at": _end_of(held.reply_by),
            "reminded": held.question_due_at is not None,
        }
    if event is not Event.CLOSE and hinder(event, held.facts(**known), now) is not None:
        return None
    key = stable_key("timer", event.value, case_id, held.version)
    to: State = MOVES[held.state, event]
    return Change(actor, held, event, Party.SYSTEM, to, key, now)


def _end_of(day: date | None) -> datetime | None:
    """Return the moment after which a reply asked for by that day is late."""
    if day is None:
        return None
    midnight = datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM) + timedelta(days=1)
    return midnight.astimezone(UTC)


def _find(
    actor: Actor, condition: str, params: Sequence[object], tried: Sequence[UUID], order: str
) -> list[UUID]:
    scope = require(actor, Permission.CASE_REMIND)
    within, values = scope.where("c")
    rows = db.fetch_all(
        f"select c.id from care_case c where {within} and {condition} and c.id <> all(%s) "
        f"order by {order} limit {BATCH}",
        [*values, *params, list(tried)],
    )
    return [row[0] for row in rows]
