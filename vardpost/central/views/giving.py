"""Dela ut: chosen units, what an order would do at each, and the order itself."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.casetypes.queries.central import use_of
from vardpost.central import words
from vardpost.central.actions.order import start_order
from vardpost.central.queries.chosen import Chosen, digest, order_said, units_for
from vardpost.central.views.place import Given, given, orders_base
from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.unit_templates.queries.templates import templates_for
from vardpost.units.models import UnitKind
from vardpost.units.pasted import MOST, Line
from vardpost.units.pasted import read as read_pasted
from vardpost.units.words import kind_name

_LONGEST = 200_000
#: What a unit has decided itself: it is left alone unless it is ticked.
_LEFT = ("asleep", "declined")
_WHICH = ("lista", "sort", "mall", "alla")


@staff(Permission.CENTRAL_TYPE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def units(request: HttpRequest, region: str, case_type_id: UUID) -> HttpResponse:
    """Choose units and what is to be done, look at whom it touches, and order it."""
    one = given(request, region, case_type_id)
    asked = _asked(request, one)
    if request.method != "POST":
        return _shown(request, one, asked)
    lines, fault = _lines(region, asked)
    if fault:
        return _shown(request, one, asked, lines=lines, fault=fault)
    found = _chosen(region, one, asked, lines)
    if not found:
        return _shown(request, one, asked, fault=("", _("Ingen mottagning är vald")))
    seen = digest(found, asked["hur"])
    moved = asked["steg"] == "gor" and request.POST.get("sett") != seen
    order_id = _uuid(request.POST.get("nyckel", ""))
    if moved and _is_that(order_said(region, order_id), case_type_id, asked["hur"], found):
        return HttpResponseRedirect(f"{orders_base(region)}/{order_id}", status=303)
    woken = set(request.POST.getlist("vack"))
    ids = [unit.id for unit in found if _wanted(unit, asked["hur"], woken)]
    if asked["steg"] != "gor" or moved or not ids:
        return _shown(request, one, asked, lines=lines, found=found, moved=moved, woken=woken)
    try:
        start_order(
            actor=one.home.actor,
            region_id=region,
            order_id=order_id,
            case_type_id=case_type_id,
            how=asked["hur"],
            units=ids,
        )
    except BadInput as error:  # the key is another order's already
        fault = ("", error.errors[""])
        return _shown(request, one, asked, lines=lines, found=found, woken=woken, fault=fault)
    return HttpResponseRedirect(f"{orders_base(region)}/{order_id}", status=303)


def _is_that(
    said: tuple[UUID, str, set[UUID]] | None, case_type_id: UUID, how: str, found: list[Chosen]
) -> bool:
    """Whether an order is the form's own, sent again while the order changed what it shows."""
    return (
        said is not None
        and said[:2] == (case_type_id, how)
        and said[2] <= {unit.id for unit in found}
    )


def _asked(request: HttpRequest, one: Given) -> dict[str, str]:
    """Return what was asked for; what is unknown is the first choice."""
    posted = request.POST
    kinds = {kind.value for kind in UnitKind}
    return {
        "hur": posted.get("hur", "") if posted.get("hur") in one.hows else one.hows[0],
        "vilka": posted.get("vilka", "") if posted.get("vilka") in _WHICH else _WHICH[0],
        "sort": posted.get("sort", "") if posted.get("sort") in kinds else "",
        "mall": typed.one_line(typed.kept(posted.get("mall", "")[:80])),
        "lista": typed.kept(posted.get("lista", "")),
        "steg": posted.get("steg", ""),
    }


def _lines(region: str, asked: dict[str, str]) -> tuple[list[Line], tuple[str, str] | None]:
    """Return the pasted lines, and the fault of what was chosen: (control, sentence)."""
    if asked["vilka"] == "sort" and not asked["sort"]:
        return [], ("sort", _("Välj en sort"))
    if asked["vilka"] == "mall" and not asked["mall"]:
        return [], ("mall", _("Välj en mall"))
    if asked["vilka"] != "lista":
        return [], None
    lines = read_pasted(asked["lista"], region) if len(asked["lista"]) <= _LONGEST else []
    if len(asked["lista"]) > _LONGEST or len(lines) > MOST:
        told = _("Listan är för lång. Dela upp den, högst {n} rader åt gången.")
        return [], ("lista", told.replace("{n}", str(MOST)))
    if not lines:
        return [], ("lista", _("Klistra in minst ett HSA-id"))
    if any(line.fault and not line.harmless for line in lines):
        return lines, ("lista", _("Rätta eller ta bort raderna med fel, och kontrollera igen."))
    return lines, None


def _chosen(region: str, one: Given, asked: dict[str, str], lines: list[Line]) -> list[Chosen]:
    which = asked["vilka"]
    return units_for(
        region,
        one.type.id,
        kind=asked["sort"] if which == "sort" else "",
        template=asked["mall"] if which == "mall" else "",
        ids=[line.unit_id for line in lines if line.unit_id and not line.fault]
        if which == "lista"
        else None,
    )


def _wanted(unit: Chosen, how: str, woken: set[str]) -> bool:
    """Whether the order is for a unit: what it has said no to itself only when it is ticked."""
    outcome = unit.outcome(how)
    return outcome != "same" and (outcome not in _LEFT or str(unit.id) in woken)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return new_id()


def _shown(
    request: HttpRequest,
    one: Given,
    asked: dict[str, str],
    *,
    lines: list[Line] | None = None,
    fault: tuple[str, str] | None = None,
    found: list[Chosen] | None = None,
    moved: bool = False,
    woken: set[str] | None = None,
) -> HttpResponse:
    chosen, region, how = found or [], one.home.region_id, asked["hur"]
    context: dict[str, Any] = {
        "home": one.home,
        "base": one.base,
        "orders": orders_base(region),
        "title": one.title,
        "asked": asked,
        "hows": [(word, _hint(word, region)) for word in one.hows],
        "kinds": [(kind.value, kind_name(kind.value)) for kind in UnitKind],
        "templates": [(t.code, t.name(language())) for t in templates_for(region)],
        "use": use_of(one.type.id, region),
        "wrong": [line for line in lines or () if line.fault and not line.harmless],
        "errors": {fault[0]: fault[1]} if fault else {},
        "chosen": chosen,
        "groups": [
            (word, words.planned(word), [u for u in chosen if u.outcome(how) == word])
            for word in words.PLANNED
        ],
        "ready": any(u.outcome(how) != "same" for u in chosen),
        "woken": woken or set(),
        "seen": digest(chosen, how) if chosen else "",
        "key": new_id(),
        "moved": moved,
    }
    status = 409 if moved else 422 if fault else 200
    return render(request, "central/giving.html", context, status=status)


def _hint(how: str, region: str) -> str:
    if how == "active":
        return _("Slå på den, så att invånare kan välja den")
    if how == "offer":
        return _("Föreslå den, så att mottagningen själv väljer")
    if not region:
        return _("Ta tillbaka förslaget: den som redan har slagit på den behåller den")
    return _("Dra tillbaka den: inga nya ärenden, pågående går vidare")
