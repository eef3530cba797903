"""Exports: the order, how far one has come, and the file, once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.kernel import clock
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.review.actions.export import (
    Source,
    list_exports,
    open_export,
    order_export,
    restart_export,
    stop_export,
    take_export,
)
from vardpost.review.forms import export as form
from vardpost.review.queries.exports import PAGE, ExportRow
from vardpost.review.queries.log import Key, uuid_of
from vardpost.review.queries.reviews import review_of
from vardpost.review.queries.searches import search_of
from vardpost.review.views.rows import title
from vardpost.review.words import facts, group_options, period
from vardpost.shell.access import staff
from vardpost.units.views.here import here

_EXPORT = staff(Permission.LOG_EXPORT)


@_EXPORT
@require_http_methods(["GET", "HEAD", "POST"])
def of_search(request: HttpRequest, unit: str, search_id: UUID) -> HttpResponse:
    """Show the order of a search's export, and take it."""
    actor, place = here(request, unit)
    search = search_of(place.id, search_id, actor.person_id)
    back = f"/m/{place.slug}/granskning/sok/{search_id}"
    what = period(search.filters.from_on, search.filters.to_on)
    return _order(request, unit, Source(search_id=search_id), back, what, search.reason)


@_EXPORT
@require_http_methods(["GET", "HEAD", "POST"])
def of_review(request: HttpRequest, unit: str, review_id: UUID) -> HttpResponse:
    """Show the order of a closed review's export, and take it."""
    _actor, place = here(request, unit)
    found = review_of(place.id, review_id)
    if found.closed_at is None:
        raise NotFound("an export of a review that is open")
    back = f"/m/{place.slug}/granskning/{review_id}"
    return _order(request, unit, Source(review_id=review_id), back, title(found), "")


@_EXPORT
@require_safe
def exports(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the unit's exports, the latest first."""
    actor, place = here(request, unit)
    found = list_exports(actor=actor, unit_id=place.id, before=_key(request.GET.get("efter", "")))
    listed, last = found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None
    context = {
        "unit": place,
        "base": f"/m/{place.slug}/granskning",
        "exports": [{"row": one, "state": _state(one)} for one in listed],
        "next_href": f"{request.path}?efter={_text(last)}" if last else "",
    }
    return render(request, "review/exports.html", context)


@_EXPORT
@require_safe
def export(request: HttpRequest, unit: str, export_id: UUID) -> HttpResponse:
    """Show how far an export has come, and what there is to do."""
    actor, place = here(request, unit)
    found = open_export(actor=actor, unit_id=place.id, export_id=export_id)
    context = {
        "unit": place,
        "base": f"/m/{place.slug}/granskning",
        "export": found,
        "state": _state(found),
        "mine": found.ordered_by_id == actor.person_id,
        "what": _what(found),
        "made": request.GET.get("gjort", ""),
    }
    return render(request, "review/export.html", context)


@_EXPORT
@require_POST
def take(request: HttpRequest, unit: str, export_id: UUID) -> HttpResponse:
    """Give the file to whoever ordered it, once."""
    actor, place = here(request, unit)
    file = take_export(actor=actor, unit_id=place.id, export_id=export_id)
    answer = HttpResponse(file.data, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


@_EXPORT
@require_POST
def stop(request: HttpRequest, unit: str, export_id: UUID) -> HttpResponse:
    """Stop the making."""
    actor, place = here(request, unit)
    stop_export(actor=actor, unit_id=place.id, export_id=export_id)
    return _back(place.slug, export_id, "stopp")


@_EXPORT
@require_POST
def restart(request: HttpRequest, unit: str, export_id: UUID) -> HttpResponse:
    """Begin the making anew."""
    actor, place = here(request, unit)
    restart_export(actor=actor, unit_id=place.id, export_id=export_id)
    return _back(place.slug, export_id, "igen")


def _order(
    request: HttpRequest, unit: str, source: Source, back: str, what: str, reason: str
) -> HttpResponse:
    actor, place = here(request, unit)
    fields, errors = form.as_typed({}, reason), dict[str, str]()
    export_id = uuid_of(request.POST.get("export", "")) or new_id()
    if request.method == "POST":
        posted = {name: request.POST.get(name, "") for name in ("form", "recipient", "reason")}
        try:
            order = form.parse(posted)
            order_export(
                actor=actor,
                unit_id=place.id,
                export_id=export_id,
                source=source,
                form=order.form,
                recipient=order.recipient,
                reason=order.reason,
            )
        except BadInput as error:
            fields, errors = form.as_typed(posted), error.errors
        else:
            return _back(place.slug, export_id, "")
    context = {
        "unit": place,
        "base": f"/m/{place.slug}/granskning",
        "back": back,
        "what": what,
        "fields": fields,
        "errors": errors,
        "fresh": export_id,
        "longest": form.LONGEST_REASON,
    }
    return render(request, "review/export_order.html", context, status=422 if errors else 200)


def _back(slug: str, export_id: UUID, done: str) -> HttpResponse:
    tail = f"?gjort={done}" if done else ""
    return HttpResponseRedirect(f"/m/{slug}/granskning/export/{export_id}{tail}", status=303)


def _state(one: ExportRow) -> tuple[str, str, str]:
    """Return how an export stands: words, colour and icon. What is over in time is over at once."""
    over = one.expires_at is not None and one.expires_at <= clock.now()
    state = "expired" if over and one.ended_at is None else one.state
    return {
        "waiting": (_("Väntar på sin tur"), "neutral", "clock"),
        "making": (_("Görs nu"), "info", "clock"),
        "ready": (_("Klar att hämta"), "success", "check"),
        "stopped": (_("Stoppad"), "neutral", "close"),
        "too_large": (_("För stor"), "warning", "alert"),
        "taken": (_("Hämtad"), "neutral", "check"),
        "expired": (_("Borttagen utan att hämtas"), "neutral", "close"),
    }[state]


def _what(one: ExportRow) -> list[tuple[str, Any]]:
    """Return what an export is of."""
    if one.filters is None:
        return []
    groups = dict(group_options())
    rows = [
        (_("Period"), period(one.filters.from_on, one.filters.to_on)),
        (_("Medarbetare"), one.filters.person_name),
        (_("Händelser"), ", ".join(groups[group.value] for group in one.filters.groups)),
        (_("Villkor"), ", ".join(facts(one.filters.facts))),
    ]
    if one.filters.resident_id is not None:
        rows.append((_("Invånare"), one.filters.resident_name or _("Skyddade uppgifter")))
    return [row for row in rows if row[1]]


def _text(one: ExportRow) -> str:
    at = one.ordered_at.astimezone(clock.STOCKHOLM).isoformat().replace("+", "%2B")
    return f"{at},{one.id}"


def _key(text: str) -> Key | None:
    at, _comma, entry = text.partition(",")
    key = uuid_of(entry)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, key) if key and moment.tzinfo else None
