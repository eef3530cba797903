"""When: the states of a case, the events that move it, who acts in each state. Pure.

Who may do what at all stands in `policy`; here stands in which state, and for which party. What a
page offers is `available`, and every action asks `move` and `hinder`: one table for both.

Reading an unassigned case is no event: it is audited and moves nothing. `OPEN` (the assignee's
first opening) moves the state, but like the two timers it raises no version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import WrongState
from vardpost.kernel.tenancy import Belongs
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission as _Permission
from vardpost.policy.roles import Role
from vardpost.policy.scope import effective_roles

_P = _Permission


class State(StrEnum):
    """Where a case stands. A draft is not yet a case."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    AWAITING_RESIDENT = "awaiting_resident"
    RESIDENT_REPLIED = "resident_replied"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    CLOSED_NO_ANSWER = "closed_no_answer"
    FORWARDED = "forwarded"


class Event(StrEnum):
    """What can happen to a case."""

    SUBMIT = "submit"
    ROUTE = "route"
    ROUTE_TO_QUEUE = "route_to_queue"
    ASSIGN = "assign"
    ASSIGN_WITH_PARTIAL = "assign_with_partial"
    SELF_TAKE = "self_take"
    OPEN = "open"
    REASSIGN = "reassign"
    RETURN_TO_INBOX = "return_to_inbox"
    TO_TEAM = "to_team"
    PARTIAL_ANSWER = "partial_answer"
    COUNTER_QUESTION = "counter_question"
    RESIDENT_REPLY = "resident_reply"
    FINAL_ANSWER = "final_answer"
    CLOSE = "close"
    CLOSE_WITHOUT_ANSWER = "close_without_answer"
    WITHDRAW = "withdraw"
    ASK_TO_MOVE = "ask_to_move"
    UNASK_TO_MOVE = "unask_to_move"
    DECLINE_MOVE = "decline_move"
    FORWARD_UNIT = "forward_unit"
    RESIDENT_FOLLOWUP = "resident_followup"
    REOPEN = "reopen"
    LOWER_FLAG = "lower_flag"
    MARK_URGENT = "mark_urgent"
    UNMARK_URGENT = "unmark_urgent"
    CHECK_POINT = "check_point"
    UNCHECK_POINT = "uncheck_point"
    MARK_JOURNALLED = "mark_journalled"
    UNMARK_JOURNALLED = "unmark_journalled"
    QUESTION_DUE = "question_due"
    REMIND = "remind"
    UNASSIGNED = "unassigned"


class Party(StrEnum):
    """The capacity in which somebody stands towards one case."""

    RESIDENT = "resident"
    RECEIVER = "receiver"
    RESPONDER = "responder"
    SYSTEM = "system"
    NOBODY = "nobody"


_S, _E = State, Event

#: States in which the unit or the resident still owes something before the answer.
OPEN = frozenset(
    {_S.SUBMITTED, _S.ASSIGNED, _S.IN_PROGRESS, _S.AWAITING_RESIDENT, _S.RESIDENT_REPLIED}
)
#: States without a way out.
FINAL = frozenset({_S.WITHDRAWN, _S.CLOSED_NO_ANSWER, _S.FORWARDED})
#: States of the finished queue; from the first two a case may come back.
FINISHED = frozenset({_S.ANSWERED, _S.CLOSED}) | FINAL

#: Whose turn it is.
ACTS: Mapping[State, Party] = MappingProxyType(
    {
        _S.DRAFT: Party.RESIDENT,
        _S.SUBMITTED: Party.RECEIVER,
        _S.ASSIGNED: Party.RESPONDER,
        _S.IN_PROGRESS: Party.RESPONDER,
        _S.AWAITING_RESIDENT: Party.RESIDENT,
        _S.RESIDENT_REPLIED: Party.RESPONDER,
        _S.ANSWERED: Party.RESPONDER,
        _S.CLOSED: Party.NOBODY,
        _S.WITHDRAWN: Party.NOBODY,
        _S.CLOSED_NO_ANSWER: Party.NOBODY,
        _S.FORWARDED: Party.NOBODY,
    }
)


def _keep(event: Event, *states: State) -> dict[tuple[State, Event], State]:
    return {(state, event): state for state in states}


