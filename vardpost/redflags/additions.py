"""What a region or a unit adds of its own, as the settings' history keeps it. Pure."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from vardpost.redflags.lists import ADVICE, Advice, Definition, Flag, Owner, Text, read_list

Values = dict[str, Any]

#: Stored with every version, so that a reader knows what kind of list it is.
SOURCE = "Eget tillägg"


@dataclass(frozen=True, slots=True)
class Additions:
    """A whole list of own signs, and the clinician who answers for it."""

    owner: Owner
    flags: tuple[Flag, ...]

    def values(self) -> Values:
        """Return the list as the history of settings stores it."""
        return {
            "owner": {"name": self.owner.name, "title": self.owner.title},
            "flags": [_values_of(flag) for flag in self.flags],
        }

    def definition(self, valid_from: date) -> Definition:
        """Return the list as it is published. Raises `ListError` for what is no list."""
        data = {
            "schema": 1,
            "owner": self.values()["owner"],
            "valid_from": valid_from.isoformat(),
            "source": SOURCE,
            "flags": [
                {
                    "key": flag.key,
                    "label": {"sv": flag.label.sv, "en": flag.label.en},
                    "advice": flag.advice,
                    "sv": list(flag.sv),
                    "en": list(flag.en),
                }
                for flag in self.flags
            ],
        }
        return read_list(json.dumps(data))

    def with_flag(self, flag: Flag) -> "Additions":
        """Return the list with a sign added, or changed when the key is there."""
        if any(one.key == flag.key for one in self.flags):
            changed = tuple(flag if one.key == flag.key else one for one in self.flags)
            return Additions(self.owner, changed)
        return Additions(self.owner, (*self.flags, flag))

    def without(self, key: str) -> "Additions":
        """Return the list without one of its own signs."""
        return Additions(self.owner, tuple(one for one in self.flags if one.key != key))

    def next_key(self) -> str:
        """Return a key that no sign of the list has."""
        taken = {one.key for one in self.flags}
        number = len(taken) + 1
        while f"own_{number}" in taken:
            number += 1
        return f"own_{number}"


NONE = Additions(Owner("", ""), ())


def from_values(values: Values) -> Additions:
    """Return a list that the history of settings kept; `{}` is the empty one."""
    owner = values.get("owner", {})
    flags = tuple(
        Flag(
            str(one["key"]),
            Text(str(one["name_sv"]), str(one["name_en"])),
            _advice(str(one["advice"])),
            sv=tuple(map(str, one["sv"])),
            en=tuple(map(str, one["en"])),
        )
        for one in values.get("flags", [])
    )
    return Additions(Owner(str(owner.get("name", "")), str(owner.get("title", ""))), flags)


def from_definition(definition: Definition) -> Additions:
    """Return the list that was published."""
    return Additions(definition.owner, definition.flags)


def _advice(text: str) -> Advice:
    return next(one for one in ADVICE if one == text)


def _values_of(flag: Flag) -> Values:
    return {
        "key": flag.key,
        "name_sv": flag.label.sv,
        "name_en": flag.label.en,
        "advice": flag.advice,
        "sv": list(flag.sv),
        "en": list(flag.en),
    }
