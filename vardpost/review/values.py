"""Filters and rules as plain data: JSON in and out. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal
from uuid import UUID

from vardpost.review.groups import Group
from vardpost.review.rules import Fact, Rule

#: The sorts of file that an export can be.
Form = Literal["csv", "json"]
#: In place of a resident: the one that the search has already.
KEPT = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search, or the lot for a sample, looks among. Days in Sweden, both included."""

    from_on: date
    to_on: date
    person_id: UUID | None = None
    person_name: str = ""
    resident_id: UUID | None = None
    #: Empty for a protected identity.
    resident_name: str = ""
    groups: tuple[Group, ...] = ()
    facts: Fact = Fact.NONE

    @property
    def narrowed(self) -> bool:
        """Whether anything beside the period is chosen."""
        return bool(self.person_id or self.resident_id or self.groups or self.facts)


def filter_values(filters: Filters) -> dict[str, Any]:
    """Return filters as a row keeps them."""
    return {
        "from_on": filters.from_on.isoformat(),
        "to_on": filters.to_on.isoformat(),
        "person_id": str(filters.person_id or ""),
        "person_name": filters.person_name,
        "resident_id": str(filters.resident_id or ""),
        "resident_name": filters.resident_name,
        "groups": [one.value for one in filters.groups],
        "facts": int(filters.facts),
    }


def filters_from(values: Mapping[str, Any]) -> Filters:
    """Return filters from what a row keeps."""
    person, resident = values.get("person_id"), values.get("resident_id")
    return Filters(
        date.fromisoformat(values["from_on"]),
        date.fromisoformat(values["to_on"]),
        UUID(person) if person else None,
        values.get("person_name", ""),
        UUID(resident) if resident else None,
        values.get("resident_name", ""),
        tuple(Group(one) for one in values.get("groups", ())),
        Fact(values.get("facts", 0)),
    )


@dataclass(frozen=True, slots=True)
class RuleData:
    """A rule as a unit or region keeps it: its conditions, and whether it is asked."""

    name: str
    conditions: Mapping[str, Any] = field(default_factory=dict)
    active: bool = True


def conditions(rule: Rule) -> dict[str, Any]:
    """Return what a rule asks for, as a row keeps it."""
    kept = asdict(rule)
    del kept["key"], kept["name"]
    return {**kept, "every": int(rule.every), "some": int(rule.some)}


def rule_from(key: str, name: str, kept: Mapping[str, Any]) -> Rule:
    """Return a rule from what a row keeps."""
    values = dict(kept)
    every, some = Fact(values.pop("every", 0)), Fact(values.pop("some", 0))
    return Rule(key, name, every=every, some=some, **values)


def rule_values(data: RuleData | None) -> dict[str, Any]:
    """Return a rule as the settings' history keeps it; nothing for one that is not there."""
    if data is None:
        return {}
    return {"name": data.name, "conditions": dict(data.conditions), "active": data.active}


def data_from(values: Mapping[str, Any]) -> RuleData | None:
    """Return a rule from what the history keeps."""
    if not values:
        return None
    return RuleData(values["name"], values["conditions"], values.get("active", True))
