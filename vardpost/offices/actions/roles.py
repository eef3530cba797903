"""That a region's administrator still is to be one, said by another person; or that she is not."""

from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Denied, NotFound
from vardpost.kernel.tenancy import Thing
from vardpost.offices.actions.change import add_line, end, tell, tell_nation, tell_region
from vardpost.offices.queries import administrators
from vardpost.offices.values import Administrator
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

LONGEST_REASON = 200


def confirm_administrator(*, actor: Actor, region_id: str, person_id: UUID) -> None:
    """Say that somebody still is to administer the region. Twice the same day is once.

    By a colleague in the region or the national office, and never by herself. Raises `Denied`, and
    `NotFound` for whoever does not administer the region.
    """
    right = _ask(actor, region_id)
    found = _found(region_id, person_id)
    if person_id == actor.person_id:
        raise Denied(right, "nobody confirms herself")
    now = clock.now()
    if (now - found.confirmed_at).days < 1 and found.confirmed_by == actor.name:
        _tell_ledger(actor, region_id, found, AuditEvent.OFFICE_ROLE_CONFIRMED, again=True)
        return
    add_line(actor, region_id, person_id, "confirmed")
    _tell_ledger(actor, region_id, found, AuditEvent.OFFICE_ROLE_CONFIRMED)


def end_administrator(*, actor: Actor, region_id: str, person_id: UUID, reason: str) -> None:
    """End somebody's role at once, with a reason. The last one of a region stays.

    Everybody in the region, whoever it was and the national office are told. Raises `Denied` for
    oneself, `NotFound`, and `BadInput` without a reason or for the last one.
    """
    right = _ask(actor, region_id)
    found = _found(region_id, person_id)
    if person_id == actor.person_id:
        raise Denied(right, "nobody ends the own role")
    if not reason:
        raise BadInput({"reason": _("Skriv varför")})
    if len(reason) > LONGEST_REASON:
        left = str(len(reason) - LONGEST_REASON)
        raise BadInput({"reason": _("Korta texten med {n} tecken").replace("{n}", left)})
    if not end(person_id, region_id):
        raise BadInput(
            {"reason": _("Regionen skulle stå utan administratör. En ny behöver börja först")}
        )
    add_line(actor, region_id, person_id, "ended")
    _tell_ledger(actor, region_id, found, AuditEvent.OFFICE_ROLE_ENDED)
    tell_region(actor, region_id)
    tell(actor, region_id, "review", [person_id])
    tell_nation(actor, region_id)


def _ask(actor: Actor, region_id: str) -> Permission:
    """Require what the actor's own office confirms by; return it."""
    region = Permission.REGION_ADMIN_APPLY
    right = region if actor.region_id else Permission.REGION_ADMIN_APPROVE
    require(actor, right, Thing(region_id=region_id))
    return right


def _found(region_id: str, person_id: UUID) -> Administrator:
    for one in administrators(region_id):
        if one.person_id == person_id:
            return one
    raise NotFound("administrator")


def _tell_ledger(
    actor: Actor, region_id: str, one: Administrator, event: AuditEvent, *, again: bool = False
) -> None:
    ended = event is AuditEvent.OFFICE_ROLE_ENDED
    record(
        actor,
        Entry(
            event=event,
            object_type="person",
            object_id=one.person_id,
            purpose="administration",
            region_id=region_id,
            detail={
                "old": {"role": "region_admin", "confirmed": one.confirmed_at.isoformat()},
                "new": {"role": "" if ended else "region_admin", "again": again},
            },
        ),
    )
