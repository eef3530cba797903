"""Prova andra regler: the form, and who would have got what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vardpost.cases.queries.trial import FEWEST
from vardpost.kernel import clock
from vardpost.kernel.errors import BadInput
from vardpost.policy.permissions import Permission
from vardpost.routing.forms.rule import ALL, names, targets
from vardpost.routing.queries.known import Kind, kinds_of
from vardpost.routing.queries.rules import people_of, routing, teams_of
from vardpost.routing.rules import Rule
from vardpost.routing.said import sentence
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.simulation import form, form_rules
from vardpost.simulation.form_rules import Tried
from vardpost.simulation.routing import Routed, try_rules
from vardpost.units.views.here import here


@staff(Permission.ROUTING_EDIT)
@require_safe
def order(request: HttpRequest, unit: str) -> HttpResponse:
    """Show who got last month's cases, and who would have with other rules."""
    actor, place = here(request, unit)
    chosen = form.period(request.GET, clock.today())
    rules, kinds = routing(place.id).rules, kinds_of(place.id, language())
    people, teams = people_of(place.id), teams_of(place.id)
    errors: dict[str, str] = {}
    tried: Tried | None = None
    try:
        tried = form_rules.parse(
            request.GET, rules, {one.key: one.name for one in kinds}, names(people, teams)
        )
    except BadInput as error:
        errors.update(error.errors)
    found = try_rules(actor=actor, unit=place, moments=chosen.moments, tried=tried)
    context = {
        "unit": place,
        "rules": [
            _shown(request, number, rule, kinds) | {"targets": targets(people, teams, rule)}
            for number, rule in enumerate(rules, start=1)
        ],
        "new": {
            name: request.GET.get(name, "")[:80]
            for name in (form_rules.NEW_KIND, form_rules.NEW_TARGET, form_rules.NEW_PLACE)
        },
        "targets": targets(people, teams),
        "kinds": [(ALL, _("Alla ärendetyper")), *((one.key, one.name) for one in kinds)],
        "errors": errors,
        "period": chosen.key,
        "periods": form.named(language(), clock.today()),
        **_told(tried, found),
    }
    status = 422 if errors else 503 if found.late else 200
    return render(request, "simulation/routing.html", context, status=status)


def _shown(request: HttpRequest, number: int, rule: Rule, kinds: list[Kind]) -> dict[str, Any]:
    """Return a rule as the form shows it."""
    known = {one.key: one for one in kinds}
    kind, target = form_rules.shown(request.GET, rule)
    gone = [] if not rule.case_type or rule.case_type in known else [rule]
    return {
        "id": rule.id,
        "number": number,
        "words": sentence(rule, known.get(rule.case_type)),
        "place": request.GET.get(f"plats-{rule.id}", str(number))[:3],
        "without": f"utan-{rule.id}" in request.GET,
        "fixed": bool(rule.asked),
        "kind": kind,
        "target": target,
        "gone": [(one.case_type, one.type_name) for one in gone],
    }


def _told(tried: Tried | None, found: Routed) -> dict[str, Any]:
    return {
        "changed": tried is not None,
        "unsaved": tried is not None and tried.unsaved,
        "asking": tried is not None and any(one.asked for one in tried.rules),
        "lines": [
            (_name(one.target, one.name), _said(one.was), _said(one.would)) for one in found.lines
        ],
        "unlike": found.unlike,
        "late": found.late,
        "fewest": FEWEST,
    }


def _name(target: str, name: str) -> str:
    if target == "queue":
        return _("Att fördela")
    if target == "answers":
        return _("Beror på svaren i formuläret")
    return _("Teamet {namn}").replace("{namn}", name) if target == "team" else name


def _said(number: int | None) -> str:
    return f"<{FEWEST}" if number is None else str(number)
