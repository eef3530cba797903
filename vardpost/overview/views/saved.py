"""Keeping and dropping a saved view."""

from urllib.parse import parse_qsl
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput
from vardpost.kernel.ids import new_id
from vardpost.overview.actions.views import drop_view, save_view
from vardpost.overview.views.listed import page
from vardpost.overview.views.place import office
from vardpost.overview.wanted import read
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff


@staff(Permission.OVERVIEW_READ)
@require_POST
def save(request: HttpRequest, region: str) -> HttpResponse:
    """Keep the choices of the page under a name; what is wrong is told on the page itself."""
    actor = office(request, region)
    wanted = read(dict(parse_qsl(request.POST.get("vy", "")[:1000])))
    name = typed.one_line(typed.kept(request.POST.get("namn", "")[:300])).strip()
    try:
        save_view(
            actor=actor,
            region_id=region,
            view_id=_uuid(request.POST.get("nyckel", "")),
            name=name,
            wanted=wanted,
        )
    except BadInput as error:
        return page(request, region, wanted, error.errors, name)
    query = wanted.query()
    return HttpResponseRedirect(f"/r/{region}?{query}&sparat=1", status=303)


@staff(Permission.OVERVIEW_READ)
@require_POST
def drop(request: HttpRequest, region: str, view_id: UUID) -> HttpResponse:
    """Drop a view of one's own."""
    drop_view(actor=office(request, region), region_id=region, view_id=view_id)
    return HttpResponseRedirect(f"/r/{region}", status=303)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return new_id()
