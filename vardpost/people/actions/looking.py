"""Reading about staff: each list and search leaves a row in the ledger."""

from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.tenancy import Thing
from vardpost.people.queries import staff
from vardpost.people.queries.directory import without_roles
from vardpost.people.queries.staff import Colleague, Found
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import unit_of

#: The most people that the page *Vem kan läsa vad* lists.
MOST = 500


def list_with_roles(
    *, actor: Actor, unit_id: UUID, after: UUID | None = None, everybody: bool = False
) -> list[Colleague]:
    """Return those with a role on the unit, a page or (for a print) everybody. Raises `Denied`."""
    unit = _ask(actor, unit_id, Permission.UNIT_ADMIN_APPOINT)
    limit = MOST if everybody else staff.PAGE + 1
    found = staff.with_roles(unit_id, after, limit)
    _listed(actor, unit, "permissions", len(found))
    return found


def list_accounts(*, actor: Actor, unit_id: UUID, after: UUID | None = None) -> list[Colleague]:
    """Return a page of the unit's accounts, the sleeping ones last. Raises `Denied`."""
    unit = _ask(actor, unit_id, Permission.STAFF_REGISTER)
    found = staff.accounts(unit_id, after)
    _listed(actor, unit, "accounts", len(found))
    return found


def search_directory(*, actor: Actor, unit_id: UUID, written: str, after: str = "") -> list[Found]:
    """Return a page of the region's directory by name or HSA-id. Raises `Denied`."""
    unit = _ask(actor, unit_id, Permission.UNIT_ADMIN_APPOINT)
    found = staff.search(written, after)
    _listed(actor, unit, "search", len(found))
    return found


def list_without_roles(*, actor: Actor, unit_id: UUID) -> list[Found]:
    """Return the unit's people in the directory who hold no role there. Raises `Denied`."""
    unit = _ask(actor, unit_id, Permission.UNIT_ADMIN_APPOINT)
    found = without_roles(unit_id)
    if found:
        _listed(actor, unit, "directory", len(found))
    return found


def find_colleague(
    *,
    actor: Actor,
    unit_id: UUID,
    person_id: UUID,
    permission: Permission = Permission.UNIT_ADMIN_APPOINT,
) -> Colleague:
    """Return one member of staff of the region, to be shown (`show_colleague`) or changed.

    Raises `Denied` and `NotFound`.
    """
    unit = _ask(actor, unit_id, permission)
    return staff.colleague(unit_id, unit.region_id, person_id)


def show_colleague(
    *,
    actor: Actor,
    unit_id: UUID,
    person_id: UUID,
    permission: Permission = Permission.UNIT_ADMIN_APPOINT,
) -> None:
    """Leave the row of a member of staff who is about to be shown. Raises `Denied`."""
    unit = _ask(actor, unit_id, permission)
    record(
        actor,
        Entry(
            event=AuditEvent.STAFF_READ,
            object_type="person",
            object_id=person_id,
            purpose="administration",
            unit=unit,
        ),
    )


def _ask(actor: Actor, unit_id: UUID, permission: Permission) -> UnitRef:
    own = actor.unit
    unit = own if own is not None and own.id == unit_id else unit_of(unit_id)
    require(actor, permission, Thing(region_id=unit.region_id, unit_id=unit_id))
    return unit


def _listed(actor: Actor, unit: UnitRef, what: str, count: int) -> None:
    record(
        actor,
        Entry(
            event=AuditEvent.STAFF_LISTED,
            object_type="unit",
            object_id=unit.id,
            purpose="administration",
            unit=unit,
            detail={"list": what, "people": count},
        ),
    )
