"""What a list of red flags (larmord) is made of, read strictly from JSON. Pure.

A list is stored whole with each version, so a field added here needs a default.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from vardpost.redflags.phrases import PhraseError, read_phrase

Advice = Literal["112", "1177", "unit"]
Level = Literal["national", "region", "unit"]

#: The most urgent first; also the order in which pinned cases stand.
ADVICE: tuple[Advice, ...] = ("112", "1177", "unit")

STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
#: Enough for any unit, and a bound on what matching can cost.
MOST_FLAGS, MOST_PHRASES, MOST_GROUPS, MOST_COMBINATIONS = 200, 80, 200, 100
#: A case keeps the name of what it was pinned for.
LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the languages of the product."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    sv: str
    en: str

    def of(self, lang: str) -> str:
        """Return the text in `lang`; Swedish is what every other language falls back on."""
        return self.en if lang == "en" else self.sv


@dataclass(frozen=True, slots=True)
class Owner:
    """The clinician who answers for the list."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Flag:
    """One sign, in all the words that people have for it (`phrases` says how they are written)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    key: str
    label: Text
    advice: Advice
    sv: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    #: Phrases that, in the same sentence, show that something harmless is meant.
    unless: tuple[str, ...] = ()
    #: Not urgent by itself: counts only as a part of a combination.
    part: bool = False
    say: Text | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A condition on the form: the field has one of the values (of a bool: yes, no)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """Signs and answers that are urgent together. Every condition that is named must hold.

    `flags` are keys of the list; `a|b` means either of them.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    key: str
    label: Text
    advice: Advice
    flags: tuple[str, ...] = ()
    answers: tuple[Answered, ...] = ()
    case_types: tuple[str, ...] = ()
    younger_than_months: int | None = None
    say: Text | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of a list, as it is written and stored."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    schema: Literal[1]
    owner: Owner
    valid_from: str
    source: str
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    combinations: tuple[Combination, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RedFlagList:
    """A published version of a list; the same one is the same object."""

    id: UUID
    level: Level
    version: int
    definition: Definition


class ListError(ValueError):
    """The JSON is no list; `problems` says where and why, one line each."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every problem, so that all can be mended at once."""
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@cache
def _adapter() -> TypeAdapter[Definition]:
    return TypeAdapter(Definition)


def stored_list(source: str | bytes) -> Definition:
    """Return a list that was published: its shape is checked. Raises `ListError`."""
    try:
        return _adapter().validate_json(source)
    except ValidationError as error:
        raise ListError(
            [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        ) from error


def read_list(source: str | bytes) -> Definition:
    """Return the list that the JSON describes, or raise `ListError` with all problems."""
    definition = stored_list(source)
    problems = list(problems_in(definition))
    if problems:
        raise ListError(problems)
    return definition


def canonical(definition: Definition) -> str:
    """Return the one JSON text of a list: what is stored, and what the hash is taken of."""
    data = _adapter().dump_python(definition, mode="json", exclude_defaults=True)
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def content_hash(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def problems_in(definition: Definition) -> Iterator[str]:
    """Yield what is wrong with a list, one line each."""
    if not definition.owner.name.strip() or not definition.owner.title.strip():
        yield "owner: ett namn och en titel"
    if not _is_date(definition.valid_from):
        yield "valid_from: ett datum, ÅÅÅÅ-MM-DD"
    if len(definition.flags) > MOST_FLAGS:
        yield f"flags: högst {MOST_FLAGS}"
    if len(definition.groups) > MOST_GROUPS:
        yield f"groups: högst {MOST_GROUPS}"
    if len(definition.combinations) > MOST_COMBINATIONS:
        yield f"combinations: högst {MOST_COMBINATIONS}"
    keys = [one.key for one in definition.flags] + [one.key for one in definition.combinations]
    for key, times in Counter(keys).items():
        if times > 1:
            yield f"{key}: nyckeln används {times} gånger"
        if not _KEY.match(key):
            yield f"{key}: en nyckel är små bokstäver, siffror och _, högst 40"
    for flag in definition.flags:
        yield from _flag_problems(flag, definition.groups)
    known = {flag.key for flag in definition.flags}
    for one in definition.combinations:
        yield from _combination_problems(one, known)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _flag_problems(flag: Flag, groups: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    if not flag.label.sv.strip() or not flag.label.en.strip():
        yield f"{flag.key}: ett namn på svenska och engelska"
    if max(len(flag.label.sv), len(flag.label.en)) > LONGEST_LABEL:
        yield f"{flag.key}: namnet är högst {LONGEST_LABEL} tecken"
    if not flag.sv and not flag.en:
        yield f"{flag.key}: minst en fras"
    if len(flag.sv) + len(flag.en) > MOST_PHRASES:
        yield f"{flag.key}: högst {MOST_PHRASES} fraser"
    for phrase in (*flag.sv, *flag.en, *flag.unless):
        try:
            read_phrase(phrase, groups)
        except PhraseError as error:
            yield f"{flag.key}: {error}"


def _combination_problems(one: Combination, known: set[str]) -> Iterator[str]:
    if not one.label.sv.strip() or not one.label.en.strip():
        yield f"{one.key}: ett namn på svenska och engelska"
    if max(len(one.label.sv), len(one.label.en)) > LONGEST_LABEL:
        yield f"{one.key}: namnet är högst {LONGEST_LABEL} tecken"
    if not one.flags and not one.answers:
        yield f"{one.key}: minst ett tecken eller svar"
    for alternatives in one.flags:
        for key in alternatives.split("|"):
            if key not in known:
                yield f"{one.key}: tecknet {key} finns inte i listan"
    if any(not answered.values for answered in one.answers):
        yield f"{one.key}: ett svar utan värden"
