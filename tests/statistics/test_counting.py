"""The region's job counts what is true, each thing once, wherever it was stopped."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from tests import people_made as made
from tests.cases import cases_made
from tests.database import as_owner
from vardpost.kernel import clock, db
from vardpost.kernel.actor import system_actor
from vardpost.kernel.errors import Denied
from vardpost.people.system import region_scope
from vardpost.statistics import actions, queries
from vardpost.statistics.actions import count_units
from vardpost.statistics.jobs import count

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 12, tzinfo=clock.STOCKHOLM)
REGION, OTHER = made.REGION, "01"


@pytest.fixture
def resident() -> UUID:
    with as_owner():
        return made.person()


def unit(region: str = REGION) -> made.Unit:
    with as_owner():
        return made.unit(region=region)


def case(at: made.Unit, resident: UUID, state: str = "submitted", **columns: Any) -> UUID:
    """Make a case that was sent two hours ago, and is first due in two days, unless it says so."""
    with as_owner():
        return cases_made.case(at, resident, state, resident, **columns)


def answered(at: made.Unit, resident: UUID, when: datetime, due: datetime, **more: Any) -> UUID:
    """Make a case that was closed with its first answer, at a moment."""
    moments = {"submitted_at": when - timedelta(days=1), "updated_at": when, "finished_at": when}
    more = {**moments, "first_response_at": when, "first_due": due, "answered_at": when, **more}
    return case(at, resident, "closed", **more)


def step(region: str = REGION, limit: int = 100) -> bool:
    with region_scope("test", region) as actor:
        return count_units(actor=actor, limit=limit)


def rollup(of: made.Unit) -> tuple[Any, ...] | None:
    """Return (open, waiting, late, received, answered, kept) as they are kept."""
    with as_owner():
        return db.fetch_one(
            "select open_cases, waiting, late, received, answered, kept from unit_rollup "
            "where unit_id = %s",
            [of.id],
        )


def days(of: made.Unit) -> dict[date, tuple[int, int, int]]:
    with as_owner():
        rows = db.fetch_all(
            "select day, received, answered, kept from unit_day where unit_id = %s order by day",
            [of.id],
        )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


@time_machine.travel(NOON, tick=False)
def test_what_is_open_and_what_was_answered_in_time(resident: UUID) -> None:
    ek = unit()
    hour, day = timedelta(hours=1), timedelta(days=1)
    case(ek, resident)
    case(ek, resident, submitted_at=NOON - 9 * day, first_due=NOON - hour)
    case(ek, resident, "in_progress", first_response_at=NOON - hour, first_due=NOON)
    answered(ek, resident, NOON - 3 * day, NOON - 2 * day)
    answered(ek, resident, NOON - 3 * day, NOON - 4 * day)
    taken_back = {"submitted_at": NOON - 2 * day, "updated_at": NOON - 2 * day + hour}
    case(ek, resident, "withdrawn", finished_at=NOON - 2 * day + hour, **taken_back)
    assert step() is False
    assert rollup(ek) == (3, 2, 1, 6, 3, 2)
    today = NOON.date()
    assert days(ek) == {
        today - 9 * day: (1, 0, 0),
        today - 4 * day: (2, 0, 0),
        today - 3 * day: (0, 2, 1),
        today - 2 * day: (1, 0, 0),
        today: (2, 1, 1),
    }


@time_machine.travel(NOON, tick=False)
def test_only_the_last_28_days_and_in_swedish_days(resident: UUID) -> None:
    ek = unit()
    first = datetime(2026, 10, 22, tzinfo=clock.STOCKHOLM)
    answered(ek, resident, first, first)
    answered(ek, resident, first - timedelta(seconds=1), first)
    step()
    assert rollup(ek) == (0, 0, 0, 0, 1, 1)
    assert days(ek) == {first.date(): (0, 1, 1)}


def test_only_what_came_since_is_counted_again(resident: UUID) -> None:
    ek = unit()
    with time_machine.travel(NOON, tick=False) as now:
        case(ek, resident, submitted_at=NOON - timedelta(days=3))
        step()
        with as_owner():
            db.execute("update unit_day set received = 77 where unit_id = %s", [ek.id])
        now.shift(timedelta(days=1))
        case(ek, resident, submitted_at=clock.now() - timedelta(hours=1))
        step()
        assert days(ek) == {
            date(2026, 11, 15): (77, 0, 0),  # over before the last count: never counted again
            date(2026, 11, 19): (1, 0, 0),
        }
        assert rollup(ek) == (2, 2, 0, 78, 0, 0)


def test_counting_twice_changes_nothing_and_a_fresh_count_is_left_alone(resident: UUID) -> None:
    ek = unit()
    case(ek, resident)
    with time_machine.travel(NOON, tick=False) as now:
        step()
        before = (rollup(ek), days(ek))
        now.shift(actions.FRESH)
        assert step() is False
        with as_owner():
            counted = db.fetch_one("select counted_at from unit_rollup where unit_id = %s", [ek.id])
        assert counted == (NOON,)
        now.shift(timedelta(seconds=1))
        step()
        assert (rollup(ek), days(ek)) == before


def test_a_job_that_was_killed_half_way_goes_on_with_the_others(resident: UUID) -> None:
    units = [unit() for _number in range(5)]
    for one in units:
        case(one, resident)
    assert step(limit=2) is True  # and then it was killed
    assert sum(rollup(one) is not None for one in units) == 2
    with as_owner():
        first = db.fetch_all("select unit_id, counted_at from unit_rollup order by unit_id")
    assert step(limit=2) is True
    assert step(limit=2) is False
    assert [rollup(one) for one in units] == [(1, 1, 0, 1, 0, 0)] * 5
    with as_owner():
        again = db.fetch_all(
            "select unit_id, counted_at from unit_rollup where unit_id = any(%s) order by unit_id",
            [[row[0] for row in first]],
        )
    assert again == first  # nothing was done twice


def test_a_batch_is_whole_or_not_at_all(resident: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    ek = unit()
    case(ek, resident)

    def fails(*_: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(queries, "signed_in", fails)
    with pytest.raises(RuntimeError):
        step()
    assert (rollup(ek), days(ek)) == (None, {})


def test_each_region_is_counted_by_its_own_job(resident: UUID) -> None:
    here, there = unit(), unit(OTHER)
    case(here, resident)
    case(there, resident, region_id=OTHER)
    count(REGION)
    assert rollup(here) == (1, 1, 0, 1, 0, 0)
    assert rollup(there) is None
    count(OTHER)
    assert rollup(there) == (1, 1, 0, 1, 0, 0)


def test_when_somebody_last_signed_in() -> None:
    ek, al = unit(), unit()
    late, early = clock.now() - timedelta(days=1), clock.now() - timedelta(days=50)
    with as_owner():
        people = [made.staff(ek, "responder"), made.staff(ek, "unit_admin"), made.staff(ek)]
        gone = made.staff(al)
        made.grant(gone, "responder", al, ends=date(2026, 1, 1))
        for who, at in (
            (people[0], early),
            (people[1], late),
            (people[2], clock.now()),
            (gone, late),
        ):
            db.execute("update staff_account set signed_in_at = %s where person_id = %s", [at, who])
    step()
    with as_owner():
        found: dict[Any, Any] = dict(db.fetch_all("select unit_id, signed_in_at from unit_rollup"))
    assert found[ek.id] == late
    assert found[al.id] is None


def test_it_is_told_in_the_ledger_and_asks_who_may() -> None:
    unit()
    step()
    with as_owner():
        told = db.fetch_all(
            "select region_id, detail->>'units' from audit_entry "
            "where action = 'statistics:region:count'"
        )
    assert told == [(REGION, "1")]
    with pytest.raises(Denied):
        count_units(actor=system_actor("test"))


def test_ten_statements_however_many_units(django_assert_num_queries: Any, resident: UUID) -> None:
    for _number in range(7):
        case(unit(), resident)
    with region_scope("test", REGION) as actor, django_assert_num_queries(10):
        count_units(actor=actor)
