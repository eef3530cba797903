"""The promise: named examples from the Swedish calendar, and properties that always hold."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vardpost.cases.clocks import (
    Hours,
    NeverOpen,
    due_at,
    extend,
    open_time,
    time_left,
    weekdays,
)
from vardpost.kernel.clock import STOCKHOLM
from vardpost.units.calendar import swedish_holidays

OFFICE = weekdays(time(8), time(17))
LUNCH = Hours((((time(8), time(12)), (time(13), time(16, 30))),) * 5 + ((),) * 2)
EVES = swedish_holidays(2026, with_eves=True)
NO_EVES = swedish_holidays(2026, with_eves=False)


def at(text: str) -> datetime:
    """Return a Swedish local time, such as `2026-05-08 16.00`."""
    return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=STOCKHOLM)


def local(moment: datetime) -> str:
    return moment.astimezone(STOCKHOLM).strftime("%Y-%m-%d %H.%M")


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-05-06 10.00", 2, "2026-05-08 17.00"),  # Wednesday to Friday
        ("2026-05-08 16.00", 2, "2026-05-12 17.00"),  # Friday afternoon to Tuesday
        ("2026-05-08 16.59", 2, "2026-05-12 17.00"),
        ("2026-05-08 17.00", 2, "2026-05-13 17.00"),  # at closing: counts on Monday
        ("2026-05-09 03.00", 2, "2026-05-13 17.00"),  # Saturday counts on Monday
        ("2026-05-11 06.00", 2, "2026-05-13 17.00"),  # before opening counts that day
        ("2026-05-11 06.00", 0, "2026-05-11 17.00"),
        ("2026-05-13 10.00", 1, "2026-05-15 17.00"),  # over Ascension Day
        ("2026-04-02 10.00", 2, "2026-04-08 17.00"),  # over Easter
        ("2026-06-18 10.00", 1, "2026-06-22 17.00"),  # over Midsummer Eve
        ("2026-12-22 10.00", 3, "2026-12-29 17.00"),  # over Christmas
        ("2026-12-30 18.00", 1, "2027-01-05 17.00"),  # over New Year: counts on 4 January
        ("2026-03-27 10.00", 1, "2026-03-30 17.00"),  # over the night to summer time
        ("2026-10-23 10.00", 1, "2026-10-26 17.00"),  # over the night to winter time
    ],
)
def test_due(received: str, days: int, due: str) -> None:
    assert local(due_at(at(received), days, OFFICE, EVES)) == due


def test_a_unit_open_on_midsummer_eve_counts_it() -> None:
    assert local(due_at(at("2026-06-18 10.00"), 1, OFFICE, NO_EVES)) == "2026-06-19 17.00"


def test_lunch_is_no_closing() -> None:
    assert local(due_at(at("2026-05-06 12.30"), 1, LUNCH, EVES)) == "2026-05-07 16.30"


def test_a_unit_that_is_never_open_promises_nothing() -> None:
    with pytest.raises(NeverOpen):
        due_at(at("2026-05-06 10.00"), 1, Hours(((),) * 7), EVES)


@pytest.mark.parametrize(
    "periods",
    [((time(12), time(8)),), ((time(8), time(12)), (time(11), time(16))), ((time(8), time(8)),)],
)
def test_hours_that_cannot_be_are_refused(periods: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="forwards"):
        Hours((periods,) * 7)


def test_the_pause_moves_the_final_promise() -> None:
    due = due_at(at("2026-05-04 10.00"), 5, OFFICE, EVES)
    assert local(due) == "2026-05-11 17.00"
    asked, replied = at("2026-05-05 15.00"), at("2026-05-06 10.00")
    assert local(extend(due, asked, replied, OFFICE, EVES)) == "2026-05-12 12.00"
    weekend = at("2026-05-08 18.00"), at("2026-05-11 07.00")
    assert extend(due, *weekend, OFFICE, EVES) == due


@pytest.mark.parametrize(
    ("now", "minutes", "days", "level"),
    [
        ("2026-05-08 16.00", 60 + 2 * 540, 2, "neutral"),
        ("2026-05-09 12.00", 2 * 540, 2, "neutral"),
        ("2026-05-12 08.00", 540, 0, "neutral"),
        ("2026-05-12 12.15", 285, 0, "warning"),
        ("2026-05-12 14.00", 180, 0, "warning"),
        ("2026-05-12 17.00", 0, 0, "warning"),
        ("2026-05-12 18.00", 0, 0, "danger"),
        ("2026-05-13 09.00", -60, 0, "danger"),
    ],
)
def test_time_left(now: str, minutes: int, days: int, level: str) -> None:
    received = at("2026-05-08 16.00")
    due = due_at(received, 2, OFFICE, EVES)
    left = time_left(at(now), due, OFFICE, EVES, received=received)
    assert (left.minutes, left.days, left.level) == (minutes, days, level)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # bounds take the zone from `timezones`
promises = st.integers(0, 20)
quarters = st.integers(0, 95).map(lambda n: time(n // 4, 15 * (n % 4)))
periods = st.lists(quarters, max_size=4, unique=True).map(
    lambda times: tuple(zip(*[iter(sorted(times)[: len(times) // 2 * 2])] * 2, strict=True))
)
open_weeks = (
    st.lists(periods, min_size=7, max_size=7)
    .filter(lambda week: any(week))
    .map(lambda week: Hours(tuple(week)))
)
days_off = st.frozensets(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=8)


def is_closing(moment: datetime, hours: Hours, holidays: frozenset[date]) -> bool:
    there = moment.astimezone(STOCKHOLM)
    day = hours.week[there.weekday()]
    return bool(day) and there.date() not in holidays and day[-1][1] == there.time()


@given(moments, moments, promises, open_weeks, days_off)
def test_later_receipt_is_never_due_earlier(
    one: datetime, other: datetime, days: int, hours: Hours, holidays: frozenset[date]
) -> None:
    first, second = sorted((one, other))
    due = due_at(first, days, hours, holidays)
    assert due <= due_at(second, days, hours, holidays)
    assert due <= due_at(first, days + 1, hours, holidays)


@given(moments, promises, open_weeks, days_off)
def test_due_lies_ahead_and_at_a_closing(
    received: datetime, days: int, hours: Hours, holidays: frozenset[date]
) -> None:
    due = due_at(received, days, hours, holidays)
    assert due > received
    assert is_closing(due, hours, holidays)


@given(moments, promises, open_weeks, days_off, st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_one_more_holiday_never_shortens(
    received: datetime, days: int, hours: Hours, holidays: frozenset[date], extra: date
) -> None:
    before = due_at(received, days, hours, holidays)
    assert due_at(received, days, hours, holidays | {extra}) >= before


@given(moments, promises, st.lists(moments, min_size=2, max_size=2), open_weeks, days_off)
def test_what_was_left_before_a_pause_is_left_after(
    received: datetime,
    days: int,
    pause: list[datetime],
    hours: Hours,
    holidays: frozenset[date],
) -> None:
    begins, ends = sorted(pause)
    assume(begins >= received)
    due = due_at(received, days, hours, holidays)
    try:
        moved = extend(due, begins, ends, hours, holidays)
    except NeverOpen:
        assume(False)
    laid_out = open_time(hours, holidays, 2024, 2030)
    left_before = laid_out.position(due) - laid_out.position(begins)
    left_after = laid_out.position(moved) - laid_out.position(ends)
    assert left_after == pytest.approx(left_before)
    assert moved >= due


@given(moments, st.integers(1, 100), open_weeks, days_off)
def test_opening_time_never_passes_faster_than_the_clock(
    begins: datetime, hours_later: int, hours: Hours, holidays: frozenset[date]
) -> None:
    laid_out = open_time(hours, holidays, 2024, 2029)
    ends = begins + timedelta(hours=hours_later)
    passed = laid_out.position(ends) - laid_out.position(begins)
    assert 0 <= passed <= hours_later * 3600
    if passed:
        assert laid_out.moment(laid_out.position(ends)) <= ends


def test_the_moved_clock_neither_gives_nor_takes_an_hour() -> None:
    """A unit open round the clock has 23 and 25 hours on the two nights."""
    always = Hours((((time(0), time(23, 59, 59)),),) * 7)
    laid_out = open_time(always, frozenset(), 2026, 2026)
    for day, length in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 5, 5), 24)):
        begins = datetime.combine(day, time(0), STOCKHOLM)
        ends = datetime.combine(day + timedelta(days=1), time(0), STOCKHOLM)
        passed = laid_out.position(ends) - laid_out.position(begins)
        assert passed == length * 3600 - 1


def test_eves_and_public_holidays() -> None:
    assert {date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 31)} <= EVES - NO_EVES
    assert {date(2026, 1, 6), date(2026, 6, 6), date(2028, 12, 25)} <= NO_EVES
    assert date(2026, 5, 10) not in EVES  # an ordinary Sunday