def _to(event: Event, target: State, *states: State) -> dict[tuple[State, Event], State]:
    return {(state, event): target for state in states}


_ANSWERABLE = (_S.IN_PROGRESS, _S.AWAITING_RESIDENT, _S.RESIDENT_REPLIED)
_GIVEN = (_S.ASSIGNED, *_ANSWERABLE)
_OPEN = (_S.SUBMITTED, *_GIVEN)
#: Where a case can be without somebody who has it.
_WAITING = (_S.SUBMITTED, _S.AWAITING_RESIDENT, _S.RESIDENT_REPLIED)
#: Where the checklist is worked with: some points are done when the answer has been sent.
_CHECKABLE = (*_ANSWERABLE, _S.ANSWERED)

#: Every move there is. A returned case keeps its state when the resident has been asked or has
#: replied; it is then distributed by `REASSIGN`, which is why that event needs no former assignee.
MOVES: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        **_to(_E.SUBMIT, _S.SUBMITTED, _S.DRAFT),
        **_to(_E.ROUTE, _S.ASSIGNED, _S.SUBMITTED),
        **_keep(_E.ROUTE_TO_QUEUE, _S.SUBMITTED),
        **_to(_E.ASSIGN, _S.ASSIGNED, _S.SUBMITTED),
        **_to(_E.ASSIGN_WITH_PARTIAL, _S.ASSIGNED, _S.SUBMITTED),
        **_to(_E.SELF_TAKE, _S.IN_PROGRESS, _S.SUBMITTED),
        **_to(_E.OPEN, _S.IN_PROGRESS, _S.ASSIGNED),
        **_to(_E.REASSIGN, _S.ASSIGNED, _S.ASSIGNED, _S.IN_PROGRESS),
        **_keep(_E.REASSIGN, _S.AWAITING_RESIDENT, _S.RESIDENT_REPLIED),
        **_to(_E.RETURN_TO_INBOX, _S.SUBMITTED, _S.ASSIGNED, _S.IN_PROGRESS),
        **_keep(_E.RETURN_TO_INBOX, _S.AWAITING_RESIDENT, _S.RESIDENT_REPLIED),
        **_keep(_E.TO_TEAM, *_WAITING),
        **_keep(_E.PARTIAL_ANSWER, *_OPEN),
        **_to(_E.COUNTER_QUESTION, _S.AWAITING_RESIDENT, *_ANSWERABLE),
        **_to(_E.RESIDENT_REPLY, _S.RESIDENT_REPLIED, _S.AWAITING_RESIDENT),
        **_to(_E.FINAL_ANSWER, _S.ANSWERED, *_ANSWERABLE),
        **_to(_E.CLOSE, _S.CLOSED, _S.ANSWERED),
        **_to(_E.CLOSE_WITHOUT_ANSWER, _S.CLOSED_NO_ANSWER, *_OPEN),
        **_to(_E.WITHDRAW, _S.WITHDRAWN, *_OPEN),
        # The unit asks, the resident answers: a yes makes a new case at the other unit.
        **_keep(_E.ASK_TO_MOVE, _S.SUBMITTED),
        **_keep(_E.UNASK_TO_MOVE, _S.SUBMITTED),
        **_keep(_E.DECLINE_MOVE, _S.SUBMITTED),
        **_to(_E.FORWARD_UNIT, _S.FORWARDED, _S.SUBMITTED),
        **_to(_E.RESIDENT_FOLLOWUP, _S.RESIDENT_REPLIED, _S.ANSWERED),
        **_to(_E.REOPEN, _S.IN_PROGRESS, _S.CLOSED),
        **_keep(_E.LOWER_FLAG, *_OPEN),
        **_keep(_E.MARK_URGENT, *_OPEN),
        **_keep(_E.UNMARK_URGENT, *_OPEN),
        **_keep(_E.CHECK_POINT, *_CHECKABLE),
        **_keep(_E.UNCHECK_POINT, *_CHECKABLE),
        **_keep(_E.MARK_JOURNALLED, *_ANSWERABLE),
        **_keep(_E.UNMARK_JOURNALLED, *_ANSWERABLE),
        **_keep(_E.QUESTION_DUE, _S.AWAITING_RESIDENT),
        **_keep(_E.REMIND, _S.SUBMITTED, _S.ASSIGNED, _S.IN_PROGRESS),
        **_keep(_E.UNASSIGNED, _S.SUBMITTED),
    }
)


