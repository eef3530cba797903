"""A template's next version: written as a draft, looked through, published."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from vardpost.casetypes.queries.many import central_forms
from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput, Moved, NotFound
from vardpost.notices.words import mode_options as notice_modes
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import SettingsPage, posted_version, settings_page, too_late
from vardpost.unit_templates import forms
from vardpost.unit_templates.actions.change import drop_draft, keep_draft, publish_draft
from vardpost.unit_templates.actions.kinds import TEMPLATE
from vardpost.unit_templates.queries.preview import touched
from vardpost.unit_templates.queries.templates import draft_of, version_of
from vardpost.unit_templates.values import (
    LONGEST_NAME,
    LONGEST_NOTE,
    NOTICE_EVENTS,
    NOTICE_HOURS,
    Said,
    Template,
)
from vardpost.unit_templates.views.office import changed, lines
from vardpost.unit_templates.views.place import Place, office
from vardpost.unit_templates.words import field_name, mode_options, reach_options, titles
from vardpost.units.queries.settings import version_at

_EDIT = staff(Permission.TEMPLATE_EDIT)


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, region: str, code: str) -> HttpResponse:
    """Show and keep what the next version says."""
    return settings_page(request, _page(office(request, region), code))


def _page(place: Place, code: str) -> SettingsPage:
    template = place.template(code, own=True)
    known = central_forms(place.region_id)
    names = titles(known)
    before = _standing(template)
    types = [
        {"key": one.key, "title": names[one.key], "promise": one.promise_open} for one in known
    ]
    return SettingsPage(
        template="unit_templates/draft.html",
        load=lambda: (
            forms.shown(before),
            version_at(place.region_id, None, TEMPLATE.key, code),
        ),
        parse=lambda posted: forms.parse(posted, known, before.fields),
        typed=forms.typed,
        keep=lambda said, made_from: keep_draft(
            actor=place.actor, region_id=place.region_id, code=code, version=made_from, said=said
        ),
        after=f"{place.base}/{code}/publicera?sparat=1",
        more={
            "base": place.base,
            "here": f"{place.base}/{code}",
            "name": template.name(language()),
            "types": types,
            "events": [(one, field_name(f"notices:{one}")) for one in NOTICE_EVENTS],
            "hours": [(one, field_name(f"notices:{one}")) for one in NOTICE_HOURS],
            "modes": mode_options(),
            "notice_modes": notice_modes(),
            "reaches": reach_options(),
            "longest": LONGEST_NAME,
        },
    )


def _standing(template: Template) -> Said:
    found = draft_of(template.code)
    if found is None and template.number:
        found = version_of(template.code, template.number)
    return Said(template.name_sv, template.name_en, found.fields if found else {})


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, region: str, code: str) -> HttpResponse:
    """Show what the draft changes and whom it touches, and make it the newest version."""
    place = office(request, region)
    template = place.template(code, own=True)
    why = typed.one_line(typed.kept(request.POST.get("anteckning", ""))[:LONGEST_NOTE])
    if request.method != "POST":
        return _look_through(request, place, template)
    try:
        publish_draft(
            actor=place.actor,
            region_id=region,
            code=code,
            version=posted_version(request),
            why=why,
        )
    except BadInput as error:
        return _look_through(request, place, template, errors=dict(error.errors), why=why)
    except Moved as error:
        return _look_through(request, place, template, moved=error, why=why)
    return HttpResponseRedirect(f"{place.base}/{code}?publicerad=1", status=303)


def _look_through(
    request: HttpRequest,
    place: Place,
    template: Template,
    *,
    errors: dict[str, str] | None = None,
    moved: Moved | None = None,
    why: str = "",
) -> HttpResponse:
    found = draft_of(template.code)
    if found is None:
        raise NotFound("draft")
    before = version_of(template.code, template.number).fields if template.number else {}
    names = titles(central_forms(place.region_id))
    context: dict[str, Any] = {
        "base": place.base,
        "here": f"{place.base}/{template.code}",
        "name": template.name(language()),
        "number": found.number,
        "changed": changed(before, found.fields, names) if before else [],
        "lines": [] if before else lines(found.fields, names),
        "touched": touched(place.region_id, template.code, found.fields),
        "field_names": {key: field_name(key, names) for key in found.fields},
        "nation": not place.region_id,
        "version": version_at(place.region_id, None, TEMPLATE.key, template.code),
        "errors": errors or {},
        "moved": moved.changes if moved else (),
        "why": why,
        "longest": LONGEST_NOTE,
        "saved": request.GET.get("sparat") == "1",
        "is_first": not template.number,
    }
    status = 422 if errors else 409 if moved else 200
    return render(request, "unit_templates/publish.html", context, status=status)


@_EDIT
@require_POST
def drop(request: HttpRequest, region: str, code: str) -> HttpResponse:
    """Throw the draft away."""
    place = office(request, region)
    place.template(code, own=True)
    try:
        drop_draft(actor=place.actor, region_id=region, code=code, version=posted_version(request))
    except Moved as error:
        return too_late(request, _page(place, code), error)
    return HttpResponseRedirect(f"{place.base}/{code}?kastat=1", status=303)
