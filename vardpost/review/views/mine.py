"""Frågor till dig: what reviewers ask a member of staff, and her answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.kernel import typed
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.review.actions.question import (
    LONGEST_ANSWER,
    answer,
    list_my_questions,
    read_my_question,
)
from vardpost.review.event_words import act
from vardpost.review.forms import item as form
from vardpost.review.queries.questions import Asked
from vardpost.review.views.rows import about
from vardpost.shell.access import signed_in


@signed_in
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """List the questions to the person, on whatever unit. Raises `NotFound` for residents."""
    actor = _staff(request)
    found = list_my_questions(actor=actor)
    context = {
        "waiting": [_shown(one) for one in found if one.waits],
        "past": [_shown(one) for one in found if not one.waits],
        "saved": request.GET.get("svarat") == "1",
    }
    return render(request, "review/my_questions.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Show one question; a post answers it, once."""
    actor = _staff(request)
    text, errors = "", dict[str, str]()
    if request.method == "POST":
        text = typed.kept(request.POST.get("text", "")[:20_000])
        try:
            answer(actor=actor, question_id=question_id, text=form.text(request.POST, "text"))
        except BadInput as error:
            errors = error.errors
        else:
            return HttpResponseRedirect("/jag/fragor?svarat=1", status=303)
    found = read_my_question(actor=actor, question_id=question_id)
    context = {
        "question": _shown(found),
        "text": text,
        "errors": errors,
        "longest": LONGEST_ANSWER,
    }
    return render(request, "review/my_question.html", context, status=422 if errors else 200)


def _shown(one: Asked) -> dict[str, object]:
    return {
        "id": one.id,
        "unit": one.unit_name,
        "at": one.entry_at,
        "did": act(one.action, one.outcome),
        "about": about(one.case_number, one.residents),
        "resident": one.resident_name,
        "refused": one.outcome == "refused",
        "text": one.text,
        "asked": one.asked_at,
        "answer_by": one.answer_by,
        "answer": one.answer,
        "answered": one.answered_at,
        "waits": one.waits,
    }


def _staff(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if not actor.is_staff:
        raise NotFound("questions to staff")
    return actor
