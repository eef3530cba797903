"""Several people at one moment, on real transactions: one wins, the others are told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests import people_made as made
from tests.cases import cases_made
from tests.database import as_owner
from tests.product import PATIENCE
from vardpost.cases.actions import answer, assign, close
from vardpost.cases.actions.change import AlreadyDone
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import AppError
from vardpost.people.session import open_scope

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[Actor], object]


def at_once(*acts: tuple[str, str, Act]) -> list[str]:
    """Do all acts at the same moment, each on its own connection; return how each ended."""
    barrier = Barrier(len(acts))

    def run(token: str, slug: str, act: Act) -> str:
        try:
            with transaction.atomic():
                actor = open_scope(token, slug, request_id="r", address="a")
                assert actor is not None
                barrier.wait(timeout=PATIENCE)
                act(actor)
            return "done"
        except (AppError, AlreadyDone) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(lambda one: run(*one), acts))


def two_responders() -> tuple[made.Unit, UUID, UUID, str, str, str]:
    """Make a unit, a resident, a responder, and sessions of receiver, responder and resident."""
    with transaction.atomic(), as_owner():
        unit = made.unit()
        resident, responder = made.person(), made.staff(unit, "responder")
        receiver = made.staff(unit, "case_receiver")
    with transaction.atomic():
        tokens = (
            made.sign_in(receiver, "staff"),
            made.sign_in(responder, "staff"),
            made.sign_in(resident, "resident"),
        )
    return unit, resident, responder, *tokens


def a_case(unit: made.Unit, resident: UUID, state: str, assignee: UUID | None = None) -> UUID:
    with transaction.atomic(), as_owner():
        return cases_made.case(unit, resident, state, assignee)


def seen(case_id: UUID) -> tuple[str, int, int, list[str], int]:
    """Return state, version, number of messages, events and number of audit rows."""
    with transaction.atomic(), as_owner():
        state, version, count = cases_made.row(case_id, "state", "version", "message_count")
        events = [row[0] for row in cases_made.history(case_id)]
        return state, version, count, events, len(cases_made.audit(case_id))


def test_two_people_one_wins_and_the_other_is_told() -> None:
    unit, resident, responder, receiver_token, responder_token, _ = two_responders()
    case_id = a_case(unit, resident, "in_progress", responder)
    ended = at_once(
        (
            responder_token,
            unit.slug,
            lambda a: answer.send_final_answer(
                actor=a, case_id=case_id, version=1, body="Svar", answers={}
            ),
        ),
        (
            receiver_token,
            unit.slug,
            lambda a: close.close_without_answer(
                actor=a, case_id=case_id, version=1, reason="phone", body="Vi ringde"
            ),
        ),
    )
    assert sorted(ended) == ["Stale", "done"]
    state, version, count, events, audited = seen(case_id)
    assert state == ("answered" if ended[0] == "done" else "closed_no_answer")
    assert (version, count, len(events), audited) == (2, 2, 1, 1)


def test_the_resident_withdraws_while_the_unit_assigns() -> None:
    unit, resident, responder, receiver_token, _, resident_token = two_responders()
    case_id = a_case(unit, resident, "submitted")
    ended = at_once(
        (
            receiver_token,
            unit.slug,
            lambda a: assign.assign(actor=a, case_id=case_id, version=1, target_id=responder),
        ),
        (resident_token, "", lambda a: close.withdraw(actor=a, case_id=case_id, version=1)),
    )
    assert sorted(ended) == ["Stale", "done"]
    assert seen(case_id)[1:] == (2, 1, ["assign" if ended[0] == "done" else "withdraw"], 1)


def test_twelve_posts_of_the_same_message_leave_one() -> None:
    unit, resident, responder, _, responder_token, _ = two_responders()
    case_id = a_case(unit, resident, "in_progress", responder)

    def send(actor: Actor) -> None:
        answer.ask_counter_question(actor=actor, case_id=case_id, version=1, body="Sedan när?")

    ended = at_once(*[(responder_token, unit.slug, send)] * 12)
    assert sorted(ended) == ["AlreadyDone"] * 11 + ["done"]
    assert seen(case_id) == ("awaiting_resident", 2, 2, ["counter_question"], 1)


def test_a_hand_over_and_an_answer_at_once() -> None:
    unit, resident, responder, receiver_token, responder_token, _ = two_responders()
    with transaction.atomic(), as_owner():
        colleague = made.staff(unit, "responder")
    case_id = a_case(unit, resident, "in_progress", responder)
    ended = at_once(
        (
            responder_token,
            unit.slug,
            lambda a: answer.send_partial_answer(actor=a, case_id=case_id, version=1, body="Strax"),
        ),
        (
            receiver_token,
            unit.slug,
            lambda a: assign.reassign(actor=a, case_id=case_id, version=1, target_id=colleague),
        ),
    )
    assert ended.count("done") == 1
    assert set(ended) <= {"done", "Stale", "NotFound"}
    assert len(seen(case_id)[3]) == 1
