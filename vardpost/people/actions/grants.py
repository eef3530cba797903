"""Behörigheter: who gives whom which role on a unit, from when, until when, and why.

Every change goes through `_apply`: the roles that somebody shall have are compared with those that
stand, each changed role asks for its own permission, and what follows (open cases, the last
administrator, the reviewer's add-on, open pages) is done in the same transaction. A refusal may be
shown on a page within that transaction, so nothing is written before the last check.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput, Denied, NotFound
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.people.actions.leaving import depart, hold_answering, hold_unit, tell_revoked
from vardpost.people.departures import RAN_OUT, TAKEN_AWAY
from vardpost.people.queries.staff import (
    Cover,
    HeldRole,
    account,
    administrators,
    answers,
    responders,
    standing,
    today,
)
from vardpost.people.system import as_system
from vardpost.people.values import Wanted
from vardpost.people.words import grant_words
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import ADD_ON, Role
from vardpost.units.actions.settings import begin, note, unit_of
from vardpost.units.queries.settings import version as version_of
from vardpost.units.settings import Kind, Values

#: Which permission each role is given by (permissions.csv 22-24).
GIVEN_WITH: Mapping[str, Permission] = {
    Role.CASE_RECEIVER: Permission.GRANT_EDIT,
    Role.RESPONDER: Permission.GRANT_EDIT,
    Role.UNIT_ADMIN: Permission.UNIT_ADMIN_APPOINT,
    Role.REVIEWER: Permission.REVIEWER_GRANT,
}
#: (first day, first day without it): what a role on a unit is, beside who gave it.
Span = tuple[date, date | None]


def give(*, actor: Actor, unit_id: UUID, person_id: UUID, version: int, wanted: Wanted) -> None:
    """Give somebody roles on a unit; one that is held already keeps its start and gets the end.

    Raises as `settings.begin`, `Denied` for giving to oneself (audited by the door), `BadInput`
    for an inactive account, a reviewer who is no administrator, a missing reason or odd dates.
    """
    if wanted.ends is not None and wanted.ends <= max(wanted.starts, today()):
        raise BadInput({"until": _("Sista dagen kan inte ligga före första dagen eller i dag")})
    stands = standing(unit_id, person_id)
    spans: dict[str, Span] = {role: (one.starts, one.ends) for role, one in stands.items()}
    for role in wanted.roles:
        starts = spans[role][0] if role in spans else max(wanted.starts, today())
        spans[role] = (starts, wanted.ends)
    _apply(actor, unit_id, person_id, version, spans, reason=wanted.reason)


def take_away(
    *,
    actor: Actor,
    unit_id: UUID,
    person_id: UUID,
    version: int,
    roles: frozenset[str],
    reason: str,
    to: UUID | None = None,
) -> None:
    """Take roles away from somebody, from the next request on; open cases go where it is said.

    `to` is a responder of the unit who gets them, None for the inbox. Taking away from oneself is
    allowed, giving is not. Raises as `give`, and `BadInput` for the last administrator.
    """
    stands = standing(unit_id, person_id)
    if not roles & set(stands):
        raise BadInput({"roles": _("Välj vilka behörigheter som ska tas bort")})
    spans = {role: (one.starts, one.ends) for role, one in stands.items() if role not in roles}
    _apply(actor, unit_id, person_id, version, spans, reason=reason, to=to)


def restore_grants(
    *,
    actor: Actor,
    unit_id: UUID,
    object_id: str,
    version: int,
    values: Values,
    undoes: UUID,
) -> None:
    """Put back the roles that somebody had before a change. Raises as `give`."""
    person_id = UUID(object_id)
    spans: dict[str, Span] = {}
    stands = standing(unit_id, person_id)
    for role, (starts, ends) in _spans(values).items():
        if ends is not None and ends <= today():
            raise BadInput({"": _("En behörighet som skulle ha slutat gälla kan inte återställas")})
        spans[role] = (stands[role].starts if role in stands else max(starts, today()), ends)
    _apply(actor, unit_id, person_id, version, spans, reason=_("Återställt"), undoes=undoes)


def end_by_itself(*, actor: Actor, grant_id: UUID) -> bool:
    """Do what follows when the last day of a permission has passed; False when it is done.

    For the system, one grant a transaction: open cases back to the inbox, a line in the history, a
    row in the ledger. A second run finds nothing left to do.
    """
    row = db.fetch_one(
        "select g.unit_id, g.person_id from role_grant g where g.id = %s and g.unit_id is not null",
        [grant_id],
    )
    if row is None:
        raise NotFound("grant")
    unit = unit_of(row[0])
    hold_unit(unit.id)
    hold_answering(unit.id, row[1])
    done = db.fetch_one(
        "update role_grant g set settled_at = %s from staff_account a "
        "where g.id = %s and g.settled_at is null and g.ends_on <= %s "
        "and a.person_id = g.person_id returning g.role, g.starts_on, g.ends_on, a.name",
        [clock.now(), grant_id, today()],
    )
    if done is None:
        return False
    role, starts, ends, name = done
    after = {key: (one.starts, one.ends) for key, one in standing(unit.id, row[1]).items()}
    before = after | {role: (starts, ends)}
    kind = replace(GRANTS, permission=GIVEN_WITH[role])
    made_from = version_of(unit.id, GRANTS.key, row[1])
    new = _values(name, after)
    held = begin(actor, kind, unit_id=unit.id, object_id=row[1], version=made_from, new=new)
    if role == Role.RESPONDER and not answers(unit.id, row[1]):
        depart(actor, person_id=row[1], unit=unit, reason=RAN_OUT, key=grant_id, to=None)
    if held is not None:
        note(held, old=_values(name, before), new=new, reason=RAN_OUT)
    tell_revoked(row[1])
    return True


def run_out(*, actor: Actor) -> list[UUID]:
    """Return the permissions of the region whose last day has passed and nothing was done for."""
    rows = db.fetch_all(
        "select g.id from role_grant g join care_unit u on u.id = g.unit_id "
        "where u.region_id = %s and g.ends_on <= %s and g.settled_at is null "
        "order by g.ends_on limit 200",
        [actor.region_id, today()],
    )
    return [row[0] for row in rows]


def end_all(
    actor: Actor, unit: UnitRef, person_id: UUID, *, reason: str, to: UUID | None = None
) -> int:
    """End every role of somebody on a unit, for a verb that has asked; return the open work moved.

    The part of deactivating an account and of reading in the directory. Raises `BadInput` for the
    last administrator.
    """
    hold_unit(unit.id)
    hold_answering(unit.id, person_id)
    stands = standing(unit.id, person_id)
    if not stands:
        return 0
    name, _active = account(person_id)
    cover(unit, person_id, stands, {})
    # A region's office may put to sleep whoever it may not take single roles from.
    with as_system(actor, "people.departure", unit.region_id) as system:
        _write(system, unit, person_id, stands, {}, reason)
    moved = depart(actor, person_id=person_id, unit=unit, reason=reason, key=new_id(), to=to)
    before = {role: (one.starts, one.ends) for role, one in stands.items()}
    kind = replace(GRANTS, permission=Permission.STAFF_DEACTIVATE)
    new = _values(name, {})
    made_from = version_of(unit.id, GRANTS.key, person_id)
    held = begin(actor, kind, unit_id=unit.id, object_id=person_id, version=made_from, new=new)
    if held is not None:
        note(held, old=_values(name, before), new=new, reason=reason)
    return moved


def _apply(
    actor: Actor,
    unit_id: UUID,
    person_id: UUID,
    version: int,
    spans: Mapping[str, Span],
    *,
    reason: str,
    to: UUID | None = None,
    undoes: UUID | None = None,
) -> None:
    """Make the roles of somebody on a unit those of `spans`, and do all that follows."""
    unit = unit_of(unit_id)
    if not reason:
        raise BadInput({"reason": _("Skriv varför")})
    hold_unit(unit_id)
    hold_answering(unit_id, person_id)
    stands = standing(unit_id, person_id)
    spans = _with_add_ons(spans, stands)
    before = {role: (one.starts, one.ends) for role, one in stands.items()}
    permission = _ask(actor, unit, person_id, before, spans)
    name, active = account(person_id)
    kind = replace(GRANTS, permission=permission)
    new = _values(name, spans)
    held = begin(actor, kind, unit_id=unit_id, object_id=person_id, version=version, new=new)
    if held is None:
        return
    if not active and any(span != before.get(role) for role, span in spans.items()):
        raise BadInput({"roles": _("Kontot är inte aktivt. Återaktivera det först.")})
    cover(unit, person_id, stands, spans)
    check_target(unit_id, person_id, to)
    answered = answers(unit_id, person_id)
    _write(actor, unit, person_id, stands, spans, reason)
    if answered and not answers(unit_id, person_id):
        depart(actor, person_id=person_id, unit=unit, reason=TAKEN_AWAY, key=version, to=to)
    note(held, old=_values(name, before), new=new, reason=reason, undoes=undoes)
    tell_revoked(person_id)


def _ask(
    actor: Actor,
    unit: UnitRef,
    person_id: UUID,
    before: Mapping[str, Span],
    after: Mapping[str, Span],
) -> Permission:
    """Require the permission of each role that changes; return one of them, for the setting."""
    changed = [role for role in GIVEN_WITH if before.get(role) != after.get(role)]
    asked = [GIVEN_WITH[role] for role in changed] or [Permission.UNIT_ADMIN_APPOINT]
    for permission in asked:
        require(actor, permission, Thing(region_id=unit.region_id, unit_id=unit.id))
    for role in changed:
        if role in after and person_id == actor.person_id:
            raise Denied(GIVEN_WITH[role], "nobody gives permissions to oneself")
    return asked[0]


def _with_add_ons(spans: Mapping[str, Span], stands: Mapping[str, HeldRole]) -> dict[str, Span]:
    """Return the roles with add-ons cut to the role they are added to, which they end with."""
    found = dict(spans)
    for add_on, base in ADD_ON.items():
        if add_on not in found:
            continue
        if base not in found:
            if add_on not in stands:
                raise BadInput({"roles": _("En granskare måste också vara administratör")})
            del found[add_on]
            continue
        starts, ends = found[add_on]
        last = found[base][1]
        shorter = last is not None and (ends is None or ends > last)
        found[add_on] = (max(starts, found[base][0]), last if shorter else ends)
    return found


def cover(
    unit: UnitRef, person_id: UUID, stands: Mapping[str, HeldRole], spans: Mapping[str, Span]
) -> None:
    """Refuse a change by which the unit has an administrator for a shorter time than before.

    Call with the unit held: then two who remove each other cannot both succeed. Raises `BadInput`.
    """
    held = stands.get(Role.UNIT_ADMIN)
    if held is None or held.starts > today():
        return
    new = spans.get(Role.UNIT_ADMIN)
    ends = new[1] if new else today()
    if ends is None or (held.ends is not None and ends >= held.ends):
        return
    if not _reaches(administrators(unit.id, apart_from=person_id), held.ends):
        raise BadInput(
            {
                "roles": _(
                    "Mottagningen skulle stå utan administratör. Ge någon annan behörigheten först."
                )
            }
        )


def _reaches(others: Cover, until: date | None) -> bool:
    if others.without_end:
        return True
    return until is not None and others.last_end is not None and others.last_end >= until


def _write(
    actor: Actor,
    unit: UnitRef,
    person_id: UUID,
    stands: Mapping[str, HeldRole],
    spans: Mapping[str, Span],
    reason: str,
) -> None:
    """Write the difference: end what is gone, move ends, add what is new. Nothing is deleted."""
    now, day = clock.now(), today()
    for role, one in stands.items():
        new = spans.get(role)
        if new is not None and new[1] == one.ends:
            continue
        ends = new[1] if new else max(day, one.starts)
        ended = db.execute(
            "update role_grant set ends_on = %s, settled_at = %s where person_id = %s "
            "and unit_id = %s and role = %s and (ends_on is null or ends_on > %s)",
            [ends, None if new else now, person_id, unit.id, role, day],
        )
        if ended == 0:  # row security said no where the rules said yes: nothing passes in silence
            raise Denied(GIVEN_WITH[role])
    for role, (starts, ends) in spans.items():
        if role not in stands:
            db.execute(
                "insert into role_grant (id, person_id, role, unit_id, region_code, starts_on, "
                "ends_on, granted_by_id, granted_by_name, reason, created_at) "
                "values (%s, %s, %s, %s, '', %s, %s, %s, %s, %s, %s)",
                [
                    *(new_id(), person_id, role, unit.id, starts, ends),
                    *(actor.person_id, actor.name[:120], reason, now),
                ],
            )


def check_target(unit_id: UUID, person_id: UUID, to: UUID | None) -> None:
    """Refuse a colleague who cannot have the cases. Raises `BadInput`."""
    if to is not None and to not in {one[0] for one in responders(unit_id, apart_from=person_id)}:
        raise BadInput({"to": _("Välj en kollega som är ärendehanterare på mottagningen")})


def _values(name: str, spans: Mapping[str, Span]) -> dict[str, object]:
    """Return the roles as the history keeps them."""
    return {
        "name": name,
        **{
            role: [starts.isoformat(), ends.isoformat() if ends else None]
            for role, (starts, ends) in sorted(spans.items())
        },
    }


def _spans(values: Values) -> dict[str, Span]:
    return {
        role: (date.fromisoformat(span[0]), date.fromisoformat(span[1]) if span[1] else None)
        for role, span in values.items()
        if role in GIVEN_WITH
    }


GRANTS = Kind(
    "people:grants",
    later("Behörigheter"),
    Permission.GRANT_EDIT,
    AuditEvent.GRANT_CHANGED,
    "behorigheter",
    grant_words,
    restore_grants,
)
