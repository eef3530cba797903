"""The draft of the nation's list tried beside the list in force; nothing is kept."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.kernel.errors import BadInput, NotFound
from vardpost.redflags import safety
from vardpost.redflags.forms import national as forms
from vardpost.redflags.forms.combination import read_facts
from vardpost.redflags.lists import Definition
from vardpost.redflags.match import NO_FACTS, Compiled, Facts, Matcher
from vardpost.redflags.queries import ListCard, compiled, newest
from vardpost.redflags.queries.drafts import open_draft
from vardpost.redflags.said import ADVICE_WORDS, REASONS, fault_words
from vardpost.redflags.views.national import DRAFT, EDIT, office
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import kept, refuse_characters


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def try_out(request: HttpRequest) -> HttpResponse:
    """Try the draft on the sentences whose answer is known, and on own ones; keeps nothing."""
    office(request)
    found = open_draft()
    if found is None:
        raise NotFound("draft")
    card = newest("national", None, None)
    errors: Mapping[str, str] = {}
    posted = kept(request.POST)
    lines: list[dict[str, Any]] = []
    if request.method == "POST":
        try:
            refuse_characters(posted)
            lines = _asked(posted, card, found.definition)
        except BadInput as error:
            errors = error.errors
    after = safety.judged(found.definition)
    before = safety.judged(card.definition) if card else after
    context = {
        "here": DRAFT,
        "before": before,
        "after": after,
        "turned": safety.turned(before, after),
        "faults": [fault_words(one) for one in safety.faults_of(found.definition)],
        "fields": posted,
        "lines": lines,
        "errors": errors,
        "tried": request.method == "POST" and not errors,
    }
    return render(request, "redflags/office_try.html", context, status=422 if errors else 200)


def _asked(
    posted: QueryDict, card: ListCard | None, definition: Definition
) -> list[dict[str, Any]]:
    """Return what both lists make of own sentences. Raises `BadInput` with every fault."""
    errors: dict[str, str] = {}
    sentences: list[str] = []
    facts = NO_FACTS
    try:
        sentences = forms.read_sentences(posted.get("text", ""))
    except BadInput as error:
        errors |= error.errors
    try:
        facts = read_facts(posted)
    except BadInput as error:
        errors |= error.errors
    if errors:
        raise BadInput(errors)
    return _tried(sentences, facts, card, definition)


def _tried(
    sentences: list[str], facts: Facts, card: ListCard | None, definition: Definition
) -> list[dict[str, Any]]:
    lists: list[Compiled | None] = [
        compiled(card.id) if card else None,
        safety.compiled_draft(definition),
    ]
    matchers = [Matcher([one] if one else []) for one in lists]
    return [
        {
            "text": one,
            "before": _seen(matchers[0], one, facts),
            "after": _seen(matchers[1], one, facts),
        }
        for one in sentences
    ]


def _seen(matcher: Matcher, text: str, facts: Facts) -> list[tuple[str, str]]:
    """Return what a list makes of a text: (sign, advice or why it does not count), each once."""
    lang = language()
    hits = [(one.label.of(lang), _(ADVICE_WORDS[one.advice])) for one in matcher.hits(text, facts)]
    told = {name for name, _advice in hits}
    for one in matcher.seen(text):
        reason = one.reason or ("part" if one.flag.part else "")
        name = one.flag.label.of(lang)
        if reason and name not in told:
            told.add(name)
            hits.append((name, _("Räknas inte: {skäl}").replace("{skäl}", _(REASONS[reason]))))
    return hits
