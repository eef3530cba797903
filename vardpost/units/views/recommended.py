"""Rekommenderade mottagningar: which lists a region has, and one of them with its check step."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.kernel import clock, typed
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import Moved, NotFound
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import posted_version
from vardpost.units.actions.recommended import RECOMMENDED, recommend
from vardpost.units.pasted import Line, read
from vardpost.units.queries.area import places
from vardpost.units.queries.recommended import MOST, OnList, lists_of, recommended_at
from vardpost.units.queries.settings import version_at

_LONGEST = 40_000
#: The last part of the address of the list for all residents.
_ALL = "alla"
_EDIT = staff(Permission.UNIT_RECOMMEND)


@_EDIT
@require_safe
def places_page(request: HttpRequest, region: str) -> HttpResponse:
    """Show for whom the region recommends units, and how many."""
    _actor(request, region)
    counts = lists_of(region)
    rows = [(_ALL, _("Alla invånare i regionen"), counts.get("", 0))]
    rows += [(code, name, counts.get(code, 0)) for code, name in _municipalities(region)]
    context = {
        "base": f"/r/{region}/rekommenderade",
        "lists": rows,
        "saved": request.GET.get("sparat") == "1",
    }
    return render(request, "units/recommended.html", context)


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def place_page(request: HttpRequest, region: str, place: str) -> HttpResponse:
    """Show one list as it stands; check a changed one, and keep what was checked."""
    actor = _actor(request, region)
    where = "" if place == _ALL else place
    names = dict(_municipalities(region))
    if where and where not in names:
        raise NotFound("municipality")
    now = recommended_at(region, where, clock.today())
    page: dict[str, Any] = {
        "base": f"/r/{region}/rekommenderade",
        "place": place,
        "name": names.get(where) or _("Alla invånare i regionen"),
        "now": now,
        "version": version_at(region, None, RECOMMENDED.key, where),
    }
    if request.method != "POST":
        return _shown(request, page, "\n".join(f"{one.hsa_id}; {one.name}" for one in now))
    text = typed.kept(request.POST.get("lista", ""))
    lines = read(text, region) if len(text) <= _LONGEST else []
    fault = _fault(text, lines)
    if fault or request.POST.get("steg") != "spara":
        return _shown(request, page, text, lines, fault=fault, checked=True)
    if any(one.fault and not one.harmless for one in lines):
        told = _("Rätta eller ta bort raderna med fel, och kontrollera igen.")
        return _shown(request, page, text, lines, fault=told, checked=True)
    try:
        recommend(
            actor=actor,
            region_id=region,
            municipality=where,
            version=posted_version(request),
            units=[one.unit_id for one in lines if one.unit_id is not None],
        )
    except Moved as error:
        return _shown(request, page, text, lines, moved=error, checked=True)
    return HttpResponseRedirect(f"{page['base']}?sparat=1", status=303)


def _actor(request: HttpRequest, region: str) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is not None or not region or actor.region_id != region:
        raise NotFound("office")
    return actor


def _municipalities(region: str) -> list[tuple[str, str]]:
    known = places()
    order = {name: number for number, name in enumerate(known.all_names())}
    found = [(code, name) for code, name in known.municipalities.items() if code[:2] == region]
    return sorted(found, key=lambda one: order[one[1]])


def _fault(text: str, lines: list[Line]) -> str:
    if len(text) > _LONGEST or len([one for one in lines if not one.harmless]) > MOST:
        return _("Listan är för lång. Det får vara högst {n} mottagningar.").replace(
            "{n}", str(MOST)
        )
    return ""


def _shown(
    request: HttpRequest,
    page: dict[str, Any],
    text: str,
    lines: list[Line] | None = None,
    *,
    fault: str = "",
    moved: Moved | None = None,
    checked: bool = False,
) -> HttpResponse:
    now: list[OnList] = page["now"]
    good = {one.hsa_id for one in lines or () if not one.fault}
    wrong = [one for one in lines or () if one.fault and not one.harmless]
    have = {one.hsa_id for one in now}
    context = page | {
        "text": text,
        "lines": lines or [],
        "checked": checked and not (fault and not lines),
        "wrong": wrong,
        "fresh": len(good - have),
        "gone": [one for one in now if one.hsa_id not in good],
        "ready": checked and not wrong and not fault,
        "errors": {"lista": fault} if fault else {},
        "moved": moved.changes if moved else (),
    }
    status = 409 if moved else 422 if fault or wrong else 200
    return render(request, "units/recommended_at.html", context, status=status)
