"""Exports: a reviewer orders one, sees how far it has come, stops it, and fetches it once."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from uuid import UUID

import structlog
from django.utils.translation import gettext as _

from vardpost.audit.actions import record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Gone, NotFound, Unavailable, WrongState
from vardpost.kernel.queue import defer
from vardpost.policy.permissions import Permission
from vardpost.review.actions.asked import reviewer_at, told
from vardpost.review.queries import exports, reviews
from vardpost.review.queries.exports import ExportRow
from vardpost.review.queries.log import Key
from vardpost.review.queries.searches import search_of
from vardpost.review.values import Form, filter_values

LOG = structlog.get_logger("vardpost.review")
JOB = "review.export"
#: How long a file waits to be fetched, and an order to be made.
KEPT = timedelta(hours=24)
#: How many somebody waits for at a time.
MOST_UNDER_WAY = 3
_RIGHT = Permission.LOG_EXPORT


@dataclass(frozen=True, slots=True)
class Source:
    """What is exported: a search of one's own, or a review that is closed."""

    search_id: UUID | None = None
    review_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """An encrypted file. Its name tells neither what it is about nor whose it is."""

    data: bytes
    name: str


def order_export(
    *,
    actor: Actor,
    unit_id: UUID,
    export_id: UUID,
    source: Source,
    form: Form,
    recipient: str,
    reason: str,
) -> None:
    """Order an export of the log as it is now. `export_id` is the form's own.

    Raises `BadInput` while too many are under way, `WrongState` for a review that is not closed,
    `NotFound` and `Denied`.
    """
    unit = reviewer_at(actor, unit_id, _RIGHT)
    filters = _filters(actor, unit_id, source)
    if exports.under_way(unit_id, actor.person_id) >= MOST_UNDER_WAY:
        raise BadInput({"": _("Du väntar redan på flera exporter. Stoppa någon av dem först")})
    made = db.execute(
        "insert into review_export (id, region_id, unit_id, search_id, review_id, filters, form, "
        "recipient, reason, ordered_at, ordered_by_id, ordered_by_name, kin, state, rows, size, "
        "residents) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'waiting', 0, 0, "
        "'{}') on conflict (id) do nothing",
        [
            *(export_id, unit.region_id, unit.id, source.search_id, source.review_id),
            *(db.json(filters), form, recipient, reason, clock.now()),
            *(actor.person_id, actor.name, sorted(actor.kin)),
        ],
    )
    if not made:
        return
    defer(JOB, unit.region_id, {"export": export_id})
    detail = {**_of(source), "form": form, "recipient": recipient, "reason": reason}
    record(actor, told(AuditEvent.REVIEW_EXPORT_ORDERED, "export", export_id, detail=detail))


def list_exports(*, actor: Actor, unit_id: UUID, before: Key | None = None) -> list[ExportRow]:
    """Return a page of the unit's exports, also those of colleagues. Raises `Denied`."""
    reviewer_at(actor, unit_id, _RIGHT)
    found = exports.exports(unit_id, before)
    detail = {"exports": len(found)}
    record(actor, told(AuditEvent.REVIEW_EXPORTS_LISTED, "unit", unit_id, detail=detail))
    return found


def open_export(*, actor: Actor, unit_id: UUID, export_id: UUID) -> ExportRow:
    """Return what is known of an export. Raises `NotFound` and `Denied`."""
    reviewer_at(actor, unit_id, _RIGHT)
    found = exports.export_of(unit_id, export_id)
    record(actor, told(AuditEvent.REVIEW_EXPORT_READ, "export", export_id))
    return found


