"""The verbs on real rows as the web role: what each leaves, and that it happens once."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection

from tests.cases.world import World, make
from tests.database import as_owner
from vardpost.cases.actions import answer, assign, close, read
from vardpost.cases.actions.change import AlreadyDone
from vardpost.kernel import db
from vardpost.kernel.errors import Denied, NotFound, Stale, WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make()


def give(world: World, case_id: UUID, to: str = "responder", version: int = 1) -> None:
    assign.assign(
        actor=world.as_("receiver"),
        case_id=case_id,
        version=version,
        target_id=world.people[to],
    )
    read.open_case(actor=world.as_(to), case_id=case_id)


def test_a_case_from_form_to_final_answer(world: World) -> None:
    case_id = world.submit()
    assert world.row(case_id)["state"] == "submitted"
    give(world, case_id)
    assert world.row(case_id)["state"] == "in_progress"
    answer.send_partial_answer(
        actor=world.as_("responder"), case_id=case_id, version=2, body="Vi tittar på det."
    )
    assert world.row(case_id)["first_response_at"] is not None
    answer.ask_counter_question(
        actor=world.as_("responder"), case_id=case_id, version=3, body="Sedan när?"
    )
    row = world.row(case_id)
    assert (row["state"], row["paused_at"] is not None) == ("awaiting_resident", True)
    answer.reply_to_question(
        actor=world.as_("resident"), case_id=case_id, version=4, body="Sedan i måndags."
    )
    row = world.row(case_id)
    assert (row["state"], row["paused_at"], row["unread"]) == ("resident_replied", None, True)
    answer.send_final_answer(
        actor=world.as_("responder"),
        case_id=case_id,
        version=5,
        body="Provet var bra.",
        answers={},
    )
    row = world.row(case_id)
    assert (row["state"], row["version"], row["message_count"]) == ("answered", 6, 5)
    assert world.count("case_history", f"case_id = '{case_id}'") == 7
    assert world.count("case_message", f"case_id = '{case_id}'") == 5
    # Waiting: partial, question, final; receivers at submit; responder at assign and reply.
    assert world.count("notice", "template = 'waiting'") == 3
    assert world.count("notice", "template = 'new_case'") == 2
    assert world.count("notice", "template in ('assigned', 'replied')") == 2


@pytest.mark.parametrize(
    "again",
    [
        lambda world, case: answer.send_partial_answer(
            actor=world.as_("responder"), case_id=case, version=2, body="Samma ord."
        ),
        lambda world, case: answer.ask_counter_question(
            actor=world.as_("responder"), case_id=case, version=2, body="Samma ord?"
        ),
        lambda world, case: assign.reassign(
            actor=world.as_("responder"),
            case_id=case,
            version=2,
            target_id=world.people["colleague"],
        ),
        lambda world, case: close.close_without_answer(
            actor=world.as_("responder"), case_id=case, version=2, reason="phone", body="Ringt."
        ),
    ],
)
def test_the_same_change_sent_twice_is_one(
    world: World, again: Callable[[World, UUID], None]
) -> None:
    case_id = world.submit()
    give(world, case_id)
    again(world, case_id)
    before = (world.count("case_message"), world.count("case_history"), world.row(case_id))
    with pytest.raises(AlreadyDone):
        again(world, case_id)
    assert before == (world.count("case_message"), world.count("case_history"), world.row(case_id))


def test_other_words_on_an_older_version_are_stale_not_swallowed(world: World) -> None:
    case_id = world.submit()
    give(world, case_id)
    responder = world.as_("responder")
    answer.send_partial_answer(actor=responder, case_id=case_id, version=2, body="Ett.")
    with pytest.raises(Stale):
        answer.send_partial_answer(actor=responder, case_id=case_id, version=2, body="Två.")
    assert world.count("case_message", "kind = 'partial_answer'") == 1


def test_sending_a_draft_twice_gives_one_case(world: World) -> None:
    first = world.submit()
    row = None
    with connection.cursor() as cursor:
        cursor.execute("select id from case_draft where sent_case_id = %s", [first])
        row = cursor.fetchone()
    assert row is not None
    from vardpost.cases.actions.submit import submit_case

    again = submit_case(actor=world.as_("resident"), draft_id=row[0], terms_id=None, accepted=False)
    assert again == first
    assert world.count("care_case") == 1


def test_after_a_hand_over_the_former_responder_sees_nothing(world: World) -> None:
    case_id = world.submit()
    give(world, case_id)
    assign.reassign(
        actor=world.as_("responder"),
        case_id=case_id,
        version=2,
        target_id=world.people["colleague"],
    )
    former = world.as_("responder")
    with pytest.raises(NotFound):
        read.open_case(actor=former, case_id=case_id)
    assert not read.open_inbox(actor=former, queue="alla").page.rows
    assert db.fetch_all("select id from care_case") == []
    assert db.fetch_all("select id from case_message") == []
    colleague = world.as_("colleague")
    assert [row.id for row in read.open_inbox(actor=colleague, queue="mina").page.rows] == [case_id]


def test_a_receiver_may_send_a_partial_answer_but_not_ask_nor_answer(world: World) -> None:
    case_id = world.submit()
    receiver = world.as_("receiver")
    answer.send_partial_answer(actor=receiver, case_id=case_id, version=1, body="Vi har det.")
    with pytest.raises(Denied):
        answer.ask_counter_question(actor=receiver, case_id=case_id, version=2, body="När?")
    with pytest.raises(Denied):
        answer.send_final_answer(
            actor=receiver, case_id=case_id, version=2, body="Klart.", answers={}
        )


def test_an_administrator_and_a_stranger_find_no_case(world: World) -> None:
    case_id = world.submit()
    with pytest.raises(Denied):
        read.open_case(actor=world.as_("admin"), case_id=case_id)
    assert db.fetch_all("select id from care_case") == []
    with pytest.raises(NotFound):
        read.open_case(actor=world.as_("other_resident"), case_id=case_id)
    assert db.fetch_all("select id from care_case") == []


def test_withdrawing_ends_the_case_and_keeps_what_was_written(world: World) -> None:
    case_id = world.submit()
    close.withdraw(actor=world.as_("resident"), case_id=case_id, version=1)
    assert world.row(case_id)["state"] == "withdrawn"
    assert world.count("case_message") == 1
    with pytest.raises(WrongState):
        close.withdraw(actor=world.as_("resident"), case_id=case_id, version=2)


def test_taking_returning_closing_and_reopening(world: World) -> None:
    case_id = world.submit()
    both = world.as_("both")
    assign.self_take(actor=both, case_id=case_id, version=1)
    assert world.row(case_id)["assignee_id"] == world.people["both"]
    assign.return_to_inbox(actor=both, case_id=case_id, version=2, reason="Hann inte")
    assert world.row(case_id)["state"] == "submitted"
    give(world, case_id, version=3)
    answer.send_final_answer(
        actor=world.as_("responder"), case_id=case_id, version=4, body="Klart.", answers={}
    )
    close.close(actor=world.as_("responder"), case_id=case_id, version=5)
    assert world.row(case_id)["state"] == "closed"
    close.reopen(actor=world.as_("responder"), case_id=case_id, version=6, reason="more")
    row = world.row(case_id)
    assert (row["state"], row["finished_at"]) == ("in_progress", None)


def test_every_act_leaves_one_audit_row_that_names_all(world: World) -> None:
    case_id = world.submit()
    give(world, case_id)
    for action, roles in (
        ("cases:case:submit", "resident"),
        ("cases:case:assign", "case_receiver"),
        ("cases:case:read", "responder"),
    ):
        assert (
            world.count(
                "audit_entry",
                f"action = '{action}' and roles = '{roles}' and object_id = '{case_id}' "
                f"and unit_id = '{world.unit.id}' and region_id <> '' and person_id is not null "
                f"and resident_ids = array['{world.people['resident']}']::uuid[] "
                "and session_id is not null and request_id = 'test' and state <> ''",
            )
            == 1
        ), action


def told(world: World, template: str) -> list[object]:
    with as_owner():
        rows = db.fetch_all(
            "select recipient_id from notice where template = %s order by created_at", [template]
        )
    names = {who: name for name, who in world.people.items()}
    return [names[row[0]] for row in rows]


def test_when_a_receiver_redistributes_both_responders_are_told(world: World) -> None:
    case_id = world.submit()
    give(world, case_id)
    assign.reassign(
        actor=world.as_("receiver"),
        case_id=case_id,
        version=2,
        target_id=world.people["colleague"],
    )
    assert told(world, "assigned")[-1] == "colleague"
    assert told(world, "replied") == ["responder"]


def test_a_reply_to_somebody_who_answers_no_more_is_told_to_the_receivers(world: World) -> None:
    case_id = world.submit()
    give(world, case_id)
    responder = world.as_("responder")
    read.open_case(actor=responder, case_id=case_id)
    answer.ask_counter_question(
        actor=responder, case_id=case_id, version=2, body="När började det?"
    )
    with as_owner():
        db.execute(
            "update staff_account set active = false where person_id = %s",
            [world.people["responder"]],
        )
        db.execute("delete from notice")
    answer.reply_to_question(actor=world.as_("resident"), case_id=case_id, version=3, body="I går.")
    assert "receiver" in told(world, "replied")
    assert "responder" not in told(world, "replied")