@dataclass(frozen=True, slots=True)
class EventRule:
    """The permission an event needs, and from which states each party may raise it."""

    permission: _Permission
    by: Mapping[Party, frozenset[State]]


def _rule(permission: _Permission, **by: tuple[State, ...]) -> EventRule:
    parties = {Party[name.upper()]: frozenset(states) for name, states in by.items()}
    return EventRule(permission, MappingProxyType(parties))


#: Who raises each event, and from where; together the states of an event are those in `MOVES`.
EVENT_ROLES: Mapping[Event, EventRule] = MappingProxyType(
    {
        _E.SUBMIT: _rule(_P.CASE_SUBMIT, resident=(_S.DRAFT,)),
        _E.ROUTE: _rule(_P.CASE_ROUTE, system=(_S.SUBMITTED,)),
        _E.ROUTE_TO_QUEUE: _rule(_P.CASE_ROUTE, system=(_S.SUBMITTED,)),
        _E.ASSIGN: _rule(_P.CASE_ASSIGN, receiver=(_S.SUBMITTED,)),
        _E.ASSIGN_WITH_PARTIAL: _rule(_P.CASE_ASSIGN_WITH_PARTIAL, receiver=(_S.SUBMITTED,)),
        _E.SELF_TAKE: _rule(_P.CASE_TAKE, receiver=(_S.SUBMITTED,)),
        _E.OPEN: _rule(_P.CASE_READ, responder=(_S.ASSIGNED,)),
        _E.REASSIGN: _rule(_P.CASE_REASSIGN, receiver=_GIVEN, responder=_GIVEN, system=_GIVEN),
        _E.RETURN_TO_INBOX: _rule(_P.CASE_RETURN_TO_INBOX, receiver=_GIVEN, system=_GIVEN),
        _E.TO_TEAM: _rule(_P.CASE_TO_TEAM, receiver=_WAITING),
        _E.PARTIAL_ANSWER: _rule(_P.CASE_PARTIAL_ANSWER, receiver=_OPEN, responder=_ANSWERABLE),
        _E.COUNTER_QUESTION: _rule(_P.CASE_COUNTER_QUESTION, responder=_ANSWERABLE),
        _E.RESIDENT_REPLY: _rule(_P.CASE_REPLY, resident=(_S.AWAITING_RESIDENT,)),
        _E.FINAL_ANSWER: _rule(_P.CASE_FINAL_ANSWER, responder=_ANSWERABLE),
        _E.CLOSE: _rule(_P.CASE_CLOSE, responder=(_S.ANSWERED,), system=(_S.ANSWERED,)),
        _E.CLOSE_WITHOUT_ANSWER: _rule(
            _P.CASE_CLOSE_WITHOUT_ANSWER, receiver=_OPEN, responder=_GIVEN
        ),
        _E.WITHDRAW: _rule(_P.CASE_WITHDRAW, resident=_OPEN),
        _E.ASK_TO_MOVE: _rule(_P.CASE_FORWARD, receiver=(_S.SUBMITTED,)),
        _E.UNASK_TO_MOVE: _rule(_P.CASE_FORWARD, receiver=(_S.SUBMITTED,), system=(_S.SUBMITTED,)),
        _E.DECLINE_MOVE: _rule(_P.CASE_REPLY, resident=(_S.SUBMITTED,)),
        _E.FORWARD_UNIT: _rule(_P.CASE_REPLY, resident=(_S.SUBMITTED,)),
        _E.RESIDENT_FOLLOWUP: _rule(_P.CASE_FOLLOW_UP, resident=(_S.ANSWERED,)),
        _E.REOPEN: _rule(_P.CASE_REOPEN, receiver=(_S.CLOSED,), responder=(_S.CLOSED,)),
        _E.LOWER_FLAG: _rule(_P.CASE_LOWER_FLAG, receiver=_OPEN, responder=_GIVEN),
        _E.MARK_URGENT: _rule(_P.CASE_MARK_URGENT, receiver=_OPEN, responder=_GIVEN),
        _E.UNMARK_URGENT: _rule(_P.CASE_MARK_URGENT, receiver=_OPEN, responder=_GIVEN),
        _E.CHECK_POINT: _rule(_P.CASE_CHECK_POINT, responder=_CHECKABLE),
        _E.UNCHECK_POINT: _rule(_P.CASE_CHECK_POINT, responder=_CHECKABLE),
        _E.MARK_JOURNALLED: _rule(_P.CASE_MARK_JOURNALLED, responder=_ANSWERABLE),
        _E.UNMARK_JOURNALLED: _rule(_P.CASE_MARK_JOURNALLED, responder=_ANSWERABLE),
        _E.QUESTION_DUE: _rule(_P.CASE_REMIND, system=(_S.AWAITING_RESIDENT,)),
        _E.REMIND: _rule(_P.CASE_REMIND, system=(_S.SUBMITTED, _S.ASSIGNED, _S.IN_PROGRESS)),
        _E.UNASSIGNED: _rule(_P.CASE_REMIND, system=(_S.SUBMITTED,)),
    }
)

