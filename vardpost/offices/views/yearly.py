"""Bekräfta administratörer: those of the region's units whose year is over, many at once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from vardpost.kernel import clock
from vardpost.offices.actions.yearly import confirm_unit_admins
from vardpost.offices.queries.due import PAGE, due
from vardpost.offices.views.unit_admins import office
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, settings_page


@staff(Permission.UNIT_ADMIN_APPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
def confirming(request: HttpRequest, region: str) -> HttpResponse:
    """Show whom the region has to confirm, and confirm those who are ticked."""
    actor, base = office(request, region)
    address = f"{base}/bekrafta"
    found = due(region, _pair(request.GET.get("efter", "")))
    return settings_page(
        request,
        SettingsPage(
            template="offices/confirming.html",
            load=lambda: ({"valda": []}, 0),
            parse=_chosen,
            typed=lambda posted: {"valda": posted.getlist("valda")[:200]},
            keep=lambda chosen, _version: confirm_unit_admins(
                actor=actor, region_id=region, chosen=chosen
            ),
            after=f"{address}?sparat=1",
            more={
                "base": base,
                "address": address,
                "rows": found[:PAGE],
                "me": actor.person_id,
                "now": clock.now(),
                "next_href": f"{address}?efter={found[PAGE - 1].key}" if len(found) > PAGE else "",
            },
        ),
    )


def _chosen(posted: QueryDict) -> frozenset[tuple[UUID, UUID]]:
    """Return the (unit, person) that are ticked; what is no such pair is passed over."""
    return frozenset(pair for one in posted.getlist("valda")[:200] if (pair := _pair(one)))


def _pair(text: str) -> tuple[UUID, UUID] | None:
    unit, _dot, person = text.partition(".")
    try:
        return UUID(unit), UUID(person)
    except ValueError:
        return None
