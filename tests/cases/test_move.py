"""A case is moved to another unit with the resident's yes: once, whole, seen by nobody else."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import people_made as made
from tests.cases import cases_made
from tests.cases.moving import Place, actions
from tests.cases.resident_world import child_of
from tests.cases.test_two_at_once import at_once
from tests.database import as_owner
from vardpost.audit.events import AuditEvent as A
from vardpost.cases.actions import assign, close, read
from vardpost.cases.actions.answer import send_partial_answer
from vardpost.cases.actions.change import AlreadyDone
from vardpost.cases.actions.forward import forward_unit
from vardpost.cases.actions.move import ask_to_move, decline_move, unask_to_move
from vardpost.cases.queries import move as queries
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import AppError, BadInput, NotFound, Stale, WrongState
from vardpost.units.catchment import Row, Someone, why_not


@pytest.fixture
def place(db: None) -> Place:  # pytest-django's own
    return Place()


def test_a_yes_makes_one_new_case_with_the_same_words_and_ends_the_old(place: Place) -> None:
    place.ask()
    assert place.one("select count(*) from care_case") == 1
    place.yes()
    new = place.new()
    with as_owner():
        old_row = cases_made.row(place.case, "state", "moved_to_id", "move_unit_id", "move_name")
        assert old_row == ("forwarded", new, None, "Almens vårdcentral")
        same = (
            "resident_id, sent_by_id, sent_by_name, capacity, case_type, type_version_id, "
            "terms_id, terms_hash, terms_lang, terms_shown, terms_accepted_at, preview, "
            "resident_number"
        )
        assert cases_made.row(new, same) == cases_made.row(place.case, same)
        assert cases_made.row(new, "state", "unit_id", "version", "moved_from_name") == (
            *("submitted", place.next.id, 1, "Vårdcentralen Eken"),
        )
        sent = "select answers from case_message where case_id = %s and kind = 'submission'"
        assert place.one(sent, new) == place.one(sent, place.case)
        assert [row[0] for row in cases_made.history(place.case)][-2:] == [
            *("ask_to_move", "forward_unit"),
        ]
        assert [row[0] for row in cases_made.history(new)] == ["submit"]
    assert actions(place.case)[-2:] == [A.CASE_MOVE_ASKED, A.CASE_FORWARDED]
    assert actions(new) == [A.CASE_SUBMITTED]


def test_the_promise_is_the_other_units_and_begins_now(place: Place) -> None:
    place.ask()
    with as_owner():
        db.execute(
            "update unit_case_type set first_days = 9, final_days = 9 where unit_id = %s",
            [place.next.id],
        )
        long_ago = clock.now() - timedelta(days=20)
        db.execute("update care_case set first_due = %s", [long_ago])
    place.yes()
    with as_owner():
        due, at = cases_made.row(place.new(), "first_due", "submitted_at")
    assert due > clock.now() + timedelta(days=8)
    assert clock.now() - at < timedelta(minutes=5)


def test_both_are_told_without_a_word_of_what_it_is_about(place: Place) -> None:
    with as_owner():
        db.execute("update person set email = 'a@exempel.invalid'")
        db.execute("update staff_account set email = 'b@exempel.invalid'")
    told = "select count(*) from notice where template = %s and recipient_id = %s"
    place.ask()
    assert place.one(told, "waiting", place.world.people["resident"]) == 1
    place.yes()
    assert place.one(told, "new_case", place.nurse) == 1


def test_a_no_leaves_the_case_and_the_unit_is_told(place: Place) -> None:
    place.ask()
    read.open_case(actor=place.world.as_("receiver"), case_id=place.case)
    place.no()
    assert place.one("select count(*) from care_case") == 1
    assert place.world.row(place.case)["state"] == "submitted"
    assert place.world.row(place.case)["unread"] is True
    told = "select count(*) from notice where template = 'replied' and recipient_id = %s"
    assert place.one(told, place.world.people["receiver"]) == 1
    with pytest.raises(WrongState, match="no_move_asked"):
        place.yes()
    place.ask(body="En gång till")  # it may be asked anew


def test_one_question_at_a_time_and_it_can_be_taken_back(place: Place) -> None:
    place.ask()
    with pytest.raises(WrongState, match="already_asked"):
        place.ask(body="Igen")
    version = place.version()
    unask_to_move(actor=place.world.as_("receiver"), case_id=place.case, version=version)
    with pytest.raises(Stale):
        place.yes(version=version)
    with pytest.raises(WrongState):
        place.yes()
    assert place.one("select count(*) from care_case") == 1


@pytest.mark.parametrize("ended", ["assign", "withdraw", "close_without_answer"])
def test_whatever_takes_the_case_out_of_the_queue_ends_the_question(
    place: Place, ended: str
) -> None:
    place.ask()
    seen = place.version()
    if ended == "assign":
        who, responder = place.world.as_("receiver"), place.world.people["responder"]
        assign.assign(actor=who, case_id=place.case, version=seen, target_id=responder)
    elif ended == "withdraw":
        close.withdraw(actor=place.world.as_("resident"), case_id=place.case, version=seen)
    else:
        close.close_without_answer(
            actor=place.world.as_("receiver"), case_id=place.case, version=seen, reason="phone",
            body="Vi ringde",
        )  # fmt: skip
    assert place.one("select move_unit_id from care_case where id = %s", place.case) is None
    with pytest.raises(Stale):
        place.yes(version=seen)
    with pytest.raises(WrongState):
        place.yes()
    assert place.one("select count(*) from care_case") == 1


def test_the_same_yes_twice_is_once(place: Place) -> None:
    place.ask()
    seen = place.version()
    place.yes(version=seen)
    with pytest.raises(AlreadyDone):
        place.yes(version=seen)
    assert place.one("select count(*) from care_case") == 2
    with pytest.raises(DatabaseError), transaction.atomic(), as_owner():
        cases_made.case(
            place.next, place.world.people["resident"], moved_from_id=place.case
        )  # the database holds it too


@pytest.mark.parametrize(
    "why", ["closed", "paused", "not live", "not offered", "catchment", "region"]
)
def test_a_unit_that_takes_it_no_more_gets_nothing(place: Place, why: str) -> None:
    place.ask()
    today = clock.today()
    undo: dict[str, tuple[str, list[Any]]] = {
        "closed": (
            "insert into unit_ending (unit_id, state, freezes_on, closes_on) "
            "values (%s, 'announced', %s, %s)",
            [place.next.id, today, today],
        ),
        "paused": (
            "insert into unit_closing (id, unit_id, starts_on, ends_on, stops_clock, "
            "stops_intake, case_type, reason_sv, reason_en) "
            "values (gen_random_uuid(), %s, %s, %s, false, true, '', 'Semester', '')",
            [place.next.id, today, today],
        ),
        "not live": ("update care_unit set live = false where id = %s", [place.next.id]),
        "not offered": (
            "update unit_case_type set active = false where unit_id = %s",
            [place.next.id],
        ),
        "catchment": ("delete from catchment_row where unit_id = %s", [place.next.id]),
        "region": ("update care_unit set region_id = '12' where id = %s", [place.next.id]),
    }
    with as_owner():
        db.execute(*undo[why])
    with pytest.raises(WrongState), transaction.atomic():
        place.yes()
    assert place.one("select count(*) from care_case") == 1
    assert place.world.row(place.case)["state"] == "submitted"
    place.no()
    place.world.as_("receiver")
    assert queries.target(place.case, place.next.id) is None
    with pytest.raises(BadInput):
        place.ask(body="Igen")


def test_nobody_else_asks_or_answers(place: Place) -> None:
    with pytest.raises(AppError):
        place.ask("responder")
    with pytest.raises(AppError):
        place.ask("admin")
    actor = place.there()
    with pytest.raises(NotFound):
        ask_to_move(
            actor=actor, case_id=place.case, version=1, unit_id=place.next.id, body="Till oss"
        )
    assert queries.targets(place.case) == []
    place.world.as_("other_resident")  # signed in before anything is rolled back
    place.ask()
    for verb in (forward_unit, decline_move):
        with pytest.raises(NotFound), transaction.atomic():
            verb(actor=place.world.as_("other_resident"), case_id=place.case, version=2)
        with pytest.raises(AppError), transaction.atomic():
            verb(actor=place.world.as_("receiver"), case_id=place.case, version=2)
    assert place.one("select count(*) from care_case") == 1


def test_the_new_unit_sees_the_new_case_alone_and_the_old_unit_the_old(place: Place) -> None:
    place.ask()
    place.yes()
    new = place.new()
    actor = place.there()
    row = read.open_case(actor=actor, case_id=new)
    assert (row.moved_from_name, len(row.messages)) == ("Vårdcentralen Eken", 1)
    for case_id in (place.case,):
        with pytest.raises(NotFound):
            read.open_case(actor=actor, case_id=case_id)
    sees = "select count(*) from {} where {} = %s"
    for table, column in (
        *(("care_case", "id"), ("case_message", "case_id"), ("case_history", "case_id")),
        *(("case_flag", "case_id"), ("case_mark", "case_id")),
    ):
        assert db.fetch_one(sees.format(table, column), [place.case]) == (0,)
    mine = place.world.as_("receiver")
    with pytest.raises(NotFound):
        read.open_case(actor=mine, case_id=new)
    assert read.open_case(actor=mine, case_id=place.case).move_name == "Almens vårdcentral"


def test_what_the_unit_wrote_stays_and_the_red_flags_go(place: Place) -> None:
    with as_owner():
        db.execute(
            "insert into case_flag (id, case_id, list_id, level, list_version, key, label_sv, "
            "label_en, advice, at) values (gen_random_uuid(), %s, gen_random_uuid(), 'national', "
            "1, 'chest', 'bröstsmärta', 'chest pain', '112', now())",
            [place.case],
        )
    send_partial_answer(
        actor=place.world.as_("receiver"), case_id=place.case, version=1, body="Vi återkommer"
    )
    place.ask()
    place.yes()
    with as_owner():
        assert cases_made.row(place.new(), "message_count", "raised", "first_response_at") == (
            *(1, 1, None),
        )
    flags = "select count(*) from case_flag where case_id = %s"
    assert place.one(flags, place.new()) == 1
    assert place.one("select count(*) from case_message where case_id = %s", place.new()) == 1


def test_only_who_sent_it_answers_for_a_child(place: Place) -> None:
    world = place.world
    with as_owner():
        world.people["guardian"] = made.person("Lo", "Ek")
        world.people["other_resident"] = made.person("Kim", "Ek")
    born = clock.today() - timedelta(days=7 * 365)
    child = child_of(world.people["guardian"], "Moa", born)
    with as_owner():
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false)",
            [world.people["other_resident"], child, born],
        )
        db.execute(
            "update care_case set resident_id = %s, resident_birth = %s, sent_by_id = %s, "
            "capacity = 'guardian' where id = %s",
            [child, born, world.people["guardian"], place.case],
        )
    place.ask()
    with pytest.raises(WrongState, match="not_sender"), transaction.atomic():
        place.yes("other_resident")
    place.yes("guardian")
    with as_owner():
        sent = cases_made.row(place.new(), "resident_id", "sent_by_id", "capacity")
    assert sent == (child, world.people["guardian"], "guardian")


def test_nobody_is_asked_who_may_not_answer(place: Place) -> None:
    with as_owner():
        db.execute(
            "update care_case set capacity = 'guardian', sent_by_id = %s",
            [place.world.people["other_resident"]],
        )
    with pytest.raises(WrongState, match="the sender acts no more"):
        place.ask()


ROWS = [
    [],
    [("", "", "", 0, 199)],
    [(made.REGION, "", "", 0, 199)],
    [("12", "", "", 0, 199)],
    [(made.REGION, "1480", "", 0, 199)],
    [(made.REGION, "1401", "", 0, 199)],
    [("", "", "man", 0, 199), ("", "", "woman", 0, 17)],
    [("", "", "woman", 18, 64)],
]


@pytest.mark.parametrize("protected", [False, True])
@pytest.mark.parametrize("born", [date(1980, 5, 1), date(2008, 2, 29), date(2024, 3, 1)])
def test_the_database_asks_the_catchment_as_the_rules_do(
    place: Place, protected: bool, born: date
) -> None:
    with as_owner():
        db.execute(
            "update person set municipality_code = '1480', birth_date = %s, protected = %s "
            "where id = %s",
            [born, protected, place.world.people["resident"]],
        )
    someone = Someone(born, "woman", "1480", made.REGION, protected)
    for rows in ROWS:
        with as_owner():
            db.execute("delete from catchment_row where unit_id = %s", [place.next.id])
            for region, municipality, sex, low, high in rows:
                db.execute(
                    "insert into catchment_row (unit_id, region_id, municipality_id, sex, "
                    "age_from, age_to) values (%s, %s, %s, %s, %s, %s)",
                    [place.next.id, region or None, municipality or None, sex, low, high],
                )
        place.world.as_("receiver")
        fits = why_not([Row(*one) for one in rows], someone, clock.today()) is None
        assert (queries.target(place.case, place.next.id) is not None) is fits, rows


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_in_whatever_order_the_case_is_in_one_place(
    place: Place, seed: int
) -> None:
    dice, world = random.Random(seed), place.world  # noqa: S311  # no secret
    people = world.people
    for who in ("resident", "receiver"):
        world.as_(who)  # signed in before anything is rolled back

    def known(who: str) -> dict[str, Any]:
        return {"actor": world.as_(who), "case_id": place.case, "version": place.version()}

    steps: dict[str, Callable[[], object]] = {
        "ask": lambda: place.ask(body=f"Fråga {dice.random()}"),
        "unask": lambda: unask_to_move(**known("receiver")),
        "yes": place.yes,
        "no": place.no,
        "old yes": lambda: place.yes(version=max(1, place.version() - 1)),
        "give": lambda: assign.assign(**known("receiver"), target_id=people["responder"]),
        "back": lambda: assign.return_to_inbox(**known("receiver"), reason="Sjuk"),
        "partial": lambda: send_partial_answer(**known("receiver"), body=f"Del {dice.random()}"),
    }
    for _ in range(25):
        name = dice.choice([*steps])
        try:
            with transaction.atomic():
                steps[name]()
        except (AppError, AlreadyDone):
            pass
        with as_owner():
            state, to, asked = cases_made.row(place.case, "state", "moved_to_id", "move_unit_id")
            made_ = db.fetch_all("select id from care_case where moved_from_id = %s", [place.case])
            history = [row[0] for row in cases_made.history(place.case)]
        assert [row[0] for row in made_] == ([to] if state == "forwarded" else [])
        assert asked is None or state == "submitted"
        assert history.count("forward_unit") == (state == "forwarded")
        answered = sum(history.count(one) for one in ("unask_to_move", "decline_move"))
        assert history.count("ask_to_move") >= answered + (asked is not None)
    assert place.one("select count(*) from care_case where is_open") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["yes", "assign", "unask"])
def test_two_at_once_and_one_wins(other: str) -> None:
    with transaction.atomic():
        place = Place()
        place.ask()
        resident = made.sign_in(place.world.people["resident"], "resident")
        receiver = made.sign_in(place.world.people["receiver"], "staff")
    known: dict[str, Any] = {"case_id": place.case, "version": 2}
    responder = place.world.people["responder"]

    def yes(actor: Actor) -> None:
        forward_unit(actor=actor, **known)

    def against(actor: Actor) -> None:
        if other == "assign":
            assign.assign(actor=actor, **known, target_id=responder)
        else:
            unask_to_move(actor=actor, **known)

    second = (resident, "", yes) if other == "yes" else (receiver, place.world.unit.slug, against)
    ended = at_once((resident, "", yes), second)
    assert ended.count("done") == 1
    assert set(ended) <= {"done", "Stale", "AlreadyDone"}
    with transaction.atomic():
        count = place.one("select count(*) from care_case")
    assert count == (2 if other == "yes" or ended[0] == "done" else 1)
