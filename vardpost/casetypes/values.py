"""One typed answer to one kept value, for each type of question that is a single control."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from vardpost.casetypes.fields import Field
from vardpost.kernel import typed

#: What an answer may be: all of it goes through JSON and comes back equal.
Value = str | int | bool | list[str] | dict[str, str] | list[dict[str, "Value"]]

_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})\Z", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})\Z", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,9}\Z", re.ASCII)
_PHONE = re.compile(r"\+?[0-9 ()/.-]+\Z")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_YEARS = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer cannot be taken: the key of a message and what it speaks of."""

    key: str
    params: Mapping[str, str | int] = field(default_factory=dict)


Read = tuple[Value | None, Problem | None]
_NOTHING: Read = (None, None)


def read_text(asked: Field, text: str, today: date) -> Read:
    """Read a text of one line."""
    return _bounded(asked, typed.one_line(text))


def read_longtext(asked: Field, text: str, today: date) -> Read:
    """Read a text of several lines."""
    return _bounded(asked, typed.lines(text))


def read_choice(asked: Field, text: str, today: date) -> Read:
    """Read the value of an option."""
    value = typed.one_line(text)
    if not value:
        return _NOTHING
    return (value, None) if asked.option(value) else (None, Problem("choice"))


def read_bool(asked: Field, text: str, today: date) -> Read:
    """Read yes or no."""
    value = typed.one_line(text)
    if not value:
        return _NOTHING
    return (value == "yes", None) if value in ("yes", "no") else (None, Problem("choice"))


def read_date(asked: Field, text: str, today: date) -> Read:
    """Read a date written 2026-11-25 or 20261125, within the bounds of the question."""
    value = typed.one_line(text).translate(_DASHES)
    if not value:
        return _NOTHING
    if typed.has_other_digits(value):
        return None, Problem("digits")
    day = _day(value)
    if day is None:
        return None, Problem("date", {"example": today.isoformat()})
    problem = _out_of_bounds(asked, day, today)
    return (None, problem) if problem else (day.isoformat(), None)


def read_time(asked: Field, text: str, today: date) -> Read:
    """Read a time of day written 14:30, 14.30 or 1430."""
    value = typed.one_line(text)
    if not value:
        return _NOTHING
    if typed.has_other_digits(value):
        return None, Problem("digits")
    match = _TIME.match(value)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None, Problem("time")
    return f"{int(match[1]):02}:{match[2]}", None


def read_number(asked: Field, text: str, today: date) -> Read:
    """Read a whole number within the bounds of the question."""
    value = typed.one_line(text).replace(" ", "").translate(_DASHES)
    if not value:
        return _NOTHING
    if typed.has_other_digits(value):
        return None, Problem("digits")
    if not _NUMBER.match(value):
        return None, Problem("number")
    number = int(value)
    if asked.minimum is not None and number < asked.minimum:
        return None, Problem("number_least", {"limit": asked.minimum})
    if asked.maximum is not None and number > asked.maximum:
        return None, Problem("number_most", {"limit": asked.maximum})
    return number, None


def read_phone(asked: Field, text: str, today: date) -> Read:
    """Read a telephone number; kept as it was written, since people know their own grouping."""
    value = typed.one_line(text).translate(_DASHES)
    if not value:
        return _NOTHING
    if typed.has_other_digits(value):
        return None, Problem("digits")
    figures = sum(char.isdigit() for char in value)
    if not _PHONE.match(value) or not 8 <= figures <= 15:
        return None, Problem("phone")
    return _bounded(asked, value)


@dataclass(frozen=True, slots=True)
class FreeText:
    """A text typed outside a form, such as a reply: what to show again and what to keep."""

    raw: str
    value: str
    problem: Problem | None


def free_text(text: str, *, limit: int) -> FreeText:
    """Read a text of several lines by the same rules as a form's; empty is for the caller."""
    raw = typed.kept(text)
    value = typed.lines(raw)
    if typed.has_refused(raw):
        return FreeText(raw, "", Problem("refused"))
    if len(value) > limit:
        return FreeText(raw, "", Problem("too_long", {"n": len(value) - limit}))
    return FreeText(raw, value, None)


READERS: dict[str, Callable[[Field, str, date], Read]] = {
    "text": read_text,
    "longtext": read_longtext,
    "choice": read_choice,
    "bool": read_bool,
    "date": read_date,
    "time": read_time,
    "number": read_number,
    "phone": read_phone,
}


def _bounded(asked: Field, value: str) -> Read:
    if not value:
        return _NOTHING
    if len(value) > asked.length:
        return None, Problem("too_long", {"n": len(value) - asked.length})
    return value, None


def _day(value: str) -> date | None:
    match = _DATE.match(value)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _out_of_bounds(asked: Field, day: date, today: date) -> Problem | None:
    first = _limit(asked.earliest, today, -_YEARS * 365)
    last = _limit(asked.latest, today, _YEARS * 365)
    if day < first:
        key = "date_past" if asked.earliest == 0 else "date_early"
        return Problem(key, {"limit": first.isoformat()})
    if day > last:
        key = "date_future" if asked.latest == 0 else "date_late"
        return Problem(key, {"limit": last.isoformat()})
    return None


def _limit(days: int | None, today: date, otherwise: int) -> date:
    return today + timedelta(days=otherwise if days is None else days)
