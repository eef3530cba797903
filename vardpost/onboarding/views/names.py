"""Namn: a unit is renamed by its office, and shown what it was called and where it says so."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.kernel import clock
from vardpost.kernel.actor import UnitRef
from vardpost.onboarding.actions.names import rename as rename_and_tell
from vardpost.onboarding.forms import names as form
from vardpost.onboarding.queries.old_names import OldText, old_texts
from vardpost.onboarding.views.place import unit_here
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.actions.names import LONGEST, NAME
from vardpost.units.queries.names import Called, called
from vardpost.units.queries.settings import version
from vardpost.units.views.here import here

_Link = Callable[[OldText], str]


@staff(Permission.UNIT_RENAME)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, region: str, slug: str) -> HttpResponse:
    """Show and change what a unit of the region is called."""
    actor, unit = unit_here(request, region, slug, Permission.UNIT_RENAME)
    found = called(unit.id)

    def load() -> tuple[form.Fields, int]:
        plan = found.planned
        day = plan.from_on if plan else clock.today()
        fields = {"name": plan.name if plan else found.name, "from_on": day.isoformat()}
        return fields, version(unit.id, NAME.key)

    return settings_page(
        request,
        SettingsPage(
            template="onboarding/name.html",
            load=load,
            parse=form.parse,
            typed=form.typed,
            keep=lambda data, made_from: rename_and_tell(
                actor=actor, unit_id=unit.id, version=made_from, data=data
            ),
            more={
                "base": f"/r/{region}",
                "unit": unit,
                "longest": LONGEST,
                **_said(request, found, unit, whole=True, link=_in_region(region)),
            },
        ),
    )


@staff(Permission.SETTINGS_READ)
@require_safe
def shown(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the unit's administrator what it is called, and its own texts that say the old name."""
    _actor, place = here(request, unit)
    context = {
        "unit": place,
        **_said(request, called(place.id), place, whole=False, link=_in_unit(place.slug)),
    }
    return render(request, "onboarding/admin_name.html", context)


def _said(
    request: HttpRequest, found: Called, unit: UnitRef, *, whole: bool, link: _Link
) -> dict[str, Any]:
    """Return the names, and where one of the old ones is still said; the newest unless asked."""
    old = list(dict.fromkeys(name for name, _since, _until in found.before if name != found.name))
    asked = request.GET.get("namn", "")
    looked = asked if asked in old else next(iter(old), "")
    texts = (
        old_texts(looked, found.name, region_id=unit.region_id, unit_id=None if whole else unit.id)
        if looked
        else []
    )
    return {
        "called": found,
        "old_names": old,
        "looked": looked,
        "texts": [(one, link(one)) for one in texts],
        "names_elsewhere": whole,
    }


def _in_region(region: str) -> _Link:
    def link(one: OldText) -> str:
        if one.slug:
            return f"/r/{region}/mottagning/{one.slug}"
        return f"/r/{region}/uthoppstjanster/{one.key}" if one.where == "service" else ""

    return link


def _in_unit(slug: str) -> _Link:
    base = f"/m/{slug}/admin"

    def link(one: OldText) -> str:
        if one.where == "contact":
            return f"{base}/kontaktuppgifter"
        where = {"terms": "villkor", "form": "arendetyper", "closing": "stangt"}[one.where]
        return f"{base}/{where}/{one.key}"

    return link
