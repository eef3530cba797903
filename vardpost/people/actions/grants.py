"""Behörigheter: who gives whom which role on a unit, from when, until when, and why.

Every change goes through `_apply`: the roles that somebody shall have are compared with those that
stand, each changed role asks for its own permission, and what follows (open cases, the last
administrator, the reviewer's add-on, open pages) is done in the same transaction. A refusal may be
shown on a page within that transaction, so nothing is written before the last check.
"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput, Denied
from vardpost.kernel.tenancy import Thing
from vardpost.people.actions.grant_rules import (
    GIVEN_WITH,
    Span,
    check_target,
    cover,
    spans_of,
    values_of,
    with_add_ons,
    write,
)
from vardpost.people.actions.leaving import depart, hold_answering, hold_unit, tell_revoked
from vardpost.people.departures import TAKEN_AWAY
from vardpost.people.queries.staff import HeldRole, account, answers, standing
from vardpost.people.values import Wanted
from vardpost.people.words import grant_words
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note, unit_of
from vardpost.units.settings import Kind, Values


def give(*, actor: Actor, unit_id: UUID, person_id: UUID, version: int, wanted: Wanted) -> None:
    """Give somebody roles on a unit; one that is held already keeps its start and gets the end.

    Raises as `settings.begin`, `Denied` for giving to oneself (audited by the door), `BadInput`
    for an inactive account, a reviewer who is no administrator, a missing reason or odd dates.
    """
    if wanted.ends is not None and wanted.ends <= max(wanted.starts, clock.today()):
        raise BadInput({"until": _("Sista dagen kan inte vara före den första, eller ha passerat")})
    stands = standing(unit_id, person_id)
    spans: dict[str, Span] = {role: (one.starts, one.ends) for role, one in stands.items()}
    for role in wanted.roles:
        starts = spans[role][0] if role in spans else max(wanted.starts, clock.today())
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
    leaves_none: bool = False,
) -> None:
    """Take roles away from somebody, from the next request on; open cases go where it is said.

    `leaves_none` is an office's word that it knows the unit will have no administrator.

    `to` is a responder of the unit who gets them, None for the inbox. Taking away from oneself is
    allowed, giving is not. Raises as `give`, and `BadInput` for the last administrator and for
    what has been taken away already.
    """
    if not roles:
        raise BadInput({"roles": _("Välj vilka behörigheter som ska tas bort")})
    hold_unit(unit_id)  # before what stands is read: a colleague may be doing the same just now
    stands = standing(unit_id, person_id)
    if not roles & set(stands):
        _refuse_gone(actor, unit_id, person_id, version, roles, stands)
        return
    spans = {role: (one.starts, one.ends) for role, one in stands.items() if role not in roles}
    covered = not (leaves_none and actor.unit is None)
    _apply(actor, unit_id, person_id, version, spans, reason=reason, to=to, covered=covered)


def _refuse_gone(
    actor: Actor,
    unit_id: UUID,
    person_id: UUID,
    version: int,
    roles: frozenset[str],
    stands: Mapping[str, HeldRole],
) -> None:
    """Say who took away what was to be taken away; nothing when it was the same press.

    Raises as `settings.begin`, and `BadInput` when it was so already as the page was drawn.
    """
    name, _active = account(person_id)
    held = begin(
        actor,
        replace(GRANTS, permission=GIVEN_WITH[min(roles)]),
        unit_id=unit_id,
        object_id=person_id,
        version=version,
        new=values_of(name, {role: (one.starts, one.ends) for role, one in stands.items()}),
    )
    if held is not None:
        raise BadInput({"roles": _("Behörigheterna är redan borttagna")})


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
    for role, (starts, ends) in spans_of(values).items():
        if ends is not None and ends <= clock.today():
            raise BadInput({"": _("En behörighet som skulle ha slutat gälla kan inte återställas")})
        spans[role] = (stands[role].starts if role in stands else max(starts, clock.today()), ends)
    _apply(actor, unit_id, person_id, version, spans, reason=_("Återställt"), undoes=undoes)


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
    covered: bool = True,
) -> None:
    """Make the roles of somebody on a unit those of `spans`, and do all that follows."""
    unit = unit_of(unit_id)
    if not reason:
        raise BadInput({"reason": _("Skriv varför")})
    hold_unit(unit_id)
    hold_answering(unit_id, person_id)
    stands = standing(unit_id, person_id)
    spans = with_add_ons(spans, stands)
    before = {role: (one.starts, one.ends) for role, one in stands.items()}
    permission = _ask(actor, unit, person_id, before, spans)
    name, active = account(person_id)
    kind = replace(GRANTS, permission=permission)
    new = values_of(name, spans)
    held = begin(actor, kind, unit_id=unit_id, object_id=person_id, version=version, new=new)
    if held is None:
        return
    if not active and any(span != before.get(role) for role, span in spans.items()):
        raise BadInput({"roles": _("Kontot är inte aktivt. Återaktivera det först.")})
    if covered:
        cover(unit, person_id, stands, spans)
    check_target(unit_id, person_id, to)
    answered = answers(unit_id, person_id)
    write(actor, unit, person_id, stands, spans, reason)
    if answered and not answers(unit_id, person_id):
        depart(actor, person_id=person_id, unit=unit, reason=TAKEN_AWAY, key=version, to=to)
    note(held, old=values_of(name, before), new=new, reason=reason, undoes=undoes)
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


GRANTS = Kind(
    "people:grants",
    later("Behörigheter"),
    Permission.GRANT_EDIT,
    AuditEvent.GRANT_CHANGED,
    "behorigheter",
    grant_words,
    restore_grants,
)
