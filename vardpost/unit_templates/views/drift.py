"""Avvikelser: which units differ from their template, put right or given leave."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vardpost.casetypes.queries.many import central_forms
from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput, WrongState
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.unit_templates.actions.drift import align, exempt, mark
from vardpost.unit_templates.queries.drift import Deviation, drift
from vardpost.unit_templates.queries.templates import templates_for
from vardpost.unit_templates.values import LONGEST_NOTE, Mode
from vardpost.unit_templates.views.place import office
from vardpost.unit_templates.words import field_name, titles, value_words

_ROLLS = staff(Permission.TEMPLATE_ROLL_OUT)
#: Deviations on one page.
PAGE = 100


@_ROLLS
@require_safe
def listed(request: HttpRequest, region: str) -> HttpResponse:
    """Show every deviation in the region, or those of one unit."""
    return _shown(request, region)


def _shown(
    request: HttpRequest,
    region: str,
    *,
    errors: dict[str, str] | None = None,
    told: str = "",
    at: tuple[str, str] = ("", ""),
) -> HttpResponse:
    office(request, region)
    found = drift(region)
    slug = request.GET.get("mottagning", "")[:80]
    if slug:
        found = [one for one in found if one.unit.slug == slug]
    open_ = [one for one in found if not one.excused]
    excused = [one for one in found if one.excused]
    asked = request.GET.get("sida", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 4 else 1
    names = titles(central_forms(region))
    codes = {one.code: one.name(language()) for one in templates_for(region)}
    rows = [_row(one, names, codes, at) for one in open_[(page - 1) * PAGE : page * PAGE]]
    context = {
        "here": f"/r/{region}/avvikelser",
        "base": f"/r/{region}/mallar",
        "unit": found[0].unit.name if slug and found else "",
        "rows": rows,
        "total": len(open_),
        "units": len({one.unit.id for one in open_}),
        "excused": [_row(one, names, codes, at) for one in excused[:PAGE]],
        "next_page": page + 1 if len(open_) > page * PAGE else 0,
        "errors": errors or {},
        "told": told,
        "typed": {"skal": request.POST.get("skal", ""), "till": request.POST.get("till", "")},
        "aligned": request.GET.get("rattad") == "1",
        "exempted": request.GET.get("undantag") == "1",
        "longest": LONGEST_NOTE,
    }
    status = 422 if errors else 409 if told else 200
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
    place, field = office(request, region), request.POST.get("uppgift", "")[:80]
    try:
        align(actor=place.actor, unit_id=unit_id, field=field, seen=request.POST.get("sett", ""))
    except WrongState as error:
        if error.facts.get("hinder") == "moved":
            told = _("Mottagningen har ändrat uppgiften medan du läste. Läs igenom igen.")
        else:
            told = _("Uppgiften går inte att ändra hos mottagningen.")
        return _shown(request, region, told=told)
    return HttpResponseRedirect(f"/r/{region}/avvikelser?rattad=1", status=303)


@_ROLLS
@require_POST
def excuse(request: HttpRequest, region: str, unit_id: UUID) -> HttpResponse:
    """Let a unit differ in one field until a day."""
    place, field = office(request, region), request.POST.get("uppgift", "")[:80]
    reason = " ".join(typed.kept(request.POST.get("skal", ""))[:LONGEST_NOTE].split())
    try:
        until = date.fromisoformat(request.POST.get("till", ""))
    except ValueError:
        until = None
    try:
        exempt(actor=place.actor, unit_id=unit_id, field=field, reason=reason, until=until)
    except BadInput as error:
        return _shown(request, region, errors=dict(error.errors), at=(str(unit_id), field))
    return HttpResponseRedirect(f"/r/{region}/avvikelser?undantag=1", status=303)
