"""Searching the log: the form with a reason, and the pages of what was found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.review.actions.begin import begin_from_search
from vardpost.review.actions.search import Found, begin_search, narrow_search, run_search
from vardpost.review.forms import filters as form
from vardpost.review.queries.log import Key, colleagues, uuid_of
from vardpost.review.queries.searches import recent
from vardpost.review.views.rows import folded, line
from vardpost.review.words import fact_options, facts, group_options, period
from vardpost.shell.access import staff
from vardpost.shell.settings_page import kept
from vardpost.units.views.here import here

_REVIEW = staff(Permission.ACTIVITY_REVIEW)


@_REVIEW
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the form of a new search; a post keeps the reason and leads to what was found."""
    actor, place = here(request, unit)
    people = colleagues(place.id)
    today = clock.today()
    if request.method != "POST":
        return _form(request, actor, place, people, form.fresh(today), {})
    posted = kept(request.POST)
    search_id = uuid_of(posted.get("sokning", "")) or new_id()
    try:
        parsed = form.search(posted, people, needs_reason=True)
        begin_search(
            actor=actor,
            unit_id=place.id,
            search_id=search_id,
            reason=parsed.reason,
            filters=parsed.filters,
            number=parsed.number,
        )
    except BadInput as error:
        return _form(request, actor, place, people, form.as_typed(posted), error.errors)
    return HttpResponseRedirect(f"{request.path}/{search_id}", status=303)


@_REVIEW
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest, unit: str, search_id: UUID) -> HttpResponse:
    """Show a page of what was found; a post looks for something else for the same reason."""
    actor, place = here(request, unit)
    people = colleagues(place.id)
    if request.method != "POST":
        return _page(request, actor, place, people, search_id)
    posted = kept(request.POST)
    try:
        parsed = form.search(posted, people, needs_reason=False)
        narrow_search(
            actor=actor,
            unit_id=place.id,
            search_id=search_id,
            filters=parsed.filters,
            number=parsed.number,
        )
    except BadInput as error:
        fields = form.as_typed(posted)
        return _page(request, actor, place, people, search_id, fields=fields, errors=error.errors)
    return HttpResponseRedirect(request.path, status=303)


@_REVIEW
@require_POST
def choose(request: HttpRequest, unit: str, search_id: UUID) -> HttpResponse:
    """Begin a review of the entries that are ticked."""
    actor, place = here(request, unit)
    chosen = [one for one in map(uuid_of, request.POST.getlist("poster")[:600]) if one is not None]
    review_id = uuid_of(request.POST.get("granskning", "")) or new_id()
    try:
        begin_from_search(
            actor=actor,
            unit_id=place.id,
            review_id=review_id,
            search_id=search_id,
            entries=chosen,
        )
    except BadInput as error:
        people = colleagues(place.id)
        return _page(request, actor, place, people, search_id, errors=error.errors)
    return HttpResponseRedirect(f"/m/{place.slug}/granskning/{review_id}", status=303)


def _form(
    request: HttpRequest,
    actor: Actor,
    place: UnitRef,
    people: list[tuple[UUID, str]],
    fields: form.Typed,
    errors: dict[str, str],
) -> HttpResponse:
    context = {
        "recent": [
            {"id": one.id, "at": one.at, "reason": one.reason}
            for one in recent(place.id, actor.person_id)
        ],
        "fresh": new_id(),
        **_common(place, people, fields, errors),
    }
    return render(request, "review/search.html", context, status=422 if errors else 200)


def _page(
    request: HttpRequest,
    actor: Actor,
    place: UnitRef,
    people: list[tuple[UUID, str]],
    search_id: UUID,
    *,
    fields: form.Typed | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    """Show what the search found, with its form; `fields` are what was typed wrongly."""
    after = _key(request.GET.get("efter", ""))
    got = run_search(actor=actor, unit_id=place.id, search_id=search_id, after=after)
    filters = got.search.filters
    context = {
        "search": got.search,
        "said": _said(got),
        "lines": folded([line(actor, one, got.cases, got.reviewed) for one in got.page.entries]),
        "first": after is None,
        "cut": got.page.cut,
        "looked_until": got.page.next[0] if got.page.next else None,
        "next_href": f"{request.path}?efter={_text(got.page.next)}" if got.page.next else "",
        "resident": filters.resident_name,
        "about_resident": filters.resident_id is not None,
        "fresh": new_id(),
        **_common(place, people, fields or form.shown(filters), errors or {}),
    }
    return render(request, "review/found.html", context, status=422 if errors else 200)


def _common(
    place: UnitRef, people: list[tuple[UUID, str]], fields: form.Typed, errors: dict[str, str]
) -> dict[str, Any]:
    return {
        "unit": place,
        "base": f"/m/{place.slug}/granskning",
        "people": [(str(key), name) for key, name in people],
        "groups": group_options(),
        "facts": fact_options(),
        "fields": fields,
        "errors": errors,
    }


def _said(got: Found) -> list[str]:
    """Return what a search looks for, in a few words each."""
    filters = got.search.filters
    groups = dict(group_options())
    said = [period(filters.from_on, filters.to_on), filters.person_name]
    said += [groups[one.value] for one in filters.groups if one.value in groups]
    return [one for one in [*said, *facts(filters.facts)] if one]


def _text(key: Key) -> str:
    at, entry = key
    return f"{at.astimezone(clock.STOCKHOLM).isoformat()},{entry}".replace("+", "%2B")


def _key(text: str) -> Key | None:
    at, _comma, entry = text.partition(",")
    key = uuid_of(entry)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, key) if key and moment.tzinfo else None
