"""Unit administrators as their region sees them: the contact list, appointing, removing."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.kernel.tenancy import Thing
from vardpost.offices.actions.unit_admins import (
    LONGEST_REASON,
    appoint,
    export_contacts,
    remove,
)
from vardpost.offices.forms import words_of
from vardpost.offices.queries.due import how_many
from vardpost.offices.queries.units import PAGE, Contact, contacts, of_unit, troubles, unit_in
from vardpost.offices.words import trouble_name
from vardpost.people.actions.grants import GRANTS
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell import files
from vardpost.shell.access import staff
from vardpost.shell.dates import local
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.queries.region import region_name
from vardpost.units.queries.settings import version

_MAY = staff(Permission.UNIT_ADMIN_APPOINT)


def office(request: HttpRequest, region: str) -> tuple[Actor, str]:
    """Return who asks and where the pages begin. Raises `NotFound` for any region but one's own."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    right = Permission.UNIT_ADMIN_APPOINT
    if actor.unit is not None or not can(actor, right, Thing(region_id=region)):
        raise NotFound("office")
    return actor, f"/r/{region}/mottagningsadministratorer"


@_MAY
@require_safe
def contact_list(request: HttpRequest, region: str) -> HttpResponse:
    """Show who administers each unit and how to reach them, true at this moment."""
    _actor, base = office(request, region)
    written, trouble = _choices(request)
    found = contacts(region, words=written, trouble=trouble, after=_after(request))
    unreached, without = troubles(region)
    chosen = {"sok": written, "visa": "larm" if trouble else ""}
    query = urlencode({name: value for name, value in chosen.items() if value})
    last = found[PAGE - 1] if len(found) > PAGE else None
    context = {
        "base": base,
        "region": region_name(region),
        "rows": [_row(base, one) for one in found[:PAGE]],
        "written": written,
        "trouble": trouble,
        "unreached": unreached,
        "without": without,
        "due": how_many(region),
        "query": query,
        "next_href": f"{base}?{query}{'&' if query else ''}efter={last.unit_id}"
        f"{f'.{last.person_id}' if last.person_id else ''}"
        if last
        else "",
    }
    return render(request, "offices/contacts.html", context)


@_MAY
@require_safe
def contact_file(request: HttpRequest, region: str) -> HttpResponse:
    """Give the same list as CSV."""
    actor, _base = office(request, region)
    written, trouble = _choices(request)
    found = export_contacts(actor=actor, region_id=region, words=written, trouble=trouble)
    heads = [
        *(_("Mottagning"), _("Mottagningens HSA-id"), _("Namn"), _("Titel"), _("HSA-id")),
        *(_("E-post"), _("Telefon"), _("Administratör sedan"), _("Senast inloggad")),
        _("Går inte att nå"),
    ]
    made = files.as_csv(heads, [_line(one) for one in found])
    response = HttpResponse(made, content_type=files.CSV_TYPE)
    name = f"administratorer-{region}-{local(clock.now()).date().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@_MAY
@require_http_methods(["GET", "HEAD", "POST"])
def unit_admins(request: HttpRequest, region: str, slug: str) -> HttpResponse:
    """Show who administers one unit, and appoint one more."""
    actor, base = office(request, region)
    unit = unit_in(region, slug)
    here = f"{base}/{slug}"
    people = of_unit(region, unit.id)
    return settings_page(
        request,
        SettingsPage(
            template="offices/unit_admins.html",
            load=lambda: ({"hsa_id": "", "reason": ""}, 0),
            parse=lambda posted: (posted.get("hsa_id", "")[:60], words_of(posted, "reason")),
            typed=lambda posted: {
                name: posted.get(name, "")[:9999] for name in ("hsa_id", "reason")
            },
            keep=lambda said, _version: appoint(
                actor=actor, region_id=region, slug=slug, hsa_id=said[0], reason=said[1]
            ),
            after=f"{here}?sparat=1",
            more={
                "base": base,
                "here": here,
                "unit": unit,
                "rows": [_row(base, one) for one in people],
                "people": people[0].people if people else 0,
                "removed": request.GET.get("borttagen") == "1",
                "longest": LONGEST_REASON,
            },
        ),
    )


@_MAY
@require_http_methods(["GET", "HEAD", "POST"])
def removing(request: HttpRequest, region: str, slug: str, person_id: UUID) -> HttpResponse:
    """Say what it means to remove an administrator, and do it."""
    actor, base = office(request, region)
    unit = unit_in(region, slug)
    people = {one.person_id: one for one in of_unit(region, unit.id)}
    if person_id not in people:
        raise NotFound("administrator")
    others = [one for one in people.values() if one.person_id != person_id]
    in_office = [one for one in others if one.trouble != "asleep"]
    return settings_page(
        request,
        SettingsPage(
            template="offices/unit_admin_remove.html",
            load=lambda: (
                {"reason": "", "sure": ""},
                version(unit.id, GRANTS.key, person_id),
            ),
            parse=lambda posted: (words_of(posted, "reason"), posted.get("sure") == "1"),
            typed=lambda posted: {name: posted.get(name, "")[:9999] for name in ("reason", "sure")},
            keep=lambda said, made_from: remove(
                actor=actor,
                region_id=region,
                slug=slug,
                person_id=person_id,
                made_from=made_from,
                reason=said[0],
                sure=said[1],
            ),
            after=f"{base}/{slug}?borttagen=1",
            more={
                "here": f"{base}/{slug}",
                "unit": unit,
                "one": people[person_id],
                "last": not in_office,
                "own": person_id == actor.person_id,
                "longest": LONGEST_REASON,
            },
        ),
    )


def _choices(request: HttpRequest) -> tuple[str, bool]:
    written = request.GET.get("sok", "").replace("\0", "").strip()[:100]
    return written, request.GET.get("visa") == "larm"


def _after(request: HttpRequest) -> tuple[UUID, UUID | None] | None:
    unit, _dot, person = request.GET.get("efter", "").partition(".")
    try:
        return UUID(unit), UUID(person) if person else None
    except ValueError:
        return None


def _row(base: str, one: Contact) -> dict[str, Any]:
    return {
        "one": one,
        "href": f"{base}/{one.slug}",
        "trouble": trouble_name(one.trouble) if one.trouble else "",
    }


def _line(one: Contact) -> list[str]:
    return [
        *(one.unit, one.unit_hsa_id, one.name, one.title, one.hsa_id, one.email, one.phone),
        one.since.isoformat() if one.since else "",
        local(one.signed_in_at).date().isoformat() if one.signed_in_at else "",
        trouble_name(one.trouble) if one.trouble else "" if one.person_id else _("Ingen"),
    ]
