"""The page *Fördelning*: the rules in words, and what the list's buttons do."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from vardpost.kernel.actor import UnitRef
from vardpost.policy.permissions import Permission
from vardpost.routing.actions.rules import RULES, change_routing
from vardpost.routing.forms import rule as form
from vardpost.routing.problems import problems
from vardpost.routing.queries.known import Kind, kinds_of
from vardpost.routing.queries.rules import people_of, routing, routing_at, teams_of
from vardpost.routing.rules import Routing
from vardpost.routing.said import sentence
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.queries.settings import newest, version
from vardpost.units.views.here import here


@dataclass(frozen=True, slots=True)
class Line:
    """One rule as the page shows it."""

    number: int
    id: str
    text: str
    problems: list[str]
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page lists."""

    routing: Routing
    lines: list[Line]


@staff(Permission.ROUTING_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the rules in words; a post moves or takes away one."""
    actor, place = here(request, unit)
    kinds = kinds_of(place.id, language())
    return settings_page(
        request,
        SettingsPage(
            template="routing/admin_rules.html",
            load=lambda: (_shown(place, kinds), version(place.id, RULES.key)),
            parse=form.press,
            typed=lambda _posted: _shown(place, kinds),
            keep=lambda press, made_from: change_routing(
                actor=actor,
                unit_id=place.id,
                version=made_from,
                data=press.on(routing_at(place.id, RULES.key, made_from)),
            ),
            after=f"{request.path}?sparat=1{form.anchor(request.POST)}",
            more={
                "unit": place,
                "kinds": [(form.ALL, ""), *((one.key, one.name) for one in kinds)],
                "undo": _undo(request, place),
            },
        ),
    )


def _undo(request: HttpRequest, place: UnitRef) -> UUID | None:
    """Return the change that has just been saved, for *Ångra*; None when nothing was."""
    return newest(place.id, RULES.key) if request.GET.get("sparat") == "1" else None


def _shown(place: UnitRef, kinds: list[Kind]) -> Shown:
    held = routing(place.id)
    by_key = {one.key: one for one in kinds}
    people, teams = people_of(place.id), teams_of(place.id)
    last = len(held.rules)
    lines = [
        Line(
            *(number, rule.id, sentence(rule, by_key.get(rule.case_type))),
            *(problems(rule, by_key, people, teams), number == 1, number == last),
        )
        for number, rule in enumerate(held.rules, start=1)
    ]
    return Shown(held, lines)
