"""Ett ärende, from the resident's side: read, reply, write again, take back."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.cases.actions.answer import follow_up, reply_to_question
from vardpost.cases.actions.change import AlreadyDone
from vardpost.cases.actions.close import withdraw
from vardpost.cases.actions.draft import save_message_draft
from vardpost.cases.actions.read import buttons, open_case
from vardpost.cases.forms.message import MOST_RESIDENT, Written, written
from vardpost.cases.forms.pen import Pen, Verdict, judge, mark, pen_of
from vardpost.cases.queries import thread
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.states import Event
from vardpost.cases.views import resident_words as words
from vardpost.cases.views.resident_flags import Advice, on_message
from vardpost.cases.views.resident_page import (
    about,
    in_language,
    see_other,
    stream_url,
    who,
)
from vardpost.cases.views.resident_thread import answered_by, messages
from vardpost.cases.views.resident_track import asked_other, by_other, track
from vardpost.cases.views.resident_words import given
from vardpost.cases.views.terms_line import terms_line
from vardpost.casetypes import queries as casetypes
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound, Stale, WrongState
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.shell import dates
from vardpost.shell.access import quiet, resident
from vardpost.shell.jinja import language
from vardpost.shell.pages import late

#: What the resident may write, and the event it is.
_KINDS = {"reply": Event.RESIDENT_REPLY, "followup": Event.RESIDENT_FOLLOWUP}
_READ = resident(Permission.CASE_READ_OWN)
_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_READ
@_BOTH
def case_page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case; a post replies to its question, or writes again after the answer."""
    if request.method == "POST":
        return _write(request, case_id)
    return draw(request, open_case(actor=who(request), case_id=case_id))


