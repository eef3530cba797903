"""Fördela, omfördela, ta, lämna tillbaka, avsluta, öppna igen: a page each, and a post."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vardpost.cases.actions import assign, close, move, read, urgent
from vardpost.cases.actions.change import AlreadyDone
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.states import Event
from vardpost.cases.views import staff_verb_forms as forms
from vardpost.cases.views.staff import case_frame, case_page, news, tools
from vardpost.cases.views.staff_answer import drawn_version, lost, onwards, same_hands
from vardpost.cases.views.staff_pages import Desk, desk
from vardpost.cases.views.staff_refusal import moved_on, refusal_text
from vardpost.cases.views.staff_verb_forms import VerbForm
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, Stale, WrongState
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for one verb on one case."""

    request: HttpRequest
    unit: str
    queue: str
    case_id: UUID

    @property
    def actor(self) -> Actor:
        """Who asks."""
        actor: Actor = self.request.actor  # type: ignore[attr-defined]  # set by the door
        return actor


Run = Callable[[Actor, UUID, int, Mapping[str, Any]], None]


def _assign(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    assign.assign(
        actor=actor,
        case_id=case_id,
        version=version,
        target_id=typed["till"],
        partial=typed.get("text", ""),
    )


def _reassign(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    assign.reassign(
        actor=actor,
        case_id=case_id,
        version=version,
        target_id=typed["till"],
        reason=typed.get("reason", ""),
    )


def _to_team(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    team, turn = typed["team"], typed["turn"]
    assign.to_team(actor=actor, case_id=case_id, version=version, team_id=team, turn=turn)


def _give_back(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    assign.return_to_inbox(actor=actor, case_id=case_id, version=version, reason=typed["reason"])


def _close_without(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    close.close_without_answer(
        actor=actor,
        case_id=case_id,
        version=version,
        reason=typed["reason"],
        body=typed["text"],
        journalled=typed["journalled"],
    )


def _ask_move(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    unit, body = typed["enhet"], typed["text"]
    move.ask_to_move(actor=actor, case_id=case_id, version=version, unit_id=unit, body=body)


def _unask_move(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    move.unask_to_move(actor=actor, case_id=case_id, version=version)


def _reopen(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    close.reopen(actor=actor, case_id=case_id, version=version, reason=typed["reason"])


def _take(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    assign.self_take(actor=actor, case_id=case_id, version=version)


def _close(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    close.close(actor=actor, case_id=case_id, version=version)


def _lower(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    urgent.lower_flag(actor=actor, case_id=case_id, version=version, turn=typed["turn"])


def _mark_urgent(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    urgent.mark_urgent(actor=actor, case_id=case_id, version=version, turn=typed["turn"])


def _unmark_urgent(actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any]) -> None:
    urgent.unmark_urgent(actor=actor, case_id=case_id, version=version, turn=typed["turn"])


@staff(Permission.CASE_ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Fördela: choose a colleague, with a partial answer to the resident if wanted."""
    return _verb(Asked(request, unit, queue, case_id), forms.ASSIGN, _assign)


@staff(Permission.CASE_REASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def move_on(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Omfördela: hand the case over to another colleague."""
    return _verb(Asked(request, unit, queue, case_id), forms.REASSIGN, _reassign)


@staff(Permission.CASE_TO_TEAM)
@require_http_methods(["GET", "HEAD", "POST"])
def to_team(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Lägg i ett teams kö: the case waits there, still in *Att fördela*."""
    return _verb(Asked(request, unit, queue, case_id), forms.TO_TEAM, _to_team)


@staff(Permission.CASE_RETURN_TO_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Lämna tillbaka: the case waits to be distributed again."""
    return _verb(Asked(request, unit, queue, case_id), forms.GIVE_BACK, _give_back)


@staff(Permission.CASE_CLOSE_WITHOUT_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def close_without(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Avsluta utan svar: a reason from the list, and words that the resident reads."""
    return _verb(Asked(request, unit, queue, case_id), forms.CLOSE_WITHOUT, _close_without)


@staff(Permission.CASE_FORWARD)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_move(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Skicka vidare: which unit, and words by which the resident is asked."""
    return _verb(Asked(request, unit, queue, case_id), forms.ASK_MOVE, _ask_move)


@staff(Permission.CASE_FORWARD)
@require_POST
def unask_move(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Ta tillbaka frågan om att skicka vidare."""
    return _post(Asked(request, unit, queue, case_id), forms.UNASK_MOVE, _unask_move)


@staff(Permission.CASE_REOPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def open_again(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Öppna igen: a reason from the list."""
    return _verb(Asked(request, unit, queue, case_id), forms.REOPEN, _reopen)


@staff(Permission.CASE_TAKE)
@require_POST
def take(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Ta ärendet."""
    return _post(Asked(request, unit, queue, case_id), forms.TAKE, _take)


@staff(Permission.CASE_CLOSE)
@require_POST
def finish(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Avsluta ett besvarat ärende."""
    return _post(Asked(request, unit, queue, case_id), forms.CLOSE, _close)


@staff(Permission.CASE_LOWER_FLAG)
@require_POST
def lower_flag(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Sänka den röda flaggan."""
    return _post(Asked(request, unit, queue, case_id), forms.LOWER_FLAG, _lower)


@staff(Permission.CASE_MARK_URGENT)
@require_POST
def mark_urgent(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Markera som brådskande."""
    return _post(Asked(request, unit, queue, case_id), forms.URGENT, _mark_urgent)


@staff(Permission.CASE_MARK_URGENT)
@require_POST
def unmark_urgent(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Inte brådskande."""
    return _post(Asked(request, unit, queue, case_id), forms.NOT_URGENT, _unmark_urgent)


def _verb(asked: Asked, form: VerbForm, run: Run) -> HttpResponse:
    if asked.request.method == "POST":
        return _look(asked, form) if "leta" in asked.request.POST else _post(asked, form, run)
    place, row = _open(asked)
    if not form.events & read.buttons(place.actor, row):
        alert = _("Det går inte att göra det nu, för ärendet har gått vidare.")
        return case_page(asked.request, place, row, status=409, alert=alert)
    return _page(asked, place, row, form)


def _look(asked: Asked, form: VerbForm) -> HttpResponse:
    """Search among colleagues or units; what was written comes along, and what is new is told."""
    try:
        place, row = _open(asked)
    except NotFound:
        return _lost(asked)
    drawn = drawn_version(asked.request)
    if not 0 < drawn < row.version:
        return _page(asked, place, row, form)
    return _page(asked, place, row, form, alert=moved_on(row, drawn, place.actor), since=drawn)


def _post(asked: Asked, form: VerbForm, run: Run) -> HttpResponse:
    """Do it and go on; refused, the page comes back with what was typed."""
    drawn = drawn_version(asked.request)
    try:
        same_hands(asked.request)
        typed, errors = forms.read(form, asked.request.POST, language())
        if errors:
            raise BadInput(errors)
        run(asked.actor, asked.case_id, drawn, typed)
    except AlreadyDone:
        pass
    except (BadInput, Stale, WrongState) as error:
        return _refused(asked, form, drawn, error)
    except NotFound:
        return _lost(asked)
    if form is forms.REASSIGN and not can(asked.actor, Permission.CASE_READ_UNIT):
        return _onwards(asked, "overlamnat", stays=False)
    return _onwards(asked, form.path, stays=True)


def _onwards(asked: Asked, done: str, *, stays: bool) -> HttpResponse:
    return onwards(asked.request, asked.unit, asked.queue, asked.case_id, done, stays=stays)


def _refused(
    asked: Asked, form: VerbForm, drawn: int, error: BadInput | Stale | WrongState
) -> HttpResponse:
    try:
        place, row = _open(asked)
    except NotFound:
        return _lost(asked)
    moved = isinstance(error, Stale) or 0 < drawn < row.version
    since = drawn if moved else None
    alert = ""
    if moved and form.fields:
        alert = moved_on(row, drawn, place.actor)
    elif not isinstance(error, BadInput):
        alert = refusal_text(error, row, drawn, place.actor)
    errors: Mapping[str, str] = {}
    if isinstance(error, BadInput):
        errors = error.errors | forms.unjournalled(form, row, asked.request.POST)
    if not form.fields:
        return case_page(asked.request, place, row, status=error.status, since=since, alert=alert)
    return _page(
        asked, place, row, form, status=error.status, errors=errors, alert=alert, since=since
    )


def _lost(asked: Asked) -> HttpResponse:
    typed = asked.request.POST
    return lost(
        asked.request, asked.unit, asked.queue, typed.get("text") or typed.get("reason", "")
    )


def _open(asked: Asked) -> tuple[Desk, CaseRow]:
    place = desk(asked.request, asked.unit, asked.queue, seen=False)
    return place, read.open_case(actor=place.actor, case_id=asked.case_id, beside=place.listed)


def _page(
    asked: Asked,
    place: Desk,
    row: CaseRow,
    form: VerbForm,
    *,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    alert: str = "",
    since: int | None = None,
) -> HttpResponse:
    people = None
    if form.asks_who:
        those = assign.colleagues(actor=place.actor, resident_id=row.resident_id)
        held = assign.open_held(actor=place.actor, people=[one[0] for one in those])
        people = forms.colleagues(those, held, row.assignee_id, asked.request)
    context = case_frame(place, row, since) | {
        "verb": form.path,
        "words": forms.words(form, row),
        "people": people,
        "teams": forms.teams(place.listed.page.teams, row) if form.asks_team else [],
        "team_way": tools(place, row, read.buttons(place.actor, row))["to_team"],
        "units": forms.units(form, row, asked.request),
        "query": forms.query(asked.request),
        "reasons": [(key, _(text)) for key, text in form.reasons.items()],
        "journal": forms.journal_box(form, row, asked.request.POST),
        "typed": forms.kept(form, asked.request.POST),
        "errors": dict(errors or {}),
        "alert": alert,
        "fresh": news(row, place.now, since),
        "open_to_verb": bool(form.events & read.buttons(place.actor, row)),
        "with_partial": Event.ASSIGN_WITH_PARTIAL in form.events,
    }
    return render(asked.request, "cases/staff_verb.html", context, status=status)
