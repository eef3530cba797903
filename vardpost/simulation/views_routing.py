"""Prova reglerna i en annan ordning: the form, and who would have got what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vardpost.cases.queries.trial import FEWEST
from vardpost.kernel import clock
from vardpost.policy.permissions import Permission
from vardpost.routing.queries.known import kinds_of
from vardpost.routing.queries.rules import routing
from vardpost.routing.said import sentence
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.simulation import form
from vardpost.simulation.routing import ordered, try_order
from vardpost.units.views.here import here


@staff(Permission.ROUTING_EDIT)
@require_safe
def order(request: HttpRequest, unit: str) -> HttpResponse:
    """Show who got last month's cases, and who would have with the rules in another order."""
    actor, place = here(request, unit)
    chosen = form.period(request.GET, clock.today())
    rules = routing(place.id).rules
    asked = ordered(request.GET, rules)
    found = try_order(actor=actor, unit=place, moments=chosen.moments, order=asked)
    kinds = {one.key: one for one in kinds_of(place.id, language())}
    context = {
        "unit": place,
        "rules": [
            (
                rule.id,
                number,
                sentence(rule, kinds.get(rule.case_type)),
                request.GET.get(f"plats-{rule.id}", str(number))[:3],
                f"utan-{rule.id}" in request.GET,
            )
            for number, rule in enumerate(rules, start=1)
        ],
        "changed": asked is not None,
        "lines": [
            (_name(one.target, one.name), _said(one.was), _said(one.would)) for one in found.lines
        ],
        "unlike": found.unlike,
        "late": found.late,
        "fewest": FEWEST,
        "period": chosen.key,
        "periods": form.named(language(), clock.today()),
    }
    status = 503 if found.late else 200
    return render(request, "simulation/routing.html", context, status=status)


def _name(target: str, name: str) -> str:
    if target == "queue":
        return _("Att fördela")
    return _("Teamet {namn}").replace("{namn}", name) if target == "team" else name


def _said(number: int | None) -> str:
    return f"<{FEWEST}" if number is None else str(number)
