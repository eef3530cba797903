"""Advice while a resident writes, and before she sends: never a hindrance."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from vardpost.cases.forms.message import MOST_RESIDENT, written
from vardpost.cases.forms.steps import Way
from vardpost.cases.queries import drafts, flags, thread
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.views.resident_page import acted_for, posted, who
from vardpost.casetypes import queries as casetypes
from vardpost.casetypes.fields import STEPS
from vardpost.casetypes.parse import ParsedAnswers, merge_raw, parse_answers
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.redflags.match import Hit
from vardpost.redflags.queries import lists_at
from vardpost.redflags.said import joined, list_name
from vardpost.shell.access import before_terms, quiet, resident
from vardpost.shell.jinja import language


@dataclass(frozen=True, slots=True)
class Advice:
    """What the page says: whom to call (112, 1177 or unit), about which signs, by which lists."""

    level: str
    signs: str
    says: tuple[str, ...]
    lists: str
    unit_phone: str


@quiet("advice on what is being typed here and now; nothing of it is kept")
@before_terms
@resident(Permission.CASE_SUBMIT)
@require_POST
def while_writing(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Return the advice on what is being typed; nothing of it is kept, logged or written."""
    actor = who(request)
    draft = drafts.find(actor.person_id, draft_id) if actor.person_id else None
    step = request.POST.get("steg", "")
    if draft is None or draft.sent_case_id or step not in STEPS:
        raise NotFound(f"draft {draft_id}")
    form = casetypes.version(draft.version_id).definition
    raw = merge_raw(form, draft.raw, posted(request), step=step)
    way = Way(draft, form, parse_answers(form, raw, today=clock.today()), ())
    return render(request, "cases/_red_flags.html", {"advice": advice(way, way.parsed, actor)})


@quiet("advice on what is being typed here and now; nothing of it is kept")
@before_terms
@resident(Permission.CASE_READ_OWN)
@require_POST
def while_replying(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the advice on a message that is being typed in a case; nothing of it is kept."""
    actor = who(request)
    scope = require(actor, Permission.CASE_READ_OWN)
    case = thread.find(scope, actor.person_id, case_id) if actor.person_id else None
    if case is None:
        raise NotFound(f"case {case_id}")
    text = written(request.POST.get("body", ""), most=MOST_RESIDENT, missing="")
    context = {"advice": on_message(case, text.kept), "stage": "reply"}
    return render(request, "cases/_red_flags.html", context)


def on_message(case: CaseRow, text: str) -> Advice | None:
    """Return the advice on a message in a case, written or sent; None when nothing is urgent."""
    if not text.strip():
        return None
    lists = lists_at(case.unit_id)
    return said(flags.in_message(lists, text, case.resident_birth, clock.today()), case.unit_phone)


def advice(way: Way, parsed: ParsedAnswers, actor: Actor) -> Advice | None:
    """Return the advice on a draft as it has been filled in; None when nothing is urgent."""
    draft = way.draft
    about = acted_for(actor, draft.resident_id)
    hits = flags.in_answers(
        draft.flag_lists,
        way.form,
        parsed,
        about.birth_date if about else None,
        clock.today(),
    )
    return said(hits, draft.unit_phone)


def said(hits: list[Hit], unit_phone: str) -> Advice | None:
    """Return some red flags as the resident reads them: the most urgent decides whom to call."""
    if not hits:
        return None
    lang = language()
    level = hits[0].advice
    meant = [hit for hit in hits if hit.advice == level]
    names = list(dict.fromkeys(hit.label.of(lang) for hit in meant))
    says = dict.fromkeys(hit.say.of(lang) for hit in meant if hit.say)
    lists = dict.fromkeys(list_name(hit.source.level, hit.source.version) for hit in meant)
    return Advice(level, joined(names[:3]), tuple(says)[:2], joined(list(lists)), unit_phone)
