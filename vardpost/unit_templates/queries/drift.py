"""Which units differ from the template version they stand on: in what, since when, with leave."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vardpost.casetypes.queries.many import central_forms
from vardpost.kernel import clock, db
from vardpost.unit_templates.compare import Step, deviations
from vardpost.unit_templates.queries.found import UnitNow, units_by_id, units_of
from vardpost.unit_templates.queries.templates import published
from vardpost.unit_templates.values import CATCHMENT, Value, case_type_of

#: The kinds of setting that templates speak of: a unit's case types, how it is told, its area.
KINDS = ("casetypes:offer", "notices:unit", "units:catchment")
#: One setting of a unit: whose, which kind, which one.
_Setting = tuple[UUID, str, str]
#: What a change says it was, when, and what it became.
_Change = tuple[datetime, dict[str, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Exempt:
    """Leave to differ until a day, which counts; afterwards the deviation is shown again."""

    reason: str
    until: date
    by: str

    @property
    def counts(self) -> bool:
        """Whether the last day has not passed."""
        return self.until >= clock.today()


@dataclass(frozen=True, slots=True)
class Deviation:
    """One field in which a unit differs. No `since` when it has done so from the beginning."""

    unit: UnitNow
    step: Step
    since: datetime | None
    exempt: Exempt | None

    @property
    def excused(self) -> bool:
        """Whether it has an exemption that counts."""
        return self.exempt is not None and self.exempt.counts


def drift(region_id: str, unit_ids: Sequence[UUID] | None = None) -> list[Deviation]:
    """Return every deviation of a region's open units, by name, or of some of its units, as given.

    Eight statements, however many.
    """
    units = [one for one in _units(region_id, unit_ids) if one.template]
    said = published({one.template for one in units})
    found = [
        (one, step)
        for one in units
        for step in deviations(one.meant(said.get((one.template, one.version), {})), one.found)
    ]
    if not found:
        return []
    ids = sorted({one.id for one, _step in found})
    changes, leaves = _changes(ids), exemptions(ids)
    types = {form.key: str(form.id) for form in central_forms(region_id)}
    return [
        Deviation(
            one,
            step,
            _since(changes.get(_setting(one.id, step.field, types), ()), step),
            leaves.get((one.id, step.field)),
        )
        for one, step in found
    ]


def _units(region_id: str, unit_ids: Sequence[UUID] | None) -> list[UnitNow]:
    if unit_ids is None:
        return units_of(region_id)
    place = {unit: number for number, unit in enumerate(unit_ids)}
    found = [one for one in units_by_id(unit_ids) if one.region_id == region_id]
    return sorted(found, key=lambda one: place[one.id])


def exemptions(unit_ids: Sequence[UUID]) -> dict[tuple[UUID, str], Exempt]:
    """Return the exemptions of some units, also those whose day has passed."""
    rows = db.fetch_all(
        "select unit_id, field, reason, until, by_name from template_exemption "
        "where unit_id = any(%s)",
        [list(unit_ids)],
    )
    return {(row[0], row[1]): Exempt(*row[2:]) for row in rows}


def exemption_versions(unit_ids: Sequence[UUID]) -> dict[tuple[UUID, str], int]:
    """Return the version of each exemption of some units that somebody has given or ended."""
    rows = db.fetch_all(
        "select unit_id, object_id, max(version) from setting_change "
        "where unit_id = any(%s) and kind = 'templates:exemption' group by unit_id, object_id",
        [list(unit_ids)],
    )
    return {(unit_id, field): number for unit_id, field, number in rows}


def _changes(unit_ids: Sequence[UUID]) -> dict[_Setting, list[_Change]]:
    """Return the changes of what templates speak of, the latest first."""
    found: dict[_Setting, list[_Change]] = defaultdict(list)
    for unit_id, kind, thing, at, old, new in db.fetch_all(
        "select unit_id, kind, object_id, at, old::text, new::text from setting_change "
        "where unit_id = any(%s) and kind = any(%s) order by version desc",
        [list(unit_ids), list(KINDS)],
    ):
        found[unit_id, kind, thing].append((at, json.loads(old), json.loads(new)))
    return found


def _setting(unit_id: UUID, field: str, types: Mapping[str, str]) -> _Setting:
    return unit_id, kind_of(field), types.get(case_type_of(field), "")


def kind_of(field: str) -> str:
    """Return the kind of setting that a field belongs to."""
    if case_type_of(field):
        return KINDS[0]
    return KINDS[2 if field == CATCHMENT else 1]


def _since(changes: Sequence[_Change], step: Step) -> datetime | None:
    """Return when the unit began to differ: the change after which it has not been as wanted."""
    began = None
    for at, old, new in changes:
        if value_in(step.field, new) == step.wanted:
            return began
        began = at
        if old and value_in(step.field, old) == step.wanted:
            return began
    return None


def value_in(field: str, values: Mapping[str, Any]) -> Value:
    """Return what the values of the setting that a field belongs to say of it."""
    if field == CATCHMENT:
        return sorted(values.get("rows", ()))
    if field.endswith(":promise"):
        return [values.get("first_days"), values.get("final_days")]
    return values.get(field.rpartition(":")[2])
