"""Finding units: the list in SQL admits exactly those whom the rule admits; hours in words."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import db
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.tenancy import Scope
from vardpost.units.catchment import Row, Someone, why_not
from vardpost.units.opening import MIDNIGHT, today_text, week_text
from vardpost.units.queries import Wanted, find

TODAY = date(2026, 11, 24)
OFFICE = ((time(8), time(16, 30)),)
LONG = ((time(8), time(12)), (time(13), time(17)))
WEEK = (OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, (), ())

REGIONS = some.sampled_from(["14", "23"])
PLACES = {"14": ["1480", "1481"], "23": ["2380", "2303"]}


@some.composite
def rows(draw: some.DrawFn) -> Row:
    """Draw a row of a catchment area."""
    region = draw(some.sampled_from(["", "14", "23"]))
    place = draw(some.sampled_from(["", *PLACES[region]])) if region else ""
    first = draw(some.integers(0, 100))
    last = draw(some.integers(first, 199))
    return Row(region, place, draw(some.sampled_from(["", "man", "woman"])), first, last)


@some.composite
def people(draw: some.DrawFn) -> Someone:
    """Draw somebody as the register knows them."""
    region = draw(REGIONS)
    return Someone(
        draw(some.dates(date(1920, 1, 1), TODAY)),
        draw(some.sampled_from(["man", "woman"])),
        draw(some.sampled_from(PLACES[region])),
        region,
        draw(some.booleans()),
    )


@pytest.mark.django_db
@settings(max_examples=60)
@given(area=some.lists(rows(), max_size=3), asking=some.lists(people(), min_size=1, max_size=3))
def test_the_list_and_the_rule_agree(area: list[Row], asking: list[Someone]) -> None:
    with as_owner():
        db.execute("delete from catchment_row")
        db.execute("delete from care_unit")
        unit = made.unit()
        for row in area:
            db.execute(
                "insert into catchment_row (unit_id, region_id, municipality_id, sex, age_from, "
                "age_to) values (%s, %s, %s, %s, %s, %s)",
                [
                    *(unit.id, row.region or None, row.municipality or None),
                    *(row.sex, row.age_from, row.age_to),
                ],
            )
    found, more = find(Wanted(), asking, TODAY, scope=Scope("all"))
    assert not more
    assert bool(found) == any(why_not(area, one, TODAY) is None for one in asking)


@pytest.mark.parametrize(
    ("week", "sv", "en"),
    [
        (WEEK, "vardagar 8–16.30", "weekdays 8:00–16:30"),
        ((OFFICE,) * 7, "alla dagar 8–16.30", "every day 8:00–16:30"),
        (
            (OFFICE,) * 4 + (LONG, (), ()),
            "måndag–torsdag 8–16.30, fredag 8–12 och 13–17",
            "Monday–Thursday 8:00–16:30, Friday 8:00–12:00 and 13:00–17:00",
        ),
        (((), (), (), (), (), OFFICE, OFFICE), "lördag och söndag 8–16.30", None),
    ],
)
def test_a_week_in_words(week: object, sv: str, en: str | None) -> None:
    told = week_text(week, "sv")  # type: ignore[arg-type]  # a week of test periods
    assert told.replace("\u2060", "") == sv
    assert told.count("\u2060–\u2060") >= 1, "hours are never broken across two lines"
    if en:
        told = week_text(week, "en")  # type: ignore[arg-type]  # as above
        assert told.replace("\u2060", "") == en


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), (True, "16.30", "", "")),
        (datetime(2026, 11, 24, 5, 0, tzinfo=UTC), (False, "", "i dag", "8")),
        (datetime(2026, 11, 24, 16, 0, tzinfo=UTC), (False, "", "i morgon", "8")),
        (datetime(2026, 11, 27, 16, 0, tzinfo=UTC), (False, "", "måndag", "8")),
        (datetime(2026, 12, 24, 10, 0, tzinfo=UTC), (False, "", "måndag", "8")),
    ],
)
def test_today_in_words(moment: datetime, told: tuple[bool, str, str, str]) -> None:
    closed = frozenset({date(2026, 12, 24), date(2026, 12, 25)})
    today = today_text(WEEK, closed, moment, "sv")
    assert (today.is_open, today.until, today.next_day, today.next_time) == told


NIGHT = ((time(0), time(7)), (time(17), MIDNIGHT))


@pytest.mark.parametrize(
    ("hour", "minute", "until"),
    [(2, 0, "7"), (20, 0, "7"), (23, 59, "7"), (12, 0, "")],
)
def test_a_night_lasts_until_the_morning(hour: int, minute: int, until: str) -> None:
    moment = datetime(2026, 11, 24, hour, minute, 30, tzinfo=STOCKHOLM)
    today = today_text((NIGHT,) * 7, frozenset(), moment, "sv")
    assert (today.is_open, today.until) == (bool(until), until)


def test_midnight_is_told_as_24() -> None:
    late = ((time(17), MIDNIGHT),)
    moment = datetime(2026, 11, 24, 20, tzinfo=STOCKHOLM)
    assert today_text((late,) * 7, frozenset(), moment, "sv").until == "24"
    assert today_text((late,) * 7, frozenset(), moment, "en").until == "24:00"
    night = (NIGHT,) * 7
    assert today_text(night, frozenset({date(2026, 11, 25)}), moment, "sv").until == "24"
    assert "17\u2060–\u206024" in week_text(night, "sv")
