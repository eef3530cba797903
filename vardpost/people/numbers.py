"""Identity numbers as people write them: personnummer, coordination numbers, national reserve
numbers (domain 8). Pure.

Written with ten or twelve digits, with or without hyphen; kept as twelve characters. Only the
digits 0-9 count: other scripts' digits look alike to Python, not to the register.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from personnummer.personnummer import Personnummer, PersonnummerException

Sex = Literal["man", "woman", ""]

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
#: What comes along when one pastes, and has no width.
_SPACE = re.compile("[\\s\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_WRITTEN = re.compile(r"([0-9]{6}|[0-9]{8})([-+]?)([0-9]{4})\Z")
_RESERVE = re.compile(r"[0-9]{8}-?[A-Z]{2}[0-9A-Z][0-9]\Z")
#: Letters that a reserve number never has, since they look like others.
_NOT_IN_PAIR = frozenset("IOQVW")
#: A reserve number's first two figures are the century and a multiple of three.
_CENTURIES = {0: 18, 1: 19, 2: 20}
_UNKNOWN = "00"
#: Added to the day in a coordination number; its month or day may be 0, which means unknown.
_ADDED = 60


class NumberKind(StrEnum):
    """Which register the number comes from."""

    PERSONNUMMER = "personnummer"
    COORDINATION = "samordning"
    RESERVE = "reservnummer"


class NumberFault(StrEnum):
    """Why what was written is no number; the page has a sentence for each."""

    LENGTH = "length"
    CHARACTERS = "characters"
    DATE = "date"
    FUTURE = "future"
    CHECK_DIGIT = "check_digit"


class BadNumber(ValueError):
    """What was written is no identity number; `fault` says why, without repeating it."""

    def __init__(self, fault: NumberFault) -> None:
        """Keep the reason; the number itself stays out of logs."""
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A valid number. Reserve and coordination numbers may not tell the day of birth."""

    value: str
    kind: NumberKind
    birth_date: date | None
    sex: Sex

    @property
    def grouped(self) -> str:
        """Return the number as it is shown: eight characters, a hyphen, four."""
        return f"{self.value[:8]}-{self.value[8:]}"


def parse(written: str, today: date) -> IdentityNumber:
    """Return the number that was written, or raise `BadNumber`.

    `today` decides the century of ten digits, and what lies in the future.
    """
    text = _SPACE.sub("", written).translate(_DASHES).upper()
    if _RESERVE.match(text):
        return _reserve(text.replace("-", ""), today)
    figures = re.sub("[-+]", "", text)
    if any(not ("0" <= char <= "9") for char in figures):
        raise BadNumber(NumberFault.CHARACTERS)
    match = _WRITTEN.match(text)
    if match is None:
        known_length = len(figures) in {10, 12}
        raise BadNumber(NumberFault.CHARACTERS if known_length else NumberFault.LENGTH)
    day, sign, end = match.groups()
    return _registered(day if len(day) == 8 else _century(day, sign, today) + day, end, today)


def luhn(values: list[int]) -> int:
    """Return the check digit of values, of which each second is doubled and digit sums are taken.

    A letter counts as its number in ASCII, which has two or three digits.
    """
    doubled = (value * (2 - place % 2) for place, value in enumerate(values))
    return -sum(int(digit) for value in doubled for digit in str(value)) % 10


def _century(day: str, sign: str, today: date) -> str:
    """Return the century of six figures: below 100 this year, above it with a plus."""
    latest = today.year - 100 * (sign == "+")
    return str((latest - (latest - int(day[:2])) % 100) // 100)


def _registered(day: str, end: str, today: date) -> IdentityNumber:
    coordination = int(day[6:8]) >= _ADDED
    born = _born(day, coordination=coordination)
    if end[:3] == "000":
        raise BadNumber(NumberFault.CHECK_DIGIT)
    if born is None:
        # Such a day is unknown to the library, so the check digit is computed here.
        if luhn([int(figure) for figure in (day + end)[2:11]]) != int(end[3]):
            raise BadNumber(NumberFault.CHECK_DIGIT)
    else:
        try:
            Personnummer(day + end)
        except PersonnummerException:
            raise BadNumber(NumberFault.CHECK_DIGIT) from None
    if (born or date(int(day[:4]), 1, 1)) > today:
        raise BadNumber(NumberFault.FUTURE)
    kind = NumberKind.COORDINATION if coordination else NumberKind.PERSONNUMMER
    return IdentityNumber(day + end, kind, born, _sex(end[2]))


def _born(day: str, *, coordination: bool) -> date | None:
    """Return the day of birth; None when a coordination number tells that it is not known."""
    year, month, number = int(day[:4]), int(day[4:6]), int(day[6:8]) - _ADDED * coordination
    unknown = coordination and (month == 0 or number == 0)
    try:
        born = date(year, month or 1, number or 1) if unknown else date(year, month, number)
    except ValueError:
        raise BadNumber(NumberFault.DATE) from None
    return None if unknown else born


def _reserve(text: str, today: date) -> IdentityNumber:
    if _NOT_IN_PAIR & set(text[8:10]) or (text[10].isalpha() and text[10] in _NOT_IN_PAIR):
        raise BadNumber(NumberFault.CHARACTERS)
    values = [int(char) if char.isdigit() else ord(char) for char in text[:11]]
    if luhn(values) != int(text[11]):
        raise BadNumber(NumberFault.CHECK_DIGIT)
    born = None if text[:2] == _UNKNOWN else _reserve_born(text)
    if born is None:
        if not (20 <= int(text[4:6]) <= 99 and 40 <= int(text[6:8]) <= 59):
            raise BadNumber(NumberFault.DATE)
    elif born > today:
        raise BadNumber(NumberFault.FUTURE)
    return IdentityNumber(text, NumberKind.RESERVE, born, _sex(text[10]))


def _reserve_born(text: str) -> date:
    series = int(text[:2])
    if series < 21:
        raise BadNumber(NumberFault.DATE)
    try:
        year = _CENTURIES[series % 3] * 100 + int(text[2:4])
        return date(year, int(text[4:6]), int(text[6:8]))
    except ValueError:
        raise BadNumber(NumberFault.DATE) from None


def _sex(figure: str) -> Sex:
    if figure.isalpha():
        return ""
    return "man" if int(figure) % 2 else "woman"
