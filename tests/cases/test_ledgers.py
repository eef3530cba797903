"""Each verb leaves one row of history and one of audit; a refused one leaves nothing at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from tests import people_made as made
from tests.cases import cases_made
from tests.database import as_owner
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions import answer, assign, close, move, read, timers, urgent
from vardpost.cases.actions.departures import hand_over
from vardpost.cases.states import MOVES, QUIET, Event, State
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import AppError, NotFound, Stale, WrongState
from vardpost.kernel.ids import new_id
from vardpost.people.departures import RAN_OUT, Departure
from vardpost.people.session import open_scope
from vardpost.people.system import region_scope
from vardpost.units.actions.settings import unit_of

pytestmark = pytest.mark.django_db
E, A = Event, AuditEvent


@dataclass(frozen=True, slots=True)
class House:
    """A unit with its people."""

    unit: made.Unit
    resident: UUID
    receiver: UUID
    responder: UUID
    colleague: UUID
    both: UUID


@pytest.fixture
def house() -> House:
    with as_owner():
        unit = made.unit()
        return House(
            unit,
            made.person(),
            made.staff(unit, "case_receiver"),
            made.staff(unit, "responder"),
            made.staff(unit, "responder"),
            made.staff(unit, "case_receiver", "responder"),
        )


def as_staff(house: House, person: UUID) -> Actor:
    actor = open_scope(made.sign_in(person, "staff"), house.unit.slug, request_id="r", address="a")
    assert actor is not None
    return actor


def as_resident(house: House) -> Actor:
    actor = open_scope(made.sign_in(house.resident, "resident"), "", request_id="r", address="a")
    assert actor is not None
    return actor


#: Somebody who had cases here and has left.
LEAVER = new_id()


def leaving(house: House) -> Departure:
    return Departure(LEAVER, unit_of(house.unit.id), None, RAN_OUT, "", None, new_id())


Verb = Callable[[House, Actor, UUID], object]


@dataclass(frozen=True, slots=True)
class Try:
    """One verb: who does it, from which state, what it is called in the two ledgers."""

    event: Event
    audited: AuditEvent
    who: str
    state: State
    verb: Verb
    columns: dict[str, Any]


def given(
    event: Event, audited: AuditEvent, who: str, state: State, verb: Verb, **columns: Any
) -> Try:
    return Try(event, audited, who, state, verb, columns)


def known(actor: Actor, case_id: UUID) -> dict[str, Any]:
    return {"actor": actor, "case_id": case_id, "version": 1}


VERBS = [
    given(E.ASSIGN, A.CASE_ASSIGNED, "receiver", State.SUBMITTED,
          lambda h, a, c: assign.assign(**known(a, c), target_id=h.responder)),
    given(E.ASSIGN_WITH_PARTIAL, A.CASE_ASSIGNED, "receiver", State.SUBMITTED,
          lambda h, a, c: assign.assign(**known(a, c), target_id=h.responder, partial="Strax")),
    given(E.SELF_TAKE, A.CASE_TAKEN, "both", State.SUBMITTED,
          lambda h, a, c: assign.self_take(**known(a, c))),
    given(E.REASSIGN, A.CASE_REASSIGNED, "responder", State.IN_PROGRESS,
          lambda h, a, c: assign.reassign(**known(a, c), target_id=h.colleague)),
    given(E.REASSIGN, A.CASE_REASSIGNED, "receiver", State.RESIDENT_REPLIED,
          lambda h, a, c: assign.reassign(**known(a, c), target_id=h.colleague)),
    given(E.RETURN_TO_INBOX, A.CASE_RETURNED, "receiver", State.IN_PROGRESS,
          lambda h, a, c: assign.return_to_inbox(**known(a, c), reason="Sjuk")),
    given(E.TO_TEAM, A.CASE_TO_TEAM, "receiver", State.SUBMITTED,
          lambda h, a, c: assign.to_team(**known(a, c), team_id=None), team_id=new_id()),
    given(E.MARK_URGENT, A.CASE_URGENT_MARKED, "receiver", State.SUBMITTED,
          lambda h, a, c: urgent.mark_urgent(**known(a, c))),
    given(E.UNMARK_URGENT, A.CASE_URGENT_UNMARKED, "responder", State.IN_PROGRESS,
          lambda h, a, c: urgent.unmark_urgent(**known(a, c)), raised=4),
    given(E.LOWER_FLAG, A.CASE_FLAG_LOWERED, "receiver", State.SUBMITTED,
          lambda h, a, c: urgent.lower_flag(**known(a, c)), raised=1),
    given(E.PARTIAL_ANSWER, A.CASE_PARTIAL_SENT, "receiver", State.SUBMITTED,
          lambda h, a, c: answer.send_partial_answer(**known(a, c), body="Strax")),
    given(E.PARTIAL_ANSWER, A.CASE_PARTIAL_SENT, "responder", State.IN_PROGRESS,
          lambda h, a, c: answer.send_partial_answer(**known(a, c), body="Strax")),
    given(E.COUNTER_QUESTION, A.CASE_QUESTION_SENT, "responder", State.IN_PROGRESS,
          lambda h, a, c: answer.ask_counter_question(**known(a, c), body="Sedan när?")),
    given(E.FINAL_ANSWER, A.CASE_ANSWERED, "responder", State.RESIDENT_REPLIED,
          lambda h, a, c: answer.send_final_answer(**known(a, c), body="Så", answers={})),
    given(E.RESIDENT_REPLY, A.CASE_REPLIED, "resident", State.AWAITING_RESIDENT,
          lambda h, a, c: answer.reply_to_question(**known(a, c), body="I går")),
    given(E.RESIDENT_FOLLOWUP, A.CASE_REPLIED, "resident", State.ANSWERED,
          lambda h, a, c: answer.follow_up(**known(a, c), body="En sak till", offered=True)),
    given(E.CLOSE, A.CASE_CLOSED, "responder", State.ANSWERED,
          lambda h, a, c: close.close(**known(a, c))),
    given(E.CLOSE_WITHOUT_ANSWER, A.CASE_CLOSED_NO_ANSWER, "receiver", State.SUBMITTED,
          lambda h, a, c: close.close_without_answer(**known(a, c), reason="phone", body="Ring")),
    given(E.REOPEN, A.CASE_REOPENED, "responder", State.CLOSED,
          lambda h, a, c: close.reopen(**known(a, c), reason="more")),
    given(E.UNASK_TO_MOVE, A.CASE_MOVE_UNASKED, "receiver", State.SUBMITTED,
          lambda h, a, c: move.unask_to_move(**known(a, c)), move_unit_id=new_id()),
    given(E.DECLINE_MOVE, A.CASE_MOVE_DECLINED, "resident", State.SUBMITTED,
          lambda h, a, c: move.decline_move(**known(a, c)), move_unit_id=new_id()),
    given(E.WITHDRAW, A.CASE_WITHDRAWN, "resident", State.IN_PROGRESS,
          lambda h, a, c: close.withdraw(**known(a, c))),
]  # fmt: skip
#: One press that does two things (domain 3.3).
ALSO = {E.ASSIGN_WITH_PARTIAL: (A.CASE_PARTIAL_SENT,)}
TIMERS = [
    given(E.REMIND, A.CASE_REMINDED, "system", State.SUBMITTED,
          lambda h, a, c: timers.remind(actor=a, case_id=c),
          first_due=clock.now() + timedelta(minutes=5)),
    given(E.QUESTION_DUE, A.CASE_QUESTION_DUE, "system", State.AWAITING_RESIDENT,
          lambda h, a, c: timers.question_due(actor=a, case_id=c),
          reply_by=clock.now().date() - timedelta(days=2)),
    given(E.CLOSE, A.CASE_CLOSED, "system", State.ANSWERED,
          lambda h, a, c: timers.close_by_itself(actor=a, case_id=c),
          answered_at=clock.now() - timedelta(days=20)),
    given(E.RETURN_TO_INBOX, A.CASE_RETURNED, "system", State.RESIDENT_REPLIED,
          lambda h, a, c: hand_over(actor=a, departure=leaving(h)), assignee_id=LEAVER),
]  # fmt: skip


@contextmanager
def acting(house: House, who: str) -> Iterator[Actor]:
    if who == "system":
        with region_scope("test", made.REGION) as actor:
            yield actor
    elif who == "resident":
        yield as_resident(house)
    else:
        yield as_staff(house, getattr(house, who))


def arranged(house: House, one: Try) -> UUID:
    with as_owner():
        answering = house.both if one.who == "both" else house.responder
        return cases_made.case(house.unit, house.resident, one.state, answering, **one.columns)


def name(one: Try) -> str:
    return f"{one.event}-{one.who}"


@pytest.mark.parametrize("one", [*VERBS, *TIMERS], ids=name)
def test_a_verb_leaves_one_row_in_each_ledger(house: House, one: Try) -> None:
    case_id = arranged(house, one)
    with acting(house, one.who) as actor:
        one.verb(house, actor, case_id)
    after = MOVES[one.state, one.event]
    with as_owner():
        version = 1 if one.event in QUIET else 2
        assert cases_made.row(case_id, "state", "version") == (after.value, version)
        ((event, before, to, seen, _role),) = cases_made.history(case_id)
        assert (event, before, to, seen) == (one.event, one.state, after, version)
        written = cases_made.audit(case_id)
        assert {row[0] for row in written} == {one.audited, *ALSO.get(one.event, ())}
        assert len(written) == 1 + len(ALSO.get(one.event, ()))
        for _action, outcome, relation, state, person in written:
            assert (outcome, state) == ("ok", after)
            assert person == (None if one.who == "system" else actor.person_id)
            assert relation


@pytest.mark.parametrize("one", VERBS, ids=name)
def test_a_verb_on_an_older_version_leaves_nothing(house: House, one: Try) -> None:
    case_id = arranged(
        house, Try(one.event, one.audited, one.who, one.state, one.verb, {"version": 3})
    )
    with acting(house, one.who) as actor, pytest.raises(Stale), transaction.atomic():
        one.verb(house, actor, case_id)
    assert_untouched(case_id, one.state)


@pytest.mark.parametrize("one", VERBS, ids=name)
def test_a_verb_in_a_state_that_lacks_it_leaves_nothing(house: House, one: Try) -> None:
    wrong = State.WITHDRAWN
    # Nothing is asked about in a case that has ended.
    columns = {key: value for key, value in one.columns.items() if key != "move_unit_id"}
    case_id = arranged(house, replace(one, state=wrong, columns=columns))
    with acting(house, one.who) as actor, pytest.raises(WrongState), transaction.atomic():
        one.verb(house, actor, case_id)
    assert_untouched(case_id, wrong)


@pytest.mark.parametrize("one", VERBS, ids=name)
@pytest.mark.parametrize("stranger", ["elsewhere", "resident"])
def test_a_verb_by_a_stranger_finds_nothing(house: House, one: Try, stranger: str) -> None:
    case_id = arranged(house, one)
    with as_owner():
        other = made.unit()
        person = made.person() if stranger == "resident" else made.staff(
            other, "case_receiver", "responder", "unit_admin"
        )  # fmt: skip
    kind, slug = ("resident", "") if stranger == "resident" else ("staff", other.slug)
    actor = open_scope(made.sign_in(person, kind), slug, request_id="r", address="a")
    assert actor is not None
    with pytest.raises(AppError) as refused, transaction.atomic():
        one.verb(house, actor, case_id)
    assert isinstance(refused.value, NotFound)
    assert_untouched(case_id, one.state)


def test_the_first_opening_moves_the_case_once_and_raises_no_version(house: House) -> None:
    with as_owner():
        case_id = cases_made.case(house.unit, house.resident, "assigned", house.responder)
    actor = as_staff(house, house.responder)
    for _ in range(2):
        read.open_case(actor=actor, case_id=case_id)
    with as_owner():
        assert cases_made.row(case_id, "state", "version") == ("in_progress", 1)
        assert [row[0] for row in cases_made.history(case_id)] == ["open"]
        assert [row[0] for row in cases_made.audit(case_id)] == [A.CASE_READ, A.CASE_READ]


def test_a_receivers_reading_moves_nothing(house: House) -> None:
    with as_owner():
        case_id = cases_made.case(house.unit, house.resident, "assigned", house.responder)
    read.open_case(actor=as_staff(house, house.receiver), case_id=case_id)
    with as_owner():
        assert cases_made.row(case_id, "state", "version") == ("assigned", 1)
        assert cases_made.history(case_id) == []
        assert len(cases_made.audit(case_id)) == 1


def test_after_a_hand_over_the_former_responder_finds_nothing(house: House) -> None:
    with as_owner():
        case_id = cases_made.case(house.unit, house.resident, "in_progress", house.responder)
    former = as_staff(house, house.responder)
    assign.reassign(actor=former, case_id=case_id, version=1, target_id=house.colleague)
    former = as_staff(house, house.responder)
    with pytest.raises(NotFound):
        read.open_case(actor=former, case_id=case_id)
    assert read.open_case(actor=as_staff(house, house.colleague), case_id=case_id).id == case_id


def assert_untouched(case_id: UUID, state: State) -> None:
    with as_owner():
        assert cases_made.row(case_id, "state", "message_count") == (state.value, 1)
        assert cases_made.history(case_id) == []
        assert cases_made.audit(case_id) == []
