"""Writing a template's fields at one unit: parts, inside the transaction of the calling verb."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from vardpost.casetypes.actions.offer import OFFER, fit
from vardpost.casetypes.queries.many import CentralForm, central_forms
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Moved, NotFound, WrongState
from vardpost.notices.actions.unit import UNIT_TOLD, change_unit_told
from vardpost.notices.queries import unit_told
from vardpost.policy.permissions import Permission
from vardpost.unit_templates.actions.kinds import STANDS_ON
from vardpost.unit_templates.compare import steps
from vardpost.unit_templates.queries.found import UnitNow, units_by_id
from vardpost.unit_templates.queries.templates import template_of, version_of
from vardpost.unit_templates.values import CATCHMENT, Template, Value, case_type_of
from vardpost.units.actions.area import AREA, change_area
from vardpost.units.actions.settings import begin, note
from vardpost.units.queries.settings import newest_values, version
from vardpost.units.values import AreaRow

#: What cannot be written at a unit, by the hinder that the verb named.
_UNKNOWN = "unknown"
#: The unit has saved the setting while this was under way.
_MOVED = "moved"
#: Versions of settings, by unit, kind and what each is about.
Seen = Mapping[tuple[UUID, str, str], int]
#: Returns the version of a setting of the unit that is written at.
At = Callable[..., int]


@dataclass(slots=True)
class Written:
    """What came of writing fields at a unit: field → (before, after), and what was refused."""

    done: dict[str, tuple[Value, Value]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def apply_template(
    actor: Actor, unit_id: UUID, template_code: str, version: int, *, key: UUID
) -> Written:
    """Write a template's fields to a unit that has just been added, and say that it stands on it.

    What the unit has been given already stays. `key` is the caller's own for this application: the
    same one twice does nothing. Within the caller's transaction.

    Raises `NotFound` for an unknown unit, version or template of another region, and `Denied`
    without the right to roll templates out there.
    """
    template, one = template_of(template_code), version_of(template_code, version)
    unit = unit_now(unit_id)
    refuse_foreign(template, unit)
    standing = newest_values(unit_id, STANDS_ON.key)
    if standing.get("key") == str(key):
        return Written()
    forms = {form.key: form for form in central_forms(unit.region_id)}
    wanted = {
        step.field: step.wanted
        for step in steps({}, unit.meant(one.fields), unit.found)
        if step.written
    }
    reason = said(template, version)
    stand_on(actor, unit, template_code, version, reason=reason, key=str(key))
    return write(actor, unit, wanted, forms, reason)


def said(template: Template, number: int) -> str:
    """Return the reason that a unit's history shows of what came with a template."""
    return f"Mall: {template.name_sv}, version {number}"


def unit_now(unit_id: UUID) -> UnitNow:
    """Return a unit with what it has. Raises `NotFound`."""
    found = units_by_id([unit_id])
    if not found:
        raise NotFound("unit")
    return found[0]


def refuse_foreign(template: Template, unit: UnitNow) -> None:
    """Refuse a template of another region. Raises `NotFound`."""
    if template.region_id not in {"", unit.region_id}:
        raise NotFound("template")


def stand_on(
    actor: Actor, unit: UnitNow, code: str, number: int, *, reason: str, key: str = ""
) -> None:
    """Say which template and version a unit stands on. Raises as `settings.begin`."""
    new: dict[str, Any] = {"template": code, "version": number}
    if key:
        new["key"] = key
    held = begin(
        actor,
        STANDS_ON,
        unit_id=unit.id,
        version=version(unit.id, STANDS_ON.key),
        new=new,
    )
    if held is None:
        return
    db.execute(
        "update care_unit set template = %s, template_version = %s where id = %s",
        [code, number, unit.id],
    )
    note(held, old={"template": unit.template, "version": unit.version}, new=new, reason=reason)


def write(
    actor: Actor,
    unit: UnitNow,
    wanted: Mapping[str, Value],
    forms: Mapping[str, CentralForm],
    reason: str,
    seen: Seen | None = None,
) -> Written:
    """Write values at a unit by the verbs of the rooms that own them; each is in its history.

    A field that cannot be written there is told of and stops nothing else. So is one that the unit
    has changed since `seen`, which was read before `unit` was: nobody's edit is overwritten unseen.
    Raises `Denied` without the right to.
    """
    made = Written()

    def at(kind: str, thing: object = "") -> int:
        if seen is None:
            return version(unit.id, kind, thing)
        return seen.get((unit.id, kind, str(thing)), 0)

    types: dict[str, dict[str, Value]] = defaultdict(dict)
    told: dict[str, Value] = {}
    for one, value in wanted.items():
        if key := case_type_of(one):
            types[key][one] = value
        elif one != CATCHMENT:
            told[one] = value
    for key, values in types.items():
        _one(
            made,
            unit,
            values,
            lambda key=key, values=values: _type(
                actor, unit, forms.get(key), key, values, reason, at
            ),
        )
    if told:
        _one(made, unit, told, lambda: _told(actor, unit.id, told, reason, at))
    if CATCHMENT in wanted:
        rows = {CATCHMENT: wanted[CATCHMENT]}
        _one(made, unit, rows, lambda: _area(actor, unit.id, wanted[CATCHMENT], reason, at))
    return made


def _one(made: Written, unit: UnitNow, values: Mapping[str, Value], work: Any) -> None:
    try:
        with transaction.atomic():
            work()
    except Moved:
        made.refused |= dict.fromkeys(values, _MOVED)
        return
    except (BadInput, NotFound, WrongState) as error:
        why = str(error.facts.get("hinder", _UNKNOWN))
        made.refused |= dict.fromkeys(values, why)
        return
    for one, value in values.items():
        before = unit.found.get(one)
        made.done[one] = (before.value if before is not None else None, value)


def _type(
    actor: Actor,
    unit: UnitNow,
    form: CentralForm | None,
    key: str,
    values: Mapping[str, Value],
    reason: str,
    at: At,
) -> None:
    if form is None:
        raise NotFound(f"case type {key}")
    days = values.get(f"type:{key}:promise")
    fit(
        actor=actor,
        unit_id=unit.id,
        case_type_id=form.id,
        active=values.get(f"type:{key}:active"),
        promise=(int(days[0]), int(days[1])) if days else None,
        reason=reason,
        version=at(OFFER.key, form.id),
    )


def _told(actor: Actor, unit_id: UUID, values: Mapping[str, Value], reason: str, at: At) -> None:
    names = {one.partition(":")[2]: value for one, value in values.items()}
    change_unit_told(
        actor=actor,
        unit_id=unit_id,
        version=at(UNIT_TOLD.key),
        new=replace(unit_told(unit_id), **names),
        reason=reason,
        permission=Permission.TEMPLATE_ROLL_OUT,
    )


def _area(actor: Actor, unit_id: UUID, rows: Sequence[Sequence[Any]], reason: str, at: At) -> None:
    change_area(
        actor=actor,
        unit_id=unit_id,
        version=at(AREA.key),
        rows=[AreaRow(*row) for row in rows],
        reason=reason,
    )
