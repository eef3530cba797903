"""A person's unsent drafts of new cases, and the sent ones that receipts point at."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.casetypes.queries.handed import ONLY_FOR
from vardpost.kernel import clock, db
from vardpost.kernel.actor import UnitRef
from vardpost.redflags.queries import LISTS
from vardpost.units.catchment import Row
from vardpost.units.queries import CATCHMENT, HOURS


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A draft of a new case with the unit it is for; `raw` is what was typed, by control."""

    id: UUID
    unit_id: UUID
    unit_name: str
    unit_slug: str
    unit_kind: str
    unit_phone: str
    unit_hsa_id: str
    region_id: str
    hours: str | None
    closed_on_eves: bool
    case_type: str
    version_id: UUID
    resident_id: UUID | None
    urgent_checked: bool
    updated_at: datetime
    sent_case_id: UUID | None
    type_sv: str
    type_en: str
    #: The lists of red flags in force at the unit.
    flag_lists: list[UUID]
    #: The unit is open here and offers the type.
    offered: bool
    #: Those of the person's own to whom it is handed out; None when it is open to all.
    only_for: list[UUID] | None
    catchment: tuple[Row, ...]
    raw: dict[str, list[str]]
    #: Which tab wrote it last, and in which turn; see `forms/pen.py`.
    pen: dict[str, Any]

    @property
    def unit(self) -> UnitRef:
        """The unit it is for."""
        return UnitRef(
            self.unit_id, self.unit_slug, self.unit_name, self.unit_hsa_id, self.region_id
        )


_FIND = (
    "select d.id, u.id, u.name, u.slug, u.kind, u.phone, u.hsa_id, "
    f"u.region_id, {HOURS}, u.closed_on_eves, d.case_type, d.type_version_id, d.resident_id, "
    f"d.urgent_checked, d.updated_at, d.sent_case_id, v.definition->'title'->>'sv', "
    f"v.definition->'title'->>'en', {LISTS}, u.live and coalesce(o.active, false), "
    f"{ONLY_FOR.format(o='o')}, {CATCHMENT}, d.data::text "
    "from case_draft d join care_unit u on u.id = d.unit_id "
    "join case_type_version v on v.id = d.type_version_id "
    "left join unit_case_type o on o.unit_id = d.unit_id and o.case_type_id = v.case_type_id "
    "where d.person_id = %s and d.case_id is null and "
)


def find(person: UUID, draft_id: UUID, *, hold: bool = False) -> CaseDraft | None:
    """Return the person's draft of a new case, sent or not, or None.

    With `hold` nobody else changes it meanwhile: two tabs that save two pages of one draft at the
    same moment keep both.
    """
    end = " for update of d" if hold else ""
    row = db.fetch_one(f"{_FIND}d.id = %s{end}", [clock.today(), person, draft_id])
    return _draft(row) if row else None


def unsent(person: UUID) -> list[CaseDraft]:
    """Return the person's unsent drafts, the one touched last first."""
    rows = db.fetch_all(
        _FIND + "d.sent_at is null order by d.updated_at desc", [clock.today(), person]
    )
    return [_draft(row) for row in rows]


def unsent_of(person: UUID, unit_id: UUID, case_type: str) -> tuple[UUID, datetime] | None:
    """Return the person's unsent draft of one type at one unit, and when it was saved."""
    row = db.fetch_one(
        "select id, updated_at from case_draft where person_id = %s and unit_id = %s "
        "and case_type = %s and case_id is null and sent_at is null",
        [person, unit_id, case_type],
    )
    return (row[0], row[1]) if row else None


def _draft(row: db.Row) -> CaseDraft:
    *fields, catchment, data = row
    rows = tuple(Row(*one) for one in json.loads(catchment or "[]"))
    kept: dict[str, Any] = json.loads(data)
    return CaseDraft(*(*fields, rows, kept.get("raw", {}), kept.get("pen", {})))
