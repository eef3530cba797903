"""The inbox of the staff: the list, an open case, and the pieces that follow what others do."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.views.decorators.http import require_safe

from vardpost.cases.actions import read
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.states import Event
from vardpost.cases.views import staff_history as past
from vardpost.cases.views import staff_thread as words
from vardpost.cases.views.staff_checklist import checklist
from vardpost.cases.views.staff_composer import Composer, composer
from vardpost.cases.views.staff_pages import Desk, desk, frame, inbox_page, key_text, rail
from vardpost.cases.views.staff_rows import Now, at
from vardpost.cases.views.terms_line import terms_link
from vardpost.casetypes.parse import Posted
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import SignInNeeded
from vardpost.policy.permissions import Permission
from vardpost.shell.access import quiet, staff
from vardpost.shell.jinja import language
from vardpost.shell.pages import late

#: What has just been done, as the address tells it (`?klart=`).
DONE: Mapping[str, str] = {
    "final_answer": later("Svaret är skickat."),
    "partial_answer": later("Delsvaret är skickat."),
    "counter_question": later("Motfrågan är skickad. Ärendet väntar på invånaren."),
    "fordela": later("Ärendet är fördelat."),
    "omfordela": later("Ärendet är omfördelat."),
    "overlamnat": later("Ärendet är överlämnat. Du ser det inte längre."),
    "ta": later("Du har tagit ärendet."),
    "till-team": later("Ärendet ligger i den kö du valde."),
    "lamna-tillbaka": later("Ärendet är tillbaka i Att fördela."),
    "avsluta": later("Ärendet är avslutat."),
    "skicka-vidare": later("Frågan är skickad. Invånaren bestämmer om ärendet får skickas vidare."),
    "ta-tillbaka-fragan": later("Frågan är tillbakatagen. Ärendet är kvar hos er."),
    "avsluta-utan-svar": later("Ärendet är avslutat utan svar. Invånaren ser varför."),
    "sank-flagga": later("Den röda flaggan är sänkt."),
    "bradskande": later("Ärendet är markerat som brådskande."),
    "inte-bradskande": later("Ärendet är inte brådskande längre."),
    "oppna-igen": later("Ärendet är öppnat igen."),
}


@staff(Permission.CASE_READ)
@require_safe
def inbox(request: HttpRequest, unit: str, queue: str) -> HttpResponse:
    """Show a queue; the work pane says what to do next."""
    return inbox_page(request, desk(request, unit, queue, seen=True), done=done_text(request))


@staff(Permission.CASE_READ)
@require_safe
def case(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Show a case beside its queue. Opening it is recorded."""
    place = desk(request, unit, queue, seen=False)
    row = read.open_case(actor=place.actor, case_id=case_id, beside=place.listed)
    return case_page(request, place, row, done=done_text(request, row.resident_name))


