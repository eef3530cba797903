"""An office's case types: the list, one of them, and the form as residents meet it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.queries import TypeToEdit, central_types, type_to_edit, version
from vardpost.casetypes.queries.central import terms_now, use_of
from vardpost.casetypes.queries.proposals import answers_of
from vardpost.casetypes.queries.terms_desk import central_desk
from vardpost.casetypes.views.home import Home, home
from vardpost.casetypes.views.offers import steps_of
from vardpost.kernel.errors import NotFound
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language

_EDIT = staff(Permission.CENTRAL_TYPE_EDIT)


@_EDIT
@require_safe
def types(request: HttpRequest, region: str) -> HttpResponse:
    """Show the office's own types, and to a region the nation's beside them."""
    place, lang = home(request, region=region), language()
    own = central_types(region or None, used_in=region)
    above = central_types(None, used_in=region) if region else []
    context = {
        "home": place,
        "base": place.base,
        "orders": f"/r/{region}/utdelningar" if region else "/n/utdelningar",
        "own": [(one, one.title.of(lang) or one.title.sv) for one in own],
        "above": [(one, one.title.of(lang) or one.title.sv) for one in above if one.number],
    }
    return render(request, "casetypes/central_types.html", context)


@_EDIT
@require_safe
def case_type(request: HttpRequest, region: str, case_type_id: UUID) -> HttpResponse:
    """Show one type: where it stands, how units use it; the nation's is read by a region."""
    place, found = _found(request, region, case_type_id)
    form = _form(found, drafted=True)
    context = {
        "home": place,
        "base": f"{place.base}/{found.id}",
        "list": place.base,
        "own": place.owns(found.owner),
        "type": found,
        "title": form.title.of(language()) or form.title.sv,
        "description": form.description.of(language()),
        "use": use_of(found.id, region),
        "terms": central_desk(found.id),
        "answers": answers_of(found.id, region),
    }
    return render(request, "casetypes/central_type.html", context)


@_EDIT
@require_safe
def preview(request: HttpRequest, region: str, case_type_id: UUID) -> HttpResponse:
    """Show the form as a resident or a child's proxy meets it; nothing can be sent."""
    place, found = _found(request, region, case_type_id)
    drafted = request.GET.get("utkast") == "1" and place.owns(found.owner)
    form = _form(found, drafted=drafted)
    context = {
        "unit": None,
        "base": f"{place.base}/{found.id}",
        "type": found,
        "form": form,
        "drafted": drafted,
        "as_proxy": request.GET.get("som") == "ombud",
        "narrow": request.GET.get("bredd") == "mobil",
        "steps": steps_of(form),
        "terms": terms_now(found.id, language()),
    }
    return render(request, "casetypes/admin_preview.html", context)


def _found(request: HttpRequest, region: str, case_type_id: UUID) -> tuple[Home, TypeToEdit]:
    """Return a type that the office may read. Raises `NotFound` for every other."""
    place, found = home(request, region=region), type_to_edit(case_type_id)
    if not place.sees(found.owner):
        raise NotFound("case type")
    return place, found


def _form(found: TypeToEdit, *, drafted: bool) -> FormDefinition:
    """Return the form in force; with `drafted` the one that is written comes first."""
    if drafted and found.draft is not None:
        return found.draft.definition
    standing = found.in_force or found.planned
    if standing is None:
        if found.draft is None:
            raise NotFound("form")
        return found.draft.definition
    return version(standing).definition
