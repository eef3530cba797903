"""What every change of permissions on a unit keeps to, and the rows it leaves."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput, Denied
from vardpost.kernel.ids import new_id
from vardpost.people.queries.staff import Cover, HeldRole, administrators, responders
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import ADD_ON, Role
from vardpost.units.settings import Values

#: Which permission each role is given by (permissions.csv 22-24).
GIVEN_WITH: Mapping[str, Permission] = {
    Role.CASE_RECEIVER: Permission.GRANT_EDIT,
    Role.RESPONDER: Permission.GRANT_EDIT,
    Role.UNIT_ADMIN: Permission.UNIT_ADMIN_APPOINT,
    Role.REVIEWER: Permission.REVIEWER_GRANT,
}
#: (first day, first day without it): what a role on a unit is, beside who gave it.
Span = tuple[date, date | None]


def with_add_ons(spans: Mapping[str, Span], stands: Mapping[str, HeldRole]) -> dict[str, Span]:
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
    if held is None or held.starts > clock.today():
        return
    new = spans.get(Role.UNIT_ADMIN)
    ends = new[1] if new else clock.today()
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


def check_target(unit_id: UUID, person_id: UUID, to: UUID | None) -> None:
    """Refuse a colleague who cannot have the cases. Raises `BadInput`."""
    if to is not None and to not in {one[0] for one in responders(unit_id, apart_from=person_id)}:
        raise BadInput({"to": _("Välj en kollega som är ärendehanterare på mottagningen")})


def write(
    actor: Actor,
    unit: UnitRef,
    person_id: UUID,
    stands: Mapping[str, HeldRole],
    spans: Mapping[str, Span],
    reason: str,
) -> None:
    """Write the difference: end what is gone, move ends, add what is new. Nothing is deleted."""
    now, day = clock.now(), clock.today()
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


def values_of(name: str, spans: Mapping[str, Span]) -> dict[str, object]:
    """Return the roles as the history keeps them."""
    return {
        "name": name,
        **{
            role: [starts.isoformat(), ends.isoformat() if ends else None]
            for role, (starts, ends) in sorted(spans.items())
        },
    }


def spans_of(values: Values) -> dict[str, Span]:
    """Return the roles from what the history keeps."""
    return {
        role: (date.fromisoformat(span[0]), date.fromisoformat(span[1]) if span[1] else None)
        for role, span in values.items()
        if role in GIVEN_WITH
    }
