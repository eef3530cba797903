"""The unit's plan of review; the region's page of suspected breaches, and its contact."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.kernel import clock
from vardpost.policy.permissions import Permission
from vardpost.review.actions.plan import (
    CONTACT,
    PLAN,
    change_contact,
    change_plan,
    list_escalations,
    receive,
)
from vardpost.review.forms import plan as form
from vardpost.review.queries.escalations import PAGE, contact_of
from vardpost.review.queries.log import uuid_of
from vardpost.review.queries.plan import plan_of
from vardpost.review.queries.why import unmanned
from vardpost.review.views.rules import in_region
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.queries.settings import version, version_at
from vardpost.units.views.here import here


@staff(Permission.REVIEW_RULES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, unit: str) -> HttpResponse:
    """Show and keep how often a sample is drawn, how large, and how long things may take."""
    actor, place = here(request, unit)
    return settings_page(
        request,
        SettingsPage(
            template="review/plan.html",
            load=lambda: (form.shown(plan_of(place.id)), version(place.id, PLAN.key)),
            parse=form.parse,
            typed=form.as_typed,
            keep=lambda data, made_from: change_plan(
                actor=actor, unit_id=place.id, version=made_from, plan=data
            ),
            more={
                "unit": place,
                "base": f"/m/{place.slug}/granskning",
                "sizes": [("entries", _("poster")), ("percent", _("procent"))],
            },
        ),
    )


@staff(Permission.REVIEW_ESCALATION_READ)
@require_safe
def region(request: HttpRequest, region: str) -> HttpResponse:
    """Show what the region was told: units and numbers, never entries."""
    place = in_region(request, region)
    found = list_escalations(
        actor=place.actor, region_id=region, before=_key(request.GET.get("efter", ""))
    )
    listed = found[:PAGE]
    context: dict[str, Any] = {
        **place.context(),
        "unmanned": unmanned(clock.today()),
        "waiting": [one for one in listed if one.received_at is None],
        "past": [one for one in listed if one.received_at is not None],
        "contact": contact_of(region),
        "saved": request.GET.get("sparat") == "1",
        "next_href": "",
    }
    if len(found) > PAGE:
        at = listed[-1].at.astimezone(clock.STOCKHOLM).isoformat().replace("+", "%2B")
        context["next_href"] = f"{request.path}?efter={at},{listed[-1].id}"
    return render(request, "review/region.html", context)


@staff(Permission.REVIEW_ESCALATION_READ)
@require_POST
def received(request: HttpRequest, region: str, escalation_id: UUID) -> HttpResponse:
    """Say that the region has seen it."""
    place = in_region(request, region)
    receive(actor=place.actor, region_id=region, escalation_id=escalation_id)
    return HttpResponseRedirect(f"{place.base}?sparat=1", status=303)


@staff(Permission.REVIEW_RULES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, region: str) -> HttpResponse:
    """Show and keep whom the region's reviewers turn to."""
    place = in_region(request, region)
    return settings_page(
        request,
        SettingsPage(
            template="review/contact.html",
            load=lambda: (contact_of(region), version_at(region, None, CONTACT.key, "")),
            parse=form.contact,
            typed=form.contact_typed,
            keep=lambda data, made_from: change_contact(
                actor=place.actor, region_id=region, version=made_from, contact=data
            ),
            after=f"{place.base}?sparat=1",
            more=place.context(),
        ),
    )


def _key(text: str) -> tuple[datetime, UUID] | None:
    at, _comma, entry = text.partition(",")
    key = uuid_of(entry)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, key) if key and moment.tzinfo else None
