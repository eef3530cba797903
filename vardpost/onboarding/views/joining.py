"""Anslut en mottagning: the region's list, a new one out of the directory, and the way of one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.kernel import clock, typed
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, Stale
from vardpost.kernel.ids import new_id
from vardpost.onboarding import words
from vardpost.onboarding.actions.join import approve, change_plan, request_unit, withdraw
from vardpost.onboarding.actions.many import connect
from vardpost.onboarding.actions.open import activate, invite_first, mark_configured, open_unit
from vardpost.onboarding.forms import plan as form
from vardpost.onboarding.queries.choices import of_kind, templates
from vardpost.onboarding.queries.directory import PAGE as DIRECTORY_PAGE
from vardpost.onboarding.queries.directory import in_directory, known_person, not_connected
from vardpost.onboarding.queries.joining import PAGE, counts, joining_of, joinings, steps
from vardpost.onboarding.states import HERE, PLANNED, Event, State, open_events
from vardpost.onboarding.values import LONGEST_REASON, LONGEST_TRAINING, Joined
from vardpost.onboarding.views.place import office
from vardpost.people.queries.staff import administrators
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import posted_version
from vardpost.units.queries.checklist import standing
from vardpost.units.words import kind_name

_EDIT = staff(Permission.UNIT_ADD)


@_EDIT
@require_safe
def listed(request: HttpRequest, region: str) -> HttpResponse:
    """Show the region's units on their way in, newest first."""
    office(request, region, Permission.UNIT_ADD)
    state = request.GET.get("steg", "")
    state = state if state in set(State) else ""
    found = joinings(region, state, _uuid(request.GET.get("efter", "")))
    number = counts(region)
    tail = f"&steg={state}" if state else ""
    context = {
        "base": f"/r/{region}/anslut",
        "rows": [_row(one) for one in found[:PAGE]],
        "state": state,
        "states": [(one, words.state_name(one), number.get(one, 0)) for one in State],
        "next_href": f"?efter={found[PAGE - 1].id}{tail}" if len(found) > PAGE else "",
        "connected": _number(request.GET.get("anslutna", "")),
    }
    return render(request, "onboarding/joinings.html", context)


@_EDIT
@require_safe
def choose(request: HttpRequest, region: str) -> HttpResponse:
    """Show the directory's units that are not connected, to choose one."""
    office(request, region, Permission.UNIT_ADD)
    wanted = typed.one_line(typed.kept(request.GET.get("q", "")[:300]))[:80]
    last = typed.kept(request.GET.get("efter", ""))[:31].upper()
    found = not_connected(region, wanted.split(), last)
    shown = found[:DIRECTORY_PAGE]
    context = {
        "base": f"/r/{region}/anslut",
        "q": wanted,
        "units": [(one, kind_name(one.kind)) for one in shown],
        "next_href": f"?q={wanted}&efter={shown[-1].key}" if len(found) > DIRECTORY_PAGE else "",
    }
    return render(request, "onboarding/choose.html", context)


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, region: str) -> HttpResponse:
    """Plan a unit of the directory and ask for it, or connect it at once."""
    actor = office(request, region, Permission.UNIT_ADD)
    asked = request.POST if request.method == "POST" else request.GET
    hsa_id = typed.kept(asked.get("hsa", ""))[:31].upper()
    unit = in_directory([hsa_id]).get(hsa_id)
    if unit is None or unit.region_id != region:
        raise NotFound("directory unit")
    key = _uuid(request.POST.get("nyckel", "")) or new_id()
    fields, errors = form.empty(of_kind(region, unit.kind), actor.name), dict[str, str]()
    if request.method == "POST":
        fields = form.typed(request.POST)
        try:
            plan = form.parse(request.POST, {code for code, _name in templates(region)})
            verb = connect if request.POST.get("steg") == "anslut" else request_unit
            verb(actor=actor, region_id=region, joining_id=key, key=unit.key, plan=plan)
            return HttpResponseRedirect(f"/r/{region}/anslut/{key}?sparat=1", status=303)
        except BadInput as error:
            errors = error.errors
            key = new_id() if "" in errors else key  # the key is another plan's already
    context = {
        "unit": unit,
        "kind": kind_name(unit.kind),
        "key": key,
        "here": f"/r/{region}/anslut/ny",
        "fields": fields,
        "errors": errors,
        **_form(region),
    }
    return render(request, "onboarding/new.html", context, status=422 if errors else 200)


@_EDIT
@require_safe
def one(request: HttpRequest, region: str, joining_id: UUID) -> HttpResponse:
    """Show the way of one unit: where it is, what it lacks, and what can be done."""
    actor = office(request, region, Permission.UNIT_ADD)
    return _shown(request, actor, joining_of(region, joining_id))


