"""The life of a case: the table of moves against a copy of the specification's, by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.people import HERE, ME, MY_CHILD, SOMEBODY, resident, staff
from vardpost.cases.states import (
    ACTS,
    EVENT_ROLES,
    FINAL,
    FINISHED,
    MOVES,
    OPEN,
    Event,
    Party,
    State,
    move,
    open_events,
    parties,
)
from vardpost.kernel.actor import system_actor
from vardpost.kernel.errors import WrongState
from vardpost.kernel.tenancy import Thing
from vardpost.policy.roles import ROLES, SYSTEM, Role

#: Copied by hand from the specification, 3.3: event, from, to, who. `=` keeps the state.
SPECIFICATION = """
submit               | draft                                                                    | submitted         | RE
route                | submitted                                                                | assigned          | SY
route_to_queue       | submitted                                                                | =                 | SY
assign               | submitted                                                                | assigned          | CR
assign_with_partial  | submitted                                                                | assigned          | CR
self_take            | submitted                                                                | in_progress       | CR
open                 | assigned                                                                 | in_progress       | RS
reassign             | assigned, in_progress                                                    | assigned          | CR, RS, SY
reassign             | awaiting_resident, resident_replied                                      | =                 | CR, RS, SY
return_to_inbox      | assigned, in_progress                                                    | submitted         | CR, SY
return_to_inbox      | awaiting_resident, resident_replied                                      | =                 | CR, SY
to_team              | submitted, awaiting_resident, resident_replied                           | =                 | CR
partial_answer       | in_progress, awaiting_resident, resident_replied                         | =                 | CR, RS
partial_answer       | submitted, assigned                                                      | =                 | CR
counter_question     | in_progress, resident_replied, awaiting_resident                         | awaiting_resident | RS
resident_reply       | awaiting_resident                                                        | resident_replied  | RE
final_answer         | in_progress, resident_replied, awaiting_resident                         | answered          | RS
close                | answered                                                                 | closed            | RS, SY
close_without_answer | assigned, in_progress, awaiting_resident, resident_replied               | closed_no_answer  | RS, CR
close_without_answer | submitted                                                                | closed_no_answer  | CR
withdraw             | submitted, assigned, in_progress, awaiting_resident, resident_replied    | withdrawn         | RE
ask_to_move          | submitted                                                                | =                 | CR
unask_to_move        | submitted                                                                | =                 | CR, SY
decline_move         | submitted                                                                | =                 | RE
forward_unit         | submitted                                                                | forwarded         | RE
resident_followup    | answered                                                                 | resident_replied  | RE
reopen               | closed                                                                   | in_progress       | RS, CR
lower_flag           | submitted                                                                | =                 | CR
lower_flag           | assigned, in_progress, awaiting_resident, resident_replied               | =                 | CR, RS
mark_urgent          | submitted                                                                | =                 | CR
mark_urgent          | assigned, in_progress, awaiting_resident, resident_replied               | =                 | CR, RS
unmark_urgent        | submitted                                                                | =                 | CR
unmark_urgent        | assigned, in_progress, awaiting_resident, resident_replied               | =                 | CR, RS
check_point          | in_progress, awaiting_resident, resident_replied, answered               | =                 | RS
uncheck_point        | in_progress, awaiting_resident, resident_replied, answered               | =                 | RS
mark_journalled      | in_progress, awaiting_resident, resident_replied                         | =                 | RS
unmark_journalled    | in_progress, awaiting_resident, resident_replied                         | =                 | RS
question_due         | awaiting_resident                                                        | =                 | SY
remind               | submitted, assigned, in_progress                                         | =                 | SY
unassigned           | submitted                                                                | =                 | SY
"""  # noqa: E501  # a table is read across
SHORT = {
    "RE": Party.RESIDENT,
    "CR": Party.RECEIVER,
    "RS": Party.RESPONDER,
    "SY": Party.SYSTEM,
}
#: The roles of the policy that stand as each party.
HELD_AS = {
    Party.RESIDENT: (Role.RESIDENT, Role.PROXY),
    Party.RECEIVER: (Role.CASE_RECEIVER,),
    Party.RESPONDER: (Role.RESPONDER,),
}
CASE = Thing(region_id="14", unit_id=HERE.id, resident_id=SOMEBODY, assignee_id=ME)


def by_hand() -> dict[tuple[str, str, Party], str]:
    """Return (state, event, party) to target, as the specification says."""
    found = {}
    for line in SPECIFICATION.strip().splitlines():
        event, origins, target, who = (cell.strip() for cell in line.split("|"))
        for origin in origins.split(", "):
            for short in who.split(", "):
                found[origin, event, SHORT[short]] = origin if target == "=" else target
    return found


def in_code() -> dict[tuple[str, str, Party], str]:
    """Return the same from the tables of the code."""
    return {
        (state.value, event.value, party): MOVES[state, event].value
        for event, rule in EVENT_ROLES.items()
        for party, states in rule.by.items()
        for state in states
    }


def test_the_moves_equal_the_specification() -> None:
    assert in_code() == by_hand()


def test_moves_and_parties_speak_of_the_same_states() -> None:
    for event, rule in EVENT_ROLES.items():
        assert {s for s, e in MOVES if e is event} == set().union(*rule.by.values())
    assert list(EVENT_ROLES) == list(Event)


def test_each_party_holds_the_permission_its_events_need() -> None:
    for rule in EVENT_ROLES.values():
        for party in rule.by:
            if party is Party.SYSTEM:
                assert rule.permission in SYSTEM.may
            else:
                assert all(rule.permission in ROLES[role].may for role in HELD_AS[party])


@pytest.mark.parametrize("state", State)
def test_every_state_can_be_reached_and_left_unless_final(state: State) -> None:
    reached = {State.DRAFT}
    for _ in State:
        reached |= {target for (origin, _e), target in MOVES.items() if origin in reached}
    assert state in reached
    leaves = {MOVES[state, event] for event in open_events(state)} - {state}
    assert bool(leaves) is (state not in FINAL)


@pytest.mark.parametrize("state", State)
def test_whose_turn_it_is_has_something_to_do(state: State) -> None:
    party = ACTS[state]
    if party is Party.NOBODY:
        assert state in FINISHED
    else:
        assert open_events(state, frozenset({party}))


def test_open_and_finished_part_the_sent_cases() -> None:
    assert not OPEN & FINISHED
    assert OPEN | FINISHED | {State.DRAFT} == set(State)
    assert all((state, Event.WITHDRAW) in MOVES for state in OPEN)


def test_a_wrong_move_names_both() -> None:
    with pytest.raises(WrongState) as refusal:
        move("closed", Event.FINAL_ANSWER)
    assert refusal.value.facts == {"event": "final_answer", "state": "closed"}
    assert move("awaiting_resident", Event.FINAL_ANSWER) is State.ANSWERED


def test_a_partial_answer_never_comes_after_the_answer() -> None:
    both = frozenset({Party.RECEIVER, Party.RESPONDER})
    for state in FINISHED:
        assert Event.PARTIAL_ANSWER not in open_events(state, both)


@given(st.sampled_from(State), st.sampled_from(Event), st.frozensets(st.sampled_from(Party)))
def test_move_and_open_events_agree(state: State, event: Event, by: frozenset[Party]) -> None:
    if event in open_events(state, by):
        assert move(state, event, by) is MOVES[state, event]
    else:
        with pytest.raises(WrongState):
            move(state, event, by)


@given(st.lists(st.tuples(st.sampled_from(Event), st.sampled_from(Party)), max_size=25))
def test_any_row_of_events_ends_where_the_table_says(steps: list[tuple[Event, Party]]) -> None:
    state = State.DRAFT
    answered = False
    for event, party in steps:
        before = state
        try:
            state = move(state, event, frozenset({party}))
        except WrongState:
            continue
        answered = answered or event is Event.FINAL_ANSWER
        assert before not in FINAL
        assert state is not State.DRAFT
        assert (state not in {State.ANSWERED, State.CLOSED}) or answered


def test_what_an_actor_is_to_a_case() -> None:
    both = staff(Role.CASE_RECEIVER, Role.RESPONDER)
    assert parties(both, CASE) == {Party.RECEIVER, Party.RESPONDER}
    assert parties(staff(Role.CASE_RECEIVER), CASE) == {Party.RECEIVER}
    assert parties(staff(Role.RESPONDER), CASE) == {Party.RESPONDER}
    assert parties(staff(Role.RESPONDER), Thing("14", HERE.id, SOMEBODY)) == frozenset()
    assert parties(both, Thing("14", HERE.id, MY_CHILD, ME)) == frozenset()
    assert parties(staff(Role.UNIT_ADMIN), CASE) == frozenset()
    assert parties(resident(), Thing("14", HERE.id, ME)) == {Party.RESIDENT}
    assert parties(resident(), CASE) == frozenset()
    assert parties(system_actor("reminders", "14"), CASE) == {Party.SYSTEM}
