"""What a template says, as plain data. Pure.

A template is a list of fields, each with a value and how firmly it is meant. A field's key is
stored for years and never changes meaning:

    type:<case type>:active    whether the type is offered
    type:<case type>:promise   weekdays to the first and to the final answer
    notices:<setting>          how the unit is told, one of `NOTICES`
    catchment                  whom the unit is for, in words of the unit's own place
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

#: A value as JSON keeps it.
Value = Any
CATCHMENT = "catchment"
#: What a template may say of how a unit is told: events first, then hours.
NOTICE_EVENTS = ("new_case", "unassigned", "reminder", "replied")
NOTICE_HOURS = {"unassigned_hours": (1, 80), "remind_hours": (1, 72)}
NOTICES = (*NOTICE_EVENTS, *NOTICE_HOURS)
#: Whom a unit is for, in words of its own place.
REACHES = ("municipality", "region", "country")
LONGEST_NAME = 80
LONGEST_NOTE = 200


class Mode(StrEnum):
    """How firmly a field is meant."""

    #: The unit may change it; that it has is shown.
    OPEN = "open"
    #: Units are to have it so; who differs needs an exemption.
    LOCKED = "locked"
    #: A unit that has nothing gets it; afterwards it is the unit's own.
    START = "start"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a template says of one field."""

    value: Value
    mode: Mode = Mode.OPEN


Fields = Mapping[str, Rule]


@dataclass(frozen=True, slots=True)
class Template:
    """A template that units may have; without a region it is the nation's.

    `number` is the newest published version, 0 before there is one.
    """

    id: UUID
    code: str
    region_id: str
    kind: str
    name_sv: str
    name_en: str
    number: int = 0
    has_draft: bool = False

    def name(self, lang: str) -> str:
        """Return its name in a language."""
        return self.name_en if lang == "en" and self.name_en else self.name_sv


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a template; a draft has no moment of publication."""

    id: UUID
    number: int
    fields: Fields
    note: str = ""
    author: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a template says: its names and its fields."""

    name_sv: str
    name_en: str
    fields: Fields = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Return it as the history keeps it."""
        return {"name_sv": self.name_sv, "name_en": self.name_en, "fields": plain(self.fields)}


def active(case_type: str) -> str:
    """Return the field that says whether a case type is offered."""
    return f"type:{case_type}:active"


def promise(case_type: str) -> str:
    """Return the field that says what is promised for a case type."""
    return f"type:{case_type}:promise"


def case_type_of(field: str) -> str:
    """Return the case type that a field is about; empty for the others."""
    return field.split(":")[1] if field.startswith("type:") else ""


def plain(fields: Fields) -> dict[str, Any]:
    """Return the fields as JSON keeps them."""
    return {key: [fields[key].value, fields[key].mode.value] for key in sorted(fields)}


def read(stored: Mapping[str, Sequence[Any]]) -> dict[str, Rule]:
    """Return the fields from what JSON kept."""
    return {key: Rule(value, Mode(mode)) for key, (value, mode) in stored.items()}


def resolved(fields: Fields, region_id: str, municipality_id: str) -> dict[str, Rule]:
    """Return the fields as they are meant for a unit of a place: its area as rows."""
    found = dict(fields)
    if rule := found.get(CATCHMENT):
        rows = [_row(row, region_id, municipality_id) for row in rule.value]
        found[CATCHMENT] = Rule(sorted(rows), rule.mode)
    return found


def _row(row: Sequence[Any], region_id: str, municipality_id: str) -> list[Any]:
    reach, *rest = row
    place = {
        "municipality": [region_id, municipality_id],
        "region": [region_id, ""],
        "country": ["", ""],
    }
    return [*place[reach], *rest]
