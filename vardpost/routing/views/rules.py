"""The page *Fördelning*: the rules in words, and the form for one more."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from vardpost.kernel.actor import UnitRef
from vardpost.kernel.errors import NotFound
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
from vardpost.units.queries.settings import version
from vardpost.units.views.here import here

_EDIT = staff(Permission.ROUTING_EDIT)
#: In the address of the form for a new rule: it is about every kind of case.
_ALL = "alla"


@dataclass(frozen=True, slots=True)
class Line:
    """One rule as the page shows it."""

    number: int
    text: str
    problems: list[str]
    first: bool
    last: bool


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the rules in words; a post moves or takes away one, or chooses a ready-made way."""
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
            more={"unit": place, "kinds": [(_ALL, ""), *((one.key, one.name) for one in kinds)]},
        ),
    )


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, unit: str) -> HttpResponse:
    """Add a rule, last in the list, about the kind of case that the address names."""
    actor, place = here(request, unit)
    key = request.GET.get("arendetyp", "")
    kind = _kind(place, key, language())
    people, teams = people_of(place.id), teams_of(place.id)
    return settings_page(
        request,
        SettingsPage(
            template="routing/admin_rule.html",
            load=lambda: (form.Typed(), version(place.id, RULES.key)),
            # Kept in Swedish, like every name in the history.
            parse=lambda posted: form.parse(posted, _kind(place, key, "sv"), people, teams),
            typed=form.typed,
            keep=lambda rule, made_from: change_routing(
                actor=actor,
                unit_id=place.id,
                version=made_from,
                data=routing_at(place.id, RULES.key, made_from).extended(rule),
            ),
            after=f"/m/{place.slug}/admin/fordelning?sparat=1",
            more={"unit": place, "kind": kind, "key": key, "targets": form.targets(people, teams)},
        ),
    )


def _kind(place: UnitRef, key: str, lang: str) -> Kind | None:
    """Return the kind of case, None for all. Raises `NotFound` for one that is not offered."""
    if key == _ALL:
        return None
    found = next((one for one in kinds_of(place.id, lang) if one.key == key), None)
    if found is None:
        raise NotFound("case type")
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page lists."""

    routing: Routing
    lines: list[Line]


def _shown(place: UnitRef, kinds: list[Kind]) -> Shown:
    held = routing(place.id)
    by_key = {one.key: one for one in kinds}
    people, teams = people_of(place.id), teams_of(place.id)
    last = len(held.rules)
    lines = [
        Line(
            number,
            sentence(rule, by_key.get(rule.case_type)),
            problems(rule, by_key, people, teams),
            number == 1,
            number == last,
        )
        for number, rule in enumerate(held.rules, start=1)
    ]
    return Shown(held, lines)
