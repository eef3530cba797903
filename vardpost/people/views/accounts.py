"""Personal: the unit's staff accounts, each with a page of its own."""

from typing import TypedDict
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.kernel.actor import Actor
from vardpost.people import forms
from vardpost.people.actions.accounts import (
    SHOWN,
    account_version,
    change_shown,
    deactivate,
    reactivate,
    register,
)
from vardpost.people.actions.looking import find_colleague, list_accounts, show_colleague
from vardpost.people.departures import open_work
from vardpost.people.queries.directory import leavers
from vardpost.people.queries.staff import PAGE, responders
from vardpost.people.values import Presentation
from vardpost.people.views.rows import account_row, signed_in, uuid
from vardpost.people.words import SHOW_AS
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.queries.settings import version
from vardpost.units.views.here import here


class _Whom(TypedDict):
    """Who looks at whom, as both the finding and the row of it ask."""

    actor: Actor
    unit_id: UUID
    person_id: UUID
    permission: Permission


@staff(Permission.STAFF_REGISTER)
@require_safe
def accounts(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the unit's accounts, the sleeping ones last."""
    actor, place = here(request, unit)
    after = uuid(request.GET.get("efter", ""))
    found = list_accounts(actor=actor, unit_id=place.id, after=after)
    more = f"{request.path}?efter={found[PAGE - 1].person_id}" if len(found) > PAGE else ""
    rows = [account_row(one) for one in found[:PAGE]]
    gone = leavers(place.id)
    work = open_work(place.id, [one.person_id for one in gone])
    context = {
        "unit": place,
        "rows": rows,
        "next_href": more,
        "gone": [(one.person_id, one.name, one.title, work[one.person_id]) for one in gone],
    }
    return render(request, "people/admin_accounts.html", context)


@staff(Permission.STAFF_REGISTER)
@require_POST
def add(request: HttpRequest, unit: str) -> HttpResponse:
    """Make an account of somebody in the directory, and lead to her permissions."""
    actor, place = here(request, unit)
    key = request.POST.get("hsa_id", "")[:31]
    person_id = register(actor=actor, unit_id=place.id, key=key)
    return HttpResponseRedirect(f"/m/{unit}/admin/behorigheter/{person_id}", status=303)


@staff(Permission.STAFF_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, unit: str, person_id: UUID) -> HttpResponse:
    """Show an account, and change the name and how residents see the person."""
    actor, place = here(request, unit)
    whom: _Whom = {
        "actor": actor,
        "unit_id": place.id,
        "person_id": person_id,
        "permission": Permission.STAFF_REGISTER,
    }
    one = find_colleague(**whom)
    shown = Presentation(one.name, one.title, one.protected, one.show_as, one.signature)
    return settings_page(
        request,
        SettingsPage(
            template="people/admin_account.html",
            load=lambda: (shown, version(place.id, SHOWN.key, person_id)),
            parse=forms.presentation,
            typed=forms.presentation_typed,
            keep=lambda data, made_from: change_shown(
                actor=actor, unit_id=place.id, person_id=person_id, version=made_from, data=data
            ),
            more={
                "unit": place,
                "one": one,
                "oneself": one.person_id == actor.person_id,
                "signed_in": signed_in(one),
                "ways": [(key, _(words)) for key, words in SHOW_AS.items()],
            },
            seen=lambda: show_colleague(**whom),
        ),
    )


@staff(Permission.STAFF_DEACTIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def sleep(request: HttpRequest, unit: str, person_id: UUID) -> HttpResponse:
    """Ask why and where the open cases go, and put the account to sleep."""
    actor, place = here(request, unit)
    whom: _Whom = {
        "actor": actor,
        "unit_id": place.id,
        "person_id": person_id,
        "permission": Permission.STAFF_DEACTIVATE,
    }
    one = find_colleague(**whom)
    work = open_work(place.id, [person_id])[person_id]
    return settings_page(
        request,
        SettingsPage(
            template="people/admin_sleep.html",
            load=lambda: (forms.Typed({"to": "inbox"}), account_version(place.id, person_id)),
            parse=lambda posted: forms.sleep(posted, open_cases=work > 0),
            typed=forms.typed,
            keep=lambda data, made_from: deactivate(
                actor=actor,
                unit_id=place.id,
                person_id=person_id,
                version=made_from,
                why=data.why,
                reason=data.reason,
                to=data.to,
            ),
            after=f"/m/{unit}/admin/personal/{person_id}?sparat=1",
            more={
                "unit": place,
                "one": one,
                "work": work,
                "signed_in": signed_in(one),
                "colleagues": responders(place.id, apart_from=person_id) if work else [],
            },
            seen=lambda: show_colleague(**whom),
        ),
    )


@staff(Permission.STAFF_REACTIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def wake(request: HttpRequest, unit: str, person_id: UUID) -> HttpResponse:
    """Ask why, and wake the account."""
    actor, place = here(request, unit)
    whom: _Whom = {
        "actor": actor,
        "unit_id": place.id,
        "person_id": person_id,
        "permission": Permission.STAFF_REACTIVATE,
    }
    one = find_colleague(**whom)
    return settings_page(
        request,
        SettingsPage(
            template="people/admin_wake.html",
            load=lambda: (forms.Typed({}), account_version(place.id, person_id)),
            parse=forms.reason,
            typed=forms.typed,
            keep=lambda reason, made_from: reactivate(
                actor=actor,
                unit_id=place.id,
                person_id=person_id,
                version=made_from,
                reason=reason,
            ),
            after=f"/m/{unit}/admin/personal/{person_id}?sparat=1",
            more={"unit": place, "one": one, "signed_in": signed_in(one)},
            seen=lambda: show_colleague(**whom),
        ),
    )
