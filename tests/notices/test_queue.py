"""Notice rows: written with the event, once a person, sent by the worker's job."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import db
from vardpost.kernel.actor import Actor, system_actor
from vardpost.kernel.ids import new_id
from vardpost.notices.actions.queue import queue, queue_for_receivers
from vardpost.notices.jobs import send_event
from vardpost.people.session import open_scope
from vardpost.people.system import region_scope

pytestmark = pytest.mark.django_db


def signed_in(person_id: UUID, kind: str, unit: str = "") -> Actor:
    actor = open_scope(made.sign_in(person_id, kind), unit, request_id="", address="")
    assert actor is not None
    return actor


def notices() -> list[tuple[object, ...]]:
    with as_owner():
        return db.fetch_all(
            "select template, recipient_id, settled_at is not null, sent_at is not null, "
            "attempts, last_error from notice order by created_at, id"
        )


def jobs() -> list[tuple[str, dict[str, str]]]:
    return [
        (str(name), json.loads(args))
        for name, args in db.fetch_all("select task_name, args from procrastinate_jobs order by id")
    ]


@contextmanager
def counting() -> Iterator[list[str]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found: list[str] = []
    with CaptureQueriesContext(connection) as context:
        yield found
    found += [query["sql"] for query in context.captured_queries]


def test_one_statement_writes_the_rows_and_the_job() -> None:
    with as_owner():
        people = [made.person(), made.person()]
    actor = signed_in(people[0], "resident")
    key = new_id()
    with counting() as statements:
        queue(actor, event_key=key, template="waiting", region_id="14", recipients=people)
    assert len(statements) == 1
    assert {row[:2] for row in notices()} == {("waiting", one) for one in people}
    assert jobs() == [("notices.send", {"region": "14", "event": str(key), "template": "waiting"})]


def test_the_same_event_twice_is_one_notice_a_person() -> None:
    with as_owner():
        person = made.person()
    actor = signed_in(person, "resident")
    key = new_id()
    for _ in range(2):
        queue(actor, event_key=key, template="waiting", region_id="14", recipients=[person, person])
    assert len(notices()) == 1


def test_a_rollback_takes_back_rows_and_job() -> None:
    with as_owner():
        person = made.person()
    actor = signed_in(person, "resident")
    with transaction.atomic():
        queue(actor, event_key=new_id(), template="waiting", region_id="14", recipients=[person])
        transaction.set_rollback(True)
    assert notices() == []
    assert jobs() == []


def test_receivers_are_those_with_a_grant_today_and_an_active_account() -> None:
    with as_owner():
        unit, other = made.unit(), made.unit()
        right = {made.staff(unit, "case_receiver"), made.staff(unit, "responder", "case_receiver")}
        made.staff(unit, "responder")
        made.staff(other, "case_receiver")
        made.staff(unit, "case_receiver", active=False)
        made.grant(made.staff(None), "case_receiver", unit, ends=date(2021, 1, 1))
        person = made.person()
    actor = signed_in(person, "resident")
    with counting() as statements:
        queue_for_receivers(
            actor, event_key=new_id(), template="new_case", region_id="14", unit_id=unit.id
        )
    assert len(statements) == 1
    assert {row[1] for row in notices()} == right
    assert len(jobs()) == 1


def test_no_receivers_no_job() -> None:
    with as_owner():
        unit, person = made.unit(), made.person()
    actor = signed_in(person, "resident")
    queue_for_receivers(
        actor, event_key=new_id(), template="new_case", region_id="14", unit_id=unit.id
    )
    assert jobs() == []


def test_the_web_role_writes_but_reads_nothing_and_only_in_its_region() -> None:
    with as_owner():
        unit, person = made.unit(), made.person()
        receiver = made.staff(unit, "case_receiver")
    actor = signed_in(person, "resident")
    queue(actor, event_key=new_id(), template="waiting", region_id="14", recipients=[person])
    assert db.fetch_all("select id from notice") == []
    staff = signed_in(receiver, "staff", unit.slug)
    assert db.fetch_all("select id from notice") == []
    with pytest.raises(DatabaseError), transaction.atomic():
        queue(staff, event_key=new_id(), template="waiting", region_id="01", recipients=[person])
    with region_scope("test", "01"):
        assert db.fetch_all("select id from notice") == []
    with region_scope("test", "14"):
        (row,) = db.fetch_all("select id from notice")
        assert db.fetch_all("select * from notice_address(%s)", row) == [
            ("direct", "", "sv", 8, 0, 0)
        ]
    open_scope("no such session", "", request_id="", address="")
    assert db.fetch_all("select * from notice_address(%s)", row) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        queue(
            system_actor("test"), event_key=new_id(), template="waiting", region_id="14",
            recipients=[person],
        )  # fmt: skip


def test_the_job_sends_marks_and_sends_no_second_time() -> None:
    with as_owner():
        person = made.person(email="alva@exempel.invalid")
    actor = signed_in(person, "resident")
    key = new_id()
    queue(actor, event_key=key, template="waiting", region_id="14", recipients=[person])
    for _ in range(2):
        send_event("14", event=str(key), template="waiting")
    assert [letter.to for letter in mail.outbox] == [["alva@exempel.invalid"]]
    assert notices() == [("waiting", person, True, True, 1, "")]


def test_the_job_of_another_region_sends_nothing() -> None:
    with as_owner():
        person = made.person(email="alva@exempel.invalid")
    actor = signed_in(person, "resident")
    key = new_id()
    queue(actor, event_key=key, template="waiting", region_id="14", recipients=[person])
    send_event("01", event=str(key), template="waiting")
    assert mail.outbox == []


def test_no_address_and_not_wanted_are_settled_without_a_letter() -> None:
    with as_owner():
        silent, without = made.person(email="tyst@exempel.invalid"), made.person()
        db.execute(
            "insert into notice_setting (person_id, waiting, new_case, assigned, language) "
            "values (%s, false, true, true, 'sv')",
            [silent],
        )
    actor = signed_in(without, "resident")
    key = new_id()
    queue(actor, event_key=key, template="waiting", region_id="14", recipients=[silent, without])
    send_event("14", event=str(key), template="waiting")
    assert mail.outbox == []
    assert {row[1:] for row in notices()} == {
        (silent, True, False, 1, "not_wanted"),
        (without, True, False, 1, "no_address"),
    }


def test_staff_notices_go_to_the_directorys_address_in_the_chosen_language() -> None:
    with as_owner():
        unit = made.unit()
        receiver = made.staff(unit, "case_receiver", email="bo@region.invalid")
        db.execute("update person set email = 'bo@hemma.invalid' where id = %s", [receiver])
        db.execute(
            "insert into notice_setting (person_id, waiting, new_case, assigned, language) "
            "values (%s, true, true, true, 'en')",
            [receiver],
        )
        person = made.person()
    actor = signed_in(person, "resident")
    key = new_id()
    queue_for_receivers(actor, event_key=key, template="new_case", region_id="14", unit_id=unit.id)
    send_event("14", event=str(key), template="new_case")
    (letter,) = mail.outbox
    assert letter.to == ["bo@region.invalid"]
    assert "There is something new to assign" in letter.body


def test_job_arguments_hold_ids_only() -> None:
    from vardpost.kernel.queue import parameters

    with pytest.raises(ValueError, match="name is no id"):
        parameters("notices.send", "14", {"name": "Alva Ek"})
    with as_owner():
        person = made.person("Kanariefågel", "Testsson", email="kanarie@exempel.invalid")
    actor = signed_in(person, "resident")
    queue(actor, event_key=new_id(), template="waiting", region_id="14", recipients=[person])
    kept = str(db.fetch_all("select j.*, e.* from procrastinate_jobs j, procrastinate_events e"))
    assert not re.search("kanarie|testsson", kept, re.IGNORECASE)
