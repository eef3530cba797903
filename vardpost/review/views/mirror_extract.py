"""Utdrag ur loggen: choose days, and get the file at once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from vardpost.kernel import clock, typed
from vardpost.kernel.errors import BadInput
from vardpost.policy.permissions import Permission
from vardpost.review.actions.mirror_extract import take_extract
from vardpost.review.forms import mirror_extract as form
from vardpost.review.views.mirror import given, people, person, who
from vardpost.shell.access import resident

_FIELDS = ("whose", "period", "since", "until", "form")


@resident(Permission.MIRROR_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def extract(request: HttpRequest) -> HttpResponse:
    """Show the choice of days; a post answers with the file."""
    if request.method != "POST":
        chosen = {"whose": request.GET.get("vem", ""), "period": "365", "form": "pdf"}
        return _page(request, chosen, {})
    posted = {name: typed.kept(request.POST.get(name, "")[:40]) for name in _FIELDS}
    whose = person(who(request), posted["whose"])
    try:
        wanted = form.parse(posted, clock.today())
        file = take_extract(
            actor=who(request),
            resident_id=whose.id,
            since=wanted.since,
            until=wanted.until,
            form=wanted.form,
        )
    except BadInput as error:
        return _page(request, posted, error.errors)
    answer = HttpResponse(file.data, content_type=file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


def _page(request: HttpRequest, chosen: dict[str, str], errors: Any) -> HttpResponse:
    actor = who(request)
    whose = person(actor, chosen["whose"])
    context = {
        "whose": whose,
        "people": [(one.id, given(one), one) for one in people(actor)],
        "fields": {name: chosen.get(name, "") for name in _FIELDS},
        "own": form.OWN,
        "errors": errors,
    }
    return render(request, "review/mirror_extract.html", context, status=422 if errors else 200)
