"""That a unit's administrators still are to be it: said by their region once a year."""

from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput
from vardpost.kernel.tenancy import Thing
from vardpost.offices.actions.change import add_line, tell_region
from vardpost.offices.queries.due import not_reminded, standing_at
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission


def confirm_unit_admins(
    *, actor: Actor, region_id: str, chosen: frozenset[tuple[UUID, UUID]]
) -> int:
    """Confirm (unit, person) who administer units of the region; return how many.

    Whoever has stopped meanwhile is passed over; nobody confirms herself. Raises `Denied`, and
    `BadInput` when nobody is chosen, or oneself.
    """
    require(actor, Permission.UNIT_ADMIN_APPOINT, Thing(region_id=region_id))
    if not chosen:
        raise BadInput({"valda": _("Kryssa i vilka du bekräftar")})
    if any(person == actor.person_id for _unit, person in chosen):
        raise BadInput({"valda": _("Du kan inte bekräfta dig själv. En kollega kan göra det")})
    found = standing_at(region_id, chosen)
    for one in found:
        add_line(actor, region_id, one.person_id, "confirmed", "unit_admin", one.unit_id)
    record(
        actor,
        Entry(
            event=AuditEvent.OFFICE_ROLE_CONFIRMED,
            object_type="region",
            object_id=region_id,
            purpose="administration",
            region_id=region_id,
            detail={
                "old": {one.key: one.confirmed_at.isoformat() for one in found},
                "new": {one.key: "confirmed" for one in found},
            },
        ),
    )
    return len(found)


def remind_of_unit_admins(*, actor: Actor) -> int:
    """Remind the region of those to be confirmed; return how many are new. Twice is once."""
    region = actor.region_id or ""
    require(actor, Permission.OFFICE_ROLE_WATCH, Thing(region_id=region))
    found = not_reminded(region)
    for unit_id, person_id in found:
        add_line(actor, region, person_id, "reminded", "unit_admin", unit_id)
    record(
        actor,
        Entry(
            event=AuditEvent.OFFICE_ROLE_REMINDED,
            object_type="region",
            object_id=region,
            purpose="administration",
            region_id=region,
            detail={"old": {}, "new": {"unit_admins": len(found)}},
        ),
    )
    if found:
        tell_region(actor, region)
    return len(found)
