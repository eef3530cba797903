"""Looking at one unit of the region, and at what has been changed there."""

from dataclasses import dataclass
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.casetypes.queries.editing import UnitType, unit_types
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Thing
from vardpost.overview.queries import units
from vardpost.overview.queries.settings import OF_RESIDENTS, Shown, shown
from vardpost.overview.queries.units import Overview, Unit
from vardpost.people.queries import holders
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import Role
from vardpost.units.actions.settings import read_history, unit_of
from vardpost.units.queries.intake import Stop, closings
from vardpost.units.queries.settings import Change


@dataclass(frozen=True, slots=True)
class OneUnit:
    """A unit with everything that its region's office may see of it."""

    unit: Unit
    overview: Overview
    settings: list[Shown]
    types: list[UnitType]
    closings: list[Stop]
    admins: list[str]


def open_unit(*, actor: Actor, region_id: str, slug: str) -> OneUnit:
    """Return one unit of a region. Raises `Denied`, and `NotFound` for a unit that is not there."""
    require(actor, Permission.OVERVIEW_READ, Thing(region_id=region_id))
    overview = units.one(region_id, slug)
    unit = overview.units[0]
    today = clock.today()
    found = OneUnit(
        unit,
        overview,
        shown(unit.id),
        [one for one in unit_types(unit.id) if one.taken],
        closings(unit.id, today),
        holders(unit.id, Role.UNIT_ADMIN),
    )
    record(
        actor,
        Entry(
            event=AuditEvent.OVERVIEW_UNIT_READ,
            object_type="unit",
            object_id=unit.id,
            purpose="administration",
            unit=unit_of(unit.id),
        ),
    )
    return found


def open_changes(
    *, actor: Actor, region_id: str, slug: str, kind: str = "", after: UUID | None = None
) -> tuple[Unit, list[Change]]:
    """Return a unit of a region and a page of its changes, newest first; told as their reading.

    What was changed for a resident is the unit's own: it is left out.

    Raises `Denied`, and `NotFound` for a unit or a kind of setting that is not there.
    """
    require(actor, Permission.OVERVIEW_READ, Thing(region_id=region_id))
    unit = units.one(region_id, slug).units[0]
    return unit, read_history(
        actor=actor, unit_id=unit.id, kind=kind, after=after, without=OF_RESIDENTS
    )
