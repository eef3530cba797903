"""Where staff arrive: the first queue, or a page that says what their role does here."""

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
from vardpost.people.queries import holders
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import ROLES, Role
from vardpost.policy.scope import effective_roles
from vardpost.policy.words import permission_name, role_name
from vardpost.redflags.queries.drafts import proposal_waits
from vardpost.shell.access import quiet, signed_in, staff
from vardpost.shell.jinja import language
from vardpost.units.queries import Contact, contact
from vardpost.useterms.queries import proposal_waits as terms_proposal_waits

#: What each role without cases does, in one sentence.
SENTENCES = {
    Role.UNIT_ADMIN: later(
        "Du sköter mottagningens uppgifter och vem som får göra vad. Du läser inga ärenden."
    ),
    Role.REVIEWER: later(
        "Du granskar i efterhand vad kollegor har läst och gjort. Du läser inga ärenden."
    ),
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
    """Lead to the person's first queue or the administration, or say what the role does."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if can(actor, Permission.CASE_READ_UNIT):
        return _to(queue_url(unit, read.first_queue(actor=actor)))
    if can(actor, Permission.CASE_READ):
        return _to(queue_url(unit, "mina"))
    if can(actor, Permission.SETTINGS_READ):
        return _to(f"/m/{unit}/admin")
    return _landing(request, actor)


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
        return _landing(request, actor)
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


def _landing(request: HttpRequest, actor: Actor) -> HttpResponse:
    lang = language()
    held = [role for role in Role if role in effective_roles(actor)]
    may = {one for role in held for one in ROLES[role].may}
    unit = actor.unit
    context = {
        "roles": [
            {
                "name": role_name(role, lang),
                "sentence": _(SENTENCES[role]),
                "may": sorted(permission_name(one, lang) for one in ROLES[role].may),
            }
            for role in held
        ],
        "may_not": [permission_name(one, lang) for one in _CASE_WORK if one not in may],
        "unit": unit,
        "contact_rows": _contact_rows(contact(unit.id)) if unit else [],
        "admins": holders(unit.id, Role.UNIT_ADMIN) if unit else [],
        "place": unit.name if unit else "",
        "ways": _ways(actor),
    }
    return render(request, "cases/staff_landing.html", context)


def _ways(actor: Actor) -> list[tuple[str, str]]:
    """Return the pages that an office beyond the unit has: (address, words)."""
    if actor.unit is not None:
        return []
    region = actor.region_id
    base = f"/r/{region}" if region else "/n"
    alarms = ("granskning/larm", _("Larm i regionen")) if region else ("larm", _("Larm i landet"))
    ways = [
        (Permission.REVIEW_ESCALATION_READ, "granskning", _("Misstänkta intrång i regionen")),
        (Permission.REVIEW_ALARM_COUNT, *alarms),
        (Permission.OPERATING_NOTICE_SEND, "driftmeddelanden", _("Driftmeddelanden")),
        (
            Permission.UNIT_ADMIN_APPOINT,
            "mottagningsadministratorer",
            _("Mottagningarnas administratörer"),
        ),
        (Permission.REGION_ADMIN_APPLY, "administratorer", _("Regionadministratörer")),
        (Permission.REGION_ADMIN_APPROVE, "administratorer", _("Regionadministratörer")),
        (Permission.TEMPLATE_EDIT, "mallar", _("Mallar för mottagningar")),
        (Permission.CENTRAL_TYPE_EDIT, "arendetyper", _("Ärendetyper")),
        (Permission.UNIT_RECOMMEND, "rekommenderade", _("Rekommenderade mottagningar")),
        (Permission.CENTRAL_TYPE_EDIT, "villkor/sok", _("Sök i texterna")),
        (Permission.LINKED_SERVICE_DISTRIBUTE, "uthoppstjanster", _("Uthoppstjänster")),
    ]
    if not region:
        waits = can(actor, Permission.RED_FLAGS_NATION_EDIT) and proposal_waits()
        flags = _("Landets larmord: ett förslag väntar") if waits else _("Landets larmord")
        ways.append((Permission.RED_FLAGS_NATION_EDIT, "larmord", flags))
        ways.append((Permission.TERMS_OF_USE_EDIT, "anvandarvillkor", _terms_of_use(actor)))
        ways.insert(
            0, (Permission.REGION_SETTINGS_EDIT, "regioner", _("Regionernas inställningar"))
        )
    if region:
        ways.insert(0, (Permission.UNIT_ADD, "anslut", _("Anslut mottagningar")))
    found = [(f"{base}/{path}", words) for right, path, words in ways if can(actor, right)]
    if can(actor, Permission.OVERVIEW_READ):
        units = f"/r/{region}" if region else "/r"
        found.insert(0, (units, _("Översikt över mottagningarna")))
    return found


def _terms_of_use(actor: Actor) -> str:
    """Return the words of the way to the terms of use, which tell whether a proposal waits."""
    if can(actor, Permission.TERMS_OF_USE_EDIT) and terms_proposal_waits():
        return _("Användarvillkor: ett förslag väntar")
    return _("Användarvillkor")


def _contact_rows(of: Contact) -> list[tuple[str, str]]:
    """Return what is known of how to reach the unit: (word, value)."""
    address = ", ".join(
        part for part in (of.street, f"{of.postal_code} {of.place}".strip()) if part
    )
    rows = [(_("Telefon"), of.phone), (_("E-post"), of.email), (_("Adress"), address)]
    return [row for row in rows if row[1]]
