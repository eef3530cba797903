"""What is unusual: how many residents within how long give an alarm, of a unit and of a region."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from vardpost.policy.permissions import Permission
from vardpost.review.actions.alarm_limit import LIMIT, change_limit
from vardpost.review.forms import limit as form
from vardpost.review.queries.rules import standing
from vardpost.review.queries.watching import limit_at
from vardpost.review.rule_words import span
from vardpost.review.views.rules import Place, at_unit, in_region
from vardpost.review.watching import FEWEST_RESIDENTS, MOST_RESIDENTS, SPANS
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.queries.settings import version_at

_EDIT = staff(Permission.REVIEW_RULES_EDIT)


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def unit_limit(request: HttpRequest, unit: str) -> HttpResponse:
    """Show and keep a unit's limit."""
    return _one(request, at_unit(request, unit))


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def region_limit(request: HttpRequest, region: str) -> HttpResponse:
    """Show and keep a region's limit, for the units that have none of their own."""
    return _one(request, in_region(request, region))


def _one(request: HttpRequest, place: Place) -> HttpResponse:
    found = standing(place.region_id, [place.unit_id] if place.unit_id else [])
    limit = limit_at(found, place.unit_id)
    version = version_at(place.region_id, place.unit_id, LIMIT.key, "")
    return settings_page(
        request,
        SettingsPage(
            template="review/limit.html",
            load=lambda: (form.shown(limit), version),
            parse=form.parse,
            typed=form.as_typed,
            keep=lambda data, made_from: change_limit(
                actor=place.actor,
                region_id=place.region_id,
                unit_id=place.unit_id,
                version=made_from,
                limit=data,
            ),
            after=f"{place.base}/regler?sparat=1",
            more={
                **place.context(),
                "spans": [(str(one), span(one)) for one in SPANS],
                "fewest": FEWEST_RESIDENTS,
                "most": MOST_RESIDENTS,
            },
        ),
    )
