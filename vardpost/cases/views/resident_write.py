"""Writing a new case: the urgent check, who it is about, the questions, saving on the way."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.cases.actions.draft import save_case_draft
from vardpost.cases.actions.own_drafts import open_draft, show_draft
from vardpost.cases.forms.pen import Pen, Verdict, judge, mark, pen_of
from vardpost.cases.forms.steps import CHECK, OTHERWISE, URGENT, WHO, Way
from vardpost.cases.queries import drafts
from vardpost.cases.queries.drafts import CaseDraft
from vardpost.cases.views.resident_aside import aside
from vardpost.cases.views.resident_flags import advice
from vardpost.cases.views.resident_page import (
    acted_for,
    posted,
    residents,
    see_other,
    who,
)
from vardpost.casetypes import drawn
from vardpost.casetypes import queries as casetypes
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.messages import error_texts
from vardpost.casetypes.parse import Posted, merge_raw, parse_answers, raw_on
from vardpost.casetypes.rows import ADD, REMOVE, edit_rows, focus_after
from vardpost.casetypes.summary import summary
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.people.queries import own_phone
from vardpost.policy.permissions import Permission
from vardpost.shell import dates
from vardpost.shell.access import quiet, resident
from vardpost.shell.jinja import language

_WRITE = resident(Permission.CASE_SUBMIT)
_BOTH = require_http_methods(["GET", "HEAD", "POST"])
LATER = "/mina/utkast?sparat={}"
#: A draft left longer ago than this is said to have been fetched again.
_LEFT = timedelta(minutes=15)


def way_of(actor: Actor, draft: CaseDraft, raw: Mapping[str, list[str]] | None = None) -> Way:
    """Return a draft with its form, read as far as it has been filled in."""
    form = casetypes.version(draft.version_id).definition
    parsed = parse_answers(form, draft.raw if raw is None else raw, today=clock.today())
    return Way(draft, form, parsed, tuple(residents(actor)))


def draft_page(
    request: HttpRequest, template: str, way: Way, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return a page that shows something of a draft, told of in the ledger."""
    show_draft(actor=who(request), draft=way.draft)
    return render(request, template, {"way": way, **context}, status=status)


