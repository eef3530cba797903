"""The administration's first page, and the history of settings with *Återställ*."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.kernel.errors import BadInput, Moved
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.administration import places
from vardpost.shell.settings_page import posted_version
from vardpost.shell.waits import what_waits_at_unit
from vardpost.units.actions.settings import read_change, read_history, restore
from vardpost.units.checklist import lacking
from vardpost.units.queries.checklist import standing
from vardpost.units.queries.settings import PAGE, Change
from vardpost.units.settings import Kind, differences, kind_of, kinds
from vardpost.units.views.here import here


@staff(Permission.SETTINGS_READ)
@require_safe
def overview(request: HttpRequest, unit: str) -> HttpResponse:
    """Show what is missing, the start-up checklist, and every place of the administration."""
    actor, place = here(request, unit)
    states = standing(place.id)
    context = {
        "unit": place,
        "told": what_waits_at_unit(actor),
        "points": [(_(point.title), point.place, done, point.needed) for point, done in states],
        "missing": [(_(point.missing), point.place, point.needed) for point in lacking(states)],
        "stops": any(point.needed for point in lacking(states)),
        "done": sum(done for _point, done in states),
        "groups": [
            (heading, [(_(one.title), _(one.about), one.icon, address) for one, address in group])
            for heading, group in places(actor)
        ],
    }
    return render(request, "units/admin_overview.html", context)


@staff(Permission.SETTINGS_READ)
@require_safe
def changes(request: HttpRequest, unit: str) -> HttpResponse:
    """Show who changed what, newest first."""
    actor, place = here(request, unit)
    chosen = request.GET.get("typ", "")
    found = read_history(
        actor=actor, unit_id=place.id, kind=chosen, after=_uuid(request.GET.get("efter", ""))
    )
    shown = found[:PAGE]
    tail = f"&typ={chosen}" if chosen else ""
    context = {
        "unit": place,
        "kinds": sorted(
            ((kind.key, _(kind.title)) for kind in kinds() if kind.place),
            key=lambda kind: kind[1].casefold(),
        ),
        "chosen": chosen,
        "changes": [_line(one, kind_of(one.kind)) for one in shown],
        "next_href": f"{request.path}?efter={shown[-1].id}{tail}" if len(found) > PAGE else "",
    }
    return render(request, "units/admin_changes.html", context)


@staff(Permission.SETTINGS_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def put_back(request: HttpRequest, unit: str, change_id: UUID) -> HttpResponse:
    """Show what would be put back, and do it once it is confirmed."""
    actor, place = here(request, unit)
    errors: dict[str, str] = {}
    moved = False
    if request.method == "POST":
        try:
            kind = restore(
                actor=actor,
                unit_id=place.id,
                change_id=change_id,
                version=posted_version(request),
            )
        except Moved:
            moved = True
        except BadInput as error:
            errors = error.errors
        else:
            return HttpResponseRedirect(
                f"/m/{place.slug}/admin/historik?typ={kind.key}&sparat=1", status=303
            )
    found = read_change(actor=actor, unit_id=place.id, change_id=change_id)
    kind = kind_of(found.kind)
    context = {
        "unit": place,
        "change": _line(found, kind),
        "lines": differences(kind, found.now or {}, found.old),
        "version": found.standing,
        "errors": errors,
        "moved": moved,
    }
    status = 422 if errors else 409 if moved else 200
    return render(request, "units/admin_put_back.html", context, status=status)


def _line(one: Change, kind: Kind) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": _(kind.title),
        "name": one.actor_name,
        "at": one.at,
        "reason": one.reason,
        "undoes": one.undoes_id is not None,
        "lines": differences(kind, one.old, one.new),
        "may_put_back": kind.restore is not None,
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
