"""Alarms: a unit's for its reviewers, and their number for the region and the national office."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.audit.state import SealState, seal_state
from vardpost.kernel import clock, typed
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Earlier, Moved, NotFound
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.review import alarm_words as words
from vardpost.review.actions.alarms import (
    LONGEST,
    OpenedAlarm,
    begin_from_alarm,
    close_alarm,
    count_alarms,
    list_alarms,
    open_alarm,
)
from vardpost.review.event_words import act
from vardpost.review.forms import item as form
from vardpost.review.queries.alarms import PAGE, Alarm, Count
from vardpost.review.queries.log import uuid_of
from vardpost.review.views.rows import about, resident_of
from vardpost.review.views.rules import in_region
from vardpost.shell.access import staff
from vardpost.shell.settings_page import posted_version
from vardpost.units.views.here import here

_REVIEW = staff(Permission.ACTIVITY_REVIEW)
_COUNT = staff(Permission.REVIEW_ALARM_COUNT)


@_REVIEW
@require_safe
def alarms(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the unit's open alarms, how the seal stands, and alarms that were closed."""
    actor, place = here(request, unit)
    found = list_alarms(actor=actor, unit_id=place.id, after=_key(request.GET.get("efter", "")))
    closed = found.closed[:PAGE]
    context = {
        "unit": place,
        "base": f"/m/{place.slug}/granskning",
        "open": [_shown(one) for one in found.open],
        "closed": [_shown(one) for one in closed],
        "seal": _seal(seal_state(place.region_id)),
        "done": request.GET.get("gjort") == "stangt",
        "next_href": _next(request, closed, more=len(found.closed) > PAGE),
    }
    return render(request, "review/alarms.html", context)


@_REVIEW
@require_http_methods(["GET", "HEAD", "POST"])
def alarm(request: HttpRequest, unit: str, alarm_id: UUID) -> HttpResponse:
    """Show one alarm with its entries; a post closes it with a comment."""
    actor, place = here(request, unit)
    text, errors, moved = "", dict[str, str](), tuple[Earlier, ...]()
    if request.method == "POST":
        text = typed.kept(request.POST.get("comment", "")[:20_000])
        try:
            close_alarm(
                actor=actor,
                unit_id=place.id,
                alarm_id=alarm_id,
                version=posted_version(request),
                comment=form.text(request.POST, "comment"),
            )
        except BadInput as error:
            errors = error.errors
        except Moved as error:
            moved = error.changes
        else:
            to = f"/m/{place.slug}/granskning/larm?gjort=stangt"
            return HttpResponseRedirect(to, status=303)
    found = open_alarm(actor=actor, unit_id=place.id, alarm_id=alarm_id)
    return _page(request, found, text=text, errors=errors, moved=moved)


@_REVIEW
@require_POST
def begin(request: HttpRequest, unit: str, alarm_id: UUID) -> HttpResponse:
    """Begin a review of what an alarm is about."""
    actor, place = here(request, unit)
    review_id = uuid_of(request.POST.get("granskning", "")) or new_id()
    try:
        begin_from_alarm(actor=actor, unit_id=place.id, alarm_id=alarm_id, review_id=review_id)
    except Moved as error:
        found = open_alarm(actor=actor, unit_id=place.id, alarm_id=alarm_id)
        return _page(request, found, moved=error.changes)
    return HttpResponseRedirect(f"/m/{place.slug}/granskning/{review_id}", status=303)


@_COUNT
@require_safe
def region(request: HttpRequest, region: str) -> HttpResponse:
    """Show a region how many alarms are open by unit and rule, and how its log's seal stands."""
    place = in_region(request, region)
    found = count_alarms(actor=place.actor, region_id=region)
    context = {
        **place.context(),
        "places": _by_place(found),
        "unseen": any(one.unseen for one in found),
        "nation": False,
        "seal": _seal(seal_state(region)),
    }
    return render(request, "review/alarm_counts.html", context)


@_COUNT
@require_safe
def nation(request: HttpRequest) -> HttpResponse:
    """Show the national office how many alarms are open by region, and how the seal stands."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is not None or actor.region_id:
        raise NotFound("nation")
    found = count_alarms(actor=actor)
    context = {
        "base": "/n",
        "places": _by_place(found),
        "nation": True,
        "seal": _seal(seal_state()),
    }
    return render(request, "review/alarm_counts.html", context)


def _page(
    request: HttpRequest,
    found: OpenedAlarm,
    *,
    text: str = "",
    errors: dict[str, str] | None = None,
    moved: tuple[Earlier, ...] = (),
) -> HttpResponse:
    unit = request.actor.unit  # type: ignore[attr-defined]  # set by the door
    rows = []
    for one in found.entries:
        case = found.cases.get(uuid_of(one.object_id) or new_id())
        rows.append(
            {
                "at": one.entry_at,
                "did": act(one.action),
                "about": about(case.number if case else "", 1),
                "resident": resident_of(case.resident_name, known=True) if case else "",
            }
        )
    context = {
        "unit": unit,
        "base": f"/m/{unit.slug}/granskning",
        "alarm": _shown(found.alarm),
        "rows": rows,
        "others": found.alarm.entries - len(rows),
        "version": found.alarm.version,
        "text": text,
        "errors": errors or {},
        "moved": moved,
        "longest": LONGEST,
        "review_id": new_id(),
    }
    status = 422 if errors else 409 if moved else 200
    return render(request, "review/alarm.html", context, status=status)


def _shown(one: Alarm) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": words.name(one.rule),
        "who": one.person_name,
        "said": words.said(one.rule, one.person_name, one.residents),
        "when": words.when(one.first_at, one.last_at),
        "last_at": one.last_at,
        "opened_at": one.opened_at,
        "closed_at": one.closed_at,
        "closed_by": one.closed_by_name,
        "comment": one.comment,
        "review_id": one.review_id,
    }


def _seal(state: SealState) -> dict[str, Any]:
    return {
        "whole": state.whole,
        "stopped": words.seal_stopped(state),
        "since": state.stopped_at,
        "head": state.newest_head,
        "odd": words.seal_odd(state),
    }


def _by_place(found: Sequence[Count]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the rows of each unit, or of each region."""
    places: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        places.setdefault(one.place, []).append(
            {
                "rule": words.name(one.rule),
                "alarms": one.alarms,
                "unseen": one.unseen,
                "oldest": one.oldest,
            }
        )
    return list(places.items())


def _next(request: HttpRequest, shown: Sequence[Alarm], *, more: bool) -> str:
    if not more or shown[-1].closed_at is None:
        return ""
    at = shown[-1].closed_at.astimezone(clock.STOCKHOLM).isoformat().replace("+", "%2B")
    return f"{request.path}?efter={at},{shown[-1].id}"


def _key(text: str) -> tuple[datetime, UUID] | None:
    at, _comma, alarm_id = text.partition(",")
    key = uuid_of(alarm_id)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, key) if key and moment.tzinfo else None
