"""The page *Prova på de senaste 30 dagarna*, under the unit's rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vardpost.cases.actions.trial import try_rules
from vardpost.cases.queries.trial import FEWEST
from vardpost.policy.permissions import Permission
from vardpost.routing.queries.known import kinds_of
from vardpost.routing.said import sentence
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.units.views.here import here


@staff(Permission.ROUTING_EDIT)
@require_safe
def trial(request: HttpRequest, unit: str) -> HttpResponse:
    """Show how many cases each rule would have taken, in numbers."""
    actor, place = here(request, unit)
    tried = try_rules(actor=actor, unit_id=place.id)
    kinds = {one.key: one for one in kinds_of(place.id, language())}
    lines = [
        (sentence(rule, kinds.get(rule.case_type)), _told(number)) for rule, number in tried.rules
    ]
    context = {
        "unit": place,
        "lines": lines,
        "queue": _told(tried.queue),
        "fewest": FEWEST,
        "late": tried.late,
    }
    return render(request, "cases/admin_trial.html", context, status=503 if tried.late else 200)


def _told(number: int | None) -> str:
    return f"<{FEWEST}" if number is None else str(number)
