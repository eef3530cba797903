"""Noticing: what is true of entries, which rules hit, once, whatever is done again."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.staff_http import location, text
from tests.database import as_owner
from tests.review.test_reviews import mark
from tests.review.world import World
from vardpost.cases.models import FINAL_STATES
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.people.system import region_scope
from vardpost.review.actions.close import cancel_review
from vardpost.review.actions.notice import notice_acts
from vardpost.review.groups import Group
from vardpost.review.noticing import FINISHED_STATES, Circumstances, Ties, chosen, facts_of
from vardpost.review.queries.noticing import acts_at
from vardpost.review.rules import FINISHED_FOR, Fact

MOMENT = datetime(2026, 11, 2, 10, tzinfo=UTC)
TIES = st.builds(Ties, *[st.booleans()] * 6)
ABOUT = st.builds(
    Circumstances,
    st.just(MOMENT),
    st.sampled_from(["cases:case:read", "cases:case:answer"]),
    st.sampled_from(list(Group)),
    st.sampled_from(["assignee", "receiver", "none", ""]),
    st.sampled_from(["submitted", "assigned", "closed", "answered", ""]),
    st.booleans(),
    st.booleans(),
    st.lists(TIES, max_size=3),
    st.one_of(st.none(), st.integers(0, 40).map(lambda days: MOMENT - timedelta(days=days))),
    st.booleans(),
)  # fmt: skip


@given(ABOUT)
def test_facts_say_what_is_known_and_nothing_else(about: Circumstances) -> None:
    found = facts_of(about)
    assert bool(found & Fact.OUTSIDE_HOURS) == about.outside
    for fact, told in (
        (Fact.OWN, "own"), (Fact.CHILD, "child"), (Fact.SAME_NAME, "surname"),
        (Fact.SAME_ADDRESS, "address"), (Fact.COLLEAGUE, "colleague"),
        (Fact.PROTECTED, "protected"),
    ):  # fmt: skip
        assert bool(found & fact) == any(getattr(one, told) for one in about.ties)
    if about.relation == "assignee" or about.state == "submitted" or not about.about_case:
        assert not found & Fact.NOT_ASSIGNED
    if found & Fact.FINISHED:
        assert about.state in FINISHED_STATES
        known = about.case_known
        assert not known or (
            about.finished_at is not None and about.at - about.finished_at >= FINISHED_FOR
        )
    assert not found & Fact.UNHANDLED  # that is asked later


def test_the_states_are_those_of_cases() -> None:
    assert set(FINAL_STATES) == FINISHED_STATES


def test_a_list_of_many_says_nothing_of_whom_one_looked_for() -> None:
    assert chosen("cases:case:read", Group.OPENED, 1)
    assert chosen("people:resident:look-up", Group.LISTED, 1)
    assert not chosen("cases:case:list", Group.LISTED, 1)
    assert not chosen("cases:case:read", Group.OPENED, 50)
    assert not chosen("cases:case:read", Group.OPENED, 0)


pytestmark = pytest.mark.django_db


def judge(world: World) -> int:
    """Judge the whole log of the unit, as the job does; return how many hits there were."""
    with region_scope("test", "14") as actor:
        acts = acts_at(world.unit.id, clock.now() - timedelta(days=90), clock.now())
        return notice_acts(actor=actor, acts=acts)


def signals(world: World) -> list[tuple[str, str]]:
    """Return (rule, person) of the signals there are."""
    sql = "select rule, person_name from review_signal order by 1, 2, entry_at"
    return [(row[0], row[1]) for row in world.rows(sql)]


def facts(world: World, entry: UUID) -> Fact:
    """Return what is noted of an entry."""
    rows = world.rows("select facts from review_fact where entry_id = %s", entry)
    return Fact(rows[0][0]) if rows else Fact.NONE


def at_work(days: int = 10, hour: int = 10, minute: int = 0) -> datetime:
    """Return a moment on a weekday within the opening hours, some days ago."""
    moment = clock.now().astimezone(clock.STOCKHOLM) - timedelta(days=days)
    while moment.weekday() > 4 or moment.date().isoformat() in {"2026-11-01", "2026-10-31"}:
        moment -= timedelta(days=1)
    return moment.replace(hour=hour, minute=minute, second=0, microsecond=0)


def person(world: World, who: str, **columns: Any) -> None:
    """Change what the register says of somebody."""
    names = ", ".join(f"{name} = %s" for name in columns)
    with as_owner():
        db.execute(f"update person set {names} where id = %s",
                   [*columns.values(), world.people[who]])  # fmt: skip


@pytest.fixture(autouse=True)
def strangers(world: World) -> None:
    """Nobody has anything in common, unless a test says so."""
    for number, who in enumerate(world.people):
        person(world, who, family_name=f"Namn{number}", street=f"Gata {number}",
               postal_code="54230")  # fmt: skip


def test_one_who_distributes_is_no_signal(world: World) -> None:
    opened = world.log(at=at_work(), state="submitted")
    world.log(at=at_work(minute=5), action="cases:case:assign")
    assert judge(world) == 0
    assert facts(world, opened) == Fact.NONE


def test_opening_without_doing_anything_is_noted_later(world: World) -> None:
    opened, own = world.log(at=at_work()), world.log("ida", at=at_work(), relation="assignee")
    fresh = world.log(at=clock.now() - timedelta(hours=1))
    judge(world)
    assert facts(world, opened) == Fact.NOT_ASSIGNED | Fact.UNHANDLED
    assert facts(world, own) == Fact.NONE
    assert not facts(world, fresh) & Fact.UNHANDLED  # there is still time


@pytest.mark.parametrize("days", [59, 7, -2])
def test_what_was_done_before_or_soon_after_counts(world: World, days: int) -> None:
    opened = world.log(at=at_work())
    world.log(at=at_work() - timedelta(days=days), action="cases:case:partial-answer")
    world.log("ida", at=at_work(), action="cases:case:answer", case="nils")
    judge(world)
    assert not facts(world, opened) & Fact.UNHANDLED


def test_the_same_surname_without_a_reason_is_a_signal(world: World) -> None:
    person(world, "rut", family_name="Berg")
    person(world, "karin", family_name="berg")
    opened = world.log(at=at_work())
    world.log("ida", at=at_work())
    judge(world)
    assert signals(world) == [("same_name", "Rut Ek")]
    assert facts(world, opened) & Fact.SAME_NAME


def test_the_same_surname_at_work_is_none(world: World) -> None:
    person(world, "rut", family_name="Berg")
    person(world, "karin", family_name="Berg")
    world.log(at=at_work(), state="submitted")
    world.log(at=at_work(minute=2), action="cases:case:assign")
    world.log(at=at_work(minute=9))
    assert judge(world) == 0


def test_the_same_address_is_always_one(world: World) -> None:
    for who in ("ida", "nils"):
        person(world, who, street="Ekgatan 1", postal_code="54235")
    world.log("ida", "nils", at=at_work(), relation="assignee")
    judge(world)
    assert signals(world) == [("same_address", "Ida Berg")]


def test_oneself_ones_child_and_ones_parent(world: World) -> None:
    with as_owner():
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false)",
            [world.people["rut"], world.people["karin"], clock.now()],
        )
        world.people["rut again"] = world.people["rut"]
        world.cases["rut again"] = new_id()
    world.log(at=at_work())
    world.log(case="rut again", at=at_work(), relation="assignee")
    judge(world)
    assert [one for one in signals(world) if one[0] == "own"] == [("own", "Rut Ek")] * 2


def test_a_refused_try_at_ones_own_is_a_signal(world: World) -> None:
    world.people["own"], world.cases["own"] = world.people["rut"], new_id()
    world.log(case="own", at=at_work(), outcome="refused", action="cases:case:read")
    judge(world)
    assert signals(world) == [("own", "Rut Ek")]


def test_a_colleague_and_a_protected_identity(world: World) -> None:
    with as_owner():
        db.execute("update person set protected = true where id = %s", [world.people["nils"]])
    world.people["colleague"] = world.people["ida"]
    world.cases["colleague"] = new_id()
    world.log(case="colleague", at=at_work())
    world.log(case="nils", at=at_work())
    judge(world)
    assert signals(world) == [("colleague", "Rut Ek"), ("protected", "Rut Ek")]


def test_coming_back_after_the_case_is_closed(world: World) -> None:
    with as_owner():
        db.execute(
            "update care_case set state = 'closed', finished_at = %s where id = %s",
            [at_work(40), world.cases["karin"]],
        )
    for minute in (0, 10):
        world.log(at=at_work(minute=minute), state="closed")
    world.log("ida", at=at_work(39), state="closed")  # only a day after
    judge(world)
    assert signals(world) == []
    world.log(at=at_work(minute=30), state="closed")
    judge(world)
    assert signals(world) == [("after_closing", "Rut Ek")]


def read_many(world: World, number: int, minutes: float, who: str = "rut") -> None:
    """Open cases of different residents, evenly spread."""
    for n in range(number):
        world.log(who, at=at_work() + timedelta(minutes=minutes * n), object_id=str(new_id()))


def test_mass_reading_is_one_signal(world: World) -> None:
    read_many(world, 19, 1, "ida")
    read_many(world, 45, 1)
    judge(world)
    found = world.rows("select rule, person_name, count from review_signal")
    assert ("mass_reading", "Rut Ek", 20) in found
    assert [one for one in found if one[0] == "mass_reading"] == [("mass_reading", "Rut Ek", 20)]


def test_many_read_and_handled_is_a_morning_of_work(world: World) -> None:
    for n in range(30):
        key, moment = str(new_id()), at_work() + timedelta(minutes=n)
        world.log(at=moment, object_id=key, state="submitted")
        world.log(at=moment + timedelta(hours=2), object_id=key, action="cases:case:assign")
    assert judge(world) == 0


def test_outside_hours_one_by_one_is_none_and_many_is(world: World) -> None:
    late = world.log(at=at_work(hour=22))
    judge(world)
    assert facts(world, late) & Fact.OUTSIDE_HOURS
    assert signals(world) == []
    for n in range(5):
        world.log(at=at_work(hour=22, minute=n + 1), object_id=str(new_id()))
    judge(world)
    assert ("outside_hours", "Rut Ek") in signals(world)


def test_many_refusals(world: World) -> None:
    for n in range(10):
        world.log(at=at_work() + timedelta(minutes=n), outcome="refused", object_type="route",
                  action="shell:request:refuse", resident_ids=[])  # fmt: skip
    judge(world)
    assert signals(world) == [("refused", "Rut Ek")]


def test_done_again_it_finds_nothing_new(world: World) -> None:
    read_many(world, 25, 1)
    person(world, "rut", street="Ekgatan 1")
    person(world, "karin", street="Ekgatan 1")
    world.log(at=at_work())
    judge(world)
    before = world.rows("select rule, entry_id, facts from review_signal s join review_fact "
                        "using (entry_id) order by 1, 2")  # fmt: skip
    judge(world)
    after = world.rows("select rule, entry_id, facts from review_signal s join review_fact "
                       "using (entry_id) order by 1, 2")  # fmt: skip
    assert before == after


def test_what_reviewers_do_is_not_judged(world: World) -> None:
    for n in range(25):
        world.log("gun", at=at_work() + timedelta(minutes=n), purpose="review",
                  action="review:item:read", object_type="review_item")  # fmt: skip
    assert judge(world) == 0


def test_from_signal_to_review_and_back(world: World) -> None:
    person(world, "rut", family_name="Berg", street="Ekgatan 1")
    person(world, "karin", family_name="Berg", street="Ekgatan 1")
    world.log(at=at_work())
    judge(world)
    gun = world.browser("gun")
    first = text(gun.get(world.url()))
    assert "Samma adress som invånaren" in first
    page = gun.get(world.url("signaler"))
    assert "Samma efternamn, och gjorde inget i ärendet" in text(page)
    assert "2026-00001" in text(page)
    (key,) = world.rows("select id from review_signal where rule = 'same_address'")[0]
    assert gun.post(world.url("signaler"), {"signaler": "x"}).status_code == 422
    review = location(gun.post(world.url("signaler"), {"signaler": str(key)}))
    said = text(gun.get(f"{review}/1"))
    assert "Regler som slog till: " in said
    assert "Samma adress som invånaren" in said
    assert "Samma efternamn" in said  # the other signal of the entry goes with it
    assert "Inga nya signaler." in text(gun.get(world.url("signaler")))
    review_id = UUID(review.rpartition("/")[2])
    cancel_review(
        actor=world.as_("gun"), unit_id=world.unit.id, review_id=review_id, conclusion="Fel"
    )
    assert world.rows("select count(*) from review_signal where review_id is null") == [(2,)]


def test_decided_ones_stay_decided_when_a_review_is_cancelled(world: World) -> None:
    person(world, "rut", street="Ekgatan 1")
    person(world, "karin", street="Ekgatan 1")
    world.log(at=at_work())
    judge(world)
    gun = world.browser("gun")
    (key,) = world.rows("select id from review_signal")[0]
    review = location(gun.post(world.url("signaler"), {"signaler": str(key)}))
    review_id = UUID(review.rpartition("/")[2])
    mark(world, review_id, 1)
    cancel_review(
        actor=world.as_("gun"), unit_id=world.unit.id, review_id=review_id, conclusion="Fel"
    )
    assert world.rows("select count(*) from review_signal where review_id is null") == [(0,)]


def test_a_signal_about_the_reviewer_is_for_another(world: World) -> None:
    person(world, "gun", street="Ekgatan 1")
    person(world, "karin", street="Ekgatan 1")
    world.log("gun", at=at_work())
    judge(world)
    assert "Inga nya signaler." in text(world.browser("gun").get(world.url("signaler")))
    assert "Gun Sten" in text(world.browser("per").get(world.url("signaler")))
