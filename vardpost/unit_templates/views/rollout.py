"""Rulla ut: chosen units, what would change at each, and the order; then how far it has come."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.casetypes.queries.many import central_forms
from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.unit_templates.actions.rollout import move_rollout, start_rollout
from vardpost.unit_templates.queries.found import UnitNow, units_by_id, units_of
from vardpost.unit_templates.queries.preview import Planned, digest, local_edits, plan
from vardpost.unit_templates.queries.rollouts import (
    rolled_units,
    rollout_of,
    rollout_said,
    rollouts,
)
from vardpost.unit_templates.queries.templates import version_of
from vardpost.unit_templates.values import Mode, Template, Value, Version
from vardpost.unit_templates.views.place import Place, office
from vardpost.unit_templates.words import field_name, titles, value_words
from vardpost.units.pasted import MOST, Line
from vardpost.units.pasted import read as read_pasted

_ROLLS = staff(Permission.TEMPLATE_ROLL_OUT)
_LONGEST = 200_000
_STATES = {
    "running": lambda: _("Pågår"),
    "stopped": lambda: _("Stoppad"),
    "done": lambda: _("Klar"),
    "undoing": lambda: _("Ångras"),
    "undone": lambda: _("Ångrad"),
}


@_ROLLS
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, region: str, code: str) -> HttpResponse:
    """Choose units, look at what would change at each, and order it."""
    place = office(request, region)
    template = place.template(code)
    if not template.number:
        raise NotFound("template version")
    version = version_of(code, template.number)
    if request.method != "POST":
        return _shown(request, place, template, version, which="har")
    which = request.POST.get("vilka", "har")
    text = typed.kept(request.POST.get("lista", ""))
    lines = read_pasted(text, region) if which == "lista" and len(text) <= _LONGEST else []
    fault = _fault(which, text, lines)
    if fault:
        return _shown(
            request, place, template, version, which=which, text=text, lines=lines, fault=fault
        )
    planned = plan(_units(which, region, template, lines), version.fields)
    if not planned:
        fault = _("Ingen mottagning är vald")
        return _shown(request, place, template, version, which=which, text=text, fault=fault)
    ticked = set(request.POST.getlist("skriv"))
    same = request.POST.get("sett") == digest(planned)
    rollout_id = _uuid(request.POST.get("nyckel", ""))
    after = HttpResponseRedirect(f"/r/{region}/utrullningar/{rollout_id}", status=303)
    moved = request.POST.get("steg") == "rulla-ut" and not same
    if request.POST.get("steg") == "rulla-ut" and same:
        try:
            start_rollout(
                actor=place.actor,
                region_id=region,
                rollout_id=rollout_id,
                code=code,
                number=template.number,
                units=_order(planned, ticked),
            )
        except BadInput as error:  # the key is another roll-out's already
            fault = error.errors[""]
        else:
            return after
    elif moved and _is_that(rollout_said(region, rollout_id), code, template.number, planned):
        return after
    return _shown(
        request,
        place,
        template,
        version,
        which=which,
        text=text,
        lines=lines,
        planned=planned,
        ticked=ticked,
        moved=moved,
        whole=fault,
    )


def _is_that(
    said: tuple[str, int, dict[UUID, Any]] | None, code: str, number: int, planned: list[Planned]
) -> bool:
    """Whether a roll-out is the form's own, sent again while it changed what the page shows."""
    return (
        said is not None
        and said[:2] == (code, number)
        and set(said[2]) == {one.unit.id for one in planned}
    )


def _fault(which: str, text: str, lines: list[Line]) -> str:
    if which != "lista":
        return ""
    if len(text) > _LONGEST or len(lines) > MOST:
        told = _("Listan är för lång. Dela upp den, högst {n} rader åt gången.")
        return told.replace("{n}", str(MOST))
    if not lines:
        return _("Klistra in minst ett HSA-id")
    if any(one.fault and not one.harmless for one in lines):
        return _("Rätta eller ta bort raderna med fel, och kontrollera igen.")
    return ""


