"""Days, times, ages and numbers in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from vardpost.shell import dates

#: Monday 23 November 2026, 10.00 in Sweden.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def ago(**length: int) -> datetime:
    """Return a moment before now."""
    return NOW - timedelta(**length)


@pytest.mark.parametrize(
    ("moment", "swedish", "english"),
    [
        (ago(minutes=19), "i dag kl. 09.41", "today at 09:41"),
        (ago(days=1), "i går kl. 10.00", "yesterday at 10:00"),
        (ago(days=3), "i fredags kl. 10.00", "on Friday at 10:00"),
        (ago(days=6), "i tisdags kl. 10.00", "on Tuesday at 10:00"),
        (ago(days=7), "16 november kl. 10.00", "16 November at 10:00"),
        (ago(days=365), "23 november 2025 kl. 10.00", "23 November 2025 at 10:00"),
        (NOW + timedelta(days=2), "25 november kl. 10.00", "25 November at 10:00"),
    ],
)
def test_when_is_told_as_people_say_it(moment: datetime, swedish: str, english: str) -> None:
    assert dates.when(moment, NOW, "sv") == swedish
    assert dates.when(moment, NOW, "en") == english


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (ago(minutes=20), "09.40"),
        (ago(days=1), "I går"),
        (ago(days=3), "I fredags"),
        (ago(days=40), "14 okt."),
        (ago(days=400), "19 okt. 2025"),
    ],
)
def test_a_row_has_room_for_few_letters(moment: datetime, words: str) -> None:
    assert dates.row_when(moment, NOW, "sv") == words


def test_midnight_in_sweden_parts_the_days_not_midnight_in_utc() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert dates.when(late, NOW, "sv") == "i dag kl. 00.30"


@pytest.mark.parametrize(
    ("moment", "swedish", "english"),
    [
        (datetime(2026, 11, 23, 15, 30, tzinfo=UTC), "i dag före 16.30", "today before 16:30"),
        (datetime(2026, 11, 24, 15, 30, tzinfo=UTC), "i morgon före 16.30", None),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), "i morgon", "tomorrow"),
        (datetime(2026, 11, 25, 15, 30, tzinfo=UTC), "onsdag 25 november", "Wednesday 25 November"),
        (datetime(2027, 1, 7, 15, 30, tzinfo=UTC), "torsdag 7 januari 2027", None),
    ],
)
def test_a_deadline_is_told_ahead(moment: datetime, swedish: str, english: str | None) -> None:
    assert dates.deadline(moment, NOW, "sv") == swedish
    if english:
        assert dates.deadline(moment, NOW, "en") == english


def test_a_promise_is_told_after_the_word_latest() -> None:
    today = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    assert dates.latest(today, NOW, "sv") == "i dag kl. 16.30"
    assert dates.latest(today, NOW, "en") == "16:30 today"
    assert dates.latest(today + timedelta(days=2), NOW, "sv") == "onsdag 25 november"


def test_a_moment_that_is_kept_has_day_year_and_time() -> None:
    sent = datetime(2026, 11, 20, 7, 14, tzinfo=UTC)
    assert dates.exactly(sent, "sv") == "fredag 20 november 2026 kl. 08.14"
    assert dates.exactly(sent, "en") == "Friday 20 November 2026 at 08:14"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=3), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=3, minutes=50), "3 tim"),
        (timedelta(hours=-1, minutes=-5), "1 tim"),
        (timedelta(days=1, hours=5), "1 dag"),
        (timedelta(days=2), "2 dagar"),
    ],
)
def test_a_span_has_one_unit(length: timedelta, words: str) -> None:
    assert dates.span(length, "sv") == words


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2019, 11, 23), "7 år"),
        (date(2019, 11, 24), "6 år"),
        (date(2026, 10, 30), "0 månader"),
        (date(2026, 10, 23), "1 månad"),
        (date(2025, 3, 1), "20 månader"),
        (date(1926, 11, 24), "99 år"),
    ],
)
def test_age_of_the_very_young_is_in_months(born: date, words: str) -> None:
    assert dates.age(born, TODAY, "sv") == words


def test_numbers_have_thin_spaces_in_swedish() -> None:
    assert dates.number(1726, "sv") == "1\u2009726"
    assert dates.number(1234567, "en") == "1,234,567"
    assert dates.number(7, "sv") == "7"


def test_a_sentence_begins_with_a_capital_and_keeps_the_rest() -> None:
    assert dates.sentence("i dag hos Maria Ek") == "I dag hos Maria Ek"
    assert dates.sentence("") == ""


@pytest.mark.parametrize(
    ("first", "last", "swedish", "english"),
    [
        (date(2026, 12, 6), date(2026, 12, 6), "6 december", "6 December"),
        (date(2026, 12, 6), date(2026, 12, 10), "6–10 december", "6–10 December"),
        (date(2026, 11, 28), date(2026, 12, 4), "28 november–4 december", None),
        (date(2026, 12, 28), date(2027, 1, 4), "28 december–4 januari 2027", None),
    ],
)
def test_some_days_in_a_row_say_the_month_once(
    first: date, last: date, swedish: str, english: str | None
) -> None:
    assert dates.plain_span(first, last, "sv", TODAY) == swedish
    assert english in {None, dates.plain_span(first, last, "en", TODAY)}
