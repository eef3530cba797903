"""What a unit's template has locked, and the refusal of a unit that changes it all the same."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry
from vardpost.audit.events import AuditEvent
from vardpost.casetypes.queries.many import central_forms
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.jinja import language
from vardpost.unit_templates.compare import Actual
from vardpost.unit_templates.queries.drift import KINDS, exemptions, kind_of, value_in
from vardpost.unit_templates.queries.found import UnitNow, units_by_id
from vardpost.unit_templates.queries.templates import published, template_of
from vardpost.unit_templates.values import Fields, Mode, case_type_of
from vardpost.unit_templates.words import field_name, titles, value_words
from vardpost.units.locks import Lock
from vardpost.units.queries.region import region_name


def locks_at(unit_id: UUID) -> Mapping[str, Lock]:
    """Return what the template version that a unit stands on has locked, by field."""
    unit, locked = _locked(unit_id)
    if not locked:
        return {}
    leaves, by = exemptions([unit_id]), _by(unit)
    found = {}
    for key, rule in locked.items():
        leave = leaves.get((unit_id, key))
        found[key] = Lock(
            key,
            by,
            rule.value,
            value_words(key, rule.value),
            _has(unit, key).value == rule.value,
            leave.until if leave is not None and leave.counts else None,
        )
    return found


def refuse_locked(
    actor: Actor, kind: str, here: UnitRef, object_id: str, new: Mapping[str, Any]
) -> None:
    """Refuse new values of a setting that change what is locked.

    What stands may stand, what the template says may always be saved, and an exemption that counts
    lifts the lock. Whoever may roll templates out at the unit is not bound by it.

    Raises `BadInput` (hinder `template`, and the field) with who locked it.
    """
    # Asked before anything is read: a roll-out writes to many units.
    if kind not in KINDS or can(
        actor, Permission.TEMPLATE_ROLL_OUT, Thing(here.region_id, here.id)
    ):
        return
    unit, locked = _locked(here.id)
    mine = [key for key in locked if kind_of(key) == kind]
    if not mine:
        return
    forms = central_forms(unit.region_id)
    key_here = {str(form.id): form.key for form in forms}.get(object_id, "")
    leaves = exemptions([here.id])
    for key in mine:
        if case_type_of(key) != key_here:
            continue
        value, leave = value_in(key, new), leaves.get((here.id, key))
        if value in (locked[key].value, _has(unit, key).value) or (leave and leave.counts):
            continue
        # The ledger's row of the refusal names the field.
        actor.facts["concerned"] = Entry(
            event=AuditEvent.REFUSED, object_type="setting", object_id=key
        )
        told = _("{uppgift} är låst av {vem}. Be regionens administratör om undantag.")
        told = told.replace("{uppgift}", field_name(key, titles(forms)))
        raise BadInput({"": told.replace("{vem}", _by(unit))}, hinder="template", field=key)


def _locked(unit_id: UUID) -> tuple[UnitNow, Fields]:
    unit = units_by_id([unit_id])[0]
    fields = published({unit.template}).get((unit.template, unit.version), {})
    return unit, {k: r for k, r in unit.meant(fields).items() if r.mode is Mode.LOCKED}


def _has(unit: UnitNow, field: str) -> Actual:
    # A type that the unit does not have is one that it does not offer.
    none = Actual(False if field.endswith(":active") else None, given=False)
    return unit.found.get(field, none)


def _by(unit: UnitNow) -> str:
    """Return who locked it: `Västra Götalandsregionen i mallen Vårdcentral, version 2`."""
    template = template_of(unit.template)
    region = template.region_id
    owner = region_name(region) if region else _("den nationella förvaltningen")
    told = _("{ägare} i mallen {mall}, version {n}").replace("{ägare}", owner)
    return told.replace("{mall}", template.name(language())).replace("{n}", str(unit.version))
