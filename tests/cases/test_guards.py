"""The guards that need dates and people, and the buttons that follow from everything together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.policy.people import COLLEAGUE, HERE, ME, SOMEBODY, resident, staff
from vardpost.cases.guards import (
    URGENT,
    CaseFacts,
    Hinder,
    Target,
    available,
    closes_by_itself,
    hinder,
    target_hinder,
)
from vardpost.cases.states import Event, State
from vardpost.kernel.tenancy import Thing
from vardpost.policy.roles import Role

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
E = Event
CASE = Thing(region_id="14", unit_id=HERE.id, resident_id=SOMEBODY, assignee_id=ME)
FACTS = CaseFacts(state=State.IN_PROGRESS, assignee_id=ME)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("event", "facts", "expected"),
    [
        (E.CLOSE, {"pending_question": True}, Hinder.PENDING_QUESTION),
        (E.CLOSE, {}, None),
        (E.REOPEN, {"closed_at": days_ago(30)}, None),
        (E.REOPEN, {"closed_at": days_ago(30.1)}, Hinder.TOO_LATE),
        (E.REOPEN, {}, Hinder.TOO_LATE),
        (E.RESIDENT_FOLLOWUP, {"answered_at": days_ago(14)}, None),
        (E.RESIDENT_FOLLOWUP, {"answered_at": days_ago(14.1)}, Hinder.TOO_LATE),
        (
            E.RESIDENT_FOLLOWUP,
            {"answered_at": days_ago(1), "follow_up_offered": False},
            Hinder.NOT_OFFERED,
        ),
        (E.SELF_TAKE, {"take_offered": False}, Hinder.NOT_OFFERED),
        (E.SELF_TAKE, {}, None),
        (E.RETURN_TO_INBOX, {"assignee_id": None}, Hinder.NOT_ASSIGNED),
        (E.RETURN_TO_INBOX, {}, None),
        (E.QUESTION_DUE, {}, Hinder.NOT_DUE),
        (E.QUESTION_DUE, {"question_due_at": NOW + timedelta(hours=1)}, Hinder.NOT_DUE),
        (E.QUESTION_DUE, {"question_due_at": NOW}, None),
        (E.QUESTION_DUE, {"question_due_at": NOW, "reminded": True}, Hinder.ALREADY_REMINDED),
        (E.REMIND, {"first_due_at": NOW}, None),
        (E.REMIND, {"first_due_at": NOW, "first_response_at": NOW}, Hinder.NOT_DUE),
        (E.REMIND, {"first_due_at": NOW, "reminded": True}, Hinder.ALREADY_REMINDED),
        (E.FINAL_ANSWER, {}, None),
    ],
)
def test_guard(event: Event, facts: dict[str, object], expected: Hinder | None) -> None:
    assert hinder(event, replace(FACTS, **facts), NOW) is expected  # type: ignore[arg-type]  # a row


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (Target(COLLEAGUE, is_responder=True, is_active=True), None),
        (Target(COLLEAGUE, is_responder=True, is_active=False), Hinder.TARGET_INACTIVE),
        (Target(COLLEAGUE, is_responder=False, is_active=True), Hinder.TARGET_NO_RESPONDER),
        (
            Target(COLLEAGUE, is_responder=True, is_active=True, kin=frozenset({SOMEBODY})),
            Hinder.TARGET_IS_KIN,
        ),
        (Target(ME, is_responder=True, is_active=True), Hinder.TARGET_IS_ASSIGNEE),
        (Target(SOMEBODY, is_responder=True, is_active=True), Hinder.TARGET_IS_KIN),
    ],
)
def test_who_can_be_given_a_case(target: Target, expected: Hinder | None) -> None:
    assert target_hinder(target, SOMEBODY, ME) is expected


def test_an_answered_case_closes_by_itself_when_nobody_can_follow_up_any_more() -> None:
    answered = replace(FACTS, state=State.ANSWERED, answered_at=days_ago(14))
    assert not closes_by_itself(answered, NOW)
    assert closes_by_itself(replace(answered, answered_at=days_ago(14.01)), NOW)
    assert not closes_by_itself(FACTS, NOW)


def test_the_buttons_of_a_receiver_and_of_a_responder() -> None:
    receiver = available(staff(Role.CASE_RECEIVER), CASE, FACTS, NOW)
    assert receiver == (
        *(E.REASSIGN, E.RETURN_TO_INBOX, E.PARTIAL_ANSWER, E.CLOSE_WITHOUT_ANSWER, E.MARK_URGENT),
    )
    responder = available(staff(Role.RESPONDER), CASE, FACTS, NOW)
    assert responder == (
        E.REASSIGN,
        E.PARTIAL_ANSWER,
        E.COUNTER_QUESTION,
        E.FINAL_ANSWER,
        E.CLOSE_WITHOUT_ANSWER,
        E.MARK_URGENT,
        E.CHECK_POINT,
        E.UNCHECK_POINT,
        E.MARK_JOURNALLED,
        E.UNMARK_JOURNALLED,
    )
    theirs = replace(CASE, assignee_id=COLLEAGUE)
    assert available(staff(Role.RESPONDER), theirs, FACTS, NOW) == ()


def test_the_buttons_on_a_new_case() -> None:
    new = replace(CASE, assignee_id=None)
    facts = CaseFacts(state=State.SUBMITTED)
    plain = (
        *(E.ASSIGN, E.ASSIGN_WITH_PARTIAL, E.TO_TEAM, E.PARTIAL_ANSWER),
        *(E.CLOSE_WITHOUT_ANSWER, E.ASK_TO_MOVE, E.MARK_URGENT),
    )
    assert available(staff(Role.CASE_RECEIVER), new, facts, NOW) == plain
    both = available(staff(Role.CASE_RECEIVER, Role.RESPONDER), new, facts, NOW)
    assert set(both) == {*plain, E.SELF_TAKE}
    assert available(staff(Role.RESPONDER), new, facts, NOW) == ()


def test_what_pins_a_case_is_lowered_by_its_own_name() -> None:
    """A red flag is lowered, a mark is taken away, and only what nothing pins can be marked."""
    pins = {E.LOWER_FLAG, E.MARK_URGENT, E.UNMARK_URGENT}
    actor = staff(Role.CASE_RECEIVER)
    found = {
        raised: pins & set(available(actor, CASE, replace(FACTS, raised=raised), NOW))
        for raised in range(URGENT + 1)
    }
    flags = {raised: {E.LOWER_FLAG} for raised in range(1, URGENT)}
    assert found == {0: {E.MARK_URGENT}, **flags, URGENT: {E.UNMARK_URGENT}}


def test_the_buttons_of_a_resident() -> None:
    mine = replace(CASE, resident_id=ME)
    asked = CaseFacts(state=State.AWAITING_RESIDENT, assignee_id=ME)
    assert available(resident(), mine, asked, NOW) == (E.RESIDENT_REPLY, E.WITHDRAW)
    answered = CaseFacts(state=State.ANSWERED, answered_at=days_ago(2))
    assert available(resident(), mine, answered, NOW) == (E.RESIDENT_FOLLOWUP,)
    assert available(resident(), mine, replace(answered, answered_at=days_ago(20)), NOW) == ()
