"""Reads of exports: those of a unit, one of them, its bytes, and what a job has left to do."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.actor import UnitRef
from vardpost.kernel.errors import NotFound
from vardpost.review.queries.log import CaseNamed, Key
from vardpost.review.values import Filters, Form, filters_from

#: Exports on a page.
PAGE = 20
_COLUMNS = (
    "e.id, e.region_id, e.unit_id, e.search_id, e.review_id, e.filters::text, e.form, e.recipient, "
    "e.reason, e.ordered_at, e.ordered_by_id, e.ordered_by_name, e.kin, e.state, e.run, e.rows, "
    "e.looked_until, e.size, e.sha256, e.made_at, e.expires_at, e.ended_at"
)


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An export as it stands."""

    id: UUID
    region_id: str
    unit_id: UUID
    search_id: UUID | None
    review_id: UUID | None
    #: Of a search, as they were when it was ordered.
    filters: Filters | None
    form: Form
    recipient: str
    reason: str
    ordered_at: datetime
    ordered_by_id: UUID
    ordered_by_name: str
    kin: frozenset[UUID]
    state: str
    run: UUID | None
    rows: int
    looked_until: datetime | None
    size: int
    sha256: str
    made_at: datetime | None
    expires_at: datetime | None
    ended_at: datetime | None


def export_of(unit_id: UUID, export_id: UUID, *, hold: bool = False) -> ExportRow:
    """Return an export of the unit; with `hold` nobody changes it meanwhile. Raises `NotFound`."""
    row = db.fetch_one(
        f"select {_COLUMNS} from review_export e where e.unit_id = %s and e.id = %s"
        f"{' for update' if hold else ''}",
        [unit_id, export_id],
    )
    if row is None:
        raise NotFound("export")
    return _export(row)


def to_make(export_id: UUID) -> ExportRow | None:
    """Return an export that is to be made, held; for the job."""
    row = db.fetch_one(
        f"select {_COLUMNS} from review_export e where e.id = %s "
        "and e.state in ('waiting', 'making') for update",
        [export_id],
    )
    return _export(row) if row else None


def exports(unit_id: UUID, before: Key | None) -> list[ExportRow]:
    """Return a page of the unit's exports, the latest first; one more when there are more."""
    at, key = before or (None, None)
    rows = db.fetch_all(
        f"select {_COLUMNS} from review_export e where e.unit_id = %s and (%s::timestamptz is null "
        "or (e.ordered_at, e.id) < (%s, %s)) order by e.ordered_at desc, e.id desc limit %s",
        [unit_id, at, at, key, PAGE + 1],
    )
    return [_export(row) for row in rows]


def under_way(unit_id: UUID, person_id: UUID | None) -> int:
    """Return how many of somebody's exports at the unit are waited for."""
    row = db.fetch_one(
        "select count(*) from review_export where unit_id = %s and ordered_by_id = %s "
        "and state in ('waiting', 'making')",
        [unit_id, person_id],
    )
    return int(row[0]) if row else 0


def bytes_of(export_id: UUID) -> bytes:
    """Return the encrypted file."""
    rows = db.fetch_all(
        "select data from review_export_part where export_id = %s order by number",
        [export_id],
        binary=True,
    )
    return b"".join(row[0] for row in rows)


def residents_of(export_id: UUID) -> tuple[UUID, ...]:
    """Return whom an export that waits to be fetched is about."""
    row = db.fetch_one("select residents from review_export where id = %s", [export_id])
    return tuple(row[0]) if row else ()


def unit_of(unit_id: UUID) -> UnitRef:
    """Return a unit as the ledger names it; for the job. Raises `NotFound`."""
    row = db.fetch_one(
        "select id, slug, name, hsa_id, region_id from care_unit where id = %s", [unit_id]
    )
    if row is None:
        raise NotFound("unit")
    return UnitRef(*row)


def too_old(region_id: str, ordered_before: datetime, now: datetime) -> list[tuple[UUID, UUID]]:
    """Return (unit, id) of exports whose time has run out, the oldest first, at most 200."""
    rows = db.fetch_all(
        "select unit_id, id from review_export where region_id = %s and ended_at is null "
        "and (expires_at <= %s or expires_at is null and ordered_at <= %s) "
        "order by ordered_at, id limit 200",
        [region_id, now, ordered_before],
    )
    return [(row[0], row[1]) for row in rows]


def cases_for(unit_id: UUID, cases: set[UUID]) -> dict[UUID, CaseNamed]:
    """Return cases of the unit as its reviewer may know them; for the job."""
    if not cases:
        return {}
    rows = db.fetch_all(
        "select id, number, resident_id, resident_name, protected, finished_at "
        "from review_export_cases(%s, %s)",
        [unit_id, list(cases)],
    )
    return {row[0]: CaseNamed(*row[1:]) for row in rows}


def _export(row: tuple[Any, ...]) -> ExportRow:
    head, filters, middle, kin, tail = row[:5], json.loads(row[5]), row[6:12], row[12], row[13:]
    return ExportRow(
        *(*head, filters_from(filters) if filters else None, *middle, frozenset(kin), *tail)
    )