def _units(which: str, region: str, template: Template, lines: list[Line]) -> list[UnitNow]:
    if which == "lista":
        return units_by_id([one.unit_id for one in lines if one.unit_id and not one.fault])
    if which == "sort":
        return units_of(region, kind=template.kind)
    return units_of(region, template=template.code)


def _order(planned: list[Planned], ticked: set[str]) -> dict[UUID, dict[str, Value]]:
    return {
        one.unit.id: {
            step.field: step.actual
            for step in one.local
            if step.field in ticked or f"{step.field}|{one.unit.id}" in ticked
        }
        for one in planned
    }


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return new_id()


def _shown(
    request: HttpRequest,
    place: Place,
    template: Template,
    version: Version,
    *,
    which: str,
    text: str = "",
    lines: list[Line] | None = None,
    fault: str = "",
    planned: list[Planned] | None = None,
    ticked: set[str] | None = None,
    moved: bool = False,
    whole: str = "",
) -> HttpResponse:
    found = planned or []
    names = titles(central_forms(place.region_id))
    rules = version.fields
    context: dict[str, Any] = {
        "here": f"{place.base}/{template.code}",
        "name": template.name(language()),
        "number": template.number,
        "which": which,
        "text": text,
        "wrong": [one for one in lines or () if one.fault and not one.harmless],
        "errors": {"lista": fault} if fault else {"": whole} if whole else {},
        "planned": found,
        "units": [
            (one.unit, [_line(s.field, s.actual, s.wanted, names) for s in one.changes])
            for one in found
            if one.changes
        ],
        "changing": sum(bool(one.changes) for one in found),
        "edits": [
            {
                "field": field,
                "name": field_name(field, names),
                "wanted": value_words(field, rules[field].value),
                "locked": rules[field].mode is Mode.LOCKED,
                "units": [(unit, value_words(field, value)) for unit, value in units],
            }
            for field, units in local_edits(found).items()
        ],
        "ticked": ticked or set(),
        "seen": digest(found) if found else "",
        "key": new_id(),
        "moved": moved,
    }
    status = 409 if moved else 422 if fault or whole else 200
    return render(request, "unit_templates/rollout.html", context, status=status)


def _line(field: str, before: Value, after: Value, names: dict[str, str]) -> tuple[str, str, str]:
    return field_name(field, names), value_words(field, before), value_words(field, after)


@_ROLLS
@require_safe
def listed(request: HttpRequest, region: str) -> HttpResponse:
    """Show the region's roll-outs."""
    place = office(request, region)
    context = {
        "base": place.base,
        "here": f"/r/{region}/utrullningar",
        "rows": [(one, _STATES[one.state]()) for one in rollouts(region)],
    }
    return render(request, "unit_templates/rollouts.html", context)


@_ROLLS
@require_safe
def one(request: HttpRequest, region: str, rollout_id: UUID) -> HttpResponse:
    """Show how far a roll-out has come, and what it did at each unit."""
    office(request, region)
    found = rollout_of(region, rollout_id)
    names = titles(central_forms(region))
    units = [
        {
            "unit": unit,
            "lines": [
                _line(field, pair[0], pair[1], names) for field, pair in unit.written.items()
            ],
            "kept": [field_name(field, names) for field in unit.kept],
            "refused": [field_name(field, names) for field in unit.refused],
        }
        for unit in rolled_units(rollout_id)
        if unit.state != "waiting"
    ]
    context = {
        "here": f"/r/{region}/utrullningar",
        "found": found,
        "state": _STATES[found.state](),
        "units": units,
        "going": found.state in {"running", "undoing"},
    }
    return render(request, "unit_templates/rolled.html", context)


@_ROLLS
@require_POST
def move(request: HttpRequest, region: str, rollout_id: UUID) -> HttpResponse:
    """Stop a roll-out, go on with it, or undo it."""
    place = office(request, region)
    what = {"stoppa": "stop", "fortsatt": "resume", "angra": "undo"}
    move_rollout(
        actor=place.actor,
        region_id=region,
        rollout_id=rollout_id,
        what=what.get(request.POST.get("vad", ""), ""),
    )
    return HttpResponseRedirect(f"/r/{region}/utrullningar/{rollout_id}", status=303)
