"""The templates of an office: the list, one with its versions, and a new one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vardpost.casetypes.queries.many import central_forms
from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.ids import new_id
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.unit_templates.actions.change import make_template
from vardpost.unit_templates.code import code_for
from vardpost.unit_templates.compare import differences
from vardpost.unit_templates.queries.adoption import Standing, standing
from vardpost.unit_templates.queries.templates import templates_for, versions_of
from vardpost.unit_templates.values import LONGEST_NAME, Fields, Mode, Value
from vardpost.unit_templates.views.place import Place, office
from vardpost.unit_templates.words import field_name, in_order, mode_name, titles, value_words
from vardpost.units.words import kind_name, kind_names


@staff(Permission.TEMPLATE_EDIT)
@require_safe
def templates_page(request: HttpRequest, region: str) -> HttpResponse:
    """Show the templates that the office may use, and on which versions units stand."""
    return _listed(request, office(request, region))


@staff(Permission.TEMPLATE_EDIT)
@require_POST
def new(request: HttpRequest, region: str) -> HttpResponse:
    """Make a template, empty or as a copy, and lead to its draft."""
    place = office(request, region)
    name = typed.one_line(typed.kept(request.POST.get("namn", ""))[:200])
    copy_of = typed.kept(request.POST.get("kopia", ""))[:40]
    kind = request.POST.get("typ", "")
    if copy_of:
        kind = place.template(copy_of).kind
    fields = {"namn": name, "typ": kind, "kopia": copy_of}
    if len(name) > LONGEST_NAME:
        told = _("Skriv högst {n} tecken").replace("{n}", str(LONGEST_NAME))
        return _listed(request, place, {"namn": told}, fields)
    tail = "".join(c for c in request.POST.get("nyckel", "")[-4:] if c in "0123456789abcdef")
    try:
        made = make_template(
            actor=place.actor,
            region_id=region,
            code=code_for(region, name, tail or "1"),
            kind=kind,
            name_sv=name,
            copy_of=copy_of,
        )
    except BadInput as error:
        return _listed(request, place, dict(error.errors), fields)
    return HttpResponseRedirect(f"{place.base}/{made.code}/utkast", status=303)


def _listed(
    request: HttpRequest,
    place: Place,
    errors: dict[str, str] | None = None,
    fields: dict[str, str] | None = None,
) -> HttpResponse:
    found, lang = templates_for(place.region_id), language()
    units = standing(place.region_id)
    rows = [
        {
            "one": one,
            "name": one.name(lang),
            "kind": kind_name(one.kind),
            "own": one.region_id == place.region_id,
            "units": units.get(one.code, Standing()),
        }
        for one in found
    ]
    context = {
        "base": place.base,
        "nation": not place.region_id,
        "rows": rows,
        "kinds": kind_names(),
        "copies": [(one.code, one.name(lang)) for one in found if one.number],
        "errors": errors or {},
        "fields": fields or {"namn": "", "typ": "", "kopia": ""},
        "key": new_id().hex[-4:],
        "longest": LONGEST_NAME,
    }
    return render(request, "unit_templates/templates.html", context, status=422 if errors else 200)


@staff(Permission.TEMPLATE_EDIT)
@require_safe
def template_page(request: HttpRequest, region: str, code: str) -> HttpResponse:
    """Show one template: what a version says, what it changed, and who stands on which."""
    place = office(request, region)
    template = place.template(code)
    versions = [one for one in versions_of(code) if one.published_at is not None]
    asked = request.GET.get("version", "")
    chosen = next(
        (one for one in versions if str(one.number) == asked), versions[0] if versions else None
    )
    if asked and (chosen is None or str(chosen.number) != asked):
        raise NotFound("template version")
    before = next((one for one in versions if chosen and one.number < chosen.number), None)
    names = titles(central_forms(place.region_id))
    lang = language()
    context = {
        "base": place.base,
        "here": f"{place.base}/{code}",
        "template": template,
        "name": template.name(lang),
        "kind": kind_name(template.kind),
        "own": template.region_id == place.region_id,
        "rolls": can(place.actor, Permission.TEMPLATE_ROLL_OUT),
        "versions": versions,
        "chosen": chosen,
        "lines": lines(chosen.fields, names) if chosen else [],
        "changed": changed(before.fields, chosen.fields, names) if chosen and before else [],
        "before": before,
        "units": standing(place.region_id).get(code, Standing()),
        "published": request.GET.get("publicerad") == "1",
        "dropped": request.GET.get("kastat") == "1",
    }
    return render(request, "unit_templates/template.html", context)


def lines(fields: Fields, names: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return what a version says: (field, value, mode), in words."""
    return [
        (field_name(key, names), value_words(key, fields[key].value), mode_name(fields[key].mode))
        for key in in_order(fields, names)
    ]


def changed(before: Fields, after: Fields, names: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return what differs between two versions, in words: (field, before, after)."""
    return [
        (
            field_name(one.field, names),
            _side(one.field, one.before, one.mode_before),
            _side(one.field, one.after, one.mode_after),
        )
        for one in differences(before, after)
    ]


def _side(field: str, value: Value | None, mode: Mode | None) -> str:
    if mode is None:
        return _("säger inget")
    return f"{value_words(field, value)} ({mode_name(mode)})"
