"""A region's administrators: who they are, who confirmed them, and what waits to be done."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.kernel import clock
from vardpost.kernel.errors import NotFound
from vardpost.kernel.ids import new_id
from vardpost.offices.actions.roles import (
    LONGEST_REASON,
    confirm_administrator,
    end_administrator,
)
from vardpost.offices.forms import words_of
from vardpost.offices.queries import PAGE, administrators, applications, regions, waiting
from vardpost.offices.values import Administrator, Application
from vardpost.offices.views.place import NATION, REGION, Place, of_nation, of_region
from vardpost.offices.words import STATE_WORDS, state_name
from vardpost.shell.settings_page import SettingsPage, settings_page


@REGION
@require_safe
def of_own_region(request: HttpRequest, region: str) -> HttpResponse:
    """Show one's own region's administrators and applications."""
    return _list(request, of_region(request, region))


@NATION
@require_safe
def of_any_region(request: HttpRequest, region: str) -> HttpResponse:
    """Show a region's administrators and applications to the national office."""
    return _list(request, of_nation(request, region))


@REGION
@require_http_methods(["GET", "HEAD", "POST"])
def one_of_own(request: HttpRequest, region: str, person_id: UUID) -> HttpResponse:
    """Confirm a colleague, or end her role."""
    return _one(request, of_region(request, region), person_id)


@NATION
@require_http_methods(["GET", "HEAD", "POST"])
def one_of_any(request: HttpRequest, region: str, person_id: UUID) -> HttpResponse:
    """Confirm a region's administrator, or end the role."""
    return _one(request, of_nation(request, region), person_id)


@NATION
@require_safe
def nation(request: HttpRequest) -> HttpResponse:
    """Show what waits for the national office, and every region's administrators in numbers."""
    every = regions()
    names = {code: name for code, name, *_rest in every}
    context = {
        "waiting": [
            {
                **_line(one),
                "region": names[one.region_id],
                "href": f"/n/administratorer/region/{one.region_id}/ansokan/{one.id}",
            }
            for one in waiting()
        ],
        "regions": every,
    }
    return render(request, "offices/nation.html", context)


def _list(request: HttpRequest, place: Place) -> HttpResponse:
    now = clock.now()
    people = administrators(place.region_id)
    found = applications(place.region_id, _uuid(request.GET.get("efter", "")))
    in_office = [one for one in people if one.active and one.since <= clock.today()]
    context = {
        "place": place,
        "people": [_row(place, one) for one in people],
        "in_office": len(in_office),
        "applications": [
            {**_line(one), "href": f"{place.base}/ansokan/{one.id}"} for one in found[:PAGE]
        ],
        "next_href": f"{place.base}?efter={found[PAGE - 1].id}" if len(found) > PAGE else "",
        "fresh": new_id(),
        "done": request.GET.get("sparat", ""),
        "now": now,
    }
    return render(request, "offices/administrators.html", context)


def _row(place: Place, one: Administrator) -> dict[str, Any]:
    now = clock.now()
    return {
        "one": one,
        "due": one.is_due(now),
        "begun": one.since <= clock.today(),
        "own": one.person_id == place.actor.person_id,
        "href": f"{place.base}/{one.person_id}",
    }


def _line(one: Application) -> dict[str, Any]:
    return {
        "one": one,
        "state": state_name(one.standing.state),
        "color": STATE_WORDS[one.standing.state][1],
    }


def _one(request: HttpRequest, place: Place, person_id: UUID) -> HttpResponse:
    people = {one.person_id: one for one in administrators(place.region_id)}
    if person_id not in people:
        raise NotFound("administrator")
    confirms = request.POST.get("act") == "confirm"

    def keep(reason: str, _version: int) -> None:
        if confirms:
            confirm_administrator(actor=place.actor, region_id=place.region_id, person_id=person_id)
        else:
            end_administrator(
                actor=place.actor,
                region_id=place.region_id,
                person_id=person_id,
                reason=reason,
            )

    return settings_page(
        request,
        SettingsPage(
            template="offices/administrator.html",
            load=lambda: ({"reason": ""}, 0),
            parse=lambda posted: words_of(posted, "reason"),
            typed=lambda posted: {"reason": posted.get("reason", "")[:9999]},
            keep=keep,
            after=f"{place.base}?sparat={'bekraftad' if confirms else 'avslutad'}",
            more={
                "place": place,
                **_row(place, people[person_id]),
                "longest": LONGEST_REASON,
            },
        ),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