def stop_export(*, actor: Actor, unit_id: UUID, export_id: UUID) -> None:
    """Stop the making of one's own export, and throw away what was made; once is enough.

    Raises `WrongState` when it is ready or over, `NotFound` and `Denied`.
    """
    found = _own(actor, unit_id, export_id)
    if found.state == "stopped":
        return
    if found.state not in ("waiting", "making"):
        raise WrongState("the export is not under way")
    _empty(found)
    db.execute("update review_export set state = 'stopped', run = null where id = %s", [export_id])
    record(actor, told(AuditEvent.REVIEW_EXPORT_STOPPED, "export", export_id))


def restart_export(*, actor: Actor, unit_id: UUID, export_id: UUID) -> None:
    """Make one's own export from the beginning: it was stopped, or nothing happens any longer.

    Whatever is at it finds that it is no longer its own. Raises as `stop_export`.
    """
    found = _own(actor, unit_id, export_id)
    if found.state not in ("waiting", "making", "stopped"):
        raise WrongState("the export is not under way")
    _empty(found)
    db.execute(
        "update review_export set state = 'waiting', run = null, rows = 0, looked_until = null "
        "where id = %s",
        [export_id],
    )
    defer(JOB, found.region_id, {"export": export_id})
    detail = {"again": True, "recipient": found.recipient, "reason": found.reason}
    record(actor, told(AuditEvent.REVIEW_EXPORT_ORDERED, "export", export_id, detail=detail))


def take_export(*, actor: Actor, unit_id: UUID, export_id: UUID) -> Sealed:
    """Return the encrypted file to whoever ordered it, once; what was stored of it is gone then.

    The ledger's row names everybody whom it is about. Raises `Gone` the second time and when its
    day has passed, `WrongState` while it is made, `NotFound` and `Denied`; `Unavailable` when what
    is stored is no longer what was made.
    """
    found = _own(actor, unit_id, export_id)
    now = clock.now()
    if found.ended_at is not None or (found.expires_at is not None and found.expires_at <= now):
        raise Gone("the export has been fetched, or its time has run out")
    if found.state != "ready":
        raise WrongState("the export is not ready")
    data = exports.bytes_of(export_id)
    if not compare_digest(sha256(data).hexdigest(), found.sha256):
        LOG.error("review_export_altered", export=str(export_id), unit=str(unit_id))
        raise Unavailable("the stored export does not have its hash")
    residents = exports.residents_of(export_id)
    _empty(found)
    db.execute(
        "update review_export set state = 'taken', ended_at = %s, residents = '{}' where id = %s",
        [now, export_id],
    )
    detail = {"rows": found.rows, "sha256": found.sha256, "recipient": found.recipient}
    entry = told(
        AuditEvent.REVIEW_EXPORT_TAKEN, "export", export_id, residents=residents, detail=detail
    )
    record(actor, entry)
    day = found.ordered_at.astimezone(clock.STOCKHOLM).date()
    return Sealed(data, f"logg-{day.isoformat()}-{export_id.hex[-6:]}.{found.form}.age")


def _filters(actor: Actor, unit_id: UUID, source: Source) -> dict[str, Any]:
    if source.review_id is not None:
        if reviews.review_of(unit_id, source.review_id).closed_at is None:
            raise WrongState("the review is not closed")
        return {}
    if source.search_id is None:
        raise NotFound("search")
    return filter_values(search_of(unit_id, source.search_id, actor.person_id).filters)


def _own(actor: Actor, unit_id: UUID, export_id: UUID) -> ExportRow:
    """Hold an export of the actor's own; a colleague's is not there."""
    reviewer_at(actor, unit_id, _RIGHT)
    # What a colleague ordered is not hers to change, and cannot be held either.
    if exports.export_of(unit_id, export_id).ordered_by_id != actor.person_id:
        raise NotFound("export")
    return exports.export_of(unit_id, export_id, hold=True)


def _empty(export: ExportRow) -> None:
    db.execute("delete from review_export_part where export_id = %s", [export.id])


def _of(source: Source) -> dict[str, str]:
    if source.review_id is not None:
        return {"review": str(source.review_id)}
    return {"search": str(source.search_id)}
