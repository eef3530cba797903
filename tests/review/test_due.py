"""The plan, what is reminded of and when, and what the region learns of a suspected breach."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import people_made as made
from tests.cases.staff_http import location, text
from tests.database import as_owner
from tests.review.test_questions import asked
from tests.review.test_reviews import mark, sample
from tests.review.world import World
from vardpost.kernel import clock, db
from vardpost.kernel.errors import Denied, Moved, NotFound
from vardpost.kernel.ids import new_id
from vardpost.people.system import region_scope
from vardpost.review.actions.close import cancel_review, escalate
from vardpost.review.actions.plan import change_plan, list_escalations, receive, remind
from vardpost.review.jobs import forget
from vardpost.review.plan import Plan
from vardpost.units.actions.settings import read_history, restore

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
PLANS = st.builds(Plan, months=st.integers(1, 12))


@given(PLANS, DAYS)
def test_the_first_sample_looks_at_the_months_that_are_over(plan: Plan, today: date) -> None:
    begins, ends = plan.next_period(None, today)
    assert begins.day == 1
    assert ends < today
    assert ends.toordinal() - begins.toordinal() in range(27 * plan.months, 32 * plan.months)
    assert (today - ends).days <= 31


@given(PLANS, DAYS, st.integers(0, 400))
def test_the_next_sample_leaves_no_month_out(plan: Plan, today: date, days: int) -> None:
    _begins, last = plan.next_period(None, today)
    begins, ends = plan.next_period(last, today + timedelta(days=days))
    assert begins > last
    if days < 28:  # in time
        assert begins == last + timedelta(days=1)
    assert plan.due(last, today) >= last
    assert ends > begins


def test_a_month_goes_after_a_month() -> None:
    plan = Plan(months=1, due_days=14)
    assert plan.next_period(None, date(2027, 1, 10)) == (date(2026, 12, 1), date(2026, 12, 31))
    assert plan.next_period(date(2026, 12, 31), date(2027, 1, 20)) == (
        date(2027, 1, 1), date(2027, 1, 31),
    )  # fmt: skip
    assert plan.due(date(2026, 12, 31), date(2027, 1, 20)) == date(2027, 2, 14)


pytestmark = pytest.mark.django_db
TODAY = clock.today()


def remind_on(day: date) -> int:
    with region_scope("test", made.REGION) as actor:
        return remind(actor=actor, today=day)


def told(world: World) -> list[tuple[str, UUID]]:
    return world.rows(
        "select template, recipient_id from notice where event_key not in "
        "(select id from review_question) and event_key not in (select id from review_escalation) "
        "order by 1, 2"
    )


def day_of(world: World, sql: str) -> date:
    return world.rows(sql)[0][0]  # type: ignore[no-any-return]  # a day


def suspected(world: World) -> UUID:
    """Tell the region of one suspected breach; return the escalation."""
    world.log()
    review, key = sample(world), new_id()
    mark(world, review, 1, "breach")
    escalate(
        actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, escalation_id=key,
        note="Ring mig",
    )  # fmt: skip
    return key


def test_reviewers_are_reminded_of_a_review_three_days_before_and_weekly(world: World) -> None:
    world.log()
    review = sample(world)
    due = day_of(world, "select due_on from review")
    both = sorted(("review", world.people[who]) for who in ("gun", "per"))
    assert remind_on(due - timedelta(days=4)) == 0
    assert remind_on(due - timedelta(days=3)) == 1
    assert told(world) == both
    assert remind_on(due - timedelta(days=3)) == 0  # the job ran again
    assert remind_on(due - timedelta(days=2)) == 0
    assert remind_on(due + timedelta(days=4)) == 1  # a week later
    assert told(world) == sorted(both * 2)
    cancel_review(
        actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion="Fel månad"
    )
    assert remind_on(due + timedelta(days=11)) == 0
    assert world.rows(
        "select count(*) from audit_entry where action = 'review:review:remind'"
    ) == [(2,)]  # fmt: skip


def test_who_is_asked_is_reminded_the_day_before(world: World) -> None:
    _review, question = asked(world)
    by = day_of(world, "select answer_by from review_question")
    assert remind_on(by - timedelta(days=2)) == 0
    assert remind_on(by - timedelta(days=1)) == 1
    assert told(world) == [("explain", world.people["rut"])]
    assert remind_on(by) == 0
    world.browser("rut").post(f"/jag/fragor/{question}", {"text": "Hon ringde."})
    remind_on(by + timedelta(days=6))
    assert [one for one in told(world) if one[0] == "explain"] == [("explain", world.people["rut"])]


def test_a_unit_with_a_plan_is_reminded_of_its_sample(world: World) -> None:
    assert remind_on(date(2026, 12, 12)) == 0  # nobody reviews here yet
    change_plan(actor=world.as_("gun"), unit_id=world.unit.id, version=0, plan=Plan(due_days=14))
    assert remind_on(date(2026, 12, 10)) == 0
    assert remind_on(date(2026, 12, 11)) == 1  # November's is to be closed on 14 December
    assert remind_on(date(2026, 12, 11)) == 1  # told once all the same:
    assert told(world) == sorted(("review", world.people[who]) for who in ("gun", "per"))
    assert remind_on(date(2026, 12, 14)) == 1
    assert remind_on(date(2026, 12, 15)) == 0
    assert remind_on(date(2026, 12, 21)) == 1


def test_the_plan_is_a_setting_like_others(world: World) -> None:
    gun, per = world.browser("gun"), world.browser("per")
    fields = {key: str(value) for key, value in asdict(Plan(amount=40)).items()}
    assert gun.post(world.url("plan"), {**fields, "version": "0"}).status_code == 303
    wrong = per.post(world.url("plan"), {**fields, "amount": "0", "months": "x", "version": "1"})
    assert wrong.status_code == 422
    assert text(wrong).count("Skriv ett tal från 1 till") >= 2
    slow = per.post(world.url("plan"), {**fields, "amount": "50", "version": "0"})
    assert slow.status_code == 409
    with pytest.raises(Moved):
        change_plan(actor=world.as_("per"), unit_id=world.unit.id, version=0, plan=Plan())
    change_plan(actor=world.as_("per"), unit_id=world.unit.id, version=1, plan=Plan(amount=10))
    lines = [one for one in read_history(actor=world.as_("gun"), unit_id=world.unit.id)
             if one.kind == "review:plan"]  # fmt: skip
    restore(actor=world.as_("gun"), unit_id=world.unit.id, change_id=lines[0].id, version=2)
    assert world.rows("select amount from review_plan") == [(40,)]
    assert "40" in text(gun.get(f"/m/{world.unit.slug}/admin/historik"))
    for who in ("eva", "rut"):
        assert world.browser(who).get(world.url("plan")).status_code in {403, 404}


def test_the_region_learns_how_many_and_from_where_and_no_more(world: World) -> None:
    key = suspected(world)
    ola = world.browser("ola")
    assert "Misstänkta intrång i regionen" in text(ola.get("/jag"))
    page = text(ola.get("/r/14/granskning"))
    assert "Ekens vårdcentral: 1 misstänkt intrång" in page
    assert "Ring mig" in page
    for hidden in ("Rut Ek", "Karin", "2026-00001"):
        assert hidden not in page
    sent = ola.post(f"/r/14/granskning/{key}/mottaget")
    assert location(sent) == "/r/14/granskning?sparat=1"
    ola.post(f"/r/14/granskning/{key}/mottaget")  # pressed twice
    assert "Mottaget av Ola Vik" in text(ola.get("/r/14/granskning"))
    assert world.rows(
        "select count(*) from audit_entry where action = 'review:escalation:receive'"
    ) == [(1,)]  # fmt: skip
    with pytest.raises(NotFound):
        receive(actor=world.as_("ola"), region_id="14", escalation_id=new_id())
    for who in ("gun", "eva", "rut"):
        with pytest.raises((Denied, NotFound)):
            list_escalations(actor=world.as_(who), region_id="14")
        assert world.browser(who).get("/r/14/granskning").status_code in {403, 404}
    assert ola.get("/r/01/granskning").status_code == 404
    assert ola.get("/r/14/granskning?efter=x,y").status_code == 200


def contact(**more: Any) -> dict[str, Any]:
    fields = {"name": "Dataskyddsombudet", "phone": "0980-319 221", "email": "", "version": "0"}
    return {**fields, **more}


def test_reviewers_see_whom_the_region_has_named(world: World) -> None:
    ola, address = world.browser("ola"), "/r/14/granskning/kontakt"
    wrong = ola.post(address, contact(name="", email="x", phone="1"))
    assert wrong.status_code == 422
    assert ola.post(address, contact(phone="")).status_code == 422
    assert location(ola.post(address, contact())) == "/r/14/granskning?sparat=1"
    assert ola.post(address, contact(name="Någon annan")).status_code == 409
    assert "Dataskyddsombudet" in text(ola.get("/r/14/granskning"))
    world.log()
    review = sample(world)
    mark(world, review, 1, "breach")
    assert "Dataskyddsombudet" in text(world.browser("gun").get(world.url(review, "region")))
    assert world.browser("gun").post(address, contact(version="1")).status_code in {403, 404}


def test_what_is_older_than_the_log_is_forgotten(world: World) -> None:
    world.log(facts=1)
    kept = clock.now() - timedelta(days=3653)
    with as_owner():
        db.execute(
            "insert into review_fact (entry_id, entry_at, region_id, unit_id, person_id, facts) "
            "values (%s, %s, '14', %s, %s, 1)",
            [new_id(), kept - timedelta(days=2), world.unit.id, world.people["rut"]],
        )
    forget("14")
    assert world.rows("select count(*) from review_fact") == [(1,)]
