"""When not: the guards that need data beside the state, and what a page may offer. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from vardpost.cases.states import EVENT_ROLES, Event, State, open_events, parties
from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Belongs
from vardpost.policy.check import can


class Hinder(StrEnum):
    """Why an event that the state allows is not open now; the page has a sentence for each."""

    ALREADY_REMINDED = "already_reminded"
    ALREADY_URGENT = "already_urgent"
    ALREADY_ASKED = "already_asked"
    HAS_ASSIGNEE = "has_assignee"
    MARK_MOVED = "mark_moved"
    NOBODY_TO_ASK = "nobody_to_ask"
    NO_FLAG = "no_flag"
    NO_MOVE_ASKED = "no_move_asked"
    NOT_ASSIGNED = "not_assigned"
    NOT_DUE = "not_due"
    NOT_OFFERED = "not_offered"
    NOT_SENDER = "not_sender"
    NOT_URGENT = "not_urgent"
    PENDING_QUESTION = "pending_question"
    TARGET_INACTIVE = "target_inactive"
    TARGET_IS_ASSIGNEE = "target_is_assignee"
    TARGET_IS_KIN = "target_is_kin"
    TARGET_NO_RESPONDER = "target_no_responder"
    TOO_LATE = "too_late"


#: What `raised` is of a case that somebody at the unit has marked: after every red flag, which
#: stand from 1 in the order of their advice, and before every case that nothing pins.
URGENT = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """How many calendar days something stays possible."""

    reopen_days: int = 30
    follow_up_days: int = 14
    close_after_days: int = 14


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the guards ask about one case, read in the same transaction as its state."""

    state: State
    assignee_id: UUID | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    first_due_at: datetime | None = None
    first_response_at: datetime | None = None
    pending_question: bool = False
    question_due_at: datetime | None = None
    reminded: bool = False
    #: What pins the case: 0 nothing, a red flag, or `URGENT`.
    raised: int = 0
    #: The unit has asked whether the case may move, and nobody has answered.
    move_asked: bool = False
    #: The actor is the very person who sent the case.
    sent_it: bool = True
    take_offered: bool = True
    follow_up_offered: bool = True
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Target:
    """The colleague somebody wants to give a case to."""

    person_id: UUID
    is_responder: bool
    is_active: bool
    kin: frozenset[UUID] = frozenset()


def _within(start: datetime | None, now: datetime, days: int) -> bool:
    return start is not None and now <= start + timedelta(days=days)


def _close(facts: CaseFacts, now: datetime) -> Hinder | None:
    return Hinder.PENDING_QUESTION if facts.pending_question else None


def _reopen(facts: CaseFacts, now: datetime) -> Hinder | None:
    in_time = _within(facts.closed_at, now, facts.limits.reopen_days)
    return None if in_time else Hinder.TOO_LATE


def _follow_up(facts: CaseFacts, now: datetime) -> Hinder | None:
    if not facts.follow_up_offered:
        return Hinder.NOT_OFFERED
    in_time = _within(facts.answered_at, now, facts.limits.follow_up_days)
    return None if in_time else Hinder.TOO_LATE


def _take(facts: CaseFacts, now: datetime) -> Hinder | None:
    return None if facts.take_offered else Hinder.NOT_OFFERED


def _return(facts: CaseFacts, now: datetime) -> Hinder | None:
    return Hinder.NOT_ASSIGNED if facts.assignee_id is None else None


def _to_team(facts: CaseFacts, now: datetime) -> Hinder | None:
    return None if facts.assignee_id is None else Hinder.HAS_ASSIGNEE


def _lower(facts: CaseFacts, now: datetime) -> Hinder | None:
    return None if 0 < facts.raised < URGENT else Hinder.NO_FLAG


def _mark_urgent(facts: CaseFacts, now: datetime) -> Hinder | None:
    return Hinder.ALREADY_URGENT if facts.raised else None


def _unmark_urgent(facts: CaseFacts, now: datetime) -> Hinder | None:
    return None if facts.raised == URGENT else Hinder.NOT_URGENT


def _ask_to_move(facts: CaseFacts, now: datetime) -> Hinder | None:
    return Hinder.ALREADY_ASKED if facts.move_asked else None


def _unask_to_move(facts: CaseFacts, now: datetime) -> Hinder | None:
    return None if facts.move_asked else Hinder.NO_MOVE_ASKED


def _answer_move(facts: CaseFacts, now: datetime) -> Hinder | None:
    """Only who sent the case: it may hold a number that the other guardian is not shown."""
    if not facts.move_asked:
        return Hinder.NO_MOVE_ASKED
    return None if facts.sent_it else Hinder.NOT_SENDER


def _question_due(facts: CaseFacts, now: datetime) -> Hinder | None:
    if facts.question_due_at is None or now < facts.question_due_at:
        return Hinder.NOT_DUE
    return Hinder.ALREADY_REMINDED if facts.reminded else None


def _remind(facts: CaseFacts, now: datetime) -> Hinder | None:
    if facts.first_due_at is None or facts.first_response_at is not None:
        return Hinder.NOT_DUE
    return Hinder.ALREADY_REMINDED if facts.reminded else None


_GUARDS: Mapping[Event, Callable[[CaseFacts, datetime], Hinder | None]] = MappingProxyType(
    {
        Event.CLOSE: _close,
        Event.REOPEN: _reopen,
        Event.RESIDENT_FOLLOWUP: _follow_up,
        Event.SELF_TAKE: _take,
        Event.RETURN_TO_INBOX: _return,
        Event.TO_TEAM: _to_team,
        Event.LOWER_FLAG: _lower,
        Event.MARK_URGENT: _mark_urgent,
        Event.UNMARK_URGENT: _unmark_urgent,
        Event.ASK_TO_MOVE: _ask_to_move,
        Event.UNASK_TO_MOVE: _unask_to_move,
        Event.DECLINE_MOVE: _answer_move,
        Event.FORWARD_UNIT: _answer_move,
        Event.QUESTION_DUE: _question_due,
        Event.REMIND: _remind,
    }
)


def hinder(event: Event, facts: CaseFacts, now: datetime) -> Hinder | None:
    """Return why the event is not open now, although the state allows it; None when it is."""
    guard = _GUARDS.get(event)
    return guard(facts, now) if guard else None


def target_hinder(target: Target, resident_id: UUID, assignee_id: UUID | None) -> Hinder | None:
    """Return why a case cannot be given to this colleague; None when it can."""
    if not target.is_active:
        return Hinder.TARGET_INACTIVE
    if not target.is_responder:
        return Hinder.TARGET_NO_RESPONDER
    if resident_id in target.kin or resident_id == target.person_id:
        return Hinder.TARGET_IS_KIN
    return Hinder.TARGET_IS_ASSIGNEE if target.person_id == assignee_id else None


def closes_by_itself(facts: CaseFacts, now: datetime) -> bool:
    """Whether an answered case has waited so long that the system closes it."""
    waited = not _within(facts.answered_at, now, facts.limits.close_after_days)
    return facts.state is State.ANSWERED and facts.answered_at is not None and waited


def available(actor: Actor, thing: Belongs, facts: CaseFacts, now: datetime) -> tuple[Event, ...]:
    """Return the events the server would accept from the actor on this case: the buttons."""
    events = open_events(facts.state, parties(actor, thing))
    return tuple(
        event
        for event in events
        if can(actor, EVENT_ROLES[event].permission, thing) and hinder(event, facts, now) is None
    )
