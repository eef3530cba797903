"""The page *Öppettider*."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.actions.hours import HOURS, change_hours
from vardpost.units.forms import hours as form
from vardpost.units.queries.hours import week_hours
from vardpost.units.queries.settings import version
from vardpost.units.views.here import here
from vardpost.units.words import day_names


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def opening_hours(request: HttpRequest, unit: str) -> HttpResponse:
    """Show and keep when the unit is open."""
    actor, place = here(request, unit)
    return settings_page(
        request,
        SettingsPage(
            template="units/admin_hours.html",
            load=lambda: (form.shown(week_hours(place.id)), version(place.id, HOURS.key)),
            parse=form.parse,
            typed=form.typed,
            keep=lambda hours, made_from: change_hours(
                actor=actor, unit_id=place.id, version=made_from, hours=hours
            ),
            more={
                "unit": place,
                "day_names": day_names(),
                "copied": form.COPY in request.POST,
            },
        ),
    )
