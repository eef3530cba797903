"""Answers as people read them: for *check answers*, the thread and the record.

The labels come from the version of the form that was used, so an old case reads as it was sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from vardpost.casetypes.fields import PERSON_PARTS, Field, HasFields, Text
from vardpost.casetypes.values import Value
from vardpost.shell import dates

_YES = Text("Ja", "Yes")
_NO = Text("Nej", "No")
_DAYS = ("date", "daterange")


@dataclass(frozen=True, slots=True)
class Line:
    """One question and its answer. `name` and `step` say where it can be changed."""

    label: str
    text: str
    name: str
    step: str


def summary(form: HasFields, values: Mapping[str, Value], lang: str) -> list[Line]:
    """Return the answered questions in the form's order; a row is one line of its own."""
    lines: list[Line] = []
    for field in form.fields:
        if field.key not in values:
            continue
        value = values[field.key]
        if field.type == "rows":
            lines += _row_lines(field, cast("list[dict[str, Value]]", value), lang)
        else:
            text = answer_text(field, value, lang)
            said = dates.sentence(text) if field.type in _DAYS else text
            lines.append(Line(field.label.of(lang), said, field.key, field.step))
    return lines


def without_numbers(form: HasFields, values: Mapping[str, Value], instead: str) -> dict[str, Value]:
    """Return the answers for who did not write them: a telephone number is told as `instead`."""
    return _hidden(form.fields, values, instead)


def _hidden(fields: Iterable[Field], values: Mapping[str, Value], instead: str) -> dict[str, Value]:
    kept = dict(values)
    for field in fields:
        value = values.get(field.key)
        if value is None:
            continue
        if field.type == "phone":
            kept[field.key] = instead
        elif field.type == "person" and isinstance(value, dict):
            kept[field.key] = {part: text for part, text in value.items() if part != "phone"}
        elif field.type == "rows":
            rows = cast("list[dict[str, Value]]", value)
            kept[field.key] = cast("Value", [_hidden(field.fields, one, instead) for one in rows])
    return kept


def plain_text(form: HasFields, values: Mapping[str, Value], lang: str = "sv") -> str:
    """Return the answers as plain text, one paragraph each: for copying and for the preview."""
    return "\n\n".join(f"{line.label}\n{line.text}" for line in summary(form, values, lang))


def answer_text(field: Field, value: Value, lang: str) -> str:
    """Return one answer in words."""
    if isinstance(value, bool):
        return (_YES if value else _NO).of(lang)
    if isinstance(value, dict):
        if field.type == "person":
            return ", ".join(value[part] for part in PERSON_PARTS if part in value)
        return f"{_day(value['from'], lang)} – {_day(value['to'], lang)}"
    if isinstance(value, list):
        return ", ".join(_chosen(field, str(one), lang) for one in value)
    if field.type == "choice":
        return _chosen(field, str(value), lang)
    if field.type == "date":
        return _day(str(value), lang)
    if field.type == "time":
        return str(value).replace(":", "." if lang == "sv" else ":")
    return str(value)


def day_text(day: date, lang: str) -> str:
    """Return a date as *onsdag 25 november 2026*: an answer is read for years."""
    other = "en" if lang == "en" else "sv"
    return f"{dates.DAYS[other][day.weekday()]} {dates.full_day(day, other)}"


def _row_lines(field: Field, rows: list[dict[str, Value]], lang: str) -> list[Line]:
    item = (field.item or field.label).of(lang)
    lines = []
    for number, row in enumerate(rows):
        label = f"{item} {number + 1}" if len(rows) > 1 else item
        parts = [
            f"{_before(sub.label.of(lang))} {answer_text(sub, row[sub.key], lang)}"
            for sub in field.fields
            if sub.key in row
        ]
        lines.append(Line(label, "\n".join(parts), f"{field.key}-{number}", field.step))
    return lines


def _before(label: str) -> str:
    """Return the label as it stands before its answer: a question keeps its own mark."""
    return label if label.endswith("?") else f"{label}:"


def _chosen(field: Field, value: str, lang: str) -> str:
    option = field.option(value)
    return option.label.of(lang) if option else value


def _day(value: str, lang: str) -> str:
    return day_text(date.fromisoformat(value), lang)
