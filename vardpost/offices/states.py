"""When: the states of an application for a new region administrator, and who moves it. Pure.

Who may do what at all stands in `policy`; here stands in which state, and for which of those
persons (domain 7.4). Four eyes: whoever decides is neither the one who reviewed the application nor
the one who made it. Pages ask `open_events`, the verbs ask `move`: one table for both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from vardpost.kernel.errors import WrongState


class State(StrEnum):
    """Where an application stands."""

    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    NEEDS_INFO = "needs_info"
    APPROVED = "approved"
    REJECTED = "rejected"
    ACTIVE = "active"


class Event(StrEnum):
    """What happens to an application; `SUBMIT` and `ORDER` make it."""

    SUBMIT = "submit"
    ORDER = "order"
    TAKE = "take"
    ASK = "ask"
    ANSWER = "answer"
    RECOMMEND = "recommend"
    APPROVE = "approve"
    REJECT = "reject"
    REVOKE = "revoke"
    ACCEPT = "accept"


class Party(StrEnum):
    """Who raises an event."""

    #: A region's administrator.
    REGION = "region"
    #: Anybody at the national office.
    NATION = "nation"
    #: The one at the national office who reviews this application.
    REVIEWER = "reviewer"
    #: Another one at the national office than whoever reviewed or made it.
    SECOND = "second"
    #: The one whom it is about.
    CANDIDATE = "candidate"


_S, _E, _P = State, Event, Party

#: What an event that makes an application makes it.
FIRST: Mapping[Event, State] = MappingProxyType(
    {
        _E.SUBMIT: _S.SUBMITTED,
        # Whoever opens one on a written order has read the order: another decides.
        _E.ORDER: _S.UNDER_REVIEW,
    }
)
MOVES: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        (_S.SUBMITTED, _E.TAKE): _S.UNDER_REVIEW,
        (_S.UNDER_REVIEW, _E.ASK): _S.NEEDS_INFO,
        (_S.NEEDS_INFO, _E.ANSWER): _S.UNDER_REVIEW,
        (_S.UNDER_REVIEW, _E.RECOMMEND): _S.UNDER_REVIEW,
        (_S.UNDER_REVIEW, _E.APPROVE): _S.APPROVED,
        (_S.UNDER_REVIEW, _E.REJECT): _S.REJECTED,
        (_S.APPROVED, _E.REVOKE): _S.REJECTED,
        (_S.APPROVED, _E.ACCEPT): _S.ACTIVE,
    }
)
RAISED_BY: Mapping[Event, Party] = MappingProxyType(
    {
        _E.SUBMIT: _P.REGION,
        _E.ORDER: _P.NATION,
        _E.TAKE: _P.NATION,
        _E.ASK: _P.REVIEWER,
        _E.ANSWER: _P.REGION,
        _E.RECOMMEND: _P.REVIEWER,
        _E.APPROVE: _P.SECOND,
        _E.REJECT: _P.SECOND,
        _E.REVOKE: _P.NATION,
        _E.ACCEPT: _P.CANDIDATE,
    }
)
#: States in which somebody still has to do something, with whose turn it is.
WAITS_FOR: Mapping[State, Party] = MappingProxyType(
    {
        _S.SUBMITTED: _P.NATION,
        _S.UNDER_REVIEW: _P.NATION,
        _S.NEEDS_INFO: _P.REGION,
        _S.APPROVED: _P.CANDIDATE,
    }
)
#: Events that say something, in words that are demanded.
IN_WORDS = frozenset({_E.ASK, _E.ANSWER, _E.RECOMMEND, _E.REJECT, _E.REVOKE})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands, and the persons of it."""

    state: State
    applicant_id: UUID
    candidate_id: UUID
    reviewer_id: UUID | None
    #: Whether the one who reviews it has said what she thinks.
    advised: bool
    #: Opened on a written order: the region has nobody who could answer a question.
    ordered: bool


def move(state: State, event: Event) -> State:
    """Return the next state. Raises `WrongState` naming both."""
    try:
        return MOVES[state, event]
    except KeyError:
        raise WrongState(f"{event} in {state}", state=str(state), event=str(event)) from None


def suits(event: Event, standing: Standing, person: UUID | None) -> bool:
    """Whether a person, whose permission has been asked for, is the one to raise an event."""
    party = RAISED_BY[event]
    if party is Party.CANDIDATE:
        return person == standing.candidate_id
    if person is None or person == standing.candidate_id:
        return False
    if party is Party.REVIEWER:
        return person == standing.reviewer_id and not standing.ordered
    if party is Party.SECOND:
        return (
            standing.advised
            and standing.reviewer_id is not None
            and person not in {standing.reviewer_id, standing.applicant_id}
        )
    return True


def open_events(standing: Standing, person: UUID | None, party: Party) -> tuple[Event, ...]:
    """Return what a person of an office (`REGION` or `NATION`) can do now, in a fixed order."""
    office = {Party.NATION: {_P.NATION, _P.REVIEWER, _P.SECOND}}.get(party, {party})
    return tuple(
        event
        for event in Event
        if (standing.state, event) in MOVES
        and RAISED_BY[event] in office
        and suits(event, standing, person)
    )
