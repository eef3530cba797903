"""A draft of the nation's list: one part of it changed, and what differs between two lists. Pure.

A draft is changed part by part (`part`): `owner`, `group:<name>`, `flag:<key>` or
`combination:<key>`. Each part has values, plain data that the history keeps; a part that is not
there has none.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from vardpost.redflags.lists import (
    Answered,
    Combination,
    Definition,
    Flag,
    Owner,
    Text,
    canonical,
)

Values = Mapping[str, Any]

OWNER = "owner"
#: What stands between the words of a phrase (`phrases`).
_BETWEEN = re.compile(r"[ |?]")
_Part = TypeVar("_Part", Flag, Combination)


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that is not the same in two lists; empty values where it is in one of them alone."""

    part: str
    before: Values
    after: Values


def flag_part(key: str) -> str:
    """Return the part that a sign is."""
    return f"flag:{key}"


def group_part(name: str) -> str:
    """Return the part that a group of words is."""
    return f"group:{name}"


def combination_part(key: str) -> str:
    """Return the part that a combination is."""
    return f"combination:{key}"


def values_of(definition: Definition, part: str) -> Values:
    """Return what a list says of a part, empty when it has no such part."""
    kind, _colon, key = part.partition(":")
    if kind == OWNER:
        owner = definition.owner
        return {"name": owner.name, "title": owner.title, "source": definition.source}
    if kind == "group":
        words = definition.groups.get(key)
        return {} if words is None else {"words": list(words)}
    if kind == "combination":
        return _plain(definition)[1].get(key, {})
    return _plain(definition)[0].get(key, {})


def with_part(definition: Definition, part: str, values: Values) -> Definition:
    """Return the list with a part changed, added where it was not, taken away for no values."""
    kind, _colon, key = part.partition(":")
    if kind == OWNER:
        owner = Owner(values["name"], values["title"])
        return replace(definition, owner=owner, source=values["source"])
    if kind == "group":
        groups = {name: words for name, words in definition.groups.items() if name != key}
        if values:
            groups[key] = tuple(values["words"])
        return replace(definition, groups=groups)
    if kind == "combination":
        one = _combination(key, values) if values else None
        return replace(definition, combinations=_put(definition.combinations, key, one))
    flag = _flag(key, values) if values else None
    return replace(definition, flags=_put(definition.flags, key, flag))


def differences(before: Definition, after: Definition) -> Iterator[Difference]:
    """Yield every part that is not the same, signs first; the first day is told elsewhere."""
    for kind, old, new in (
        *zip(("flag", "combination"), _plain(before), _plain(after), strict=True),
        ("group", _groups(before), _groups(after)),
    ):
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) != new.get(key):
                yield Difference(f"{kind}:{key}", old.get(key, {}), new.get(key, {}))
    if values_of(before, OWNER) != values_of(after, OWNER):
        yield Difference(OWNER, values_of(before, OWNER), values_of(after, OWNER))


def needed_by(definition: Definition, part: str) -> list[Text]:
    """Return the names of what needs a part: combinations a sign, signs a group of words."""
    kind, _colon, key = part.partition(":")
    if kind == "flag":
        return [
            one.label
            for one in definition.combinations
            if any(key in alternatives.split("|") for alternatives in one.flags)
        ]
    if kind == "group":
        return [
            one.label
            for one in definition.flags
            if any(
                f"@{key}" in _BETWEEN.split(phrase) for phrase in (*one.sv, *one.en, *one.unless)
            )
        ]
    return []


def values_of_flag(flag: Flag) -> Values:
    """Return a sign as the history keeps it."""
    definition = Definition(1, Owner("", ""), "", "", flags=(flag,))
    return _plain(definition)[0][flag.key]


def new_key(definition: Definition, english: str) -> str:
    """Return a key for a new sign, made of its English name, that no other part has."""
    letters = "".join(one if one.isascii() and one.isalnum() else "_" for one in english.lower())
    words = "_".join(filter(None, letters.split("_")))[:32].strip("_")
    stem = words if words[:1].isalpha() else f"sign_{words}".strip("_")
    taken = {one.key for one in definition.flags} | {one.key for one in definition.combinations}
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key


def _put(many: tuple[_Part, ...], key: str, new: _Part | None) -> tuple[_Part, ...]:
    """Return the parts with one in its place changed, added last, or taken away for none."""
    if new is None:
        return tuple(one for one in many if one.key != key)
    if any(one.key == key for one in many):
        return tuple(new if one.key == key else one for one in many)
    more = list(many)
    more.append(new)
    return tuple(more)


def _combination(key: str, values: Values) -> Combination:
    said = values.get("say")
    return Combination(
        key,
        Text(values["label"]["sv"], values["label"]["en"]),
        values["advice"],
        flags=tuple(values.get("flags", ())),
        answers=tuple(
            Answered(one["field"], tuple(one["values"])) for one in values.get("answers", ())
        ),
        case_types=tuple(values.get("case_types", ())),
        younger_than_months=values.get("younger_than_months"),
        say=Text(said["sv"], said["en"]) if said else None,
    )


def _flag(key: str, values: Values) -> Flag:
    said = values.get("say")
    return Flag(
        key,
        Text(values["label"]["sv"], values["label"]["en"]),
        values["advice"],
        sv=tuple(values.get("sv", ())),
        en=tuple(values.get("en", ())),
        unless=tuple(values.get("unless", ())),
        part=bool(values.get("part", False)),
        say=Text(said["sv"], said["en"]) if said else None,
    )


def _plain(definition: Definition) -> tuple[dict[str, Values], dict[str, Values]]:
    """Return signs and combinations by key, as the stored JSON has them."""
    data = json.loads(canonical(definition))
    return _by_key(data.get("flags", [])), _by_key(data.get("combinations", []))


def _by_key(many: list[dict[str, Any]]) -> dict[str, Values]:
    return {
        one["key"]: {name: value for name, value in one.items() if name != "key"} for one in many
    }


def _groups(definition: Definition) -> dict[str, Values]:
    return {name: {"words": list(words)} for name, words in definition.groups.items()}
