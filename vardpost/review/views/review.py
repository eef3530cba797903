"""One review: its items beside the open one, marks, questions."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.kernel import clock, typed
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput, Earlier, Moved
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.review.actions.mark import LONGEST, mark_item
from vardpost.review.actions.question import LONGEST_QUESTION, ask
from vardpost.review.actions.read import OpenItem, open_item, open_review
from vardpost.review.forms import item as form
from vardpost.review.queries.escalations import of_review
from vardpost.review.queries.log import uuid_of
from vardpost.review.queries.reviews import ReviewRow, items_of, next_undecided
from vardpost.review.queries.why import of_review as of_review_asked
from vardpost.review.views.rows import facts_of, how_drawn, item_line, line, progress, row, title
from vardpost.review.words import mark as mark_words
from vardpost.shell.access import staff
from vardpost.shell.settings_page import posted_version
from vardpost.units.views.here import here

_REVIEW = staff(Permission.ACTIVITY_REVIEW)
WHICH = ("kvar", "alla", "ask", "breach")


@_REVIEW
@require_safe
def review(request: HttpRequest, unit: str, review_id: UUID) -> HttpResponse:
    """Show a review: its items, how they were chosen, what is left to do."""
    actor, place = here(request, unit)
    found = open_review(actor=actor, unit_id=place.id, review_id=review_id)
    context = {
        **_frame(request, place, found, 0),
        # On a narrow screen either the list or what it is of; the list when it is asked for.
        "opened": "visa" not in request.GET,
        "escalations": of_review(review_id),
        "begin_at": next_undecided(review_id, 0),
        "done": _told(request),
    }
    return render(request, "review/review.html", context)


@_REVIEW
@require_safe
def item(request: HttpRequest, unit: str, review_id: UUID, place: int) -> HttpResponse:
    """Show one item beside the others."""
    actor, here_ = here(request, unit)
    found = open_item(actor=actor, unit_id=here_.id, review_id=review_id, place=place)
    return _item_page(request, actor, here_, found)


@_REVIEW
@require_POST
def mark(request: HttpRequest, unit: str, review_id: UUID, place: int) -> HttpResponse:
    """Keep a mark, and open the next item; an explanation is asked for on a page of its own."""
    actor, here_ = here(request, unit)
    base = f"/m/{here_.slug}/granskning/{review_id}"
    comment = typed.kept(request.POST.get("comment", "")[:20_000])
    try:
        said = form.said(request.POST)
        mark_item(
            actor=actor,
            unit_id=here_.id,
            review_id=review_id,
            place=place,
            version=posted_version(request),
            mark=said.mark,
            comment=said.comment,
        )
    except (BadInput, Moved) as error:
        found = open_item(actor=actor, unit_id=here_.id, review_id=review_id, place=place)
        return _item_page(request, actor, here_, found, comment=comment, error=error)
    if said.mark == "ask":
        return HttpResponseRedirect(f"{base}/{place}/fraga?{_which(request)[1:]}", status=303)
    after = next_undecided(review_id, place)
    address = f"{base}/{after}" if after else base
    return HttpResponseRedirect(f"{address}?klar={place}{_which(request)}", status=303)


@_REVIEW
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, unit: str, review_id: UUID, place: int) -> HttpResponse:
    """Show and send a request for an explanation."""
    actor, here_ = here(request, unit)
    base = f"/m/{here_.slug}/granskning/{review_id}"
    text, errors = "", dict[str, str]()
    if request.method == "POST":
        text = typed.kept(request.POST.get("text", "")[:20_000])
        try:
            ask(
                actor=actor,
                unit_id=here_.id,
                review_id=review_id,
                place=place,
                question_id=uuid_of(request.POST.get("fraga", "")) or new_id(),
                text=form.text(request.POST, "text"),
            )
        except BadInput as error:
            errors = error.errors
        else:
            after = next_undecided(review_id, place)
            address = f"{base}/{after}" if after else base
            return HttpResponseRedirect(f"{address}?fraga={place}{_which(request)}", status=303)
    found = open_item(actor=actor, unit_id=here_.id, review_id=review_id, place=place)
    context = {
        **_frame(request, here_, found.review, place),
        "line": item_line(found.item),
        "text": text,
        "errors": errors,
        "fresh": new_id(),
        "longest": LONGEST_QUESTION,
        "item_href": f"{base}/{place}",
    }
    return render(request, "review/question.html", context, status=422 if errors else 200)


def _item_page(
    request: HttpRequest,
    actor: Actor,
    place: UnitRef,
    found: OpenItem,
    *,
    comment: str | None = None,
    error: BadInput | Moved | None = None,
) -> HttpResponse:
    item = found.item
    errors = error.errors if isinstance(error, BadInput) else {}
    moved: tuple[Earlier, ...] = error.changes if isinstance(error, Moved) else ()
    base = f"/m/{place.slug}/granskning/{found.review.id}"
    shown = item_line(item)
    context = {
        **_frame(request, place, found.review, item.place),
        "item": item,
        "line": shown,
        "told_facts": facts_of(shown),
        "rules": [name for _key, name in item.rules],
        "mark": mark_words(item.mark),
        "markings": [(*mark_words(one.mark), one) for one in reversed(found.markings)],
        "questions": found.questions,
        "waits": any(one.waits for one in found.questions),
        "around": [line(actor, one, found.cases, frozenset()) for one in found.around],
        "comment": item.comment if comment is None else comment,
        "version": error.version if isinstance(error, Moved) else item.version,
        "errors": errors,
        "moved": moved,
        "longest": LONGEST,
        "before": f"{base}/{found.before}" if found.before else "",
        "after": f"{base}/{found.after}" if found.after else "",
        "told": _told(request),
    }
    status = 422 if errors else 409 if moved else 200
    return render(request, "review/item.html", context, status=status)


def _which(request: HttpRequest) -> str:
    """Return the part of an address that keeps which items the list shows."""
    which = request.GET.get("visa", "")
    return f"&visa={which}" if which in WHICH else ""


def _told(request: HttpRequest) -> str:
    """Return what has just been done, for the line above the next item."""
    for name, text in (("klar", _("Post {n} är bedömd.")), ("fraga", _("Frågan är skickad."))):
        number = request.GET.get(name, "")
        if number.isascii() and number.isdigit() and len(number) < 6:
            return text.replace("{n}", number)
    done = {
        "tell": _("Regionen har fått veta det."),
        "close": _("Granskningen är avslutad."),
        "cancel": _("Granskningen är avbruten."),
        "svar": _("Svaret är skickat till invånaren."),
    }
    return done.get(request.GET.get("gjort", ""), "")


def _frame(request: HttpRequest, place: UnitRef, found: ReviewRow, opened: int) -> dict[str, Any]:
    """Return what every page of a review shows: the list, and where one is."""
    which = request.GET.get("visa", "alla")
    which = which if which in WHICH else "alla"
    rows = items_of(found.id, which, opened or _number(request.GET.get("fran", "")))
    base = f"/m/{place.slug}/granskning/{found.id}"
    asked = found.kind == "question"
    more = len(rows) and rows[-1].place < found.size
    return {
        "unit": place,
        "all_href": f"/m/{place.slug}/granskning",
        "base": base,
        "review": found,
        "why": of_review_asked(found.id) if asked else None,
        "title": title(found),
        "progress": progress(found),
        "how": how_drawn(found),
        "rows": [row(one) for one in rows],
        "which": which,
        "tail": f"?visa={which}" if which != "alla" else "",
        "ways": [
            ("alla", _("Alla")),
            ("kvar", _("Kvar")),
            ("ask", _("Frågor")),
            ("breach", _("Misstänkta")),
        ],
        "opened": opened > 0,
        "current": opened,
        "late": found.closed_at is None and found.due_on < clock.today(),
        "more_href": f"{base}?visa={which}&fran={rows[-1].place + 10}" if more else "",
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
