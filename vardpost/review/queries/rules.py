"""Reads of rules: the product's, those of units and regions, and which of them are off."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.review.rules import BUILT_IN, Rule
from vardpost.review.values import rule_from

_COLUMNS = "r.id, r.unit_id, r.key, r.name, r.conditions::text, r.active"


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule of a unit (or of its region, without one), or that one of the product's is off."""

    id: UUID
    unit_id: UUID | None
    #: The product's rule that it is about; empty for one of their own.
    key: str
    name: str
    conditions: Mapping[str, Any]
    active: bool

    @property
    def rule(self) -> Rule:
        """Return it as a rule; its key is its id."""
        return rule_from(str(self.id), self.name, self.conditions)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that decides which rules are asked at a unit, or in a region."""

    own: Sequence[OwnRule]

    def active(self, unit_id: UUID | None) -> list[Rule]:
        """Return the rules that are asked: the product's that nobody has put off, then others."""
        here = [one for one in self.own if one.unit_id in (None, unit_id)]
        off = {one.key for one in here if one.key and not one.active}
        rules = [rule for rule in BUILT_IN if rule.key not in off]
        return [*rules, *(one.rule for one in here if not one.key and one.active)]

    def is_off(self, key: str, *, region: bool) -> bool:
        """Whether a rule of the product is off, in the region or at the unit."""
        return any(
            one.key == key and not one.active and (one.unit_id is None) == region
            for one in self.own
        )


def standing(region_id: str, units: Iterable[UUID] = ()) -> Standing:
    """Return the rules of a region and of some of its units, by name."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from review_rule r where r.region_id = %s "
        "and (r.unit_id is null or r.unit_id = any(%s)) order by r.name, r.id",
        [region_id, list(units)],
    )
    return Standing([_own(row) for row in rows])


def rule_of(region_id: str, unit_id: UUID | None, rule_id: UUID) -> OwnRule | None:
    """Return a rule that a unit, or without one a region, has made; none when there is none."""
    row = db.fetch_one(
        f"select {_COLUMNS} from review_rule r where r.region_id = %s "
        "and r.unit_id is not distinct from %s and r.id = %s and r.key = ''",
        [region_id, unit_id, rule_id],
    )
    return _own(row) if row else None


def units_of(region_id: str, most: int) -> list[UUID]:
    """Return some units of a region, by name."""
    rows = db.fetch_all(
        "select id from care_unit where region_id = %s and live order by name limit %s",
        [region_id, most],
    )
    return [row[0] for row in rows]


def _own(row: tuple[Any, ...]) -> OwnRule:
    key, unit_id, built_in, name, conditions, active = row
    return OwnRule(key, unit_id, built_in, name, json.loads(conditions), active)
