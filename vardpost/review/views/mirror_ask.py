"""Fråga varför: a resident asks about a row of the log, and reads the answer."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.kernel import clock, typed
from vardpost.kernel.actor import ResidentRef
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.review import mirror_words
from vardpost.review.actions.mirror_ask import list_why, mirror_ask, open_why
from vardpost.review.forms import item as form
from vardpost.review.queries.log import uuid_of
from vardpost.review.views.mirror import given, person, said_day, who
from vardpost.review.why import LONGEST_QUESTION
from vardpost.shell.access import resident


@resident(Permission.MIRROR_ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, day: str, entry_id: UUID) -> HttpResponse:
    """Show a row of the log with what has been asked about it; a post asks."""
    actor = who(request)
    whose, on = person(actor, request.GET.get("vem", "")), _day(day)
    text, errors = "", dict[str, str]()
    if request.method == "POST":
        text = typed.kept(request.POST.get("text", "")[:20_000])
        try:
            asked = mirror_ask(
                actor=actor,
                resident_id=whose.id,
                day=on,
                entry_id=entry_id,
                question_id=uuid_of(request.POST.get("fraga", "")) or new_id(),
                text=form.text(request.POST, "text"),
            )
        except BadInput as error:
            errors = error.errors
        else:
            mark = "&" if _tail(whose) else "?"
            done = "skickad=1" if asked else "redan=1"
            to = f"{request.path}{_tail(whose)}{mark}{done}"
            return HttpResponseRedirect(to, status=303)
    found = open_why(actor=actor, resident_id=whose.id, day=on, entry_id=entry_id)
    context = {
        **_of(whose),
        "line": found.line,
        "day": said_day(on, clock.today()),
        "unit_name": found.unit_name,
        "answer_by": found.answer_by,
        "sent": request.GET.get("skickad") == "1" and found.line.asked,
        "already": request.GET.get("redan") == "1" and found.line.asked,
        "text": text,
        "errors": errors,
        "fresh": new_id(),
        "longest": LONGEST_QUESTION,
    }
    return render(request, "review/mirror_ask.html", context, status=422 if errors else 200)


@resident(Permission.MIRROR_READ)
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Show everything that has been asked about one log, and the answers."""
    actor = who(request)
    whose = person(actor, request.GET.get("vem", ""))
    found = list_why(actor=actor, resident_id=whose.id)
    context = {
        **_of(whose),
        "questions": [
            (
                one,
                said_day(one.day, clock.today()),
                mirror_words.act(one.action, one.relation, one.outcome),
            )
            for one in found
        ],
    }
    return render(request, "review/mirror_questions.html", context)


def _of(whose: ResidentRef) -> dict[str, object]:
    return {
        "whose": whose,
        "name": given(whose) if whose.capacity == "guardian" else "",
        "tail": _tail(whose),
        "today": clock.today(),
    }


def _tail(whose: ResidentRef) -> str:
    return f"?vem={whose.id}" if whose.capacity == "guardian" else ""


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise NotFound("line") from error
    if not date(2000, 1, 1) <= found <= clock.today():
        raise NotFound("line")
    return found
