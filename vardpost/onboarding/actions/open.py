"""A unit comes to be, hidden; is found ready; and opens for residents (domain 7.2, 4-6)."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Denied, NotFound
from vardpost.kernel.ids import new_id
from vardpost.onboarding.actions.step import Taking, hold, take
from vardpost.onboarding.actions.turns import address_base, hold_addresses, hold_people
from vardpost.onboarding.queries.joining import held
from vardpost.onboarding.states import Event, State
from vardpost.onboarding.values import Joined
from vardpost.people.actions.accounts import register
from vardpost.people.actions.grants import GRANTS, give
from vardpost.people.queries.directory import accounts_of
from vardpost.people.queries.staff import standing as roles_of
from vardpost.people.values import Wanted
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import Role
from vardpost.unit_templates.actions import apply_template
from vardpost.units.checklist import lacking
from vardpost.units.queries.checklist import standing
from vardpost.units.queries.settings import version as version_of

#: Kinds whose very name tells what the care is about.
_SENSITIVE = {"psychiatry", "youth"}
#: Addresses that are tried beyond those that are seen to be taken.
_MORE_NAMES = 30


def activate(*, actor: Actor, joining_id: UUID, version: int) -> UUID | None:
    """Make the unit out of the directory and its template, hidden; invite its first administrator.

    All of it or nothing. Returns the unit; None when it had just been made. Raises as `step.hold`,
    and `BadInput` for a first administrator who cannot be one.
    """
    with transaction.atomic():
        taking = hold(actor, joining_id, version, Event.ACTIVATE)
        if taking is None:
            return None
        unit_id = _make(taking.joined)
        take(taking, unit_id=unit_id)
        plan = taking.joined.plan
        apply_template(actor, unit_id, plan.template, plan.template_version, key=joining_id)
        if taking.joined.plan.first_admin:
            _invite(actor, unit_id, taking.joined.plan.first_admin)
    return unit_id


def invite_first(*, actor: Actor, joining_id: UUID) -> None:
    """Make the planned first administrator one, where that was left for later.

    Raises `NotFound`, and as `people.actions.grants.give`.
    """
    found = held(joining_id)
    if found is None or found.unit_id is None or not found.plan.first_admin:
        raise NotFound("joining")
    with transaction.atomic():
        _invite(actor, found.unit_id, found.plan.first_admin)


def mark_configured(*, actor: Actor, joining_id: UUID, version: int, reason: str = "") -> None:
    """Say that the unit is set up: its list is green, or somebody says why that is no hinder.

    Raises as `step.hold`, and `BadInput` without a reason where one is needed.
    """
    taking = hold(actor, joining_id, version, Event.CONFIGURE)
    if taking is not None:
        take(taking, reason=_reason(taking, _missing(taking.joined), reason))


def open_unit(*, actor: Actor, joining_id: UUID, version: int, reason: str = "") -> None:
    """Open a unit for residents: its list is green and its day has come, or somebody says why.

    Raises as `step.hold`, and `BadInput` without a reason where one is needed.
    """
    taking = hold(actor, joining_id, version, Event.OPEN)
    if taking is None:
        return
    joined = taking.joined
    early = joined.plan.starts_on > clock.today()
    why = _reason(taking, _missing(joined) or early, reason)
    row = db.fetch_one("select unit_open(%s)", [joined.unit_id])
    if row is None or not row[0]:  # row security said no where the rules said yes
        raise Denied(Permission.UNIT_ADD)
    take(taking, reason=why)


def _missing(joined: Joined) -> bool:
    if joined.unit_id is None:
        return True
    return any(point.needed for point in lacking(standing(joined.unit_id)))


def _reason(taking: Taking, needed: bool, reason: str) -> str:
    """Return the reason, where one is needed; none is kept where none is."""
    if needed and not reason:
        told = (
            _("Allt är inte på plats. Skriv varför mottagningen ska öppna ändå")
            if taking.state is State.LIVE
            else _("Allt är inte på plats. Skriv varför mottagningen räknas som klar ändå")
        )
        raise BadInput({"reason": told})
    return reason if needed else ""


def _make(joined: Joined) -> UUID:
    unit_id = new_id()
    hold_addresses([joined.name])
    for slug in _slugs(joined.name):
        made = db.execute(
            "insert into care_unit (id, region_id, hsa_id, slug, name, kind, template, "
            "template_version, municipality_id, street, postal_code, place, phone, email, "
            "about_sv, about_en, sensitive, self_take, closed_on_eves, live) select %s, "
            "d.region_id, d.hsa_id, %s, d.name, d.kind, %s, %s, d.municipality_id, d.street, "
            "d.postal_code, d.place, d.phone, '', '', '', d.kind = any(%s), true, true, false "
            "from directory_unit d where d.key = %s "
            "and not exists (select 1 from care_unit u where upper(u.hsa_id) = d.key) "
            "on conflict (slug) do nothing",
            [
                *(unit_id, slug, joined.plan.template, joined.plan.template_version),
                *(sorted(_SENSITIVE), joined.key),
            ],
        )
        if made:
            return unit_id
        if db.fetch_one("select 1 from care_unit where upper(hsa_id) = %s", [joined.key]):
            break
    raise BadInput({"hsa": _("Mottagningen är redan ansluten")})


def _slugs(name: str) -> Iterator[str]:
    """Return addresses that the unit may have: its name in small letters, numbered if need be.

    One that nobody is seen to have may be taken all the same: by a unit that is made in this very
    moment, or by a hidden one of another region.
    """
    base = address_base(name)
    rows = db.fetch_all("select slug from care_unit where slug like %s", [f"{base}%"])
    used = {row[0] for row in rows}
    names = (base, *(f"{base}-{n}" for n in range(2, len(used) + _MORE_NAMES)))
    return (one for one in names if one not in used)


def _invite(actor: Actor, unit_id: UUID, key: str) -> None:
    hold_people([key])
    known = accounts_of([key]).get(key)
    if known is None and actor.kind == "system":
        told = _("Administratören har inget konto än. Bjud in från mottagningens sida")
        raise BadInput({"first_admin": told})
    try:
        person_id = known[0] if known else register(actor=actor, unit_id=unit_id, key=key)
    except NotFound:
        raise BadInput({"first_admin": _("Ingen i regionens katalog har det HSA-id:t")}) from None
    if person_id == actor.person_id:
        raise BadInput({"first_admin": _("Ingen utser sig själv. Välj någon annan")})
    if Role.UNIT_ADMIN in roles_of(unit_id, person_id):
        return
    give(
        actor=actor,
        unit_id=unit_id,
        person_id=person_id,
        version=version_of(unit_id, GRANTS.key, person_id),
        wanted=Wanted(
            frozenset({Role.UNIT_ADMIN.value}),
            clock.today(),
            None,
            _("Första administratör vid anslutningen"),
        ),
    )