@_WRITE
@require_safe
def go_on(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Lead to the first page of a draft that is not done, or on when it cannot be sent here."""
    actor = who(request)
    draft = drafts.find(actor.person_id, draft_id) if actor.person_id else None
    if draft is None:
        raise NotFound(f"draft {draft_id}")
    if draft.sent_case_id:
        return see_other(f"/ny/{draft_id}/klart")
    way = way_of(actor, draft)
    if way.closed:
        return see_other(way.address(OTHERWISE))
    return see_other(way.address(way.needed_before(CHECK) or CHECK))


@_WRITE
@_BOTH
def urgent(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask first whether it is an emergency; yes leads to 112, with no form behind it."""
    way = way_of(who(request), open_draft(actor=who(request), draft_id=draft_id))
    if gone := _elsewhere(way, URGENT):
        return gone
    error = ""
    if request.method == "POST":
        answer = request.POST.get("bradskande", "")
        if answer == "yes":
            return see_other(way.address(URGENT) + "?svar=ja")
        if answer == "no":
            save_case_draft(actor=who(request), draft_id=draft_id, urgent_checked=True)
            return see_other(way.address(way.after(URGENT)))
        error = _("Välj ja eller nej")
    if request.GET.get("svar") == "ja":
        return draft_page(request, "cases/resident_stop.html", way, {})
    return draft_page(
        request,
        "cases/resident_urgent.html",
        way,
        {"errors": {"bradskande": error} if error else {}, "error": error},
        status=422 if error else 200,
    )


@_WRITE
@_BOTH
def about_whom(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask who the case is about, when there is a child to write for."""
    actor = who(request)
    way = way_of(actor, open_draft(actor=actor, draft_id=draft_id))
    if gone := _elsewhere(way, WHO):
        return gone
    error = ""
    if request.method == "POST":
        wanted = request.POST.get("resident", "")
        chosen = next((one for one in way.people if str(one.id) == wanted), None)
        if chosen is not None:
            save_case_draft(actor=actor, draft_id=draft_id, resident_id=chosen.id)
        if "spara" in request.POST:
            return see_other(LATER.format(draft_id))
        if chosen is not None:
            return see_other(f"/ny/{draft_id}")
        error = _("Välj vem det gäller")
    return draft_page(
        request,
        "cases/resident_whom.html",
        way,
        {
            "steps": way.steps(WHO),
            "errors": {"resident": error} if error else {},
            "aside": aside(way),
        },
        status=422 if error else 200,
    )


@_WRITE
@_BOTH
def questions(request: HttpRequest, draft_id: UUID, step: str) -> HttpResponse:
    """Show one page of questions; whatever button is pressed, what was typed is kept."""
    actor = who(request)
    hold = request.method == "POST"
    way = way_of(actor, open_draft(actor=actor, draft_id=draft_id, hold=hold))
    if gone := _elsewhere(way, step):
        return gone
    if request.method != "POST":
        return _draw(request, way, step, told=request.GET.get("fel") == "1")
    typed_now = posted(request)
    raw = merge_raw(way.form, way.draft.raw, typed_now, step=step)
    pen, verdict = _judged(request, way.form, way.draft, raw, step)
    if verdict == "moved":
        return _draw(request, way_of(actor, way.draft, raw), step, told=False, status=409)
    buttons = {name: typed_now[name] for name in (ADD, REMOVE) if name in typed_now}
    edited = edit_rows(way.form, {**raw, **buttons}) if buttons else None
    save_case_draft(actor=actor, draft_id=draft_id, raw=edited or raw, pen=pen.kept())
    if edited is not None:
        return see_other(f"{way.address(step)}#f-{focus_after(way.form, typed_now, edited)}")
    if "spara" in request.POST:
        return see_other(LATER.format(draft_id))
    if "tillbaka" in request.POST:
        return see_other(way.address(way.before(step) or step))
    after = way_of(actor, way.draft, raw)
    if after.wrong_on(step):
        return _draw(request, after, step, told=True, status=422)
    return see_other(after.address(after.after(step)))


@quiet("says that it is saved; the verb tells of a draft that is begun or thrown away")
@_WRITE
@require_POST
def save(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Keep what is being typed, as the page does by itself."""
    actor = who(request)
    draft = drafts.find(actor.person_id, draft_id, hold=True) if actor.person_id else None
    step = request.POST.get("steg", "")
    if draft is None or draft.sent_case_id:
        raise NotFound(f"draft {draft_id}")
    form = casetypes.version(draft.version_id).definition
    if form.step(step) is None:
        raise NotFound(f"step {step[:40]!r}")
    raw = merge_raw(form, draft.raw, posted(request), step=step)
    pen, verdict = _judged(request, form, draft, raw, step)
    if verdict == "moved":
        return JsonResponse({"code": "draft_moved"}, status=409)
    if verdict == "write":
        save_case_draft(actor=actor, draft_id=draft_id, raw=raw, pen=pen.kept(), by_itself=True)
    version = mark(raw_on(form, raw, step=step))
    return JsonResponse({"saved": dates.clock(clock.now(), language()), "version": version})


def _judged(
    request: HttpRequest, form: FormDefinition, draft: CaseDraft, raw: Posted, step: str
) -> tuple[Pen, Verdict]:
    """Return who holds the pen, and whether this page may write over what is kept of the step."""
    pen = pen_of(request.POST)
    typed, kept = raw_on(form, raw, step=step), raw_on(form, draft.raw, step=step)
    return pen, judge(pen, typed, kept, draft.pen)


def _elsewhere(way: Way, page: str) -> HttpResponse | None:
    """Lead away from a page that is not to be shown now: sent already, or not reached yet."""
    if way.draft.sent_case_id:
        return see_other(way.address("klart"))
    if page not in way.pages:
        return see_other(f"/ny/{way.draft.id}")
    needed = way.needed_before(page)
    return see_other(way.address(needed)) if needed else None


def _draw(
    request: HttpRequest, way: Way, step: str, *, told: bool, status: int = 200
) -> HttpResponse:
    errors = _errors(way, step) if told else {}
    raw = _prefilled(way.form, way.parsed.raw, step, who(request))
    kept = way.draft.raw if status == 409 else way.parsed.raw
    controls = drawn.controls(
        way.form,
        raw=raw,
        values=way.parsed.values,
        errors=errors,
        lang=language(),
        today=clock.today(),
        step=step,
    )
    return draft_page(
        request,
        "cases/resident_questions.html",
        way,
        {
            "step": step,
            "page": next(one for one in way.form.steps if one.key == step),
            "steps": way.steps(step),
            "controls": controls,
            "errors": errors,
            "back": way.before(step) not in {"", URGENT},
            "about": acted_for(who(request), way.draft.resident_id),
            "others": [one for one in way.people if one.id != _about_id(way, who(request))],
            "saved": dates.clock(way.draft.updated_at, language()) if way.parsed.raw else "",
            "fetched": _fetched(way) if status == 200 else "",
            "version": mark(raw_on(way.form, kept, step=step)),
            "elsewhere": _elsewhere_written(way, step) if status == 409 else None,
            "aside": aside(way),
            "advice": advice(way, way.parsed, who(request)),
        },
        status=status,
    )


def _fetched(way: Way) -> str:
    """Return when a draft was left, when it is worth saying that it was fetched again."""
    left = clock.now() - way.draft.updated_at
    if left < _LEFT or not way.draft.raw:
        return ""
    return dates.when(way.draft.updated_at, clock.now(), language())


def _elsewhere_written(way: Way, step: str) -> list[tuple[str, str]]:
    """Return what is kept of a step where it is not what the page says: (question, answer)."""
    kept = parse_answers(way.form, way.draft.raw, today=clock.today())
    said = {line.name: line.text for line in summary(way.form, way.parsed.values, language())}
    return [
        (line.label, line.text)
        for line in summary(way.form, kept.values, language())
        if line.step == step and said.get(line.name) != line.text
    ]


def _about_id(way: Way, actor: Actor) -> UUID | None:
    return way.draft.resident_id or actor.person_id


def _errors(way: Way, step: str) -> dict[str, str]:
    on_step = {field.key for field in way.form.on_step(step)}
    wrong = {name: why for name, why in way.parsed.errors.items() if name.split("-")[0] in on_step}
    return error_texts(way.form, wrong, language())


def _prefilled(
    form: FormDefinition, raw: Mapping[str, list[str]], step: str, actor: Actor
) -> Mapping[str, list[str]]:
    """Return what is shown in the fields: a question never answered may begin with a setting."""
    phones = [
        one.key for one in form.on_step(step) if one.prefill == "phone" and one.key not in raw
    ]
    if not phones or actor.person_id is None:
        return raw
    phone = own_phone(actor.person_id)
    return {**raw, **{key: [phone] for key in phones}}
