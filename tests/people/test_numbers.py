"""Identity numbers: published samples, every way of writing them, and every way of being wrong."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardpost.people.numbers import BadNumber, IdentityNumber, NumberFault, NumberKind, luhn, parse

TODAY = date(2026, 11, 23)
DATA = Path(__file__).resolve().parents[2] / "vardpost/config/demo/data/test_personnummer.csv"
with DATA.open(encoding="utf-8") as handle:
    PUBLISHED = [
        (row["number"], row["kind"].removesuffix("snummer")) for row in csv.DictReader(handle)
    ]


def fault(written: str, today: date = TODAY) -> NumberFault:
    with pytest.raises(BadNumber) as caught:
        parse(written, today)
    assert str(caught.value) == caught.value.fault  # and not the number
    return caught.value.fault


@pytest.mark.parametrize(
    ("written", "born", "sex"),
    [
        ("22950606FH20", date(1995, 6, 6), "woman"),
        ("25780404KHD5", date(1978, 4, 4), ""),
        ("00342145BZ31", None, "man"),
        ("00749852BZK0", None, ""),
    ],
)
def test_published_reserve_numbers(written: str, born: date | None, sex: str) -> None:
    expected = IdentityNumber(written, NumberKind.RESERVE, born, sex)  # type: ignore[arg-type]  # one of three words
    assert parse(written, TODAY) == expected
    assert parse(f" {written[:8]}-{written[8:].lower()}\u200b", TODAY) == expected


def test_customary_test_person() -> None:
    found = parse("191212121212", TODAY)
    assert found.birth_date == date(1912, 12, 12)
    assert found.sex == "man"
    assert found.grouped == "19121212-1212"


def test_no_published_number_is_refused() -> None:
    assert [parse(number, TODAY).value for number, _ in PUBLISHED] == [one[0] for one in PUBLISHED]


@given(st.sampled_from(PUBLISHED))
def test_every_published_number_is_taken_and_told_apart(published: tuple[str, str]) -> None:
    number, kind = published
    found = parse(number, TODAY)
    assert (found.value, found.kind) == (number, kind)
    assert (found.birth_date is None) == (
        kind != "personnummer" and "00" in (number[4:6], f"{int(number[6:8]) - 60:02}")
    )
    assert found.sex == ("man" if int(number[10]) % 2 else "woman")


@given(st.sampled_from(PUBLISHED), st.sampled_from(["", "-", "–", " "]))
def test_ten_digits_mean_the_same_as_twelve(published: tuple[str, str], between: str) -> None:
    number = published[0]
    old = TODAY.year - int(number[:4]) >= 100
    sign = "+" if old else between
    assert parse(f" {number[2:8]}{sign}{number[8:]} ", TODAY).value == number
    assert parse(f"{number[:8]}{between}{number[8:]}", TODAY).value == number


@given(st.sampled_from(PUBLISHED), st.integers(0, 9))
def test_another_check_digit_is_refused(published: tuple[str, str], digit: int) -> None:
    number = published[0]
    if str(digit) != number[-1]:
        assert fault(number[:-1] + str(digit)) is NumberFault.CHECK_DIGIT


@given(st.sampled_from(PUBLISHED), st.integers(0, 11))
def test_digits_of_other_scripts_are_refused(published: tuple[str, str], place: int) -> None:
    number = published[0]
    other = chr(ord("٠") + int(number[place]))
    assert fault(number[:place] + other + number[place + 1 :]) is NumberFault.CHARACTERS


@given(st.text(max_size=20))
def test_nothing_but_a_number_or_a_reason_comes_out(text: str) -> None:
    try:
        found = parse(text, TODAY)
    except BadNumber:
        return
    assert len(found.value) == 12
    assert found.value.isascii()
    assert parse(found.value, TODAY) == found


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", NumberFault.LENGTH),
        ("1212121", NumberFault.LENGTH),
        ("19121212121", NumberFault.LENGTH),
        ("191212121212 1", NumberFault.LENGTH),
        ("abc", NumberFault.CHARACTERS),
        ("1912-1212-1212", NumberFault.CHARACTERS),
        ("１９１２１２１２１２１２", NumberFault.CHARACTERS),
        ("191213121212", NumberFault.DATE),
        ("191202301212", NumberFault.DATE),
        ("191202911212", NumberFault.DATE),
        ("191212120008", NumberFault.CHECK_DIGIT),
        ("192100802391", NumberFault.CHECK_DIGIT),
        ("192100002392", NumberFault.DATE),
        ("22950606IH20", NumberFault.CHARACTERS),
        ("22950606FH21", NumberFault.CHECK_DIGIT),
    ],
)
def test_each_fault_has_its_name(written: str, expected: NumberFault) -> None:
    assert fault(written) is expected


def test_a_birth_to_come_is_refused_and_from_that_day_taken() -> None:
    number = max(number for number, kind in PUBLISHED if kind == "personnummer")
    born = parse(number, TODAY).birth_date
    assert born is not None
    before = date.fromordinal(born.toordinal() - 1)
    assert fault(number, before) is NumberFault.FUTURE
    assert parse(number, born).value == number


def test_a_reserve_number_of_a_day_to_come_is_refused() -> None:
    first = "23991231FH2"
    values = [int(char) if char.isdigit() else ord(char) for char in first]
    assert fault(f"{first}{luhn(values)}") is NumberFault.FUTURE


@given(st.lists(st.integers(0, 9), min_size=11, max_size=11), st.integers(0, 10), st.integers(1, 9))
def test_the_check_digit_notices_every_changed_figure(
    values: list[int], place: int, add: int
) -> None:
    changed = [*values]
    changed[place] = (changed[place] + add) % 10
    assert luhn(values) != luhn(changed)
