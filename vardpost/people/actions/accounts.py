"""Vårdaktörskonton: made out of the directory, put to sleep and woken, never deleted."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput, Denied, NotFound
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.people.actions.grant_ends import end_all
from vardpost.people.actions.grant_rules import check_target, cover
from vardpost.people.actions.leaving import (
    depart,
    end_sessions,
    hold_answering,
    hold_unit,
    tell_revoked,
)
from vardpost.people.departures import DEACTIVATED
from vardpost.people.queries.staff import account, standing, workplaces
from vardpost.people.values import LEAVE, LEFT, Presentation
from vardpost.people.words import account_words, shown_words
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note, unit_of
from vardpost.units.queries.settings import version as version_of
from vardpost.units.settings import Kind, Values


def register(*, actor: Actor, unit_id: UUID, key: str) -> UUID:
    """Make an account of somebody in the region's directory; return the person.

    A second time gives the same account. Raises `Denied`, and `NotFound` for an HSA-id that the
    directory of the region does not have.
    """
    unit = unit_of(unit_id)
    require(actor, Permission.STAFF_REGISTER, Thing(region_id=unit.region_id, unit_id=unit_id))
    key = key.upper()
    made = db.fetch_one("select staff_register(%s, %s, %s)", [key, unit_id, new_id()])
    if made is None or made[0] is None:
        row = db.fetch_one("select person_id from staff_account where upper(hsa_id) = %s", [key])
        if row is None:
            raise NotFound("nobody in the directory")
        known: UUID = row[0]
        return known
    person_id: UUID = made[0]
    name, _active = account(person_id)
    kind = replace(ACCOUNT, permission=Permission.STAFF_REGISTER, event=AuditEvent.STAFF_REGISTERED)
    new = {"name": name, "state": "active"}
    held = begin(actor, kind, unit_id=unit_id, object_id=person_id, version=0, new=new)
    if held is not None:
        note(held, old={}, new=new)
    return person_id


def deactivate(
    *,
    actor: Actor,
    unit_id: UUID,
    person_id: UUID,
    version: int,
    why: str,
    reason: str,
    to: UUID | None = None,
) -> int:
    """Put an account to sleep from now on; return how much open work went elsewhere.

    `why` is `leave` or `left`; `to` a responder of this unit who gets the open cases, None for the
    inboxes. Sessions end, and an account that is woken needs a new sign-in.

    Raises as `settings.begin`, `Denied` for one's own account, and `BadInput` for somebody who
    works where the actor does not decide, the last administrator, or a missing reason.
    """
    unit = unit_of(unit_id)
    require(actor, Permission.STAFF_DEACTIVATE, Thing(region_id=unit.region_id, unit_id=unit_id))
    if person_id == actor.person_id:
        raise Denied(Permission.STAFF_DEACTIVATE, "nobody deactivates oneself")
    places = _within_reach(actor, unit, person_id)
    for place in places:
        hold_unit(place.id)
        hold_answering(place.id, person_id)
    name, active = account(person_id)
    new = {"name": name, "state": why, "reason": reason}
    held = begin(actor, ACCOUNT, unit_id=unit_id, object_id=person_id, version=version, new=new)
    if held is None:
        return 0
    if not active:
        raise BadInput({"": _("Kontot är redan inaktivt")})
    faults = {} if why in {LEAVE, LEFT} else {"why": _("Välj vad som har hänt")}
    faults |= {} if reason else {"reason": _("Skriv varför")}
    if faults:
        raise BadInput(faults)
    for place in places:
        cover(place, person_id, standing(place.id, person_id), {})
    check_target(unit_id, person_id, to)
    moved = _leave(actor, unit, places, person_id, why, reason, to)
    db.execute(
        "update staff_account set active = false, inactive_since = %s, inactive_reason = %s "
        "where person_id = %s",
        [clock.today(), reason, person_id],
    )
    end_sessions(person_id, "deactivated")
    tell_revoked(person_id)
    note(held, old={"name": name, "state": "active"}, new=new, reason=reason)
    return moved


def reactivate(*, actor: Actor, unit_id: UUID, person_id: UUID, version: int, reason: str) -> None:
    """Wake an account; the permissions that were not ended count again.

    Raises as `settings.begin`, `Denied` for one's own account, `BadInput` without a reason.
    """
    unit = unit_of(unit_id)
    require(actor, Permission.STAFF_REACTIVATE, Thing(region_id=unit.region_id, unit_id=unit_id))
    if person_id == actor.person_id:
        raise Denied(Permission.STAFF_REACTIVATE, "nobody wakes the own account")
    _related(person_id)
    name, active = account(person_id)
    kind = replace(
        ACCOUNT, permission=Permission.STAFF_REACTIVATE, event=AuditEvent.STAFF_REACTIVATED
    )
    new = {"name": name, "state": "active", "reason": reason}
    held = begin(actor, kind, unit_id=unit_id, object_id=person_id, version=version, new=new)
    if held is None or active:
        return
    if not reason:
        raise BadInput({"reason": _("Skriv varför")})
    db.execute(
        "update staff_account set active = true, inactive_since = null, inactive_reason = '' "
        "where person_id = %s",
        [person_id],
    )
    note(held, old={"name": name, "state": "inactive"}, new=new, reason=reason)


def change_shown(
    *,
    actor: Actor,
    unit_id: UUID,
    person_id: UUID,
    version: int,
    data: Presentation,
    undoes: UUID | None = None,
) -> None:
    """Change a colleague's name, title and how residents see her; it counts from the next request.

    Name and title of somebody in the directory come from there and are left as they are.
    Raises as `settings.begin`, and `BadInput` for an empty name.
    """
    unit = unit_of(unit_id)
    place = Thing(region_id=unit.region_id, unit_id=unit_id)
    require(actor, Permission.STAFF_REGISTER, place)
    _related(person_id)
    row = db.fetch_one(
        "select a.name, a.title, a.protected, coalesce(h.show_as, 'name'), "
        "coalesce(h.signature, ''), exists (select 1 from directory_person d "
        "where d.key = upper(a.hsa_id) and d.left_on is null) from staff_account a "
        "left join staff_signature h on h.person_id = a.person_id where a.person_id = %s",
        [person_id],
    )
    if row is None:
        raise NotFound("staff member")
    old = Presentation(*row[:5])
    if row[5]:
        data = replace(data, name=old.name, title=old.title)
    new = {**asdict(data), "of": data.name}
    held = begin(actor, SHOWN, unit_id=unit_id, object_id=person_id, version=version, new=new)
    if held is None:
        return
    if not data.name:
        raise BadInput({"name": _("Skriv namnet")})
    db.execute(
        "update staff_account set name = %s, title = %s, protected = %s where person_id = %s",
        [data.name, data.title, data.protected, person_id],
    )
    keep_signature(person_id, data.show_as, data.signature)
    note(held, old={**asdict(old), "of": data.name}, new=new, undoes=undoes)


def restore_shown(
    *,
    actor: Actor,
    unit_id: UUID,
    object_id: str,
    version: int,
    values: Values,
    undoes: UUID,
) -> None:
    """Put back how somebody was shown before a change. Raises as `change_shown`."""
    data = Presentation(
        name=str(values["name"]),
        title=str(values["title"]),
        protected=bool(values["protected"]),
        show_as=str(values["show_as"]),
        signature=str(values["signature"]),
    )
    change_shown(
        actor=actor,
        unit_id=unit_id,
        person_id=UUID(object_id),
        version=version,
        data=data,
        undoes=undoes,
    )


def keep_signature(person_id: UUID, show_as: str, signature: str) -> None:
    """Keep how residents see somebody, for a verb that has asked."""
    db.execute(
        "insert into staff_signature (person_id, show_as, signature) values (%s, %s, %s) "
        "on conflict (person_id) do update set show_as = excluded.show_as, "
        "signature = excluded.signature",
        [person_id, show_as, signature],
    )


def _leave(
    actor: Actor,
    unit: UnitRef,
    places: Sequence[UnitRef],
    person_id: UUID,
    why: str,
    reason: str,
    to: UUID | None,
) -> int:
    """End the permissions of who has quit, or only return the open work of who is on leave."""
    moved = 0
    for place in places:
        target = to if place.id == unit.id else None
        if why == LEFT:
            moved += end_all(actor, place, person_id, reason=reason, to=target)
        else:
            moved += depart(
                actor,
                person_id=person_id,
                unit=place,
                reason=DEACTIVATED,
                key=new_id(),
                to=target,
            )
    return moved


def _within_reach(actor: Actor, unit: UnitRef, person_id: UUID) -> list[UnitRef]:
    """Return the units where somebody works, when the actor decides about all of them.

    Raises `NotFound` for somebody without any tie to the actor's units, `BadInput` otherwise.
    """
    _related(person_id)
    places, office = workplaces(person_id)
    if actor.unit is not None:
        beyond = [one.name for one in places if one.id != actor.unit.id]
    else:
        beyond = [one.name for one in places if one.region_id != actor.region_id]
    if actor.kind == "staff" and (beyond or office):
        where = ", ".join(beyond) or _("en regional eller nationell förvaltning")
        words = _(
            "Personen arbetar också på {where}. Ta bort behörigheterna här i stället; "
            "regionens förvaltning kan avaktivera kontot."
        )
        raise BadInput({"": words.replace("{where}", where)})
    return places or [unit]


def _related(person_id: UUID) -> None:
    row = db.fetch_one("select staff_in_scope(%s)", [person_id])
    if row is None or not row[0]:
        raise NotFound("staff member")


def account_version(unit_id: UUID, person_id: UUID) -> int:
    """Return the version of an account's state that a unit's page is drawn from."""
    return version_of(unit_id, ACCOUNT.key, person_id)


ACCOUNT = Kind(
    "people:account",
    later("Personalkonto"),
    Permission.STAFF_DEACTIVATE,
    AuditEvent.STAFF_DEACTIVATED,
    "personal",
    account_words,
)
SHOWN = Kind(
    "people:shown",
    later("Namn och signatur"),
    Permission.STAFF_REGISTER,
    AuditEvent.STAFF_CHANGED,
    "personal",
    shown_words,
    restore_shown,
)
