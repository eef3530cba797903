"""Telling the region, closing, cancelling, and the protocol."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.review.actions.close import (
    LONGEST_CONCLUSION,
    LONGEST_NOTE,
    cancel_review,
    close_review,
    download_protocol,
    escalate,
)
from vardpost.review.actions.read import open_review
from vardpost.review.forms import item as form
from vardpost.review.protocol import SUFFIXES
from vardpost.review.queries.escalations import contact_of, of_review
from vardpost.review.queries.log import uuid_of
from vardpost.review.views.rows import progress, title
from vardpost.shell.access import staff
from vardpost.units.views.here import here

_REVIEW = staff(Permission.ACTIVITY_REVIEW)


@_REVIEW
@require_http_methods(["GET", "HEAD", "POST"])
def tell_region(request: HttpRequest, unit: str, review_id: UUID) -> HttpResponse:
    """Show and send what the region is told of suspected breaches."""
    actor, place = here(request, unit)

    def do(text: str) -> None:
        escalate(
            actor=actor,
            unit_id=place.id,
            review_id=review_id,
            escalation_id=uuid_of(request.POST.get("nyckel", "")) or new_id(),
            note=text,
        )

    return _page(request, unit, review_id, "tell", "note", LONGEST_NOTE, do)


@_REVIEW
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, unit: str, review_id: UUID) -> HttpResponse:
    """Show what closing means, and do it."""
    actor, place = here(request, unit)

    def do(text: str) -> None:
        close_review(actor=actor, unit_id=place.id, review_id=review_id, conclusion=text)

    return _page(request, unit, review_id, "close", "conclusion", LONGEST_CONCLUSION, do)


@_REVIEW
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, unit: str, review_id: UUID) -> HttpResponse:
    """Show what cancelling means, and do it."""
    actor, place = here(request, unit)

    def do(text: str) -> None:
        cancel_review(actor=actor, unit_id=place.id, review_id=review_id, conclusion=text)

    return _page(request, unit, review_id, "cancel", "conclusion", LONGEST_CONCLUSION, do)


@_REVIEW
@require_safe
def protocol(request: HttpRequest, unit: str, review_id: UUID) -> HttpResponse:
    """Give the protocol of a closed review as a file."""
    actor, place = here(request, unit)
    file = download_protocol(actor=actor, unit_id=place.id, review_id=review_id)
    answer = HttpResponse(file.data, content_type=file.media_type)
    name = f"granskning-{review_id}.{SUFFIXES[file.media_type]}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(
    request: HttpRequest,
    unit: str,
    review_id: UUID,
    what: str,
    field: str,
    longest: int,
    do: Callable[[str], None],
) -> HttpResponse:
    actor, place = here(request, unit)
    base = f"/m/{place.slug}/granskning/{review_id}"
    text, errors = "", dict[str, str]()
    if request.method == "POST":
        text = typed.kept(request.POST.get(field, "")[:20_000])
        try:
            do(form.text(request.POST, field))
        except BadInput as error:
            errors = error.errors
        else:
            return HttpResponseRedirect(f"{base}?gjort={what}", status=303)
    found = open_review(actor=actor, unit_id=place.id, review_id=review_id)
    context = {
        "unit": place,
        "base": base,
        "what": what,
        "field": field,
        "review": found,
        "title": title(found),
        "progress": progress(found),
        "told": of_review(review_id),
        "contact": contact_of(place.region_id),
        "text": text,
        "longest": longest,
        "errors": errors,
        "fresh": new_id(),
    }
    return render(request, "review/ending.html", context, status=422 if errors else 200)
