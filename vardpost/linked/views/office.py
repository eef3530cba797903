"""The services of an office: the list, the form of one, and ending it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.kernel.errors import Moved, NotFound
from vardpost.kernel.ids import new_id
from vardpost.linked import forms
from vardpost.linked.actions.service import SERVICE, end_service, keep_service
from vardpost.linked.queries import service_of, services
from vardpost.linked.values import LONGEST_ABOUT, LONGEST_NAME
from vardpost.linked.views.place import Place, office
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, posted_version, settings_page, too_late
from vardpost.units.queries.settings import version_at

_EDIT = staff(Permission.LINKED_SERVICE_DISTRIBUTE)


@_EDIT
@require_safe
def services_page(request: HttpRequest, region: str) -> HttpResponse:
    """Show the office's services, and to how many units each is given."""
    place = office(request, region)
    context = {
        "base": place.base,
        "services": services(region),
        "fresh": new_id(),
        "saved": request.GET.get("sparat") == "1",
        "ended": request.GET.get("avslutat") == "1",
        "given": request.GET.get("utdelat", ""),
    }
    return render(request, "linked/services.html", context)


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def service_page(request: HttpRequest, region: str, service_id: UUID) -> HttpResponse:
    """Show and keep a service; an address that no service has yet makes a new one."""
    return settings_page(request, _page(office(request, region), service_id))


@_EDIT
@require_POST
def end(request: HttpRequest, region: str, service_id: UUID) -> HttpResponse:
    """End a service."""
    place = office(request, region)
    try:
        end_service(
            actor=place.actor,
            region_id=region,
            service_id=service_id,
            version=posted_version(request),
        )
    except Moved as error:
        return too_late(request, _page(place, service_id, ending=True), error)
    return HttpResponseRedirect(f"{place.base}?avslutat=1", status=303)


def _page(place: Place, service_id: UUID, *, ending: bool = False) -> SettingsPage:
    found = service_of(place.region_id, service_id)
    if found is not None and found.data.ended:
        raise NotFound("the service has ended")
    return SettingsPage(
        template="linked/service.html",
        load=lambda: (
            forms.shown(found.data) if found else forms.empty(),
            version_at(place.region_id, None, SERVICE.key, service_id),
        ),
        parse=forms.parse,
        typed=forms.typed,
        keep=lambda data, made_from: keep_service(
            actor=place.actor,
            region_id=place.region_id,
            service_id=service_id,
            version=made_from,
            data=data,
        ),
        # A new one is of no use before it is given to somebody.
        after=f"{place.base}?sparat=1" if found else f"{place.base}/{service_id}/mottagningar",
        more={
            "base": place.base,
            "key": service_id,
            "is_new": found is None,
            "ending": ending,
            "units": found.units if found else 0,
            "longest_name": LONGEST_NAME,
            "longest_about": LONGEST_ABOUT,
        },
    )
