"""Översikt: every unit of a region, with what needs doing first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vardpost.catalogue.queries import central_titles
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.overview import words
from vardpost.overview.actions.read import list_units
from vardpost.overview.map import drawing
from vardpost.overview.queries.units import Overview, Unit
from vardpost.overview.queries.views import saved
from vardpost.overview.views.place import office
from vardpost.overview.wanted import Need, Wanted, after, read
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.units.words import kind_name, kind_names


@staff(Permission.OVERVIEW_READ)
@require_safe
def overview(request: HttpRequest, region: str) -> HttpResponse:
    """Show a page of the region's units that fit the choices."""
    return page(request, region, read(request.GET))


def page(
    request: HttpRequest,
    region: str,
    wanted: Wanted,
    errors: dict[str, str] | None = None,
    name: str = "",
) -> HttpResponse:
    """Show the overview with these choices; `errors` are those of a view that was not kept."""
    actor = office(request, region)
    found = list_units(actor=actor, region_id=region, wanted=wanted, after=after(request.GET))
    base, query = f"/r/{region}", wanted.query()
    views = saved(actor.person_id, region)
    context = {
        "base": base,
        "region": region,
        "found": found,
        "rolls": can(actor, Permission.TEMPLATE_ROLL_OUT, Thing(region_id=region)),
        "rows": [_row(one, found) for one in found.units],
        "wanted": wanted,
        "q": " ".join(wanted.words),
        "query": query,
        "needs": _needs(found, wanted, base),
        "need_options": [(need.value, words.need_name(need)) for need in Need],
        "heads": words.heads(),
        "kinds": kind_names(),
        "drawing": drawing(found.tiles, wanted.area),
        "places": [(one.code, one.name) for one in found.tiles],
        "types": [(key, title.of(language())) for key, title in central_titles()],
        "orders": words.orders(),
        "views": [(one, one.query == query) for one in views],
        "view_id": new_id(),
        "name": name,
        "errors": errors or {},
        "saved": request.GET.get("sparat") == "1",
        "next_href": f"{base}?{query}{'&' if query else ''}efter={found.units[-1].id}"
        if found.more
        else "",
        "first_href": f"{base}?{query}" if "efter" in request.GET else "",
    }
    return render(request, "overview/units.html", context, status=422 if errors else 200)


def _needs(found: Overview, wanted: Wanted, base: str) -> list[dict[str, Any]]:
    """Return what needs doing anywhere: words, number, and where those units are listed."""
    return [
        {
            "name": words.need_name(need),
            "count": found.needs[need],
            "href": f"{base}?behov={need.value}",
            "current": need is wanted.need,
        }
        for need in Need
        if need in found.needs
    ]


def _row(one: Unit, found: Overview) -> dict[str, Any]:
    return {
        "unit": one,
        "kind": kind_name(one.kind),
        "needs": [words.need_name(need) for need in one.needs],
        "template": words.template(one),
        "newer": words.newer(one),
        "drift": words.drift(one),
        "area": words.area(one, found),
        "types": words.types(one),
        "terms": words.terms(one),
        "notices": words.notices(one),
        "signed_in": words.signed_in(one),
        "open": words.open_cases(one),
        "share": words.share(one),
    }
