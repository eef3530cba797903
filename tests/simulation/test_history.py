"""A month lived through by the product's own verbs, with the clock moved, comes out exactly."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests import people_made as made
from tests.cases.test_verbs import give
from tests.cases.world import World, make
from tests.database import as_owner
from vardpost.cases.actions.answer import ask_counter_question, reply_to_question
from vardpost.casetypes.actions.offer import set_promise
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.people.session import open_scope
from vardpost.simulation.queries import Month, month
from vardpost.simulation.replay import Told, replay
from vardpost.simulation.timeline import Change
from vardpost.units.actions.closings import change_limit, change_region_day, keep_closing
from vardpost.units.actions.hours import change_hours
from vardpost.units.values import ClosingData, LimitData, WeekHours

pytestmark = pytest.mark.django_db

NOW = clock.now()
#: A Monday morning three to four weeks ago.
MONDAY = (NOW - timedelta(days=21 + NOW.weekday())).replace(hour=9, minute=7)
WEEK = ((("08:00", "12:00"), ("13:00", "16:00")),) * 5 + ((), ())
SHORT = ((("10:00", "11:00"),),) * 3 + ((), (), (), ())
Move = Callable[[float], None]


@pytest.fixture
def world() -> World:
    return make()


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch, world: World) -> Move:
    """Return what sets the clock to so many days after the Monday; everybody signs in anew."""

    def to(days: float) -> None:
        at: datetime = MONDAY + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: at)
        world.tokens.clear()

    return to


def _closing(days: tuple[int, int]) -> ClosingData:
    first, last = ((MONDAY + timedelta(days=day)).date().isoformat() for day in days)
    return ClosingData(
        first, last, stops_clock=True, stops_intake=False, case_type="",
        reason_sv="Planering", reason_en="", alternative=None,
    )  # fmt: skip


def _lived(world: World, move: Move) -> None:
    """Settings change between one case and the next, in every way there is."""
    unit, admin = world.unit.id, "admin"
    with as_owner():
        nora = made.staff(None, "national_office", name="Nora Mo")
        row = db.fetch_one("select id from case_type where key = 'send_message'")
    assert row is not None
    move(0)
    first = world.submit()
    move(0.1)
    change_hours(actor=world.as_(admin), unit_id=unit, version=0, hours=WeekHours(WEEK))
    move(0.2)
    world.submit()
    move(1)
    give(world, first)
    ask_counter_question(actor=world.as_("responder"), case_id=first, version=2, body="Sedan när?")
    planned = new_id()
    move(1.1)
    keep_closing(
        actor=world.as_(admin), unit_id=unit, closing_id=planned, version=0, data=_closing((3, 4))
    )
    move(1.2)
    world.submit()
    move(2)
    keep_closing(actor=world.as_(admin), unit_id=unit, closing_id=planned, version=1, data=None)
    limit = LimitData(most_waiting=2, extra_days=3)
    change_limit(actor=world.as_(admin), unit_id=unit, version=0, data=limit)
    move(2.1)
    world.submit()
    move(2.15)
    actor = open_scope(made.sign_in(nora, "staff"), "", request_id="r", address="a")
    assert actor
    change_region_day(
        actor=actor, region_id=made.REGION, day=(MONDAY + timedelta(days=4)).date(), name="Stängt"
    )
    move(2.2)
    world.submit()
    move(3)
    reply_to_question(
        actor=world.as_("resident"), case_id=first, version=3, body="Sedan i måndags."
    )
    set_promise(
        actor=world.as_(admin), unit_id=unit, case_type_id=row[0], first_days=1, final_days=3
    )
    move(3.1)
    world.submit()
    move(3.15)
    change_hours(actor=world.as_(admin), unit_id=unit, version=1, hours=WeekHours(SHORT))
    move(4)
    world.submit()


def _month(world: World) -> Month:
    world.as_("admin")
    return month(world.unit.id, MONDAY - timedelta(days=1), NOW)


def _told(found: Month, change: Change) -> Told:
    return replay(found.cases, found.book, found.book.changed(change), NOW)


def test_every_stored_moment_comes_out_of_the_history(world: World, move: Move) -> None:
    _lived(world, move)
    found = _month(world)
    told = _told(found, Change())
    assert (told.all.cases, told.unlike) == (7, {})
    assert told.all.other_first == told.all.other_final == 0
    assert told.all.busy == 4
    assert any(one.turns for one in found.cases)


def test_a_change_tells_how_many_would_have_had_another_moment(world: World, move: Move) -> None:
    _lived(world, move)
    found = _month(world)
    told = _told(found, Change(limit={}))
    assert (told.all.other_first, told.all.busy, told.all.busy_then) == (4, 4, 0)
    row = {one.key: one.type_id for one in found.promises}
    told = _told(found, Change(promises={row["send_message"]: (9, 20)}))
    assert told.all.other_first == told.all.other_final == 7


def test_a_case_set_otherwise_is_told_apart(world: World, move: Move) -> None:
    _lived(world, move)
    with as_owner():
        db.execute(
            "update care_case set first_due = first_due + interval '1 minute' where id = "
            "(select id from care_case where unit_id = %s order by submitted_at limit 1)",
            [world.unit.id],
        )
    told = _told(_month(world), Change())
    assert (told.all.cases, sum(told.unlike.values())) == (6, 1)


def test_outside_the_unit_nothing_is_told(world: World, move: Move) -> None:
    """Neither those who read cases there, nor another region's office, nor a resident."""
    _lived(world, move)
    asked = "select * from simulation_cases(%s, now() - interval '40 days', now())"
    days = "select * from simulation_region_days(%s, now() - interval '40 days')"
    world.as_("admin")
    assert len(db.fetch_all(asked, [world.unit.id])) == 7
    assert db.fetch_all(days, [world.unit.id])
    with as_owner():
        there = made.staff(None, name="Rita Bo")
        made.grant_office(there, "region_admin", "12")
    for who in ("receiver", "responder", "resident"):
        world.as_(who)
        assert db.fetch_all(asked, [world.unit.id]) == []
        assert db.fetch_all(days, [world.unit.id]) == []
    assert open_scope(made.sign_in(there, "staff"), "", request_id="r", address="a")
    assert db.fetch_all(asked, [world.unit.id]) == []
    assert db.fetch_all(days, [world.unit.id]) == []
