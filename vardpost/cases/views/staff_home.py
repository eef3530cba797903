"""Where staff arrive: the first queue, the unit's administration, or an office's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.views.decorators.http import require_POST, require_safe

from vardpost.cases.actions import read
from vardpost.cases.views.staff_pages import queue_url
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.offices.queries import approved_for
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import ROLES, Role
from vardpost.policy.scope import effective_roles
from vardpost.policy.words import permission_name, role_name
from vardpost.shell.access import quiet, signed_in, staff
from vardpost.shell.jinja import language
from vardpost.shell.office import places
from vardpost.shell.waits import what_waits_at_office
from vardpost.units.queries.region import region_name

#: What each office does, in one sentence.
SENTENCES = {
    Role.REGION_ADMIN: later(
        "Du ansluter regionens mottagningar och stöder deras administratörer. "
        "Du läser inga ärenden."
    ),
    Role.NATIONAL_OFFICE: later(
        "Du stöder regionerna och sköter det som är gemensamt för landet. Du läser inga ärenden."
    ),
}
#: What one expects of somebody in the inbox, and these roles may not do.
_CASE_WORK = (
    Permission.CASE_READ,
    Permission.CASE_ASSIGN,
    Permission.CASE_PARTIAL_ANSWER,
    Permission.CASE_COUNTER_QUESTION,
    Permission.CASE_FINAL_ANSWER,
    Permission.CASE_CLOSE_WITHOUT_ANSWER,
)


@staff(Permission.UNIT_READ)
@require_safe
def unit_home(request: HttpRequest, unit: str) -> HttpResponse:
    """Lead to the person's first queue, or to the administration. Raises `NotFound`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if can(actor, Permission.CASE_READ_UNIT):
        return _to(queue_url(unit, read.first_queue(actor=actor)))
    if can(actor, Permission.CASE_READ):
        return _to(queue_url(unit, "mina"))
    if can(actor, Permission.SETTINGS_READ):
        return _to(f"/m/{unit}/admin")
    raise NotFound("unit")


@quiet("what one's own roles mean, in words")
@signed_in
@require_safe
def my_home(request: HttpRequest) -> HttpResponse:
    """Lead everybody to where they work; an office has a page of its own here."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.is_resident:
        return _to("/mina")
    if "senare" not in request.GET and actor.person_id and approved_for(actor.person_id):
        return _to("/rollvillkor")
    if effective_roles(actor):
        return _office(request, actor)
    if actor.units:
        return _to(f"/m/{actor.units[0][0]}")
    return render(request, "cases/staff_nowhere.html", {"actor": actor})


@signed_in
@require_POST
def switch_unit(request: HttpRequest) -> HttpResponse:
    """Lead to the inbox of the unit that was chosen among one's own. Raises `NotFound`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    chosen = request.POST.get("mottagning", "")
    if chosen not in {slug for slug, _name in actor.units}:
        raise NotFound("unit")
    return _to(f"/m/{chosen}")


def _to(address: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": address})


def _office(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show an office what waits, its places, and what its role may do and not."""
    lang = language()
    held = [role for role in Role if role in effective_roles(actor)]
    may = {one for role in held for one in ROLES[role].may}
    context = {
        "roles": [(role_name(role, lang), _(SENTENCES[role])) for role in held],
        "region": region_name(actor.region_id) if actor.region_id else "",
        "told": what_waits_at_office(actor),
        "groups": [
            (heading, [(_(one.title), _(one.about), one.icon, address) for one, address in group])
            for heading, group in places(actor)
        ],
        "may": sorted(permission_name(one, lang) for one in may),
        "may_not": [permission_name(one, lang) for one in _CASE_WORK if one not in may],
    }
    return render(request, "cases/office_home.html", context)
