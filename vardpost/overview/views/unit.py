"""One unit: each setting as the unit has it, read-only, and who changed what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vardpost.kernel.tenancy import Thing
from vardpost.overview import words
from vardpost.overview.actions.unit import open_changes, open_unit
from vardpost.overview.queries.settings import OF_RESIDENTS
from vardpost.overview.views.place import office
from vardpost.overview.wanted import after
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.units.queries.settings import PAGE, Change
from vardpost.units.settings import differences, kind_of, kinds
from vardpost.units.words import kind_name


@staff(Permission.OVERVIEW_READ)
@require_safe
def unit(request: HttpRequest, region: str, slug: str) -> HttpResponse:
    """Show one unit of the region."""
    actor = office(request, region)
    found = open_unit(actor=actor, region_id=region, slug=slug)
    one = found.unit
    lang = language()
    context = {
        "base": f"/r/{region}",
        "here": f"/r/{region}/mottagning/{one.slug}",
        "region": found.overview.region,
        "unit": one,
        "needs": [words.need_name(need) for need in one.needs],
        "facts": [
            (_("Sorts mottagning"), kind_name(one.kind)),
            (_("HSA-id"), one.hsa_id),
            (_("Kommun"), one.municipality),
            (_("Mall"), ", ".join(filter(None, (words.template(one), words.newer(one))))),
            (_("Avviker från mallen"), words.drift(one) or _("Nej")),
            (_("Administratörer"), ", ".join(found.admins) or _("Ingen")),
            (_("Avisering"), words.notices(one)),
            (_("Senast inloggad"), words.signed_in(one)),
            (_("Öppna ärenden"), words.open_cases(one)),
            (_("I tid"), words.share(one)),
            (_("Villkor"), words.terms(one) or "–"),
        ],
        "may_appoint": can(actor, Permission.UNIT_ADMIN_APPOINT, Thing(region_id=region)),
        "drifts": can(actor, Permission.TEMPLATE_ROLL_OUT, Thing(region_id=region)),
        "ways": [
            (path, said)
            for permission, path, said in (
                (Permission.UNIT_RENAME, "namn", _("Byt namn")),
                (Permission.OVERVIEW_READ, "prova", _("Prova en ändring")),
                (Permission.UNIT_CLOSE, "avveckla", _("Avveckla")),
            )
            if can(actor, permission, Thing(region_id=region))
        ],
        "settings": found.settings,
        "types": [(type_.title.of(lang), type_) for type_ in found.types],
        "closings": [(stop, stop.reason(lang)) for stop in found.closings],
    }
    return render(request, "overview/unit.html", context)


@staff(Permission.OVERVIEW_READ)
@require_safe
def changes(request: HttpRequest, region: str, slug: str) -> HttpResponse:
    """Show who changed what at one unit, newest first."""
    actor = office(request, region)
    chosen = request.GET.get("typ", "")[:40]
    one, found = open_changes(
        actor=actor, region_id=region, slug=slug, kind=chosen, after=after(request.GET)
    )
    listed = found[:PAGE]
    tail = f"&typ={chosen}" if chosen else ""
    context = {
        "here": f"/r/{region}/mottagning/{one.slug}",
        "unit": one,
        "kinds": sorted(
            ((kind.key, _(kind.title)) for kind in kinds() if kind.key not in OF_RESIDENTS),
            key=lambda pair: pair[1].casefold(),
        ),
        "chosen": chosen,
        "changes": [_line(change) for change in listed],
        "next_href": f"{request.path}?efter={listed[-1].id}{tail}" if len(found) > PAGE else "",
    }
    return render(request, "overview/changes.html", context)


def _line(one: Change) -> dict[str, Any]:
    kind = kind_of(one.kind)
    return {
        "title": _(kind.title),
        "name": one.actor_name,
        "at": one.at,
        "reason": one.reason,
        "undoes": one.undoes_id is not None,
        "lines": differences(kind, one.old, one.new),
    }
