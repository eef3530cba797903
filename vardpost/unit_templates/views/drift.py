"""Avvikelser: which units differ from their template, put right or given leave."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vardpost.casetypes.queries.many import central_forms
from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput, Earlier, Moved, WrongState
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import posted_version
from vardpost.unit_templates.actions.drift import align, end_exemption, exempt, mark
from vardpost.unit_templates.queries.deviating import deviating, refuse_elsewhere, unit_by_slug
from vardpost.unit_templates.queries.drift import Deviation, drift, exemption_versions
from vardpost.unit_templates.queries.templates import templates_for
from vardpost.unit_templates.values import LONGEST_NOTE, Mode
from vardpost.unit_templates.views.place import office
from vardpost.unit_templates.words import field_name, titles, value_words

_ROLLS = staff(Permission.TEMPLATE_ROLL_OUT)
#: Exempted deviations are a list of their own.
_EXEMPT = "undantag"


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which part of the list is asked for; it stands in the address, and in each form."""

    slug: str
    exempt: bool
    after: UUID | None

    def query(self, **more: str) -> str:
        """Return it as an address has it."""
        values = {
            "mottagning": self.slug,
            "visa": _EXEMPT if self.exempt else "",
            "efter": self.after or "",
            **more,
        }
        return urlencode({name: value for name, value in values.items() if value})


def _asked(request: HttpRequest) -> _Asked:
    values = request.POST if request.method == "POST" else request.GET
    slug = typed.kept(values.get("mottagning", ""))[:80]
    try:
        after = UUID(values.get("efter", ""))
    except ValueError:
        after = None
    exempt_only = not slug and values.get("visa", "") == _EXEMPT
    return _Asked(slug, exempt_only, None if slug else after)


@_ROLLS
@require_safe
def listed(request: HttpRequest, region: str) -> HttpResponse:
    """Show a page of the units that differ, those with leave to, or one unit as it is now."""
    return _shown(request, region)


def _shown(
    request: HttpRequest,
    region: str,
    *,
    errors: dict[str, str] | None = None,
    told: str = "",
    moved: Sequence[Earlier] = (),
    at: tuple[str, str] = ("", ""),
) -> HttpResponse:
    office(request, region)
    asked = _asked(request)
    context: dict[str, Any] = {"unit": "", "page": None, "next_query": "", "first_query": ""}
    if asked.slug:
        unit_id, context["unit"] = unit_by_slug(region, asked.slug)
        found = drift(region, [unit_id])
    else:
        page = deviating(region, exempt=asked.exempt, after=asked.after)
        found = drift(region, page.unit_ids) if page.unit_ids else []
        context["page"] = page
        if page.more:
            context["next_query"] = replace(asked, after=page.unit_ids[-1]).query()
        if asked.after:
            context["first_query"] = replace(asked, after=None).query()
    names = titles(central_forms(region))
    codes = {one.code: one.name(language()) for one in templates_for(region)}
    versions = exemption_versions([one.unit.id for one in found]) if found else {}
    rows = [
        _row(one, names, codes, at) | {"version": versions.get((one.unit.id, one.step.field), 0)}
        for one in found
    ]
    context |= {
        "here": f"/r/{region}/avvikelser",
        "region": region,
        "base": f"/r/{region}/mallar",
        "asked": asked,
        "rows": [row for row in rows if not asked.exempt and not row["one"].excused],
        "excused": [row for row in rows if (asked.exempt or asked.slug) and row["one"].excused],
        "errors": errors or {},
        "told": told,
        "moved": moved,
        "typed": {"skal": request.POST.get("skal", ""), "till": request.POST.get("till", "")},
        "aligned": request.GET.get("rattad") == "1",
        "exempted": request.GET.get("undantaget") == "1",
        "ended": request.GET.get("avslutat") == "1",
        "longest": LONGEST_NOTE,
    }
    status = 422 if errors else 409 if told or moved else 200
    return render(request, "unit_templates/drift.html", context, status=status)


def _row(
    one: Deviation, names: dict[str, str], codes: dict[str, str], at: tuple[str, str]
) -> dict[str, Any]:
    step = one.step
    return {
        "one": one,
        "field": field_name(step.field, names),
        "actual": value_words(step.field, step.actual),
        "wanted": value_words(step.field, step.wanted),
        "locked": step.mode is Mode.LOCKED,
        "template": codes.get(one.unit.template, one.unit.template),
        "mark": mark(step),
        "here": at == (str(one.unit.id), step.field),
        "ran_out": one.exempt is not None and not one.excused,
    }


@_ROLLS
@require_POST
def put_right(request: HttpRequest, region: str, unit_id: UUID) -> HttpResponse:
    """Put one field right, as the template says."""
    place, field = office(request, region), typed.kept(request.POST.get("uppgift", ""))[:80]
    refuse_elsewhere(region, unit_id)
    try:
        align(actor=place.actor, unit_id=unit_id, field=field, seen=request.POST.get("sett", ""))
    except WrongState as error:
        if error.facts.get("hinder") == "moved":
            told = _("Mottagningen har ändrat uppgiften medan du läste. Läs igenom igen.")
        else:
            told = _("Uppgiften går inte att ändra hos mottagningen.")
        return _shown(request, region, told=told)
    return _back(request, region, "rattad")


@_ROLLS
@require_POST
def excuse(request: HttpRequest, region: str, unit_id: UUID) -> HttpResponse:
    """Let a unit differ in one field until a day."""
    place, field = office(request, region), typed.kept(request.POST.get("uppgift", ""))[:80]
    refuse_elsewhere(region, unit_id)
    reason = typed.one_line(typed.kept(request.POST.get("skal", ""))[:LONGEST_NOTE])
    try:
        until = date.fromisoformat(request.POST.get("till", ""))
    except ValueError:
        until = None
    try:
        exempt(
            actor=place.actor,
            unit_id=unit_id,
            field=field,
            version=posted_version(request),
            reason=reason,
            until=until,
        )
    except BadInput as error:
        return _shown(request, region, errors=dict(error.errors), at=(str(unit_id), field))
    except Moved as error:
        return _shown(request, region, moved=error.changes, at=(str(unit_id), field))
    return _back(request, region, "undantaget")


@_ROLLS
@require_POST
def end(request: HttpRequest, region: str, unit_id: UUID) -> HttpResponse:
    """Take the leave to differ back before its day."""
    place, field = office(request, region), typed.kept(request.POST.get("uppgift", ""))[:80]
    refuse_elsewhere(region, unit_id)
    try:
        end_exemption(
            actor=place.actor, unit_id=unit_id, field=field, version=posted_version(request)
        )
    except Moved as error:
        return _shown(request, region, moved=error.changes)
    return _back(request, region, "avslutat")


def _back(request: HttpRequest, region: str, done: str) -> HttpResponse:
    """Lead back to the part of the list that the form stood on."""
    query = _asked(request).query(**{done: "1"})
    return HttpResponseRedirect(f"/r/{region}/avvikelser?{query}", status=303)
