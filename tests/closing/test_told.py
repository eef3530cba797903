"""Residents are told by e-mail that a unit closes: each concerned once, and again if it stays."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from tests import people_made as made
from tests.cases.cases_made import case
from tests.cases.resident_world import child_of
from tests.closing.place import TODAY, Place, text
from tests.database import as_owner
from tests.markup import faults
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.draft import start_case_draft
from vardpost.casetypes.queries import offer
from vardpost.closing.actions import telling
from vardpost.closing.actions.ending import call_off
from vardpost.closing.actions.telling import tell_next
from vardpost.closing.jobs import tell
from vardpost.closing.queries import how_many_concerned
from vardpost.kernel import db
from vardpost.kernel.errors import Denied
from vardpost.people.system import region_scope


@pytest.fixture
def place(db: None) -> Place:  # pytest-django's own
    return Place()


def tellings() -> list[tuple[UUID, str, int, bool]]:
    with as_owner():
        return db.fetch_all(
            "select id, event, told, done_at is not null from ending_telling order by at, id"
        )


def told(event: UUID | None = None) -> list[UUID]:
    """Return who has a notice, one an event or of all, with repetitions."""
    with as_owner():
        rows = db.fetch_all(
            "select recipient_id from notice where template = 'waiting' "
            "and (%s::uuid is null or event_key = %s) order by recipient_id",
            [event, event],
        )
    return [row[0] for row in rows]


def jobs() -> list[dict[str, Any]]:
    with as_owner():
        rows = db.fetch_all(
            "select args::text from procrastinate_jobs where task_name = %s order by id",
            [telling.JOB],
        )
    return [json.loads(row[0]) for row in rows]


def run() -> None:
    for one in jobs():
        tell(**one)


def off(place: Place, version: int = 1) -> None:
    call_off(actor=place.actor(), unit_id=place.world.unit.id, version=version)


def open_cases(place: Place, number: int) -> list[UUID]:
    with as_owner():
        people = [made.person(f"Nr{one}") for one in range(number)]
        for one in people:
            case(place.world.unit, one)
    return people


def test_each_concerned_is_told_once_and_nobody_else(place: Place) -> None:
    unit, people = place.world.unit, place.world.people
    with as_owner():
        for state in ("submitted", "assigned"):  # two cases, one notice
            case(unit, people["resident"], state, people["responder"])
        case(place.next, made.person("Annan"))
        ended = made.person("Klar")
        case(unit, ended, "closed_no_answer")
        approved, handed, before = (made.person(one) for one in ("Godkänd", "Utlämnad", "Förr"))
        for person, until in ((approved, None), (before, TODAY - timedelta(days=1))):
            db.execute(
                "insert into approved_resident (id, unit_id, person_id, until, reason, "
                "approved_by_name, created_at) values "
                "(gen_random_uuid(), %s, %s, %s, 'x', 'x', now())",
                [unit.id, person, until],
            )
        db.execute(
            "insert into case_type_grant (id, unit_id, case_type_id, person_id, reason, "
            "starts_on, granted_at, granted_by_id, granted_by_name) select gen_random_uuid(), %s, "
            "t.id, %s, 'x', %s, now(), %s, 'x' from case_type t where t.key = 'send_message'",
            [unit.id, handed, TODAY, people["admin"]],
        )
    actor = place.world.as_("other_resident")
    offered = offer(unit.id, "send_message")
    start_case_draft(
        actor=actor, unit_id=unit.id, case_type=offered.key, version_id=offered.version_id
    )
    expected = {people["resident"], approved, handed, people["other_resident"]}
    place.actor()
    assert how_many_concerned(unit.id) == len(expected)
    place.announce()
    assert told() == []  # not in the request
    run()
    assert set(told()) == expected
    run()
    assert len(told()) == len(expected)
    assert [row[1:] for row in tellings()] == [("announced", 4, True)]


def test_guardians_who_act_are_told_in_the_childs_place(place: Place) -> None:
    unit, people = place.world.unit, place.world.people
    mother, father = people["resident"], people["other_resident"]
    small = child_of(mother, "Elsa", TODAY - timedelta(days=2600))
    with as_owner():
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false)",
            [father, small, TODAY - timedelta(days=2600)],
        )
        case(unit, small, sent_by_id=mother, capacity="guardian")
    grown = child_of(mother, "Ida", TODAY - timedelta(days=16 * 366))
    with as_owner():
        case(unit, grown)
        blocked = made.person("Spärrad")
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, true)",
            [blocked, small, TODAY - timedelta(days=2600)],
        )
    place.announce()
    run()
    assert set(told()) == {mother, father, grown}


def test_a_child_whose_guardians_act_no_more_is_told_itself(place: Place) -> None:
    small = child_of(place.world.people["resident"], "Elsa", TODAY - timedelta(days=2600))
    with as_owner():
        db.execute("update guardianship set until = %s", [TODAY])
        case(place.world.unit, small)
    place.announce()
    run()
    assert told() == [small]


def test_other_days_for_the_same_closing_tell_nobody_again(place: Place) -> None:
    open_cases(place, 1)
    place.announce()
    run()
    place.announce(version=1, closes_on=TODAY + timedelta(days=40))
    run()
    assert len(tellings()) == 1
    assert len(told()) == 1


def test_a_job_that_is_killed_goes_on_where_it_was(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "AT_A_TIME", 2)
    people = open_cases(place, 5)
    place.announce()
    (job,) = jobs()
    with region_scope(telling.JOB, made.REGION) as actor:
        assert tell_next(actor=actor, telling_id=UUID(job["telling"])) is True
    assert len(told()) == 2
    with region_scope(telling.JOB, made.REGION) as actor:  # killed before the commit
        tell_next(actor=actor, telling_id=UUID(job["telling"]))
        transaction.set_rollback(True)
    assert len(told()) == 2
    run()
    run()
    assert set(told()) == set(people)
    assert len(told()) == 5
    assert [row[1:] for row in tellings()] == [("announced", 5, True)]


def test_called_off_half_way_it_stops_and_those_told_hear_that_it_stays(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "AT_A_TIME", 2)
    open_cases(place, 5)
    place.announce()
    (job,) = jobs()
    with region_scope(telling.JOB, made.REGION) as actor:
        tell_next(actor=actor, telling_id=UUID(job["telling"]))
    off(place)
    run()
    first, second = tellings()
    assert first[1:] == ("announced", 2, True)
    assert second[1:] == ("called_off", 2, True)
    assert told(first[0]) == told(second[0])
    place.announce(version=2)  # a closing of its own: everybody
    run()
    assert tellings()[2][1:] == ("announced", 5, True)


def test_called_off_before_anybody_was_told_nobody_is(place: Place) -> None:
    open_cases(place, 1)
    place.announce()
    off(place)
    run()
    assert told() == []
    assert [row[1] for row in tellings()] == ["announced"]


def test_what_waits_is_on_the_first_page_of_whom_was_told(place: Place) -> None:
    place.world.submit()
    place.announce()
    home = "läggs ned"
    assert home not in text(place.resident().get("/mina"))
    run()
    page = text(place.resident().get("/mina"))
    assert "Vårdcentralen Eken läggs ned" in page
    assert f'href="/mottagningar/{place.world.unit.slug}"' in page
    assert not faults(page)
    place.world.as_("other_resident")
    place.tokens["there"] = place.world.tokens["other_resident"]
    assert home not in text(place.browser("there").get("/mina"))
    off(place)
    run()
    page = text(place.resident().get("/mina"))
    assert "Vårdcentralen Eken läggs inte ned." in page
    with as_owner():
        db.execute("update ending_telling set at = at - interval '22 days'")
    assert home not in text(place.resident().get("/mina"))


def test_the_page_says_how_many_and_under_five_in_no_number(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_cases(place, 4)
    before = "går då till {n} invånare"
    assert before.format(n="färre än fem") in text(place.browser().get(place.base))
    open_cases(place, 2)
    page = text(place.browser().get(place.base))
    assert before.format(n="6") in page
    assert not faults(page)
    place.announce()
    assert "Mejl skickas nu. Hittills: färre än fem" in text(place.browser().get(place.base))
    run()
    page = text(place.browser().get(place.base))
    assert "Mejl om att något väntar: 6 invånare" in page
    assert not faults(page)
    off(place)
    run()
    page = text(place.browser().get(place.base))
    assert "Att mottagningen är kvar: mejl till 6 invånare" in page
    assert not faults(page)


def test_who_they_are_is_for_the_system_of_the_region_alone(place: Place) -> None:
    open_cases(place, 6)
    place.announce()
    unit, (one,) = place.world.unit.id, [row[0] for row in tellings()]
    for who in ("here", "there"):
        actor = place.actor(who)
        assert db.fetch_all("select * from unit_concerned(%s, %s, 9)", [unit, one]) == []
        with pytest.raises(Denied):
            tell_next(actor=actor, telling_id=one)
    place.actor("there")
    assert how_many_concerned(unit) == 0
    place.world.as_("admin")
    assert how_many_concerned(unit) == 0
    with region_scope(telling.JOB, "12") as actor:
        assert db.fetch_all("select * from unit_concerned(%s, %s, 9)", [unit, one]) == []
        assert tell_next(actor=actor, telling_id=one) is False
    place.world.as_("resident")
    with pytest.raises(DatabaseError), transaction.atomic():
        db.fetch_all("select * from unit_concerned_people(%s)", [unit])
    assert told() == []


def test_the_ledger_has_a_row_a_batch_and_no_name(place: Place) -> None:
    (person,) = open_cases(place, 1)
    place.announce()
    run()
    with as_owner():
        rows = db.fetch_all(
            "select detail::text, resident_ids from audit_entry where action = %s",
            [AuditEvent.UNIT_ENDING_TOLD.value],
        )
    ((detail, residents),) = rows
    assert json.loads(detail)["notices"] == 1
    assert str(person) not in detail
    assert list(residents or []) == []
