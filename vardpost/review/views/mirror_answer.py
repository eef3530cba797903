"""The unit's answer to a resident who asked why somebody had looked."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput, Earlier, Moved
from vardpost.policy.permissions import Permission
from vardpost.review.actions.mirror_answer import mirror_answer
from vardpost.review.actions.read import open_item
from vardpost.review.forms import item as form
from vardpost.review.queries.why import of_review
from vardpost.review.views.rows import item_line, title
from vardpost.review.why import LONGEST_ANSWER
from vardpost.shell.access import staff
from vardpost.shell.settings_page import posted_version
from vardpost.units.views.here import here


@staff(Permission.MIRROR_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, unit: str, review_id: UUID) -> HttpResponse:
    """Show what was asked, and send the answer."""
    actor, place = here(request, unit)
    base = f"/m/{place.slug}/granskning/{review_id}"
    text, errors, moved = "", dict[str, str](), tuple[Earlier, ...]()
    if request.method == "POST":
        text = typed.kept(request.POST.get("text", "")[:20_000])
        try:
            mirror_answer(
                actor=actor,
                unit_id=place.id,
                review_id=review_id,
                version=posted_version(request),
                text=form.text(request.POST, "text"),
            )
        except BadInput as error:
            errors = error.errors
        except Moved as error:
            moved = error.changes
        else:
            return HttpResponseRedirect(f"{base}?gjort=svar", status=303)
    found = open_item(actor=actor, unit_id=place.id, review_id=review_id, place=1)
    context = {
        "unit": place,
        "base": base,
        "title": title(found.review),
        "line": item_line(found.item),
        "question": of_review(review_id),
        "text": text,
        "errors": errors,
        "moved": moved,
        "longest": LONGEST_ANSWER,
    }
    status = 422 if errors else 409 if moved else 200
    return render(request, "review/mirror_answer.html", context, status=status)
