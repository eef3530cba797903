"""Loggen: a resident sees who has opened her cases, or a child's."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor, ResidentRef
from vardpost.kernel.errors import NotFound
from vardpost.policy.permissions import Permission
from vardpost.policy.scope import scope_for
from vardpost.review.actions.mirror import Log, open_case_log, open_log
from vardpost.review.mirror import Shown
from vardpost.shell import dates
from vardpost.shell.access import resident
from vardpost.shell.jinja import language

LOG = "/mina/logg"


@resident(Permission.MIRROR_READ)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show who has opened the resident's own cases, or a child's."""
    actor = who(request)
    whose = person(actor, request.GET.get("vem", ""))
    found = open_log(actor=actor, resident_id=whose.id, before=day_of(request))
    base = f"{LOG}?vem={whose.id}" if whose.capacity == "guardian" else LOG
    return render(request, "review/mirror_log.html", _context(request, whose, found, base))


@resident(Permission.MIRROR_READ)
@require_safe
def case_log(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show who has opened one case; its latest lines alone for a case page that is open."""
    actor = who(request)
    brief = request.GET.get("del") == "kort"
    found = open_case_log(actor=actor, case_id=case_id, before=day_of(request), brief=brief)
    whose = person(actor, str(found.resident_id))
    context = _context(request, whose, found, f"/mina/arenden/{case_id}/logg")
    return render(request, f"review/{'_mirror_brief' if brief else 'mirror_case'}.html", context)


def who(request: HttpRequest) -> Actor:
    """Return the resident whom the door let in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    return actor


def people(actor: Actor) -> list[ResidentRef]:
    """Return those whose logs the actor may see now, the actor first."""
    seen = scope_for(actor, Permission.MIRROR_READ).resident_ids
    return [one for one in actor.residents if one.id in seen]


def person(actor: Actor, asked: str) -> ResidentRef:
    """Return whose log is asked for; the actor's own where nobody is named. Raises `NotFound`."""
    wanted = asked or str(actor.person_id)
    found = next((one for one in people(actor) if str(one.id) == wanted), None)
    if found is None:
        raise NotFound("log")
    return found


def given(one: ResidentRef) -> str:
    """Return the given name: enough in the own family."""
    return one.name.split(" ")[0]


def day_of(request: HttpRequest) -> date | None:
    """Return the day that a page ends before; None for the latest, and for what is no day."""
    try:
        return date.fromisoformat(request.GET.get("fore", ""))
    except ValueError:
        return None


def by_day(lines: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    """Return lines under the words of their days."""
    today = clock.today()
    return [
        (said_day(day, today), list(those))
        for day, those in groupby(lines, key=lambda one: one.day)
    ]


def said_day(day: date, today: date) -> str:
    """Return a day in words, with *I dag* and *I går* before it."""
    said = dates.day(day, language(), today)
    names = {0: _("I dag"), 1: _("I går")}
    near = names.get((today - day).days)
    return f"{near}, {said}" if near else dates.sentence(said)


def _context(request: HttpRequest, whose: ResidentRef, found: Log, base: str) -> dict[str, object]:
    mark = "&" if "?" in base else "?"
    return {
        "days": by_day(found.lines),
        "later": day_of(request) is not None,
        "whose": whose,
        "name": given(whose) if whose.capacity == "guardian" else "",
        "people": people(who(request)),
        "tail": f"?vem={whose.id}" if whose.capacity == "guardian" else "",
        "today": clock.today(),
        "has_asked": any(one.asked for one in found.lines),
        "case": found.case,
        "title": found.case.title if found.case else "",
        "base": base,
        "older": f"{base}{mark}fore={found.older.isoformat()}" if found.older else "",
    }
