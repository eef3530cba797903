"""Anslut flera: HSA-ids pasted, checked line by line, and connected by one plan."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput
from vardpost.kernel.ids import new_id
from vardpost.onboarding.actions.many import connect_many
from vardpost.onboarding.forms import plan as form
from vardpost.onboarding.pasted import LONGEST, MOST, Line, read
from vardpost.onboarding.queries.choices import templates
from vardpost.onboarding.values import LONGEST_TRAINING
from vardpost.onboarding.views.place import office
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff


@staff(Permission.UNIT_ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest, region: str) -> HttpResponse:
    """Check a pasted list, and connect what was checked."""
    actor = office(request, region, Permission.UNIT_ADD)
    if request.method != "POST":
        return _shown(request, region, form.empty("", actor.name))
    text = typed.kept(request.POST.get("lista", ""))
    fields = form.typed(request.POST)
    lines = read(text, region) if len(text) <= LONGEST else []
    errors = _faults(text, lines)
    try:
        plan = form.parse(request.POST, {code for code, _name in templates(region)})
    except BadInput as error:
        errors |= error.errors
    wrong = [one for one in lines if one.fault and not one.harmless]
    if errors or request.POST.get("steg") != "anslut":
        return _shown(request, region, fields, text=text, lines=lines, errors=errors)
    if wrong:
        errors = {"lista": _("Rätta eller ta bort raderna med fel, och kontrollera igen.")}
        return _shown(request, region, fields, text=text, lines=lines, errors=errors)
    try:
        done = connect_many(
            actor=actor, region_id=region, form_id=_key(request), lines=lines, plan=plan
        )
    except BadInput as error:
        return _shown(request, region, fields, text=text, lines=lines, errors=error.errors)
    refused = [(line, why) for line, key, why in done if key is None]
    if refused:
        return _shown(request, region, fields, text=text, lines=lines, refused=refused)
    return HttpResponseRedirect(f"/r/{region}/anslut?anslutna={len(done)}", status=303)


def _faults(text: str, lines: list[Line]) -> dict[str, str]:
    if len(text) > LONGEST or len(lines) > MOST:
        told = _("Listan är för lång. Dela upp den, högst {n} rader åt gången.")
        return {"lista": told.replace("{n}", str(MOST))}
    return {} if lines else {"lista": _("Klistra in minst ett HSA-id")}


def _shown(
    request: HttpRequest,
    region: str,
    fields: form.Fields,
    *,
    text: str = "",
    lines: list[Line] | None = None,
    errors: dict[str, str] | None = None,
    refused: list[tuple[Line, str]] | None = None,
) -> HttpResponse:
    wrong = [one for one in lines or () if one.fault and not one.harmless]
    fresh = sum(1 for one in lines or () if not one.fault)
    context: dict[str, Any] = {
        "base": f"/r/{region}/anslut",
        "key": _key(request),
        "text": text,
        "fields": fields,
        "lines": lines,
        "wrong": wrong,
        "fresh": fresh,
        "ready": bool(lines) and not wrong and not errors and fresh > 0,
        "errors": errors or {},
        "refused": refused or [],
        "templates": templates(region),
        "fixed_template": False,
        "longest_training": LONGEST_TRAINING,
    }
    status = 422 if errors or wrong or refused else 200
    return render(request, "onboarding/many.html", context, status=status)


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("nyckel", ""))
    except ValueError:
        return new_id()
