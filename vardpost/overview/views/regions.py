"""The national office chooses a region; a region's office is led to its own."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vardpost.kernel.actor import Actor
from vardpost.overview.queries.regions import regions as every_region
from vardpost.policy.permissions import Permission
from vardpost.policy.scope import scope_for
from vardpost.shell.access import staff


@staff(Permission.OVERVIEW_READ)
@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Show the regions to whoever may see them all."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    scope = scope_for(actor, Permission.OVERVIEW_READ)
    if scope.region_ids:
        return HttpResponseRedirect(f"/r/{scope.region_ids[0]}", status=303)
    return render(request, "overview/regions.html", {"regions": every_region()})
