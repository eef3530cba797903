"""The timers, run as the worker runs them: one region, each case by itself, once."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests import people_made as made
from tests.cases.cases_made import case
from tests.database import as_owner
from vardpost.cases import jobs
from vardpost.cases.actions import timers
from vardpost.kernel import clock, db, queue
from vardpost.kernel.actor import Actor
from vardpost.people.jobs import ended
from vardpost.people.system import region_scope
from vardpost.units.queries import active_regions

pytestmark = pytest.mark.django_db
HERE = made.REGION
ELSEWHERE = "01"


@pytest.fixture
def unit() -> made.Unit:
    with as_owner():
        place = made.unit()
        made.staff(place, "case_receiver", email="bo@region.invalid")
    return place


def column(case_id: UUID, name: str) -> object:
    with as_owner():
        row = db.fetch_one(f"select {name} from care_case where id = %s", [case_id])
    return row[0] if row else None


def notices() -> list[str]:
    with as_owner():
        return sorted(row[0] for row in db.fetch_all("select template from notice"))


def test_the_unit_is_reminded_once_before_the_promise_breaks(unit: made.Unit) -> None:
    now = clock.now()
    with as_owner():
        person = made.person(email="alva@exempel.invalid")
        soon = case(unit, person, first_due=now + timedelta(hours=3))
        later = case(unit, person, first_due=now + timedelta(hours=9))
    jobs.remind(ELSEWHERE)
    assert column(soon, "reminded_at") is None
    for _ in range(2):
        jobs.remind(HERE)
    assert column(soon, "reminded_at") is not None
    assert column(later, "reminded_at") is None
    assert len(notices()) == 1
    with as_owner():
        events = db.fetch_all("select event, actor_id from case_history")
        audit = db.fetch_all("select action, actor_kind, region_id from audit_entry")
    assert events == [("remind", None)]
    assert audit == [("cases:case:remind", "system", HERE)]


def test_an_unanswered_question_is_told_of_once(unit: made.Unit) -> None:
    today = clock.today()
    with as_owner():
        person = made.person(email="alva@exempel.invalid")
        answerer = made.staff(unit, "responder")
        asked = case(
            unit, person, "awaiting_resident", answerer, reply_by=today - timedelta(days=1)
        )
        in_time = case(unit, person, "awaiting_resident", answerer, reply_by=today)
    for _ in range(2):
        jobs.question_due(HERE)
    assert column(asked, "question_due_at") is not None
    assert column(in_time, "question_due_at") is None
    assert notices() == ["replied", "waiting"]


def test_what_was_answered_long_ago_is_closed(unit: made.Unit) -> None:
    now = clock.now()
    with as_owner():
        person, answerer = made.person(), made.staff(unit, "responder")
        old = case(unit, person, "answered", answerer, answered_at=now - timedelta(days=15))
        new = case(unit, person, "answered", answerer, answered_at=now - timedelta(days=13))
    for _ in range(2):
        jobs.close(HERE)
    assert column(old, "state") == "closed"
    assert column(new, "state") == "answered"


def test_what_nobody_answers_any_more_comes_back(unit: made.Unit) -> None:
    today = clock.today()
    with as_owner():
        person, other = made.person(), made.unit()
        stays, left, gone = (made.staff(unit, "responder") for _ in range(3))
        made.grant(left, "responder", other)
        db.execute("update staff_account set active = false where person_id = %s", [gone])
        ends = "update role_grant set ends_on = %s where person_id = %s and unit_id = %s"
        db.execute(ends, [today, left, unit.id])
        db.execute(ends, [today + timedelta(days=1), stays, unit.id])
        back = [case(unit, person, "in_progress", left), case(unit, person, "assigned", gone)]
        asked = case(unit, person, "awaiting_resident", left)
        kept = [case(unit, person, "in_progress", stays), case(other, person, "assigned", left)]
        done = case(unit, person, "answered", left)
    assert ended(ELSEWHERE) == 0
    # Of two people: the permission of one ran out, and the account of the other sleeps.
    assert [ended(HERE) for _ in range(2)] == [2, 0]
    for case_id in [*back, asked]:
        assert (column(case_id, "assignee_id"), column(case_id, "version")) == (None, 2)
    assert [column(case_id, "state") for case_id in back] == ["submitted"] * 2
    assert column(asked, "state") == "awaiting_resident"
    assert {column(case_id, "version") for case_id in [*kept, done]} == {1}
    assert notices() == ["new_case"] * 2  # told once a person, whatever the number
    with as_owner():
        audit = "select count(*) from audit_entry where action = 'cases:case:return'"
        assert db.fetch_one(audit) == (3,)


def test_a_case_that_fails_stops_no_other(unit: made.Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    with as_owner():
        person = made.person()
        first, second = (
            case(unit, person, first_due=now + timedelta(hours=hours)) for hours in (1, 2)
        )

    def remind(*, actor: Actor, case_id: UUID) -> bool:
        if case_id == first:
            raise RuntimeError("broken")
        return timers.remind(actor=actor, case_id=case_id)

    assert jobs.run("cases.remind", HERE, timers.due_for_reminder, remind) == 1
    assert column(first, "reminded_at") is None
    assert column(second, "reminded_at") is not None


@pytest.fixture
def empty_queue() -> None:
    db.execute("delete from procrastinate_jobs")


def test_every_region_gets_its_job_and_no_second_while_one_waits(
    unit: made.Unit, empty_queue: None
) -> None:
    with as_owner():
        made.unit(region=ELSEWHERE)
    for _ in range(2):
        for region in active_regions():
            queue.defer("cases.remind", region, only_one=True)
    waiting = db.fetch_all(
        "select args->>'region' from procrastinate_jobs where task_name = 'cases.remind' order by 1"
    )
    assert waiting == sorted([(ELSEWHERE,), (HERE,)])


def test_a_region_s_scope_ends_with_its_block(unit: made.Unit) -> None:
    with as_owner():
        made_case = case(unit, made.person())
    with region_scope("test", HERE):
        assert db.fetch_all("select id from care_case") == [(made_case,)]
    with region_scope("test", ELSEWHERE):
        assert db.fetch_all("select id from care_case") == []
    with region_scope("test", ""):
        assert db.fetch_all("select id from care_case") == []
