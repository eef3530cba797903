"""Utlämning: to whom the unit hands out a case type that it holds back, one at a time.

As with residents who are let in, the number is posted, never part of an address, and typed again
with each step. A list of several stands in `handing_several`.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vardpost.casetypes.actions.handing import hand_out, list_handed_out, take_back
from vardpost.casetypes.forms import handing as form
from vardpost.casetypes.queries import handed, unit_types
from vardpost.casetypes.queries.editing import UnitType
from vardpost.casetypes.queries.handed import HandedOut
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Earlier, Moved, NotFound
from vardpost.kernel.tenancy import Thing
from vardpost.people import resident_forms
from vardpost.people.actions.residents import look_up, show_found
from vardpost.people.queries.residents import FoundResident
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.units.views.here import here

_HANDS_OUT = staff(Permission.RESIDENT_APPROVE)


@_HANDS_OUT
@require_safe
def handing(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    """Show to whom the type is handed out, or was."""
    return page(request, unit, case_type_id)


@_HANDS_OUT
@require_POST
def look(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    """Tell whether a resident has it, with the form that hands it out."""
    number = resident_forms.kept_number(request.POST.get("number", ""))
    try:
        found = _found(request, unit, number)
    except BadInput as error:
        return page(request, unit, case_type_id, number=number, errors=error.errors)
    return page(request, unit, case_type_id, number=number, found=found)


@_HANDS_OUT
@require_POST
def give(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    """Hand the type out to the resident whose number was looked up."""
    actor, place = here(request, unit)
    number = resident_forms.kept_number(request.POST.get("number", ""))
    typed: dict[str, Any] = {"number": number, "fields": form.shown(request.POST)}
    try:
        typed["found"] = found = _found(request, unit, number, seen=False)
        hand_out(
            actor=actor,
            unit_id=place.id,
            case_type_id=case_type_id,
            seen={found.id: _uuid(request.POST.get("sett", ""))},
            given=form.given(typed["fields"]),
        )
    except (BadInput, Moved) as error:
        if "found" in typed:
            show_found(actor=actor, unit_id=place.id, people=[typed["found"].id])
        kind = "errors" if isinstance(error, BadInput) else "moved"
        typed[kind] = error.errors if isinstance(error, BadInput) else error.changes
        return page(request, unit, case_type_id, **typed)
    return done(place.slug, case_type_id)


@_HANDS_OUT
@require_POST
def end(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    """Take back those that are ticked; all of them or none."""
    actor, place = here(request, unit)
    chosen = [found for text in request.POST.getlist("bort")[:1000] if (found := _uuid(text))]
    try:
        take_back(actor=actor, unit_id=place.id, case_type_id=case_type_id, ids=chosen)
    except BadInput as error:
        return page(request, unit, case_type_id, errors=error.errors)
    except Moved as error:
        return page(request, unit, case_type_id, moved=error.changes)
    return done(place.slug, case_type_id)


def done(slug: str, case_type_id: UUID) -> HttpResponse:
    """Lead back to the list, which says that it is saved."""
    address = f"/m/{slug}/admin/arendetyper/{case_type_id}/utlamning"
    return HttpResponseRedirect(f"{address}?sparat=1", status=303)


def one_type(unit_id: UUID, case_type_id: UUID) -> UnitType:
    """Return a type that the unit has. Raises `NotFound`."""
    for one in unit_types(unit_id):
        if one.id == case_type_id and one.taken:
            return one
    raise NotFound("case type")


def may_have(actor: Actor, found: FoundResident) -> bool:
    """Whether the actor may hand out to somebody: not to oneself, nor to one's own child."""
    unit = actor.unit
    thing = Thing(unit.region_id, unit.id, found.id) if unit else Thing(resident_id=found.id)
    return can(actor, Permission.RESIDENT_APPROVE, thing)


def not_oneself() -> str:
    """Say why somebody is refused."""
    return _("Du kan inte lämna ut till dig själv eller ditt barn. Be en kollega.")


def _found(request: HttpRequest, unit: str, number: str, *, seen: bool = True) -> FoundResident:
    actor, place = here(request, unit)
    wanted = resident_forms.number(number)
    found = look_up(actor=actor, unit_id=place.id, number=wanted, seen=seen)
    if found is None:
        raise BadInput({"number": _("Ingen invånare i tjänsten har det numret")})
    if not may_have(actor, found):
        raise BadInput({"number": not_oneself()})
    return found


def page(
    request: HttpRequest,
    unit: str,
    case_type_id: UUID,
    *,
    number: str = "",
    found: FoundResident | None = None,
    fields: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    moved: Sequence[Earlier] = (),
) -> HttpResponse:
    """Draw the list, with what was typed above it."""
    actor, place = here(request, unit)
    ended = request.GET.get("visa") == "tidigare"
    one = one_type(place.id, case_type_id)
    rows, more = list_handed_out(
        actor=actor,
        unit_id=place.id,
        case_type_id=case_type_id,
        ended=ended,
        after=_uuid(request.GET.get("efter", "")),
    )
    context = {
        "unit": place,
        "type": one,
        "number": number,
        "found": _told(place.id, case_type_id, found) if found else None,
        "fields": fields or {"reason": "", "starts": "", "until": ""},
        "rows": rows,
        "ended": ended,
        "later": "efter" in request.GET,
        "next": str(rows[-1].id) if more else "",
        "today": clock.today(),
        "errors": errors or {},
        "moved": moved,
        "saved": request.GET.get("sparat") == "1",
    }
    status = 422 if errors else 409 if moved else 200
    return render(request, "casetypes/admin_handing.html", context, status=status)


def _told(unit_id: UUID, case_type_id: UUID, found: FoundResident) -> dict[str, Any]:
    protected = found.someone.protected
    now = handed.standing(unit_id, case_type_id, [found.id]).get(found.id)
    return {
        "name": _("Skyddade uppgifter") if protected else found.name,
        "protected": protected,
        "seen": now.id if now else "",
        "has": now if now and stands(now) else None,
    }


def stands(one: HandedOut) -> bool:
    """Whether a hand-out has not ended, by its last day or otherwise."""
    return one.ended_at is None and (one.until is None or one.until >= clock.today())


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
