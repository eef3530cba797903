"""The yearly report: a unit's, as a page and as files; a region's units in numbers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vardpost.kernel import clock
from vardpost.policy.permissions import Permission
from vardpost.review.actions.year import read_region_year, read_year, take_year
from vardpost.review.queries.log import uuid_of
from vardpost.review.queries.year import PAGE
from vardpost.review.views.rules import in_region
from vardpost.review.year import years
from vardpost.review.year_words import notes, sections
from vardpost.shell.access import staff
from vardpost.units.views.here import here


@staff(Permission.ACTIVITY_REVIEW)
@require_safe
def year(request: HttpRequest, unit: str) -> HttpResponse:
    """Show a year of the unit's review."""
    actor, place = here(request, unit)
    chosen = _chosen(request)
    found = read_year(actor=actor, unit_id=place.id, year=chosen)
    context = {
        "unit": place,
        "base": f"/m/{place.slug}/granskning",
        "sections": sections(found),
        "notes": notes(found),
        **_years(chosen),
    }
    return render(request, "review/year.html", context)


@staff(Permission.ACTIVITY_REVIEW)
@require_safe
def take(request: HttpRequest, unit: str, year: int, form: str) -> HttpResponse:
    """Give the report as a file."""
    actor, place = here(request, unit)
    file = take_year(actor=actor, unit_id=place.id, year=year, form=form)
    answer = HttpResponse(file.data, content_type=file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


@staff(Permission.REVIEW_ESCALATION_READ)
@require_safe
def region(request: HttpRequest, region: str) -> HttpResponse:
    """Show the region's units in numbers."""
    place = in_region(request, region)
    chosen = _chosen(request)
    name, _comma, text = request.GET.get("efter", "")[:200].rpartition(",")
    key = uuid_of(text)
    found = read_region_year(
        actor=place.actor, region_id=region, year=chosen, after=(name, key) if key else None
    )
    listed = found[:PAGE]
    last = listed[-1] if len(found) > PAGE else None
    context: dict[str, Any] = {
        **place.context(),
        "units": listed,
        "last": f"{last.name},{last.unit_id}" if last else "",
        **_years(chosen),
    }
    return render(request, "review/region_year.html", context)


def _chosen(request: HttpRequest) -> int:
    """Return the year that is asked for; this one for none, and for one that cannot be."""
    known = years(clock.today())
    text = request.GET.get("ar", "")
    return next((one for one in known if str(one) == text), known[0])


def _years(chosen: int) -> dict[str, Any]:
    known = years(clock.today())
    return {"year": chosen, "years": [(str(one), str(one)) for one in known]}
