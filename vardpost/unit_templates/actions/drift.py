"""Avvikelser: a field put right at one unit, leave to differ, and how many differ, counted."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.casetypes.queries.many import central_forms
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, WrongState
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.unit_templates.actions.apply import said, unit_now, write
from vardpost.unit_templates.actions.kinds import EXEMPTION
from vardpost.unit_templates.compare import Step, deviations
from vardpost.unit_templates.queries.drift import KINDS, drift, exemptions
from vardpost.unit_templates.queries.found import UnitNow
from vardpost.unit_templates.queries.templates import template_of, version_of
from vardpost.units.actions.settings import begin, note, unit_of
from vardpost.units.queries.settings import versions_of


def align(*, actor: Actor, unit_id: UUID, field: str, seen: str) -> None:
    """Put one field of a unit right, as its template says.

    `seen` is the deviation as the page showed it (`mark`): the unit may have changed it since, and
    that is nobody's to overwrite unseen. Raises `NotFound`, `Denied`, and `WrongState` (hinder
    `moved`, or why the field cannot be written there).
    """
    versions = versions_of([unit_id], KINDS)
    unit, step = _deviation(actor, unit_id, field)
    if step is None:  # it is right already: a double click
        return
    if mark(step) != seen:
        raise WrongState("the unit has changed it since", hinder="moved")
    forms = {form.key: form for form in central_forms(unit.region_id)}
    reason = said(template_of(unit.template), unit.version)
    made = write(actor, unit, {field: step.wanted}, forms, reason, versions)
    if made.refused:
        raise WrongState("cannot be written there", hinder=made.refused[field])
    _keep_count(unit.region_id, [unit_id])


def mark(step: Step) -> str:
    """Return what a deviation is known by on a page; another when either value has changed."""
    return f"{step.actual}|{step.wanted}"


def exempt(
    *, actor: Actor, unit_id: UUID, field: str, version: int, reason: str, until: date | None
) -> None:
    """Let a unit differ in one field until a day; again with another day changes it.

    Raises `BadInput` without a reason or for a day that has passed, `NotFound` for what does not
    differ, and as `settings.begin`.
    """
    unit, step = _deviation(actor, unit_id, field)
    if step is None:
        raise NotFound("deviation")
    wrong = {}
    if not reason:
        wrong["skal"] = _("Skriv varför")
    if until is None or until < clock.today():
        wrong["till"] = _("Välj en dag som inte har passerat")
    if wrong or until is None:
        raise BadInput(wrong)
    new = {"field": field, "reason": reason, "until": until.isoformat()}
    held = begin(actor, EXEMPTION, unit_id=unit_id, version=version, new=new, object_id=field)
    if held is None:
        return
    old = _exemption(unit_id, field)
    if old == new:
        return
    db.execute(
        "insert into template_exemption (id, unit_id, field, reason, until, by_name, at) "
        "values (gen_random_uuid(), %s, %s, %s, %s, %s, %s) on conflict (unit_id, field) do update "
        "set reason = excluded.reason, until = excluded.until, by_name = excluded.by_name, "
        "at = excluded.at",
        [unit_id, field, reason, until, actor.name[:160], clock.now()],
    )
    _keep_count(unit.region_id, [unit_id])
    note(held, old=old, new=new)


def end_exemption(*, actor: Actor, unit_id: UUID, field: str, version: int) -> None:
    """Take the leave to differ back before its day: from now on the deviation is shown again.

    What the unit has stays as it is; a locked field is locked again. Raises `NotFound` where there
    is no exemption, and as `settings.begin`.
    """
    region_id = unit_of(unit_id).region_id
    held = begin(actor, EXEMPTION, unit_id=unit_id, version=version, new={}, object_id=field)
    if held is None:
        return
    old = _exemption(unit_id, field)
    if not old:
        raise NotFound("exemption")
    db.execute("delete from template_exemption where unit_id = %s and field = %s", [unit_id, field])
    _keep_count(region_id, [unit_id])
    note(held, old=old, new={})


def _exemption(unit_id: UUID, field: str) -> dict[str, str]:
    """Return an exemption as the history keeps it, also one whose day has passed."""
    found = exemptions([unit_id]).get((unit_id, field))
    if found is None:
        return {}
    return {"field": field, "reason": found.reason, "until": found.until.isoformat()}


def _deviation(actor: Actor, unit_id: UUID, field: str) -> tuple[UnitNow, Step | None]:
    unit = unit_now(unit_id)
    require(actor, Permission.TEMPLATE_ROLL_OUT, Thing(unit.region_id, unit_id))
    if not unit.template:
        raise NotFound("template")
    fields = unit.meant(version_of(unit.template, unit.version).fields)
    found = [step for step in deviations(fields, unit.found) if step.field == field]
    return unit, found[0] if found else None


def count_drift(*, actor: Actor) -> int:
    """Count in how many fields each unit of the region differs; return how many units do.

    Raises `Denied` for anybody but those who may roll out there.
    """
    region_id = actor.region_id or ""
    require(actor, Permission.TEMPLATE_ROLL_OUT, Thing(region_id=region_id))
    units = _keep_count(region_id)
    record(
        actor,
        Entry(
            event=AuditEvent.TEMPLATE_DRIFT_COUNTED,
            object_type="region",
            object_id=region_id,
            purpose="administration",
            region_id=region_id,
            detail={"units": units},
        ),
    )
    return units


def _keep_count(region_id: str, unit_ids: Sequence[UUID] | None = None) -> int:
    """Count at the units of a region, or at some of them; return how many of them differ."""
    found = drift(region_id, unit_ids)
    differs = Counter(one.unit.id for one in found)
    excused = Counter(one.unit.id for one in found if one.excused)
    ids = sorted(differs)
    db.execute(
        "delete from unit_drift d using care_unit c where c.id = d.unit_id and c.region_id = %s "
        "and (%s::uuid[] is null or d.unit_id = any(%s)) and d.unit_id <> all(%s)",
        [region_id, *([None if unit_ids is None else list(unit_ids)] * 2), ids],
    )
    db.execute(
        "insert into unit_drift (unit_id, differs, exempt, counted_at) "
        "select x.unit, x.differs, x.exempt, %s from unnest(%s::uuid[], %s::int[], %s::int[]) "
        "as x (unit, differs, exempt) on conflict (unit_id) do update set "
        "differs = excluded.differs, exempt = excluded.exempt, counted_at = excluded.counted_at",
        [clock.now(), ids, [differs[one] for one in ids], [excused[one] for one in ids]],
    )
    return len(ids)