@_READ
@require_safe
def case_piece(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the messages, or how it stands, for a page that is open."""
    case = open_case(actor=who(request), case_id=case_id)
    part = "_resident_standing" if request.GET.get("del") == "lage" else "_resident_messages"
    return render(request, f"cases/{part}.html", _context(request, case))


@quiet("says that it is saved; the verb tells of a text that is begun or thrown away")
@_READ
@require_POST
def save_message(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep what is being written in a case, as the page does by itself."""
    actor = who(request)
    scope = require(actor, Permission.CASE_READ_OWN)
    case = thread.find(scope, actor.person_id, case_id) if actor.person_id else None
    kind = request.POST.get("kind", "")
    if case is None or kind not in _KINDS:
        raise NotFound(f"case {case_id}")
    text = written(request.POST.get("body", ""), most=MOST_RESIDENT, missing="")
    pen, verdict = _judged(request, case, kind, text)
    if verdict == "moved":
        return JsonResponse({"code": "draft_moved"}, status=409)
    if verdict == "write":
        _save(actor, case, kind, text, pen, since=max(0, number(request.POST.get("version"))))
    saved = dates.clock(clock.now(), language())
    return JsonResponse({"saved": saved, "version": mark({"body": [text.kept]})})


@_READ
@_BOTH
def take_back(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask whether to take a case back; a post does it."""
    actor = who(request)
    moved = False
    if request.method == "POST":
        try:
            withdraw(actor=actor, case_id=case_id, version=number(request.POST.get("version")))
        except AlreadyDone:
            pass
        except (Stale, WrongState):
            moved = True
        if not moved:
            return see_other(f"/mina/arenden/{case_id}?klart=aterta")
    case = open_case(actor=actor, case_id=case_id)
    return render(
        request,
        "cases/resident_take_back.html",
        {
            "case": case,
            "title": in_language(case, "type"),
            "open": Event.WITHDRAW in buttons(actor, case),
            "moved": moved,
        },
        status=409 if moved else 200,
    )


def _write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    actor = who(request)
    kind = request.POST.get("kind", "")
    if kind not in _KINDS:
        raise NotFound("kind of message")
    text = written(
        request.POST.get("body", ""), most=MOST_RESIDENT, missing=_("Skriv ett meddelande")
    )
    if "spara" in request.POST or text.error:
        return _keep(request, case_id, kind, text)
    version = number(request.POST.get("version"))
    scope = require(actor, Permission.CASE_READ_OWN)
    case = thread.find(scope, actor.person_id, case_id) if actor.person_id else None
    if case is not None and _judged(request, case, kind, text)[1] == "moved":
        return _keep(request, case_id, kind, text)
    try:
        if kind == "reply":
            reply_to_question(actor=actor, case_id=case_id, version=version, body=text.body)
        else:
            follow_up(
                actor=actor,
                case_id=case_id,
                version=version,
                body=text.body,
                offered=case is not None and _offers_follow_up(case),
            )
    except AlreadyDone:
        pass
    except (Stale, WrongState):
        return _keep(request, case_id, kind, text, moved=True)
    return see_other(f"/mina/arenden/{case_id}?klart={kind}#senaste")


def _keep(
    request: HttpRequest, case_id: UUID, kind: str, text: Written, *, moved: bool = False
) -> HttpResponse:
    """Keep a text that was not sent, and show the page again with it."""
    actor = who(request)
    case = open_case(actor=actor, case_id=case_id)
    may = _KINDS[kind] in buttons(actor, case, follow_up=_offers_follow_up(case))
    pen, verdict = _judged(request, case, kind, text)
    if may and verdict == "moved":
        return draw(request, case, text=text, elsewhere=_draft_text(case, kind))
    if may:
        _save(actor, case, kind, text, pen)
        if "spara" in request.POST:
            return see_other("/mina?sparat=1")
    seen = number(request.POST.get("seen"))
    return draw(request, case, text=text, new_from=seen if moved or not may else None)


def _judged(request: HttpRequest, case: CaseRow, kind: str, text: Written) -> tuple[Pen, Verdict]:
    """Return who holds the pen, and whether this page may write over the draft that is kept."""
    pen, draft = pen_of(request.POST), case.drafts.get(kind)
    last = draft["data"].get("pen", {}) if draft else {}
    return pen, judge(pen, {"body": [text.kept]}, {"body": [_draft_text(case, kind)]}, last)


def _save(
    actor: Actor, case: CaseRow, kind: str, text: Written, pen: Pen, *, since: int = 0
) -> None:
    save_message_draft(
        actor=actor, case=case, kind=kind, data={"body": text.kept}, pen=pen.kept(), since=since
    )


def draw(
    request: HttpRequest,
    case: CaseRow,
    *,
    text: Written | None = None,
    new_from: int | None = None,
    elsewhere: str | None = None,
    move_alert: str = "",
) -> HttpResponse:
    """Return the page of a case, after a refusal with what was typed and why it was not done."""
    errors = {"body": text.error} if text and text.error else {}
    context = _context(request, case, new_from=new_from)
    kept = text.kept if text else _draft_text(case, context["writes"])
    context |= {
        "errors": errors,
        "whole": True,
        "kept": kept,
        "saved": _draft_at(case, context["writes"]) if kept else "",
        "moved": new_from is not None,
        "draft_version": mark({"body": [_draft_text(case, context["writes"])]}),
        "elsewhere": elsewhere,
        "most": MOST_RESIDENT,
        "done": request.GET.get("klart", ""),
        "move_alert": move_alert,
        "advice": on_message(case, kept) if context["writes"] else None,
        "sent_advice": _on_sent(case) if request.GET.get("klart") in _KINDS else None,
        "stream_url": stream_url(),
    }
    stopped = new_from is not None or elsewhere is not None or bool(move_alert)
    status = 409 if stopped else 422 if errors else 200
    return late(request, "cases/resident_case.html", lambda: context, status=status)


def _on_sent(case: CaseRow) -> Advice | None:
    """Return the advice on what has just been sent: without scripts nothing has told it before."""
    sent = [one.body for one in case.messages if one.kind in _KINDS]
    return on_message(case, sent[-1]) if sent else None


def _context(
    request: HttpRequest, case: CaseRow, *, new_from: int | None = None
) -> dict[str, object]:
    actor = who(request)
    may = buttons(actor, case, follow_up=_offers_follow_up(case))
    writes = next((kind for kind, event in _KINDS.items() if event in may), "")
    return {
        "case": case,
        "title": in_language(case, "type"),
        "about": about(actor, case.resident_id, case.resident_name),
        "mark": words.mark(case, _last(case), asked_other(case, actor.person_id)),
        "messages": messages(actor, case, new_from=new_from),
        "track": track(case, actor.person_id),
        "asked_other": given(asked_other(case, actor.person_id)),
        "moved_by": by_other(case, actor.person_id, Event.FORWARD_UNIT),
        "withdrawn_by": by_other(case, actor.person_id, Event.WITHDRAW),
        "late": words.late_words(case, case.unit_phone) if words.is_late(case) else "",
        "due": words.due_words(case),
        "unit_ends": words.unit_ends(case),
        "terms_line": terms_line(case, clock.today(), language()),
        "answered_by": answered_by(case),
        "writes": writes,
        "may_move": Event.FORWARD_UNIT in may,
        "may_take_back": Event.WITHDRAW in may,
    }


def _last(case: CaseRow) -> str:
    if case.move_unit_id is not None:
        return words.MOVE_ASKED
    return case.messages[-1].kind if case.messages else ""


def _offers_follow_up(case: CaseRow) -> bool:
    return casetypes.version(case.type_version_id).definition.allows_followup


def _draft_text(case: CaseRow, kind: object) -> str:
    draft = case.drafts.get(str(kind))
    return str(draft["data"].get("body", "")) if draft else ""


def _draft_at(case: CaseRow, kind: object) -> str:
    draft = case.drafts.get(str(kind))
    if not draft:
        return ""
    moment = datetime.fromisoformat(str(draft["at"]))
    said = dates.when(moment, clock.now(), language())
    return _("Utkastet sparades {tid}").replace("{tid}", said)


def number(text: str | None) -> int:
    """Return a posted whole number; anything else is a version that never was."""
    wanted = text or ""
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else -1
