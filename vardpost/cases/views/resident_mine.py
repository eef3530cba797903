"""Mina sidor: what waits for me, my cases, my drafts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.cases.actions.draft import delete_draft
from vardpost.cases.actions.own_drafts import list_drafts, open_draft
from vardpost.cases.actions.read import list_own, open_home
from vardpost.cases.queries.resident import SHOWN, OwnCase
from vardpost.cases.states import State
from vardpost.cases.views import resident_words as words
from vardpost.cases.views.resident_page import about, ids, in_language, see_other, stream_url, who
from vardpost.cases.views.resident_suggested import suggested_to
from vardpost.cases.views.resident_write import draft_page, way_of
from vardpost.casetypes.summary import summary
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.policy.permissions import Permission
from vardpost.shell.access import resident
from vardpost.shell.jinja import language
from vardpost.shell.waits import what_waits
from vardpost.shell.words import Mark


@dataclass(frozen=True, slots=True)
class Line:
    """One case in a list."""

    id: UUID
    title: str
    unit: str
    about: str
    mark: Mark
    due: str
    late: bool
    unread: bool
    number: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One unsent draft in a list."""

    id: UUID
    title: str
    unit: str
    about: str
    updated_at: datetime


@resident(Permission.CASE_READ_OWN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the resident, what is under way, and her units."""
    actor = who(request)
    found = open_home(actor=actor)
    shown = found.cases[:SHOWN]
    waiting = [one for one in shown if _waits(actor, one)]
    return render(
        request,
        "cases/resident_home.html",
        {
            "given": actor.name.split(" ")[0],
            "waiting": [_line(actor, one) for one in waiting],
            "drafts": [
                DraftLine(
                    one.id,
                    in_language(one, "type"),
                    one.unit_name,
                    about(actor, one.resident_id, "") if one.resident_id else "",
                    one.updated_at,
                )
                for one in found.drafts
            ],
            "told": [*words.endings(found.endings), *what_waits(actor)],
            "ongoing": [_line(actor, one) for one in shown if one not in waiting],
            "more": len(found.cases) > SHOWN,
            "units": found.units,
            "suggested": suggested_to(ids(actor)),
            "saved": request.GET.get("sparat") == "1",
            "stream_url": stream_url(),
        },
    )


def _waits(actor: Actor, one: OwnCase) -> bool:
    """Whether the resident has something to answer or to read in it."""
    asked = one.last_kind == words.MOVE_ASKED and not _other(actor, one)
    return asked or one.unread or one.state == State.AWAITING_RESIDENT


def _other(actor: Actor, one: OwnCase) -> str:
    """Return who sent the case, where that is somebody else in the family."""
    return "" if one.sent_by_id == actor.person_id else one.sent_by_name


@resident(Permission.CASE_READ_OWN)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Show own and children's cases, ongoing or finished, together."""
    actor = who(request)
    finished = request.GET.get("visa") == "avslutade"
    page = list_own(actor=actor, finished=finished, before=_cursor(request))
    return render(
        request,
        "cases/resident_cases.html",
        {
            "finished": finished,
            "lines": [_line(actor, one) for one in page.rows],
            "next": page.next_before,
            "later": "fore" in request.GET,
            "stream_url": stream_url(),
        },
    )


@resident(Permission.CASE_SUBMIT)
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Show the drafts of new cases."""
    actor = who(request)
    saved = request.GET.get("sparat", "")
    lines = [
        DraftLine(
            one.id,
            in_language(one, "type"),
            one.unit_name,
            about(actor, one.resident_id, _("Någon annan")) if one.resident_id else "",
            one.updated_at,
        )
        for one in list_drafts(actor=actor)
    ]
    return render(
        request,
        "cases/resident_drafts.html",
        {
            "lines": lines,
            "saved": any(str(one.id) == saved for one in lines),
            "dropped": request.GET.get("borttaget") == "1",
            "gone": request.GET.get("borta") == "1",
        },
    )


@resident(Permission.CASE_SUBMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def drop_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask before a draft is thrown away, with what is in it; a post does it.

    With `igen`, the post goes to the page of the case type, which begins anew. Pressed twice, or in
    an older tab, it leads to the list all the same: whoever has had the draft on the page says so.
    """
    actor = who(request)
    try:
        if request.method == "POST":
            delete_draft(actor=actor, draft_id=draft_id)
            return see_other("/mina/utkast?borttaget=1")
        way = way_of(actor, open_draft(actor=actor, draft_id=draft_id))
    except NotFound:
        asked = request.POST if request.method == "POST" else request.GET
        if asked.get("jag") != str(actor.person_id):
            raise
        return see_other("/mina/utkast?borta=1")
    if way.draft.sent_case_id:
        return see_other(way.address("klart"))
    again = "igen" in request.GET
    start = f"/mottagningar/{way.draft.unit_slug}/{slugify(way.draft.type_sv)}"
    return draft_page(
        request,
        "cases/resident_drop.html",
        way,
        {
            "again": again,
            "action": start if again else way.address("ta-bort"),
            "back": start if again else "/mina/utkast",
            "written": [
                (line.label, line.text) for line in summary(way.form, way.parsed.values, language())
            ],
        },
    )


def _line(actor: Actor, case: OwnCase) -> Line:
    return Line(
        case.id,
        in_language(case, "type"),
        case.unit_name,
        about(actor, case.resident_id, case.resident_name),
        words.mark(case, case.last_kind, _other(actor, case)),
        words.due_words(case),
        words.is_late(case),
        case.unread,
        case.number,
        case.updated_at,
    )


def _cursor(request: HttpRequest) -> tuple[datetime, UUID] | None:
    try:
        moment = datetime.fromisoformat(request.GET.get("tid", ""))
        return (moment, UUID(request.GET.get("fore", ""))) if moment.tzinfo else None
    except ValueError:
        return None
