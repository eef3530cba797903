"""What units have of what a template speaks of: four statements, however many units."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from vardpost.casetypes.queries.many import offers_of
from vardpost.kernel import db
from vardpost.notices.queries import UnitTold
from vardpost.unit_templates.compare import Actual
from vardpost.unit_templates.values import (
    CATCHMENT,
    NOTICES,
    Fields,
    active,
    promise,
    resolved,
)
from vardpost.units.queries import SWEDISH_ORDER

#: More units than any region has.
MOST = 5000


@dataclass(frozen=True, slots=True)
class UnitNow:
    """One unit, the template it stands on, and what it has."""

    id: UUID
    slug: str
    hsa_id: str
    name: str
    region_id: str
    municipality_id: str
    kind: str
    template: str
    version: int
    live: bool
    found: Mapping[str, Actual] = field(default_factory=dict)

    def meant(self, fields: Fields) -> Fields:
        """Return a template's fields as they are meant for this unit."""
        return resolved(fields, self.region_id, self.municipality_id)


_UNIT = (
    "c.id, c.slug, c.hsa_id, c.name, c.region_id, c.municipality_id, c.kind, c.template, "
    "c.template_version, c.live"
)


def units_by_id(unit_ids: Sequence[UUID]) -> list[UnitNow]:
    """Return some units with what they have, in the order of the ids."""
    rows = db.fetch_all(
        f"select {_UNIT} from care_unit c where c.id = any(%s) order by c.id", [list(unit_ids)]
    )
    return _with_found(rows)


def units_of(region_id: str, *, template: str = "", kind: str = "") -> list[UnitNow]:
    """Return a region's open units by name, those of a template or a kind, with what they have."""
    rows = db.fetch_all(
        f"select {_UNIT} from care_unit c where c.region_id = %s and c.live "
        "and (%s = '' or c.template = %s) and (%s = '' or c.kind = %s) "
        f"order by {SWEDISH_ORDER.format('c.name')}, c.id limit %s",
        [region_id, template, template, kind, kind, MOST],
    )
    return _with_found(rows)


def _with_found(rows: list[tuple[Any, ...]]) -> list[UnitNow]:
    found = values_of([row[0] for row in rows]) if rows else {}
    return [UnitNow(*(*row, found[row[0]])) for row in rows]


def values_of(unit_ids: Sequence[UUID]) -> dict[UUID, dict[str, Actual]]:
    """Return what units have, field by field; three statements."""
    found: dict[UUID, dict[str, Actual]] = {unit: dict(_DEFAULTS) for unit in unit_ids}
    for offer in offers_of(unit_ids):
        here = found[offer.unit_id]
        here[active(offer.key)] = Actual(offer.active)
        here[promise(offer.key)] = Actual([offer.first_days, offer.final_days])
    names = ", ".join(NOTICES)
    told = db.fetch_all(
        f"select unit_id, {names} from unit_notice where unit_id = any(%s)", [list(unit_ids)]
    )
    for unit_id, *values in told:
        for name, value in zip(NOTICES, values, strict=True):
            found[unit_id][f"notices:{name}"] = Actual(value)
    areas: dict[UUID, list[list[Any]]] = defaultdict(list)
    for unit_id, *row in db.fetch_all(
        "select unit_id, coalesce(region_id, ''), coalesce(municipality_id, ''), sex, age_from, "
        "age_to from catchment_row where unit_id = any(%s)",
        [list(unit_ids)],
    ):
        areas[unit_id].append(list(row))
    for unit_id, area in areas.items():
        found[unit_id][CATCHMENT] = Actual(sorted(area))
    return found


#: What holds where nobody has set anything.
_DEFAULTS = {
    **{f"notices:{name}": Actual(getattr(UnitTold(), name), given=False) for name in NOTICES},
    CATCHMENT: Actual([], given=False),
}
