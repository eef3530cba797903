"""From a posted form to clean values: never raises, and keeps what was typed.

Names: `key` for one control, `key-from` and `key-to` for a period, `key-name`, `key-relation` and
`key-phone` for a person, `key-0-sub` for a question in a row, `key-rows` for how many rows the
page showed. Errors carry the same names. A question about a file is not asked yet (ADR 0017).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from vardpost.casetypes.fields import ANSWERED, PERSON_PARTS, Condition, Field, HasFields
from vardpost.casetypes.values import READERS, Problem, Value
from vardpost.kernel import typed

Posted = Mapping[str, Sequence[str]]
Raw = dict[str, list[str]]
Values = dict[str, Value]

_FIGURES = ("phone", "number", "date", "daterange", "time")
#: What has no control: words to read, and files, which the product does not take yet.
_SILENT = ("info", "file")


@dataclass(frozen=True, slots=True)
class ParsedAnswers:
    """What a form came to. `raw` is what the page shows again, and what a draft keeps."""

    values: Values
    errors: dict[str, Problem]
    raw: Raw

    @property
    def ok(self) -> bool:
        """Whether everything could be taken."""
        return not self.errors


def parse_answers(
    form: HasFields, posted: Posted, *, today: date, step: str | None = None
) -> ParsedAnswers:
    """Parse what was posted (or kept raw in a draft) by the questions of `form`.

    All steps are read, since a question may follow from an answer on an earlier page; with `step`
    only that step's errors are told.
    """
    raw = keep_raw(form, posted)
    reading = _Reading(raw, today)
    values = reading.read(form.fields, "")
    errors = reading.errors
    if step is not None:
        told = {field.key for field in form.fields if field.step == step}
        errors = {name: why for name, why in errors.items() if name.split("-")[0] in told}
    return ParsedAnswers(values, errors, raw)


def keep_raw(form: HasFields, posted: Posted) -> Raw:
    """Return what was typed for the form's own questions, fit for a JSON column."""
    raw: Raw = {}
    for field, name, many in controls(form.fields):
        texts = posted.get(name) or ()
        limit = len(field.options) + 1 if many else 1
        if texts:
            figures = field.type in _FIGURES
            raw[name] = [typed.kept(str(text), figures=figures) for text in texts[:limit]]
    return raw


def merge_raw(form: HasFields, kept: Posted, posted: Posted, *, step: str) -> Raw:
    """Return a draft's raw answers after one step was posted: that step's are replaced."""
    mine = _names_on(form, step)
    return keep_raw(
        form,
        {
            **{name: texts for name, texts in kept.items() if name not in mine},
            **{name: texts for name, texts in posted.items() if name in mine},
        },
    )


def raw_on(form: HasFields, raw: Posted, *, step: str) -> Raw:
    """Return what is typed on one step."""
    mine = _names_on(form, step)
    return {name: list(texts) for name, texts in raw.items() if name in mine}


def to_posted(form: HasFields, values: Values) -> Raw:
    """Return the raw answers that parse to `values`: to fill in a form beforehand."""
    raw: Raw = {}
    for field in form.fields:
        if field.key in values:
            _write(field, values[field.key], field.key, raw)
    return raw


def row_count(field: Field, raw: Posted) -> int:
    """Return how many rows a page shows: those posted and those asked for, at least one."""
    told = (raw.get(f"{field.key}-rows") or ["1"])[0]
    asked = int(told) if told.isascii() and told.isdigit() and len(told) < 3 else 1
    typed_in = 0
    for number in range(field.max_rows):
        if any(f"{field.key}-{number}-{sub.key}" in raw for sub in field.fields):
            typed_in = number + 1
    return max(1, min(field.max_rows, max(asked, typed_in)))


def is_visible(field: Field, values: Mapping[str, Value]) -> bool:
    """Tell whether a question is asked, given the answers before it."""
    condition = field.visible_when
    if condition is None:
        return True
    met = (is_met(test, values) for test in condition.tests)
    return all(met) if condition.match == "all" else any(met)


def is_met(test: Condition, values: Mapping[str, Value]) -> bool:
    """Tell whether one condition holds, apart from those that stand with it."""
    answer = values.get(test.field)
    if answer is None:
        return False
    if isinstance(answer, bool):
        return ("yes" if answer else "no") in test.values
    if isinstance(answer, list):
        return any(one in test.values for one in answer)
    return answer in test.values or test.values == (ANSWERED,)


def is_asked(field: Field, values: Mapping[str, Value]) -> bool:
    """Tell whether the page shows a question, given the answers before it."""
    return field.type != "file" and is_visible(field, values)


