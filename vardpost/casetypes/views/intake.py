"""Stängda dagar, pauser per ärendetyp, and what happens when many wait.

The pages stand here, since they name case types; the verbs are those of `units`.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.casetypes.forms import intake as form
from vardpost.casetypes.queries import offered
from vardpost.kernel import clock
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.actions.closings import CLOSING, LIMIT, change_limit, keep_closing
from vardpost.units.load import waiting
from vardpost.units.queries.ending import ends
from vardpost.units.queries.intake import closing_values, closings, neighbours, region_days
from vardpost.units.queries.limits import limit_data
from vardpost.units.queries.settings import version
from vardpost.units.values import ClosingData
from vardpost.units.views.here import here


@staff(Permission.UNIT_EDIT)
@require_safe
def closed_days(request: HttpRequest, unit: str) -> HttpResponse:
    """Show when the unit is closed or takes no new cases."""
    _actor, place = here(request, unit)
    today = clock.today()
    context = {
        "unit": place,
        "today": today,
        "closings": closings(place.id, today),
        "ends": ends(place.id),
        "names": dict(_types(place.id)),
        "region_days": region_days(place.id, today),
        "saved": request.GET.get("sparat") == "1",
    }
    return render(request, "casetypes/admin_closings.html", context)


@staff(Permission.UNIT_EDIT)
@require_safe
def new_closing(request: HttpRequest, unit: str) -> HttpResponse:
    """Lead to an empty form with an address of its own, so that sending it twice is once."""
    _actor, place = here(request, unit)
    return HttpResponseRedirect(f"/m/{place.slug}/admin/stangt/{new_id()}", status=303)


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: HttpRequest, unit: str, closing_id: UUID) -> HttpResponse:
    """Show and keep one closing or pause; a second button takes it away."""
    actor, place = here(request, unit)
    types = _types(place.id)
    return settings_page(
        request,
        SettingsPage(
            template="casetypes/admin_closing.html",
            load=lambda: (
                form.closing_shown(_closing(closing_id, place.id)),
                version(place.id, CLOSING.key, closing_id),
            ),
            parse=lambda posted: form.closing(posted, {key for key, _name in types}),
            typed=form.closing_typed,
            keep=lambda data, made_from: keep_closing(
                actor=actor,
                unit_id=place.id,
                closing_id=closing_id,
                version=made_from,
                data=data,
            ),
            after=f"/m/{place.slug}/admin/stangt?sparat=1",
            more={"unit": place, "types": types, "units": neighbours(place.id)},
        ),
    )


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, unit: str) -> HttpResponse:
    """Show and keep what happens when many wait for a first answer."""
    actor, place = here(request, unit)
    return settings_page(
        request,
        SettingsPage(
            template="casetypes/admin_limit.html",
            load=lambda: (form.limit_shown(limit_data(place.id)), version(place.id, LIMIT.key)),
            parse=form.limit,
            typed=form.limit_typed,
            keep=lambda data, made_from: change_limit(
                actor=actor, unit_id=place.id, version=made_from, data=data
            ),
            more={"unit": place, "units": neighbours(place.id)},
            also=lambda: _load(place.id),
        ),
    )


def _load(unit_id: UUID) -> dict[str, Any]:
    """Return how many wait now, against the limit that stands."""
    most, count = limit_data(unit_id).most_waiting, waiting(unit_id)
    reached = most is not None and count is not None and count >= most
    return {"waiting": count, "reached": reached, "standing": most is not None}


def _closing(closing_id: UUID, unit_id: UUID) -> ClosingData:
    values = closing_values(closing_id, unit_id)
    if values is None:
        return ClosingData(
            "",
            "",
            stops_clock=True,
            stops_intake=False,
            case_type="",
            reason_sv="",
            reason_en="",
            alternative=None,
        )
    return ClosingData(**values)  # type: ignore[arg-type]  # the columns are those of the class


def _types(unit_id: UUID) -> list[tuple[str, str]]:
    lang = language()
    return [(one.key, one.title.of(lang)) for one in offered(unit_id, None)]