@quiet("numbers without people")
@staff(Permission.CASE_READ)
@require_safe
def counts(request: HttpRequest, unit: str, queue: str) -> HttpResponse:
    """Return the rail with fresh counts, for the live update; only to whom the page was drawn for.

    Raises `SignInNeeded` when somebody else has signed in, so that an old page stays shut.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if request.GET.get("jag", str(actor.person_id)) != str(actor.person_id):
        raise SignInNeeded
    fresh, teams = read.queue_counts(actor=actor)
    groups = rail(actor, unit, read.viewer(actor).queues, fresh, teams, queue)
    return render(request, "cases/_rail.html", {"rail_groups": groups})


@staff(Permission.CASE_READ)
@require_safe
def rows(request: HttpRequest, unit: str, queue: str) -> HttpResponse:
    """Return the list alone, for the live update; it is a reading like any other."""
    place = desk(request, unit, queue, seen=True)
    return late(request, "cases/_list.html", lambda: frame(place))


@staff(Permission.CASE_READ)
@require_safe
def thread(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Return the thread alone, for the live update, with a bar when the case has moved."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    row = read.open_case(actor=actor, case_id=case_id)
    now = at(clock.now(), language())
    drawn = request.GET.get("version", "")
    since = int(drawn) if drawn.isascii() and drawn.isdigit() and len(drawn) < 10 else row.version
    context = {
        "case_base": f"/m/{unit}/inkorg/{queue}/{case_id}",
        "tail": "",
        "checklist": checklist(row, read.buttons(actor, row), now),
        "moved": moved_text(row, since, actor),
        "messages": words.messages(row, now, since),
        "history": past.history(row, now),
        "terms_line": terms_link(f"/m/{unit}/inkorg/{queue}/{case_id}", row, now),
        "reload": f"/m/{unit}/inkorg/{queue}/{case_id}",
    }
    return late(request, "cases/_thread.html", lambda: context)


def moved_text(row: CaseRow, since: int, actor: Actor) -> str:
    """Return who did what after version `since`; empty when nothing has happened."""
    if row.version <= since:
        return ""
    news = past.after(row, since, actor.person_id)
    return past.happened(news[-1]) if news else ""


def done_text(request: HttpRequest, name: str = "") -> str:
    """Return what has just been done, and what is open now when it is the next case."""
    code = request.GET.get("klart", "")
    text = _(DONE[code]) if code in DONE else ""
    if text and name and request.GET.get("nasta") == "1":
        return f"{text} " + _("Nästa ärende: %(name)s.") % {"name": name}
    return text


def case_page(
    request: HttpRequest,
    place: Desk,
    row: CaseRow,
    *,
    status: int = 200,
    posted: Posted | None = None,
    errors: Mapping[str, str] | None = None,
    since: int | None = None,
    alert: str = "",
    done: str = "",
) -> HttpResponse:
    """Return an open case beside its queue; after a refusal with what was typed in it again."""
    events = read.buttons(place.actor, row)
    writing = composer(row, events, place.now, posted=posted, errors=errors)

    def context() -> dict[str, Any]:
        return case_frame(place, row, since) | {
            "composer": writing,
            "checklist": checklist(row, events, place.now),
            "ticked": request.GET.get("punkt", "")[:60],
            "verbs": tools(place, row, events),
            "errors": dict(errors or {}),
            "alert": alert,
            "done": done,
            "fresh": news(row, place.now, since),
            "focus_writing": _focus(writing, posted, errors),
        }

    return late(request, "cases/staff_case.html", context, status=status)


def case_frame(place: Desk, row: CaseRow, since: int | None = None) -> dict[str, Any]:
    """Return what every page around an open case shows."""
    base = f"{place.base}/{row.id}"
    view = words.case_view(row, place.listed.page, place.now, since)
    return frame(place, row.id) | {
        "case": view,
        "case_id": row.id,
        "version": row.version,
        "turn": past.turn(row),
        "sort_key": key_text((getattr(row, place.queue.order), row.id)),
        "case_base": base,
        "tail": place.tail,
        "messages": view.messages,
        "history": view.history,
        "terms_line": terms_link(base, row, place.now, place.tail),
        "moved": "",
        "reload": f"{base}{place.tail}",
        "thread_url": f"{base}/trad?version={row.version}",
        "beside": _beside(place, row.id),
        "signature": ", ".join(part for part in (place.actor.name, place.actor.title) if part),
    }


def _beside(place: Desk, case_id: UUID) -> tuple[str, str]:
    """Return the addresses of the cases before and after this one in the list."""
    ids = [one.id for one in place.listed.page.rows]
    if case_id not in ids:
        return "", place.case_url(ids[0]) if ids else ""
    here = ids.index(case_id)
    before = place.case_url(ids[here - 1]) if here else ""
    after = place.case_url(ids[here + 1]) if here + 1 < len(ids) else ""
    return before, after


def news(row: CaseRow, now: Now, since: int | None) -> list[words.MessageView]:
    """Return the messages written after version `since`; none when it is not asked for."""
    if since is None:
        return []
    return [one for one in words.messages(row, now, since) if one.fresh]


def _focus(
    writing: Composer | None, posted: Posted | None, errors: Mapping[str, str] | None
) -> bool:
    """Whether focus goes to the text: after a refusal that is no fault of what was typed."""
    return writing is not None and posted is not None and not errors


def _teams(place: Desk) -> bool:
    """Whether there is a team's queue to put a case in."""
    return bool(place.listed.page.teams)


def tools(place: Desk, row: CaseRow, events: frozenset[Event]) -> dict[str, Any]:
    """Return the buttons above the thread: those the server would accept, and no others."""

    def link(verb: str) -> str:
        return place.case_url(row.id, verb)

    assign = {Event.ASSIGN, Event.ASSIGN_WITH_PARTIAL} & events
    return {
        "take": link("ta") if Event.SELF_TAKE in events else "",
        "assign": link("fordela") if assign else "",
        "reassign": link("omfordela") if Event.REASSIGN in events else "",
        "lower": link("sank-flagga") if Event.LOWER_FLAG in events else "",
        "urgent": link("bradskande") if Event.MARK_URGENT in events else "",
        "not_urgent": link("inte-bradskande") if Event.UNMARK_URGENT in events else "",
        "close": link("avsluta") if Event.CLOSE in events else "",
        "reopen": link("oppna-igen") if Event.REOPEN in events else "",
        "to_team": link("till-team") if Event.TO_TEAM in events and _teams(place) else "",
        "give_back": link("lamna-tillbaka") if Event.RETURN_TO_INBOX in events else "",
        "ask_move": link("skicka-vidare") if Event.ASK_TO_MOVE in events else "",
        "unask_move": link("ta-tillbaka-fragan") if Event.UNASK_TO_MOVE in events else "",
        "close_without": link("avsluta-utan-svar") if Event.CLOSE_WITHOUT_ANSWER in events else "",
    }
