"""Roll-outs of a region: how far they have come, and what they did at each unit."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.units.queries import SWEDISH_ORDER
from vardpost.units.queries.settings import json_of

#: Roll-outs on one page, the latest first, and units that one shows.
MOST, UNITS = 50, 3000


@dataclass(frozen=True, slots=True)
class Rolled:
    """One roll-out and how far it has come."""

    id: UUID
    state: str
    code: str
    name_sv: str
    number: int
    ordered_at: datetime
    ordered_by: str
    ended_at: datetime | None
    units: int
    done: int
    undone: int
    refused: int

    @property
    def handled(self) -> int:
        """How many units are behind it, in the direction it goes."""
        return self.undone if self.state in {"undoing", "undone"} else self.done


@dataclass(frozen=True, slots=True)
class RolledUnit:
    """What came of a roll-out at one unit."""

    hsa_id: str
    name: str
    slug: str
    state: str
    written: Mapping[str, Any]
    kept: Sequence[str]
    refused: Mapping[str, str]


_ROLLED = (
    "select r.id, r.state, t.code, t.name_sv, v.number, r.ordered_at, r.ordered_by_name, "
    "r.ended_at, count(*)::int, count(*) filter (where u.state = 'done')::int, "
    "count(*) filter (where u.state = 'undone')::int, "
    "count(*) filter (where u.refused <> '{}'::jsonb)::int "
    "from template_rollout r join unit_template_version v on v.id = r.version_id "
    "join unit_template t on t.id = v.template_id "
    "join template_rollout_unit u on u.rollout_id = r.id where r.region_id = %s AND_ONE "
    "group by r.id, t.code, t.name_sv, v.number order by r.id desc limit %s"
)


def rollouts(region_id: str) -> list[Rolled]:
    """Return a region's roll-outs, the latest first."""
    return [Rolled(*row) for row in db.fetch_all(_ROLLED.replace("AND_ONE", ""), [region_id, MOST])]


def rollout_of(region_id: str, rollout_id: UUID) -> Rolled:
    """Return one roll-out. Raises `NotFound`."""
    row = db.fetch_one(_ROLLED.replace("AND_ONE", "and r.id = %s"), [region_id, rollout_id, 1])
    if row is None:
        raise NotFound("roll-out")
    return Rolled(*row)


def rolled_units(rollout_id: UUID) -> list[RolledUnit]:
    """Return what came of a roll-out at each unit, by name."""
    rows = db.fetch_all(
        "select c.hsa_id, c.name, c.slug, u.state, u.written::text, u.kept::text, u.refused::text "
        "from template_rollout_unit u join care_unit c on c.id = u.unit_id "
        f"where u.rollout_id = %s order by {SWEDISH_ORDER.format('c.name')}, c.id limit %s",
        [rollout_id, UNITS],
    )
    return [
        RolledUnit(*(*row[:4], json_of(row[4]), list(json_of(row[5])), json_of(row[6])))
        for row in rows
    ]


def rollout_said(region_id: str, rollout_id: UUID) -> tuple[str, int, dict[UUID, Any]] | None:
    """Return what a roll-out was ordered with: the version, and what each unit has overwritten."""
    row = db.fetch_one(
        "select t.code, v.number, coalesce((select json_object_agg(u.unit_id, u.overwrite) "
        "from template_rollout_unit u where u.rollout_id = r.id), '{}')::text "
        "from template_rollout r join unit_template_version v on v.id = r.version_id "
        "join unit_template t on t.id = v.template_id where r.id = %s and r.region_id = %s",
        [rollout_id, region_id],
    )
    if row is None:
        return None
    return row[0], row[1], {UUID(unit): seen for unit, seen in json.loads(row[2]).items()}