#: Events that raise no version: reading, what pins a case and lowers it, which team's queue it
#: waits in, the marks of the checklist, the timers that only remind, and a rule that leaves the
#: case in the queue. What a colleague is writing meanwhile is not stale by them.
QUIET = frozenset(
    {
        _E.ROUTE_TO_QUEUE,
        _E.OPEN,
        _E.TO_TEAM,
        _E.LOWER_FLAG,
        _E.MARK_URGENT,
        _E.UNMARK_URGENT,
        _E.CHECK_POINT,
        _E.UNCHECK_POINT,
        _E.MARK_JOURNALLED,
        _E.UNMARK_JOURNALLED,
        _E.QUESTION_DUE,
        _E.REMIND,
        _E.UNASSIGNED,
    }
)
#: Events by which the resident hears from the unit, and the first-response clock stops.
STOPS_FIRST_CLOCK = frozenset(
    {
        _E.PARTIAL_ANSWER,
        _E.ASSIGN_WITH_PARTIAL,
        _E.COUNTER_QUESTION,
        _E.FINAL_ANSWER,
        _E.CLOSE_WITHOUT_ANSWER,
    }
)
#: Events that end the matter, and with it the final clock. It pauses in `AWAITING_RESIDENT`.
STOPS_FINAL_CLOCK = frozenset(
    {_E.FINAL_ANSWER, _E.CLOSE_WITHOUT_ANSWER, _E.WITHDRAW, _E.FORWARD_UNIT}
)


def move(state: str, event: Event, by: frozenset[Party] | None = None) -> State:
    """Return the state after the event, or raise `WrongState` naming both.

    With `by`, the parties the actor is to this case, the event must also be open to one of them:
    a receiver may send a partial answer in a state where a responder may not.
    """
    origin = State(state)
    target = MOVES.get((origin, event))
    rule = EVENT_ROLES[event]
    if target is None or (by is not None and not _open_to(rule, origin, by)):
        raise WrongState(f"{event} is not open in {state}", event=event.value, state=origin.value)
    return target


def open_events(state: str, by: frozenset[Party] | None = None) -> tuple[Event, ...]:
    """Return the events open in a state, in the order of `Event`; with `by`, to those parties."""
    origin = State(state)
    return tuple(
        event
        for event in Event
        if (origin, event) in MOVES and (by is None or _open_to(EVENT_ROLES[event], origin, by))
    )


def parties(actor: Actor, thing: Belongs) -> frozenset[Party]:
    """Return what the actor is to this case; one person may be both receiver and responder."""
    if actor.kind == "system":
        return frozenset({Party.SYSTEM})
    if actor.kind == "resident":
        mine = can(actor, _P.CASE_READ_OWN, thing)
        return frozenset({Party.RESIDENT}) if mine else frozenset()
    found = set()
    if can(actor, _P.CASE_READ_UNIT, thing):
        found.add(Party.RECEIVER)
    assignee = getattr(thing, "assignee_id", None)
    responder = Role.RESPONDER in effective_roles(actor) and assignee == actor.person_id
    if responder and can(actor, _P.CASE_READ, thing):
        found.add(Party.RESPONDER)
    return frozenset(found)


def _open_to(rule: EventRule, state: State, by: frozenset[Party]) -> bool:
    return any(state in rule.by.get(party, frozenset()) for party in by)
