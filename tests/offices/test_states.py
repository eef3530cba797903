"""The states of an application: the table by hand, and nobody who is stuck."""

from itertools import product
from uuid import UUID, uuid4

import pytest

from vardpost.kernel.errors import WrongState
from vardpost.offices.actions.decide import EVENTS
from vardpost.offices.states import (
    FIRST,
    MOVES,
    RAISED_BY,
    WAITS_FOR,
    Event,
    Party,
    Standing,
    State,
    move,
    open_events,
)
from vardpost.offices.words import EVENT_WORDS, FORM_WORDS, STATE_WORDS

E, S = Event, State
#: Written a second time, by hand from domain 7.4.
BY_HAND = {
    S.SUBMITTED: {E.TAKE: S.UNDER_REVIEW},
    S.UNDER_REVIEW: {
        E.ASK: S.NEEDS_INFO,
        E.RECOMMEND: S.UNDER_REVIEW,
        E.APPROVE: S.APPROVED,
        E.REJECT: S.REJECTED,
    },
    S.NEEDS_INFO: {E.ANSWER: S.UNDER_REVIEW},
    S.APPROVED: {E.ACCEPT: S.ACTIVE, E.REVOKE: S.REJECTED},
    S.REJECTED: {},
    S.ACTIVE: {},
}
APPLICANT, CANDIDATE, REVIEWER, SECOND = (uuid4() for _ in range(4))


def standing(state: State, reviewer: UUID | None = REVIEWER, **more: bool) -> Standing:
    facts = {"advised": True, "ordered": False} | more
    return Standing(state, APPLICANT, CANDIDATE, reviewer, **facts)


def test_the_table_is_the_one_by_hand() -> None:
    for state, event in product(State, Event):
        wanted = BY_HAND[state].get(event)
        if wanted is None:
            with pytest.raises(WrongState):
                move(state, event)
        else:
            assert move(state, event) is wanted


def test_every_state_is_reached_and_somebody_acts_in_all_but_the_last() -> None:
    assert {*FIRST.values(), *MOVES.values()} == set(State)
    assert set(WAITS_FOR) == {state for state in State if BY_HAND[state]}
    assert set(RAISED_BY) == set(Event) == {*FIRST, *(event for _state, event in MOVES)}


def test_everything_has_words() -> None:
    assert set(STATE_WORDS) == set(State)
    assert set(EVENT_WORDS) == set(Event)
    assert set(FORM_WORDS) == EVENTS


def test_four_eyes_whoever_looks() -> None:
    reviewed = standing(S.UNDER_REVIEW)
    assert open_events(reviewed, SECOND, Party.NATION) == (E.APPROVE, E.REJECT)
    assert open_events(reviewed, REVIEWER, Party.NATION) == (E.ASK, E.RECOMMEND)
    # Nobody decides what nobody has reviewed, what she made herself, or what is about herself.
    unadvised = standing(S.UNDER_REVIEW, advised=False)
    assert open_events(unadvised, SECOND, Party.NATION) == ()
    assert open_events(reviewed, APPLICANT, Party.NATION) == ()
    for state in State:
        assert open_events(standing(state), CANDIDATE, Party.NATION) == ()


def test_a_region_only_answers_and_a_candidate_only_accepts() -> None:
    for state in State:
        found = open_events(standing(state), APPLICANT, Party.REGION)
        assert found == ((E.ANSWER,) if state is S.NEEDS_INFO else ())
        found = open_events(standing(state), CANDIDATE, Party.CANDIDATE)
        assert found == ((E.ACCEPT,) if state is S.APPROVED else ())


def test_an_ordered_one_asks_nobody() -> None:
    ordered = standing(S.UNDER_REVIEW, reviewer=APPLICANT, ordered=True)
    assert open_events(ordered, APPLICANT, Party.NATION) == ()
    assert open_events(ordered, SECOND, Party.NATION) == (E.APPROVE, E.REJECT)
