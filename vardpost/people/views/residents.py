"""Enskilda invånare: let somebody in whatever the area says, and why somebody does not find us.

The number is posted, never part of an address, and typed again with each step: an approval is of
the very person whose number was given.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.views.decorators.http import require_POST, require_safe

from vardpost.kernel import clock
from vardpost.kernel.errors import BadInput, Moved
from vardpost.people import resident_forms as typed_in
from vardpost.people.actions.residents import list_let_in, look_up, show_found
from vardpost.people.queries.residents import FoundResident, LetIn
from vardpost.people.seen import seen_by
from vardpost.people.views.rows import uuid
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import posted_version
from vardpost.units.actions.area import APPROVAL, let_in, let_out
from vardpost.units.catchment import Row, Why, why_not
from vardpost.units.queries.area import area_rows
from vardpost.units.queries.settings import version
from vardpost.units.views.here import here

WHYS = {
    Why.NO_ROWS: later("Mottagningen har inget betjäningsområde, så ingen hittar den."),
    Why.PLACE: later("Invånaren bor utanför betjäningsområdet."),
    Why.AGE: later("Invånaren har en annan ålder än mottagningen är för."),
    Why.SEX: later("Mottagningen är för det andra könet."),
    Why.PROTECTED: later(
        "Invånaren har skyddade uppgifter och hittar bara mottagningar som är för hela landet. "
        "Godkänn invånaren i stället."
    ),
}


@staff(Permission.RESIDENT_APPROVE)
@require_safe
def residents(request: HttpRequest, unit: str) -> HttpResponse:
    """Show whom the unit has let in, and where to look somebody up."""
    return _page(request, unit)


@staff(Permission.RESIDENT_APPROVE)
@require_POST
def look(request: HttpRequest, unit: str) -> HttpResponse:
    """Tell whether a resident finds the unit, and why not."""
    number = typed_in.kept_number(request.POST.get("number", ""))
    try:
        found = _found(request, unit, number)
    except BadInput as error:
        return _page(request, unit, number=number, errors=error.errors)
    return _page(request, unit, number=number, found=found)


@staff(Permission.RESIDENT_APPROVE)
@require_POST
def approve(request: HttpRequest, unit: str) -> HttpResponse:
    """Let the resident in whose number was looked up."""
    actor, place = here(request, unit)
    number = typed_in.kept_number(request.POST.get("number", ""))
    reason = typed_in.kept_reason(request.POST.get("reason", ""))
    until = request.POST.get("until", "").strip()[:10]
    fields = {"reason": reason, "until": until}
    found = None
    try:
        found = _found(request, unit, number, seen=False)
        let_in(
            actor=actor,
            unit_id=place.id,
            person_id=found.id,
            version=posted_version(request),
            until=typed_in.day(until),
            reason=typed_in.reason(reason),
        )
    except (BadInput, Moved) as error:
        if found is not None:
            show_found(actor=actor, unit_id=place.id, people=[found.id])
        told = {"errors": error.errors} if isinstance(error, BadInput) else {"moved": error.changes}
        return _page(request, unit, number=number, found=found, fields=fields, **told)
    return HttpResponseRedirect(f"/m/{place.slug}/admin/invanare?sparat=1", status=303)


@staff(Permission.RESIDENT_APPROVE)
@require_POST
def end(request: HttpRequest, unit: str) -> HttpResponse:
    """End the approvals that are ticked; all of them or none."""
    actor, place = here(request, unit)
    chosen: dict[Any, int] = {}
    for text in request.POST.getlist("bort")[:1000]:
        person, _colon, at = text.partition(":")
        person_id = uuid(person)
        if person_id is not None and at.isascii() and at.isdigit() and len(at) < 9:
            chosen[person_id] = int(at)
    if not chosen:
        return _page(request, unit, errors={"bort": _("Välj minst en invånare")})
    try:
        let_out(actor=actor, unit_id=place.id, versions=chosen)
    except Moved as error:
        return _page(request, unit, moved=error.changes)
    return HttpResponseRedirect(f"/m/{place.slug}/admin/invanare?sparat=1", status=303)


def _found(request: HttpRequest, unit: str, number: str, *, seen: bool = True) -> FoundResident:
    actor, place = here(request, unit)
    found = look_up(actor=actor, unit_id=place.id, number=typed_in.number(number), seen=seen)
    if found is None:
        raise BadInput({"number": _("Ingen invånare i tjänsten har det numret")})
    return found


def _page(
    request: HttpRequest,
    unit: str,
    *,
    number: str = "",
    found: FoundResident | None = None,
    errors: dict[str, str] | None = None,
    moved: Any = (),
    fields: dict[str, str] | None = None,
) -> HttpResponse:
    actor, place = here(request, unit)
    people = list_let_in(actor=actor, unit_id=place.id)
    context = {
        "unit": place,
        "number": number,
        "found": _told(found, people, place.id) if found else None,
        "people": people,
        "errors": errors or {},
        "moved": moved,
        "fields": fields or {"reason": "", "until": ""},
        "saved": request.GET.get("sparat") == "1",
    }
    status = 422 if errors else 409 if moved else 200
    return render(request, "people/admin_residents.html", context, status=status)


def _told(found: FoundResident, people: list[LetIn], unit_id: Any) -> dict[str, Any]:
    """Return what the page tells of a resident: whether she finds the unit, and why not."""
    rows = [
        Row(one.region, one.municipality, one.sex, one.age_from, one.age_to)
        for one in area_rows(unit_id)
    ]
    today = clock.today()
    approved = any(
        one.person_id == found.id and (one.until is None or one.until >= today) for one in people
    )
    why = why_not(rows, found.someone, today)
    protected = found.someone.protected
    return {
        "name": _("Skyddade uppgifter") if protected else found.name,
        "protected": protected,
        "approved": approved,
        "finds": why is None or approved,
        "why": _(WHYS[why]) if why else "",
        "version": version(unit_id, APPROVAL.key, found.id),
        "sees": seen_by(unit_id, found.id, found.someone.birth_date, today),
    }
