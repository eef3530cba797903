"""Behörigheter: who may what on the unit, giving, taking away, and who can read what."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.kernel import clock
from vardpost.people import forms
from vardpost.people.actions.grants import GRANTS, give, take_away
from vardpost.people.actions.looking import (
    find_colleague,
    list_with_roles,
    list_without_roles,
    search_directory,
    show_colleague,
)
from vardpost.people.departures import open_work
from vardpost.people.queries.staff import PAGE, administrators, responders
from vardpost.people.views.rows import colleague_page, grant_row, hit, reads, uuid
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.queries.settings import standing
from vardpost.units.views.here import here


@staff(Permission.GRANT_EDIT)
@require_safe
def table(request: HttpRequest, unit: str) -> HttpResponse:
    """Show who holds which role here, or what a search in the directory finds."""
    actor, place = here(request, unit)
    written = request.GET.get("sok", "").strip()[:100]
    context: dict[str, Any] = {"unit": place, "written": written, "cover": None, "next_href": ""}
    if written:
        hits = search_directory(
            actor=actor, unit_id=place.id, written=written, after=request.GET.get("efter", "")
        )
        context["found"] = [hit(one) for one in hits[:PAGE]]
        if len(hits) > PAGE:
            context["next_href"] = "?" + urlencode({"sok": written, "efter": hits[PAGE - 1].key})
    else:
        after = uuid(request.GET.get("efter", ""))
        people = list_with_roles(actor=actor, unit_id=place.id, after=after)
        if after is None:
            others = list_without_roles(actor=actor, unit_id=place.id)
            context["others"] = [hit(one) for one in others]
        context["rows"] = [grant_row(one, clock.today()) for one in people[:PAGE]]
        context["cover"] = administrators(place.id)
        if len(people) > PAGE:
            context["next_href"] = f"{request.path}?efter={people[PAGE - 1].person_id}"
    return render(request, "people/admin_permissions.html", context)


@staff(Permission.GRANT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, unit: str, person_id: UUID) -> HttpResponse:
    """Show somebody's permissions here, and give more."""
    actor, place = here(request, unit)
    found = find_colleague(actor=actor, unit_id=place.id, person_id=person_id)
    changes = standing(GRANTS.key, place.region_id, place.id, str(person_id), after=0)
    return settings_page(
        request,
        SettingsPage(
            template="people/admin_person.html",
            load=lambda: (
                forms.Typed({"starts": clock.today().isoformat(), "length": ""}),
                changes[-1].version if changes else 0,
            ),
            parse=forms.wanted,
            typed=forms.typed,
            keep=lambda data, made_from: give(
                actor=actor, unit_id=place.id, person_id=person_id, version=made_from, wanted=data
            ),
            more={"unit": place, **colleague_page(actor, found, changes)},
            seen=lambda: show_colleague(actor=actor, unit_id=place.id, person_id=person_id),
        ),
    )


@staff(Permission.GRANT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, unit: str, person_id: UUID) -> HttpResponse:
    """Ask what happens to the open cases, and take permissions away."""
    actor, place = here(request, unit)
    found = find_colleague(actor=actor, unit_id=place.id, person_id=person_id)
    changes = standing(GRANTS.key, place.region_id, place.id, str(person_id), after=0)
    work = open_work(place.id, [person_id])[person_id]
    return settings_page(
        request,
        SettingsPage(
            template="people/admin_remove.html",
            load=lambda: (
                forms.Typed({"to": "inbox"}, tuple(found.roles)),
                changes[-1].version if changes else 0,
            ),
            parse=lambda posted: forms.removal(posted, open_cases=work > 0),
            typed=forms.typed,
            keep=lambda data, made_from: take_away(
                actor=actor,
                unit_id=place.id,
                person_id=person_id,
                version=made_from,
                roles=data.roles,
                reason=data.reason,
                to=data.to,
            ),
            after=f"/m/{unit}/admin/behorigheter/{person_id}?sparat=1",
            more={
                "unit": place,
                "work": work,
                "colleagues": responders(place.id, apart_from=person_id) if work else [],
                **colleague_page(actor, found, changes),
            },
            seen=lambda: show_colleague(actor=actor, unit_id=place.id, person_id=person_id),
        ),
    )


@staff(Permission.GRANT_EDIT)
@require_safe
def who_reads_what(request: HttpRequest, unit: str) -> HttpResponse:
    """Say in words who can read which cases and settings, with names, for a print."""
    actor, place = here(request, unit)
    people = list_with_roles(actor=actor, unit_id=place.id, everybody=True)
    context = {"unit": place, "today": clock.today(), **reads(people, clock.today())}
    return render(request, "people/admin_who_reads.html", context)
