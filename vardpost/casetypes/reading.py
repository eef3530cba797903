"""From JSON to a form definition and back: strict, and never half a form."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from vardpost.casetypes.fields import (
    MAX_ROWS,
    STEPS,
    Field,
    FormDefinition,
    Text,
)

#: Part of a control's name and id, so: no dot, no space, nothing to escape.
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_CHOICES = ("choice", "multichoice")


class DefinitionError(ValueError):
    """The JSON is no form; `problems` says where and why, one line each."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every problem, so that all can be mended at once."""
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@cache
def _adapter() -> TypeAdapter[FormDefinition]:
    return TypeAdapter(FormDefinition)


def read_definition(source: str | bytes) -> FormDefinition:
    """Return the form that the JSON describes, or raise `DefinitionError` with all problems."""
    definition = stored_definition(source)
    problems = list(_problems(definition))
    if problems:
        raise DefinitionError(problems)
    return definition


def stored_definition(source: str | bytes) -> FormDefinition:
    """Return a form that was published: its shape is checked, its rules were, in its own time."""
    try:
        return _adapter().validate_json(source)
    except ValidationError as error:
        raise DefinitionError(
            [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        ) from error


def canonical(definition: FormDefinition) -> str:
    """Return the one JSON text of a definition: what is stored, and what the hash is taken of.

    Defaults are left out, so that an optional field added later changes no old hash.
    """
    data = _adapter().dump_python(definition, mode="json", exclude_defaults=True)
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def content_hash(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _problems(definition: FormDefinition) -> Iterator[str]:
    steps = [step.key for step in definition.steps]
    if not steps or any(key not in STEPS for key in steps) or len(set(steps)) != len(steps):
        yield f"steps: one or more of {', '.join(STEPS)}, each once"
    if definition.symptom != (definition.red_flags is not None):
        yield "red_flags: exactly the forms about symptoms have them"
    if not _KEY.match(definition.key):
        yield f"key: {definition.key!r} is no key"
    promise = definition.promise
    if not 1 <= promise.first_days <= promise.final_days <= 90:
        yield "promise: 1 <= first_days <= final_days <= 90"
    for field in definition.fields:
        if field.step not in steps:
            yield f"{field.key}: step {field.step!r} is not among the steps"
    yield from _empty_steps(definition, steps)
    yield from _list_problems(definition.fields, "")
    yield from _list_problems(definition.answer_form.fields, "answer_form.")
    yield from _deadline_problems(definition)
    yield from _empty_texts(definition, definition.key)


def _empty_steps(definition: FormDefinition, steps: list[str]) -> Iterator[str]:
    for step in steps:
        if not definition.on_step(step):
            yield f"steps: {step} has no question"


def _list_problems(fields: tuple[Field, ...], prefix: str) -> Iterator[str]:
    for key, times in Counter(field.key for field in fields).items():
        if times > 1:
            yield f"{prefix}{key}: the key is used {times} times"
    earlier: dict[str, Field] = {}
    for field in fields:
        where = prefix + field.key
        yield from _field_problems(field, where)
        yield from _condition_problems(field, earlier, where)
        earlier[field.key] = field


def _field_problems(field: Field, where: str) -> Iterator[str]:
    if not _KEY.match(field.key):
        yield f"{where}: a key is small letters, digits and _, at most 40"
    if (field.type in _CHOICES) != bool(field.options):
        yield f"{where}: options belong to choice and multichoice, which need them"
    values = [option.value for option in field.options]
    if len(set(values)) != len(values) or not all(map(_KEY.match, values)):
        yield f"{where}: option values are keys, each once"
    if (field.type == "rows") != bool(field.fields):
        yield f"{where}: fields belong to rows, which need them"
    if field.type == "rows" and (field.item is None or not 1 <= field.max_rows <= MAX_ROWS):
        yield f"{where}: rows need an item name and at most {MAX_ROWS} rows"
    if field.type == "info" and field.required:
        yield f"{where}: info asks nothing"
    if field.max_length is not None and not 1 <= field.max_length <= 20_000:
        yield f"{where}: max_length is 1 to 20000"
    if any(sub.type in ("rows", "info") or sub.step for sub in field.fields):
        yield f"{where}: a row holds questions, not rows, information or steps"
    yield from _list_problems(field.fields, where + ".")


def _condition_problems(field: Field, earlier: dict[str, Field], where: str) -> Iterator[str]:
    condition = field.visible_when
    if condition is None:
        return
    asked = earlier.get(condition.field)
    if asked is None:
        yield f"{where}: follows {condition.field!r}, which does not stand before it"
        return
    known = {"yes", "no"} if asked.type == "bool" else {o.value for o in asked.options}
    if not condition.values or not known.issuperset(condition.values):
        yield f"{where}: follows an answer that {condition.field!r} cannot have"


def _deadline_problems(definition: FormDefinition) -> Iterator[str]:
    if definition.deadline is None:
        return
    types = {field.key: field.type for field in definition.fields}
    if types.get(definition.deadline.date) != "date":
        yield "deadline: date names no date of the form"
    if types.get(definition.deadline.time) != "time":
        yield "deadline: time names no time of the form"


def _empty_texts(definition: FormDefinition, where: str) -> Iterator[str]:
    for path, text in texts(definition):
        for lang in ("sv", "en"):
            if not text.of(lang).strip():
                yield f"{where}.{path}: no text in {lang}"


def texts(definition: FormDefinition) -> Iterator[tuple[str, Text]]:
    """Yield every text of a form with its place: for checks of language and completeness."""
    yield from _texts_in(definition, "")


def _texts_in(value: Any, path: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _texts_in(one, f"{path}.{getattr(one, 'key', number)}")
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts_in(getattr(value, name), f"{path}.{name}".lstrip("."))
