"""The making of an export, by the job: each step a transaction of its own, none twice.

A try has an id (`run`). Whatever it writes, it writes while the export still has that id and is
being made: stopped, begun anew or taken over by another worker, it finds that out and ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry as LedgerRow
from vardpost.audit.actions import record
from vardpost.audit.events import CONFIDENTIAL, AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.review.actions.asked import PURPOSE
from vardpost.review.actions.export import KEPT
from vardpost.review.export_rows import of_entry, of_item
from vardpost.review.queries import exports, reviews
from vardpost.review.queries.exports import ExportRow
from vardpost.review.queries.found import search
from vardpost.review.queries.log import Key
from vardpost.review.values import Filters

#: Entries that a step looks through, and the most that one file holds.
STEP = 1000
MOST_ROWS = 100_000


class Stopped(Exception):
    """The export is no longer this try's to make."""


class TooLarge(Exception):
    """The export would have more rows than one file holds."""


@dataclass(frozen=True, slots=True)
class Step:
    """Rows of a file, whom they are about, and where the next begin."""

    rows: Sequence[dict[str, Any]]
    residents: frozenset[UUID]
    next: Key | None


def begin_making(*, actor: Actor, export_id: UUID, run: UUID) -> ExportRow | None:
    """Take an export in hand from its beginning, None when there is nothing to make."""
    found = exports.to_make(export_id)
    if found is None:
        return None
    _may(actor, found)
    db.execute("delete from review_export_part where export_id = %s", [export_id])
    db.execute(
        "update review_export set state = 'making', run = %s, rows = 0, looked_until = null "
        "where id = %s",
        [run, export_id],
    )
    return found


def next_rows(*, actor: Actor, export: ExportRow, run: UUID, after: Key | None) -> Step:
    """Return the next rows, as the page of the search or the review shows them to who ordered it.

    Raises `Stopped`, and `TooLarge`.
    """
    _may(actor, export)
    if export.filters is not None:
        step = _of_search(export, export.filters, after)
    else:
        step = _of_review(export)
    until = step.next[0] if step.next else None
    told = db.fetch_one(
        "update review_export set rows = rows + %s, looked_until = coalesce(%s, looked_until) "
        "where id = %s and run = %s and state = 'making' returning rows",
        [len(step.rows), until, export.id, run],
    )
    if told is None:
        raise Stopped
    if told[0] > MOST_ROWS:
        raise TooLarge
    return step


def keep_piece(*, actor: Actor, export: ExportRow, run: UUID, number: int, data: bytes) -> None:
    """Keep a piece of the encrypted file. Raises `Stopped`."""
    _may(actor, export)
    held = db.fetch_one(
        "select 1 from review_export where id = %s and run = %s and state = 'making' for update",
        [export.id, run],
    )
    if held is None:
        raise Stopped
    db.execute(
        "insert into review_export_part (id, region_id, unit_id, export_id, run, number, data) "
        "values (%s, %s, %s, %s, %s, %s, %s)",
        [new_id(), export.region_id, export.unit_id, export.id, run, number, data],
    )


def finish_export(
    *,
    actor: Actor,
    export: ExportRow,
    run: UUID,
    sha256: str,
    size: int,
    residents: frozenset[UUID],
) -> None:
    """Say that the file is ready, and until when. Raises `Stopped`."""
    _may(actor, export)
    now = clock.now()
    told = db.fetch_one(
        "update review_export set state = 'ready', sha256 = %s, size = %s, residents = %s, "
        "made_at = %s, expires_at = %s, looked_until = null "
        "where id = %s and run = %s and state = 'making' returning rows",
        [sha256, size, sorted(residents), now, now + KEPT, export.id, run],
    )
    if told is None:
        raise Stopped
    detail = {"rows": told[0], "size": size, "sha256": sha256}
    record(actor, _told(AuditEvent.REVIEW_EXPORT_MADE, export, detail))


def give_up_export(*, actor: Actor, export: ExportRow, run: UUID) -> None:
    """Say that one file does not hold it. Raises `Stopped`."""
    _may(actor, export)
    db.execute("delete from review_export_part where export_id = %s", [export.id])
    told = db.execute(
        "update review_export set state = 'too_large' where id = %s and run = %s "
        "and state = 'making'",
        [export.id, run],
    )
    if not told:
        raise Stopped
    record(actor, _told(AuditEvent.REVIEW_EXPORT_STOPPED, export, {"most": MOST_ROWS}))


def expire_export(*, actor: Actor, unit_id: UUID, export_id: UUID, now: datetime) -> None:
    """Take away the bytes of an export whose time has run out; what was ordered stands.

    Raises `NotFound`. One that has been fetched meanwhile is left as it is.
    """
    found = exports.export_of(unit_id, export_id, hold=True)
    _may(actor, found)
    if found.ended_at is not None:
        return
    db.execute("delete from review_export_part where export_id = %s", [export_id])
    db.execute(
        "update review_export set state = 'expired', ended_at = %s, run = null, residents = '{}' "
        "where id = %s",
        [now, export_id],
    )
    record(actor, _told(AuditEvent.REVIEW_EXPORT_EXPIRED, found, {"was": found.state}))


def _of_search(export: ExportRow, filters: Filters, after: Key | None) -> Step:
    """Return what fits of the next entries, as they were when it was ordered."""
    begins = after or (export.ordered_at, UUID(int=0))
    page = search(export.unit_id, filters, begins, most=STEP, look=STEP)
    seen = [
        one
        for one in page.entries
        if one.action not in CONFIDENTIAL
        and one.person_id != export.ordered_by_id
        and not export.kin & set(one.resident_ids)
    ]
    cases = exports.cases_for(
        export.unit_id, {one.case_id for one in seen if one.case_id is not None}
    )
    rows, residents = [], set[UUID]()
    for one in seen:
        case = cases.get(one.case_id) if one.case_id else None
        rows.append(of_entry(one, case))
        residents |= {one.resident_id} if one.resident_id else set()
    return Step(rows, frozenset(residents), page.next)


def _of_review(export: ExportRow) -> Step:
    """Return the items of a closed review that its orderer may see; there are some hundreds."""
    seen = [
        one
        for one in (reviews.all_items(export.review_id) if export.review_id else ())
        if one.person_id != export.ordered_by_id and one.resident_id not in export.kin
    ]
    residents = frozenset(one.resident_id for one in seen if one.resident_id)
    return Step([of_item(one) for one in seen], residents, None)


def _may(actor: Actor, export: ExportRow) -> None:
    require(actor, Permission.LOG_EXPORT, Thing(region_id=export.region_id, unit_id=export.unit_id))


def _told(event: AuditEvent, export: ExportRow, detail: dict[str, Any]) -> LedgerRow:
    """Return the ledger's row, with who ordered it: the job does nothing of its own accord."""
    return LedgerRow(
        event=event,
        object_type="export",
        object_id=export.id,
        purpose=PURPOSE,
        unit=exports.unit_of(export.unit_id),
        detail={**detail, "ordered_by": str(export.ordered_by_id)},
    )
