"""Rules and teams as the settings' history keeps them: JSON in and out. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from vardpost.routing.rules import Asked, Routing, Rule

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class TeamData:
    """A team: its name, and who is in it as (id, name), by name."""

    name: str
    members: tuple[tuple[str, str], ...] = ()


def routing_values(routing: Routing) -> dict[str, Any]:
    """Return a unit's routing as the history keeps it."""
    return asdict(routing)


def routing_from(values: Mapping[str, Any]) -> Routing:
    """Return a unit's routing from what the history keeps."""
    return Routing(
        bool(values.get("self_take", True)),
        tuple(rule_from(one) for one in values.get("rules", ())),
    )


def rule_from(values: Mapping[str, Any]) -> Rule:
    """Return one rule from its JSON."""
    plain = {key: value for key, value in values.items() if key != "asked"}
    return Rule(**plain, asked=asked_from(values.get("asked", ())))


def asked_from(conditions: Any) -> tuple[Asked, ...]:
    """Return the conditions of a rule from their JSON."""
    return tuple(
        Asked(one["field"], one["label"], tuple(one["values"]), tuple(one["words"]))
        for one in conditions
    )


def team_values(team: TeamData | None) -> dict[str, Any]:
    """Return a team as the history keeps it; nothing for none."""
    return asdict(team) if team else {}


def team_from(values: Mapping[str, Any]) -> TeamData | None:
    """Return a team from what the history keeps; None for nothing."""
    if not values:
        return None
    members = tuple((str(key), str(name)) for key, name in values.get("members", ()))
    return TeamData(str(values["name"]), members)