def controls(fields: tuple[Field, ...], prefix: str = "") -> Iterator[tuple[Field, str, bool]]:
    """Yield (question, name, several values) for every control a form may show."""
    for field in fields:
        name = prefix + field.key
        if field.type == "daterange":
            yield field, name + "-from", False
            yield field, name + "-to", False
        elif field.type == "rows":
            yield field, name + "-rows", False
            for number in range(field.max_rows):
                yield from controls(field.fields, f"{name}-{number}-")
        elif field.type == "person":
            for part in PERSON_PARTS:
                yield field, f"{name}-{part}", False
        elif field.type not in _SILENT:
            yield field, name, field.type == "multichoice"


def _names_on(form: HasFields, step: str) -> set[str]:
    return {name for field, name, _ in controls(form.fields) if _on_step(form, field, name) == step}


def _on_step(form: HasFields, field: Field, name: str) -> str:
    top = name.split("-")[0]
    return field.step or next((one.step for one in form.fields if one.key == top), "")


class _Reading:
    """One pass over the questions, in order; errors are gathered by the control's name."""

    def __init__(self, raw: Raw, today: date) -> None:
        self.raw = raw
        self.today = today
        self.errors: dict[str, Problem] = {}

    def read(self, fields: tuple[Field, ...], prefix: str) -> Values:
        values: Values = {}
        for field in fields:
            if field.type in _SILENT or not is_visible(field, values):
                continue
            value = self._value(field, prefix + field.key)
            if value is not None:
                values[field.key] = value
        return values

    def _value(self, field: Field, name: str) -> Value | None:
        if field.type == "rows":
            return self._rows(field, name)
        if field.type == "daterange":
            return self._range(field, name)
        if field.type == "person":
            return self._person(field, name)
        if field.type == "multichoice":
            return self._several(field, name)
        value = self._single(field, name)
        if value is None and field.required and name not in self.errors:
            self.errors[name] = Problem("required")
        return value

    def _single(self, field: Field, name: str, as_type: str = "") -> Value | None:
        text = self._text(name)
        if typed.has_refused(text):
            self.errors[name] = Problem("refused")
            return None
        reader = READERS[as_type or field.type]
        value, problem = reader(field, text, self.today)
        if problem:
            self.errors[name] = problem
        return value

    def _several(self, field: Field, name: str) -> Value | None:
        chosen = {typed.one_line(text) for text in self.raw.get(name, [])} - {""}
        if any(field.option(value) is None for value in chosen):
            self.errors[name] = Problem("choice")
            return None
        if not chosen:
            if field.required:
                self.errors[name] = Problem("required")
            return None
        return [option.value for option in field.options if option.value in chosen]

    def _range(self, field: Field, name: str) -> Value | None:
        first = self._single(field, name + "-from", "date")
        last = self._single(field, name + "-to", "date")
        if name + "-from" in self.errors or name + "-to" in self.errors:
            return None
        if first is None and last is None:
            if field.required:
                self.errors[name + "-from"] = Problem("required")
            return None
        if first is None or last is None:
            missing = "-from" if first is None else "-to"
            self.errors[name + missing] = Problem("range_half")
            return None
        if str(first) > str(last):
            self.errors[name + "-to"] = Problem("range_order")
            return None
        return {"from": str(first), "to": str(last)}

    def _person(self, field: Field, name: str) -> Value | None:
        """Read who somebody is; a person without a name is nobody."""
        parts = {
            part: self._single(field, f"{name}-{part}", "phone" if part == "phone" else "text")
            for part in PERSON_PARTS
        }
        if any(f"{name}-{part}" in self.errors for part in PERSON_PARTS):
            return None
        if parts["name"] is None:
            if field.required or any(parts.values()):
                self.errors[f"{name}-name"] = Problem("required")
            return None
        return {part: str(value) for part, value in parts.items() if value is not None}

    def _rows(self, field: Field, name: str) -> Value | None:
        rows: list[dict[str, Value]] = []
        filled_in = False
        for number in range(row_count(field, self.raw)):
            prefix = f"{name}-{number}-"
            if any(self._text(one).strip() for _, one, _ in controls(field.fields, prefix)):
                filled_in = True
                rows.append(self.read(field.fields, prefix))
        if not filled_in and field.required:
            _, first, _ = next(controls(field.fields, f"{name}-0-"))
            self.errors[first] = Problem("required_row")
        return [row for row in rows if row] or None

    def _text(self, name: str) -> str:
        texts = self.raw.get(name)
        return texts[0] if texts else ""


def _write(field: Field, value: Value, name: str, raw: Raw) -> None:
    if field.type == "rows":
        rows = cast("list[dict[str, Value]]", value)
        raw[name + "-rows"] = [str(len(rows))]
        for number, row in enumerate(rows):
            for sub in field.fields:
                if sub.key in row:
                    _write(sub, row[sub.key], f"{name}-{number}-{sub.key}", raw)
    elif isinstance(value, dict):
        raw |= {f"{name}-{part}": [text] for part, text in value.items()}
    elif isinstance(value, bool):
        raw[name] = ["yes" if value else "no"]
    elif isinstance(value, list):
        raw[name] = [str(one) for one in value]
    else:
        raw[name] = [str(value)]
