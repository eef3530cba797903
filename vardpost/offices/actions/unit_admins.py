"""Appointing and removing a unit's administrators, by its region's office (matrix row 23)."""

from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.tenancy import Thing
from vardpost.offices.actions.change import tell
from vardpost.offices.queries import found_person
from vardpost.offices.queries.units import Contact, contacts, unit_in
from vardpost.people.actions.accounts import register
from vardpost.people.actions.grants import GRANTS, give, take_away
from vardpost.people.actions.leaving import hold_unit
from vardpost.people.queries.staff import administrators, standing
from vardpost.people.values import Wanted
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import Role
from vardpost.units.hsa import BadHsaId, normalise
from vardpost.units.queries.settings import version

LONGEST_REASON = 200
_ROLES = frozenset({Role.UNIT_ADMIN.value})


def appoint(*, actor: Actor, region_id: str, slug: str, hsa_id: str, reason: str) -> UUID:
    """Make somebody of the region's directory administrator of a unit; return the person.

    Whoever has no account gets one, made of the directory. She is told. Raises `Denied`,
    `NotFound`, and `BadInput` by field.
    """
    unit = unit_in(region_id, slug)
    require(actor, Permission.UNIT_ADMIN_APPOINT, Thing(region_id=region_id, unit_id=unit.id))
    faults = _reason(reason)
    try:
        key = normalise(hsa_id).upper()
    except BadHsaId:
        faults["hsa_id"] = _("Skriv personens HSA-id, till exempel SE2321000016-1A2B")
        raise BadInput(faults) from None
    found = found_person(region_id, key)
    if found is None:
        faults["hsa_id"] = _("Regionens katalog har ingen med det HSA-id:t")
    elif found[0] is not None and not found[1]:
        faults["hsa_id"] = _("Kontot är inte aktivt. Mottagningen återaktiverar det först")
    elif found[0] == actor.person_id:
        faults["hsa_id"] = _("Du kan inte utse dig själv. En kollega kan göra det")
    elif found[0] is not None and Role.UNIT_ADMIN in standing(unit.id, found[0]):
        faults["hsa_id"] = _("Personen är redan administratör på mottagningen")
    if faults or found is None:
        raise BadInput(faults)
    person_id = found[0] or register(actor=actor, unit_id=unit.id, key=key)
    give(
        actor=actor,
        unit_id=unit.id,
        person_id=person_id,
        version=version(unit.id, GRANTS.key, person_id),
        wanted=Wanted(_ROLES, clock.today(), None, reason),
    )
    tell(actor, region_id, "review", [person_id])
    return person_id


def remove(
    *,
    actor: Actor,
    region_id: str,
    slug: str,
    person_id: UUID,
    made_from: int,
    reason: str,
    sure: bool,
) -> None:
    """Take the role of administrator on a unit away from somebody, with a reason.

    `sure` is demanded for the last one, and for oneself: neither happens in silence. Raises
    `Denied`, `NotFound`, `Moved`, and `BadInput` by field.
    """
    unit = unit_in(region_id, slug)
    require(actor, Permission.UNIT_ADMIN_APPOINT, Thing(region_id=region_id, unit_id=unit.id))
    hold_unit(unit.id)  # before what stands is read: a colleague may be removing her just now
    if Role.UNIT_ADMIN not in standing(unit.id, person_id):
        raise NotFound("administrator")
    faults = _reason(reason)
    last = administrators(unit.id, apart_from=person_id).people == 0
    if not sure and (last or person_id == actor.person_id):
        faults["sure"] = _("Kryssa i att du har läst vad det innebär")
    if faults:
        raise BadInput(faults)
    take_away(
        actor=actor,
        unit_id=unit.id,
        person_id=person_id,
        version=made_from,
        roles=_ROLES,
        reason=reason,
        leaves_none=sure,
    )
    tell(actor, region_id, "review", [person_id])


def export_contacts(
    *, actor: Actor, region_id: str, words: str = "", trouble: bool = False
) -> list[Contact]:
    """Return the whole contact list for a file. Raises `Denied`."""
    require(actor, Permission.UNIT_ADMIN_APPOINT, Thing(region_id=region_id))
    found = contacts(region_id, words=words, trouble=trouble, limit=None)
    record(
        actor,
        Entry(
            event=AuditEvent.OFFICE_CONTACTS_TAKEN,
            object_type="region",
            object_id=region_id,
            purpose="administration",
            region_id=region_id,
            detail={"lines": len(found)},
        ),
    )
    return found


def _reason(reason: str) -> dict[str, str]:
    if not reason:
        return {"reason": _("Skriv varför")}
    if len(reason) > LONGEST_REASON:
        left = str(len(reason) - LONGEST_REASON)
        return {"reason": _("Korta texten med {n} tecken").replace("{n}", left)}
    return {}
