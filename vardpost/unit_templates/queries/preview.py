"""What a version would do at units: field by field, and what is a unit's own there."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vardpost.kernel import db
from vardpost.unit_templates.compare import Outcome, Step, steps
from vardpost.unit_templates.queries.found import UnitNow, units_of
from vardpost.unit_templates.queries.templates import published
from vardpost.unit_templates.values import Fields, Value


@dataclass(frozen=True, slots=True)
class Planned:
    """What a version would do at one unit."""

    unit: UnitNow
    steps: Sequence[Step]

    @property
    def changes(self) -> list[Step]:
        """What would be written without anybody's own being overwritten."""
        return [one for one in self.steps if one.outcome is Outcome.CHANGE]

    @property
    def local(self) -> list[Step]:
        """What is the unit's own."""
        return [one for one in self.steps if one.outcome is Outcome.LOCAL]


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom a version touches: units by what would come of it, and the fields with how many."""

    units: int = 0
    changing: int = 0
    with_local: int = 0
    #: Field → (units that it changes at, units where it is a local edit).
    fields: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def plan(units: Sequence[UnitNow], target: Fields) -> list[Planned]:
    """Return what a version would do at units; one statement more."""
    bases = published({one.template for one in units})
    return [
        Planned(
            one,
            steps(
                one.meant(bases.get((one.template, one.version), {})), one.meant(target), one.found
            ),
        )
        for one in units
    ]


def touched(region_id: str, code: str, target: Fields) -> Touched:
    """Return whom a version touches among the units that have the template.

    The nation's office is told how many have it; at which units what would change is told to the
    regions, which roll it out.
    """
    if not region_id:
        row = db.fetch_one("select count(*) from care_unit where live and template = %s", [code])
        return Touched(units=int(row[0]) if row else 0)
    found = plan(units_of(region_id, template=code), target)
    changes, local = Counter[str](), Counter[str]()
    for one in found:
        changes.update(step.field for step in one.changes)
        local.update(step.field for step in one.local)
    return Touched(
        len(found),
        sum(bool(one.changes) for one in found),
        sum(bool(one.local) for one in found),
        {key: (changes[key], local[key]) for key in target if changes[key] or local[key]},
    )


def digest(found: Sequence[Planned]) -> str:
    """Return a mark of what a preview showed; another when anything in it has changed since."""
    told = [[str(one.unit.id), [[s.field, s.actual, s.wanted] for s in one.steps]] for one in found]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def local_edits(found: Sequence[Planned]) -> dict[str, list[tuple[UnitNow, Value]]]:
    """Return the local edits by field: the units that have one, and what each says."""
    edits: dict[str, list[tuple[UnitNow, Value]]] = {}
    for one in found:
        for step in one.local:
            edits.setdefault(step.field, []).append((one.unit, step.actual))
    return edits
