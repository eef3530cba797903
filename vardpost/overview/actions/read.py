"""Looking at a region's units, and taking the list out as a file; both are told in the ledger."""

from typing import Any, Literal
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Thing
from vardpost.overview.queries import units
from vardpost.overview.queries.units import Overview
from vardpost.overview.wanted import Wanted
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

FileKind = Literal["csv", "xlsx"]


def list_units(
    *, actor: Actor, region_id: str, wanted: Wanted, after: UUID | None = None
) -> Overview:
    """Return a page of the region's units. Raises `Denied`, and `NotFound` for no region."""
    require(actor, Permission.OVERVIEW_READ, Thing(region_id=region_id))
    found = units.page(region_id, wanted, after)
    _tell(actor, AuditEvent.OVERVIEW_LISTED, region_id, wanted.told())
    return found


def export_units(*, actor: Actor, region_id: str, wanted: Wanted, kind: FileKind) -> Overview:
    """Return all units that fit, for a file. Raises `Denied`, and `NotFound` for no region."""
    require(actor, Permission.OVERVIEW_READ, Thing(region_id=region_id))
    found = units.everything(region_id, wanted)
    detail = {**wanted.told(), "file": kind, "units": len(found.units)}
    _tell(actor, AuditEvent.OVERVIEW_EXPORTED, region_id, detail)
    return found


def _tell(actor: Actor, event: AuditEvent, region_id: str, detail: dict[str, Any]) -> None:
    record(
        actor,
        Entry(
            event=event,
            object_type="region",
            object_id=region_id,
            purpose="administration",
            region_id=region_id,
            detail=detail,
        ),
    )
