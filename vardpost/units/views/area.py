"""The page *Betjäningsområde*: who may see the unit."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from vardpost.kernel.errors import BadInput
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.actions.area import AREA, change_area
from vardpost.units.area import reaches, whole_country
from vardpost.units.forms import area as form
from vardpost.units.locks import locks_at
from vardpost.units.queries.area import area_rows, places
from vardpost.units.queries.settings import version
from vardpost.units.values import AreaRow
from vardpost.units.views.here import here
from vardpost.units.words import row_words


@staff(Permission.CATCHMENT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def catchment(request: HttpRequest, unit: str) -> HttpResponse:
    """Show, preview and keep whom the unit is for."""
    actor, place = here(request, unit)
    known = places()
    rows = area_rows(place.id)

    def parse(posted: QueryDict) -> tuple[AreaRow, ...]:
        nonlocal rows
        rows = form.parse(posted, known)
        if "visa" in posted or "fler" in posted:
            raise BadInput({})  # shown again, with nothing to mend and nothing saved
        return rows

    more: dict[str, Any] = {
        "unit": place,
        "names": known.all_names(),
        "lock": locks_at(place.id).get("catchment"),
    }
    page = SettingsPage(
        template="units/admin_area.html",
        load=lambda: (form.shown(rows, known), version(place.id, AREA.key)),
        parse=parse,
        typed=form.typed,
        keep=lambda found, made_from: change_area(
            actor=actor, unit_id=place.id, version=made_from, rows=found
        ),
        more=more,
        also=lambda: {
            "lines": [row_words(row, known) for row in rows],
            "reaches": reaches(rows, known),
            "whole": whole_country(rows),
        },
    )
    return settings_page(request, page)
