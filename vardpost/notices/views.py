"""A person's own choices about notices, a unit's, and what the demo would have sent."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.notices import forms
from vardpost.notices.actions.choices import (
    change_settings,
    change_told,
    own_settings,
    show_settings,
)
from vardpost.notices.actions.unit import UNIT_TOLD, change_unit_told
from vardpost.notices.queries import Choices, Told, is_told, letters, unit_told
from vardpost.notices.words import EVENTS, mode_options
from vardpost.policy.permissions import Permission
from vardpost.shell.access import public, resident, signed_in, staff
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.locks import locks_at
from vardpost.units.queries.settings import version
from vardpost.units.views.here import here

RESIDENT, STAFF = "/mina/aviseringar", "/jag/installningar"


@resident(Permission.NOTICE_SETTINGS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def resident_settings(request: HttpRequest) -> HttpResponse:
    """Show and keep whether and where a resident is told."""
    actor = _actor(request)
    if request.method != "POST":
        return _resident_page(request, own_settings(actor=actor)[0], {})
    try:
        change_settings(actor=actor, new=forms.parse(request.POST.dict()))
    except BadInput as error:
        return _resident_page(request, forms.typed(request.POST.dict()), error.errors)
    return HttpResponseRedirect(f"{RESIDENT}?sparat=1", status=303)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def staff_settings(request: HttpRequest) -> HttpResponse:
    """Show and keep how and when staff are told; residents have a page of their own."""
    actor = _actor(request)
    if not actor.is_staff:
        return HttpResponseRedirect(RESIDENT)
    chosen, told = own_settings(actor=actor)

    def keep(parsed: tuple[Told, str], _version: int) -> None:
        change_told(actor=actor, new=parsed[0], language=parsed[1])

    return settings_page(
        request,
        SettingsPage(
            template="notices/staff.html",
            load=lambda: (forms.shown(told) | {"language": chosen.language}, 0),
            parse=lambda posted: forms.parse_told(posted.dict()),  # type: ignore[arg-type]  # text
            typed=lambda posted: forms.shown_typed(posted.dict()),  # type: ignore[arg-type]  # text
            keep=keep,
            more={"address": chosen.email, "events": _events(), "modes": mode_options()},
            seen=lambda: show_settings(actor=actor),
        ),
    )


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_settings(request: HttpRequest, unit: str) -> HttpResponse:
    """Show and keep how a unit is told, and warn when nobody would be."""
    actor, place = here(request, unit)
    events = [event for event in _events() if event[0] != "assigned"]
    return settings_page(
        request,
        SettingsPage(
            template="notices/admin_unit.html",
            load=lambda: (forms.shown(unit_told(place.id)), version(place.id, UNIT_TOLD.key)),
            parse=lambda posted: forms.parse_unit(posted.dict()),  # type: ignore[arg-type]  # text
            typed=lambda posted: forms.shown_typed(posted.dict()),  # type: ignore[arg-type]  # text
            keep=lambda new, made_from: change_unit_told(
                actor=actor, unit_id=place.id, version=made_from, new=new
            ),
            more={
                "unit": place,
                "events": events,
                "modes": mode_options(),
                "nobody": not is_told(place.id),
                "locks": locks_at(place.id),
            },
        ),
    )


@public
@require_GET
def demo_post(request: HttpRequest) -> HttpResponse:
    """Show the e-mails that the demo would have sent."""
    if not settings.DEMO:
        raise NotFound("not the demo")
    return render(request, "notices/demo_post.html", {"letters": letters()})


def _events() -> list[tuple[str, str]]:
    return [(key, _(name)) for key, name in EVENTS.items()]


def _resident_page(request: HttpRequest, chosen: Choices, errors: dict[str, str]) -> HttpResponse:
    show_settings(actor=_actor(request))
    saved = not errors and request.GET.get("sparat") == "1"
    context = {"chosen": chosen, "errors": errors, "saved": saved}
    return render(request, "notices/resident.html", context, status=422 if errors else 200)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    return actor