@_EDIT
@require_POST
def take_step(request: HttpRequest, region: str, joining_id: UUID, event: str) -> HttpResponse:
    """Take one step of the way."""
    actor = office(request, region, Permission.UNIT_ADD)
    found = joining_of(region, joining_id)
    reason = typed.one_line(typed.kept(request.POST.get("reason", "")))[:LONGEST_REASON].strip()
    at: dict[str, Any] = {
        "actor": actor,
        "joining_id": joining_id,
        "version": posted_version(request),
    }
    try:
        match Event(event):
            case Event.APPROVE:
                approve(**at)
            case Event.ACTIVATE:
                activate(**at)
            case Event.CONFIGURE:
                mark_configured(**at, reason=reason)
            case Event.OPEN:
                open_unit(**at, reason=reason)
            case _:
                withdraw(**at, reason=reason)
    except BadInput as error:
        return _shown(request, actor, found, errors=error.errors, event=event, reason=reason)
    except Stale:
        return _shown(request, actor, joining_of(region, joining_id), late=True)
    return HttpResponseRedirect(f"/r/{region}/anslut/{joining_id}?sparat=1", status=303)


@_EDIT
@require_POST
def change(request: HttpRequest, region: str, joining_id: UUID) -> HttpResponse:
    """Change what is planned; and invite the first administrator where the unit is here."""
    actor = office(request, region, Permission.UNIT_ADD)
    found = joining_of(region, joining_id)
    fields = form.typed(request.POST)
    try:
        plan = form.parse(
            request.POST, {code for code, _name in templates(region)} | {found.plan.template}
        )
        change_plan(actor=actor, joining_id=joining_id, version=posted_version(request), plan=plan)
        if "bjud-in" in request.POST:
            if not plan.first_admin:
                raise BadInput({"first_admin": _("Skriv HSA-id för den som ska bli administratör")})
            invite_first(actor=actor, joining_id=joining_id)
    except BadInput as error:
        return _shown(request, actor, found, errors=error.errors, fields=fields)
    except Stale:
        return _shown(request, actor, joining_of(region, joining_id), late=True, fields=fields)
    return HttpResponseRedirect(f"/r/{region}/anslut/{joining_id}?sparat=1", status=303)


def _shown(
    request: HttpRequest,
    actor: Actor,
    found: Joined,
    *,
    errors: dict[str, str] | None = None,
    fields: form.Fields | None = None,
    event: str = "",
    reason: str = "",
    late: bool = False,
) -> HttpResponse:
    points = standing(found.unit_id) if found.unit_id else []
    lacks = [point for point, done in points if not done and point.needed]
    early = found.plan.starts_on > clock.today()
    admins = administrators(found.unit_id).people if found.unit_id else 0
    context = {
        "joined": found,
        "row": _row(found),
        "base": f"/r/{found.region_id}/anslut",
        "here": f"/r/{found.region_id}/anslut/{found.id}",
        "region": found.region_id,
        "steps": [(step, words.step_name(step.event)) for step in steps(found.id)],
        "points": [(_(point.title), done, point.needed) for point, done in points],
        "lacks": [_(point.missing) for point in lacks],
        "early": early and found.state in {State.ACTIVATED, State.CONFIGURED},
        "admins": admins,
        "first_admin": known_person(found.region_id, found.plan.first_admin)
        if found.plan.first_admin
        else "",
        "is_here": found.state in HERE,
        "may_plan": found.state in PLANNED,
        "buttons": [
            {
                "event": one,
                "path": words.BUTTONS[one][0],
                "words": _(words.BUTTONS[one][1]),
                "reason": _asks(one, bool(lacks), early),
            }
            for one in open_events(found.state)
        ],
        "asked": event,
        "reason": reason,
        "late": late,
        "fields": fields or form.shown(found.plan),
        "errors": errors or {},
        "saved": request.GET.get("sparat") == "1",
        **_form(found.region_id),
        "fixed_template": found.state in HERE,
    }
    status = 409 if late else 422 if errors else 200
    return render(request, "onboarding/joining.html", context, status=status)


def _asks(event: Event, lacks: bool, early: bool) -> bool:
    """Tell whether a step is only taken with a reason."""
    if event is Event.WITHDRAW:
        return True
    return (event is Event.CONFIGURE and lacks) or (event is Event.OPEN and (lacks or early))


def _form(region: str) -> dict[str, Any]:
    return {
        "templates": templates(region),
        "fixed_template": False,
        "longest_training": LONGEST_TRAINING,
        "longest_reason": LONGEST_REASON,
    }


def _row(one: Joined) -> dict[str, Any]:
    return {
        "joined": one,
        "kind": kind_name(one.kind),
        "state": words.state_name(one.state),
        "color": words.state_color(one.state),
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 5 else ""
