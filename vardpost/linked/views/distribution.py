"""Dela ut: HSA-ids pasted, checked line by line, and given the service."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.kernel import typed
from vardpost.kernel.errors import Moved, NotFound
from vardpost.linked.actions.service import UNITS, distribute
from vardpost.linked.queries import service_of, units_with
from vardpost.linked.values import Service
from vardpost.linked.views.place import Place, office
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import posted_version
from vardpost.units.pasted import MOST, Line, read
from vardpost.units.queries.settings import version_at

_LONGEST = 200_000


@staff(Permission.LINKED_SERVICE_DISTRIBUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def units(request: HttpRequest, region: str, service_id: UUID) -> HttpResponse:
    """Show who has the service; check a pasted list; give the service to what was checked."""
    place = office(request, region)
    found = service_of(region, service_id)
    if found is None or found.data.ended:
        raise NotFound("linked service")
    text = typed.kept(request.POST.get("lista", ""))
    if request.method != "POST":
        return _shown(request, place, found)
    lines = read(text, region) if len(text) <= _LONGEST else []
    fault = _fault(text, lines)
    if fault or request.POST.get("steg") not in {"lagg-till", "ersatt"}:
        return _shown(request, place, found, text=text, lines=lines, fault=fault)
    if any(one.fault and not one.harmless for one in lines):
        told = _("Rätta eller ta bort raderna med fel, och kontrollera igen.")
        return _shown(request, place, found, text=text, lines=lines, fault=told)
    try:
        count = distribute(
            actor=place.actor,
            region_id=region,
            service_id=service_id,
            version=posted_version(request),
            units=[one.unit_id for one in lines if one.unit_id is not None],
            whole=request.POST["steg"] == "ersatt",
        )
    except Moved as error:
        return _shown(request, place, found, text=text, lines=lines, moved=error)
    return HttpResponseRedirect(f"{place.base}?utdelat={count}", status=303)


def _fault(text: str, lines: list[Line]) -> str:
    if len(text) > _LONGEST or len(lines) > MOST:
        return _("Listan är för lång. Dela upp den, högst {n} rader åt gången.").replace(
            "{n}", str(MOST)
        )
    return "" if lines else _("Klistra in minst ett HSA-id")


def _shown(
    request: HttpRequest,
    place: Place,
    found: Service,
    *,
    text: str = "",
    lines: list[Line] | None = None,
    fault: str = "",
    moved: Moved | None = None,
) -> HttpResponse:
    now = units_with(found.id)
    good = {one.hsa_id for one in lines or () if not one.fault}
    have = {hsa_id for hsa_id, _name in now}
    wrong = [one for one in lines or () if one.fault and not one.harmless]
    version = version_at(place.region_id, None, UNITS.key, found.id)
    context: dict[str, Any] = {
        "base": place.base,
        "service": found,
        "now": now,
        "text": text,
        "lines": lines,
        "wrong": wrong,
        "fresh": len(good - have),
        "gone": [(hsa_id, name) for hsa_id, name in now if hsa_id not in good],
        "ready": bool(lines) and not wrong and not fault,
        "fault": fault,
        "errors": {"lista": fault} if fault else {},
        "version": version,
        "moved": moved.changes if moved else (),
    }
    status = 409 if moved else 422 if fault or wrong else 200
    return render(request, "linked/units.html", context, status=status)
