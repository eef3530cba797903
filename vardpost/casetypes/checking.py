"""The checker: everything that is wrong with a form, or worth a look. Pure Python.

A draft may be half done; what is published has no error. `reading.read_definition` asks the same.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from vardpost.casetypes.fields import (
    AUTOCOMPLETE,
    MAX_ROWS,
    RESERVED_STEPS,
    Condition,
    Field,
    FormDefinition,
    Picture,
    Text,
)
from vardpost.casetypes.findings import Finding, found
from vardpost.casetypes.reach import contradicts, known_values, reachable, rings
from vardpost.kernel import typed

#: Part of a control's name and id, so: no dot, no space, nothing to escape.
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,60}>?")
_CHOICES = ("choice", "multichoice")
_NOT_IN_ROWS = ("rows", "info", "file", "person")
_LANGUAGES = (("sv", "svenska", "Swedish"), ("en", "engelska", "English"))
#: More questions than this are read with care; more than the next are refused.
_MANY, _MOST_FIELDS, _MOST_OPTIONS, _MOST_TEXT, _MOST_POINTS = 60, 400, 200, 5_000, 50


def check(definition: FormDefinition) -> list[Finding]:
    """Return every finding, errors first, each kind in the order of the form."""
    findings = list(dict.fromkeys(_findings(definition)))
    return sorted(findings, key=lambda one: one.severity != "error")


def errors(definition: FormDefinition) -> list[Finding]:
    """Return what keeps the form from being published."""
    return [one for one in check(definition) if one.severity == "error"]


def texts(definition: FormDefinition) -> Iterator[tuple[str, Text]]:
    """Yield every text of a form with its place: for checks of language and completeness."""
    for place, value in _walk(definition, ""):
        if isinstance(value, Text):
            yield place, value


def pictures(definition: FormDefinition) -> Iterator[tuple[str, Picture]]:
    """Yield every picture of a form with its place."""
    for place, value in _walk(definition, ""):
        if isinstance(value, Picture):
            yield place, value


def _findings(definition: FormDefinition) -> Iterator[Finding]:
    if not _KEY.match(definition.key):
        yield found("key", "key")
    yield from _settings(definition)
    yield from _steps(definition)
    yield from _list(definition.fields, "fields")
    yield from _list(definition.answer_form.fields, "answer_form.fields")
    if definition.opening_form is not None:
        yield from _list(definition.opening_form.fields, "opening_form.fields")
    yield from _answering(definition)
    yield from _deadline(definition)
    yield from _texts(definition)


def _settings(definition: FormDefinition) -> Iterator[Finding]:
    promise = definition.promise
    if not 1 <= promise.first_days <= promise.final_days <= 90:
        yield found("promise", "promise")
    if definition.symptom != (definition.red_flags is not None):
        yield found("red_flags", "red_flags")
    flags = definition.red_flags
    if flags is not None:
        for name, text, number in (
            ("stop_title", flags.stop_title, "112"),
            ("unsure", flags.unsure, "1177"),
        ):
            if any(number not in text.of(lang) for lang, _, _ in _LANGUAGES):
                yield found(f"red_flags.{name}", "urgent_text", number=number)
        if not flags.items:
            yield found("red_flags.items", "options")
    if not 0 <= definition.min_age <= 120:
        yield found("min_age", "min_age")
    if (definition.direction == "outbound") != (definition.opening_form is not None):
        yield found("opening_form", "opening_form")
    if len(definition.checklist) > _MOST_POINTS:
        yield found("checklist", "too_many", n=_MOST_POINTS)
    yield from _twice([point.key for point in definition.checklist], "checklist")


def _steps(definition: FormDefinition) -> Iterator[Finding]:
    keys = [step.key for step in definition.steps]
    yield from _twice(keys, "steps")
    for key in keys:
        if key in RESERVED_STEPS:
            yield found(f"steps.{key}", "step_key", step=key)
        if not definition.on_step(key):
            yield found(f"steps.{key}", "step_empty", step=key)
    for field in definition.fields:
        if field.step not in keys:
            yield found(f"fields.{field.key}", "step", step=field.step or "–")
    asked = [field for field in definition.fields if field.type not in ("info", "file")]
    if definition.direction == "inbound" and not asked:
        yield found("fields", "no_questions")
    if len(asked) > _MANY:
        yield found("fields", "many_questions", n=len(asked))


def _twice(keys: Sequence[str], place: str) -> Iterator[Finding]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield found(f"{place}.{key}", "key_twice", n=times)
        if not _KEY.match(key):
            yield found(f"{place}.{key}", "key")


def _list(fields: tuple[Field, ...], place: str) -> Iterator[Finding]:
    if len(fields) > _MOST_FIELDS:
        yield found(place, "too_many", n=_MOST_FIELDS)
    yield from _twice([field.key for field in fields], place)
    in_ring: set[str] = set()
    for ring in rings(fields):
        in_ring |= set(ring)
        yield found(f"{place}.{ring[0]}", "loop", ring=" → ".join([*ring, ring[0]]))
    can_be_asked = reachable(fields)
    all_keys = {field.key for field in fields}
    earlier: dict[str, Field] = {}
    for field in fields:
        where = f"{place}.{field.key}"
        yield from _field(field, where)
        if field.visible_when is not None and field.key not in in_ring:
            told = list(_condition(field.visible_when, earlier, all_keys, where))
            yield from told
            if not told and not can_be_asked[field.key]:
                yield found(where, "unreachable")
        earlier[field.key] = field


def _field(field: Field, where: str) -> Iterator[Finding]:
    if field.type in _CHOICES and not field.options:
        yield found(where, "options")
    if field.type not in _CHOICES and (field.options or field.open_options):
        yield found(where, "options_unwanted")
    yield from _options(field, where)
    if (field.type == "rows") != bool(field.fields):
        yield found(where, "row_fields")
    if field.type == "rows" and (field.item is None or not 1 <= field.max_rows <= MAX_ROWS):
        yield found(where, "item", n=MAX_ROWS)
    if field.type == "info" and field.required:
        yield found(where, "info_required")
    if field.type == "file":
        yield found(where, "attachment_later")
    elif field.required and field.missing is None:
        yield found(where, "missing_words")
    if field.max_length is not None and not 1 <= field.max_length <= 20_000:
        yield found(where, "length")
    if _crossed(field.minimum, field.maximum) or _crossed(field.earliest, field.latest):
        yield found(where, "bounds")
    if field.autocomplete and field.autocomplete not in AUTOCOMPLETE.get(field.type, ()):
        yield found(where, "autocomplete", word=field.autocomplete)
    if any(sub.type in _NOT_IN_ROWS or sub.step for sub in field.fields):
        yield found(where, "row")
    if field.fields:
        yield from _list(field.fields, f"{where}.fields")


def _options(field: Field, where: str) -> Iterator[Finding]:
    if len(field.options) > _MOST_OPTIONS:
        yield found(where, "too_many", n=_MOST_OPTIONS)
    for value, times in Counter(option.value for option in field.options).items():
        if times > 1:
            yield found(f"{where}.options.{value}", "option_twice", value=value)
        if not _KEY.match(value):
            yield found(f"{where}.options.{value}", "key")


def _crossed(least: int | None, most: int | None) -> bool:
    return least is not None and most is not None and least > most


def _condition(
    condition: Condition, earlier: dict[str, Field], all_keys: set[str], where: str
) -> Iterator[Finding]:
    place = f"{where}.visible_when"
    if any(test.also for test in condition.also):
        yield found(place, "condition_nested")
    for test in condition.tests:
        asked = earlier.get(test.field)
        if asked is None:
            later = test.field in all_keys
            code = "condition_later" if later else "condition_unknown"
            yield found(place, code, asked=test.field)
        elif not test.values or not known_values(asked).issuperset(test.values):
            yield found(place, "condition_value", asked=test.field)
    both = contradicts(condition, earlier)
    if both:
        yield found(place, "contradiction", asked=both)


def _answering(definition: FormDefinition) -> Iterator[Finding]:
    """Look at what staff fill in; an outbound case that asks nothing needs no answer."""
    fields = definition.answer_form.fields
    replied = any(field.type != "info" for field in definition.fields)
    if not fields:
        if definition.direction == "inbound" or replied:
            yield found("answer_form", "answer_form")
    elif not any(field.type == "longtext" for field in fields):
        yield found("answer_form", "no_answer_text")
    if definition.opening_form is not None and not definition.opening_form.fields:
        yield found("opening_form", "opening_form")


def _deadline(definition: FormDefinition) -> Iterator[Finding]:
    rule = definition.deadline
    if rule is None:
        return
    types = {field.key: field.type for field in definition.fields}
    for kind, asked in (("date", rule.date), ("time", rule.time)):
        if types.get(asked) != kind:
            yield found(f"deadline.{kind}", "deadline", asked=asked or "–", kind=kind)
    for name, text in (("before", rule.before), ("passed", rule.passed)):
        if any(words.strip() and "{deadline}" not in words for words in (text.sv, text.en)):
            yield found(f"deadline.{name}", "deadline_words")


def _texts(definition: FormDefinition) -> Iterator[Finding]:
    for place, text in texts(definition):
        for lang, swedish, english in _LANGUAGES:
            words = text.of(lang)
            if not words.strip():
                code = "alt" if place.endswith("picture.alt") else "text"
                yield found(place, code, lang=(swedish, english))
            if len(words) > _MOST_TEXT:
                yield found(place, "too_long", n=_MOST_TEXT)
            if typed.kept(words) != words or typed.has_refused(words):
                yield found(place, "characters")
            tag = _TAG.search(words)
            if tag is not None:
                yield found(place, "markup", tag=tag[0])
        if text.sv == text.en and " " in text.sv.strip():
            yield found(place, "same_text")


def _walk(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Yield every part of a form with its place, named by keys where there are keys."""
    if isinstance(value, tuple):
        for number, one in enumerate(value):
            name = getattr(one, "key", None) or getattr(one, "value", None) or number
            yield from _walk(one, f"{place}.{name}")
    elif hasattr(value, "__dataclass_fields__"):
        yield place, value
        for name in value.__dataclass_fields__:
            part = getattr(value, name)
            if part is not None:
                yield from _walk(part, f"{place}.{name}".lstrip("."))
