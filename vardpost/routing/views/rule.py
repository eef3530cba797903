"""The form of one rule: a new one, or one that stands."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import NotFound
from vardpost.kernel.ids import stable_key
from vardpost.policy.permissions import Permission
from vardpost.routing.actions.rules import RULES, change_routing
from vardpost.routing.forms import rule as form
from vardpost.routing.queries.known import Kind, kinds_of
from vardpost.routing.queries.rules import people_of, routing, routing_at, teams_of
from vardpost.routing.rules import Rule
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import SettingsPage, posted_version, settings_page
from vardpost.units.queries.settings import version
from vardpost.units.views.here import here

_EDIT = staff(Permission.ROUTING_EDIT)


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, unit: str) -> HttpResponse:
    """Add a rule, last in the list, about the kind of case that the address names."""
    actor, place = here(request, unit)
    key = request.POST.get("arendetyp") or request.GET.get("arendetyp", "")
    desk = _Desk(place, None, len(routing(place.id).rules) + 1, key)
    return settings_page(request, _page(actor, desk))


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, unit: str, rule_id: UUID) -> HttpResponse:
    """Change one rule where it stands, or move it to another place in the list."""
    actor, place = here(request, unit)
    held = routing(place.id)
    if request.method == "POST":  # what was shown, also when a colleague has saved since
        held = routing_at(place.id, RULES.key, posted_version(request))
    number = held.number_of(str(rule_id))
    standing = held.rules[number - 1] if number else None
    if standing is None and request.method != "POST":
        raise NotFound("rule")
    key = request.POST.get("arendetyp") or (standing and standing.case_type) or form.ALL
    return settings_page(request, _page(actor, _Desk(place, standing, number, key)))


@dataclass(frozen=True, slots=True)
class _Desk:
    """One rule being written: the one that stands (none for a new one), its place, its kind."""

    place: UnitRef
    standing: Rule | None
    number: int
    key: str

    @property
    def same(self) -> Rule | None:
        """The standing rule while the form is about the same kind of case; else its questions
        are another kind's."""
        kind = self.standing.case_type or form.ALL if self.standing else ""
        return self.standing if kind == self.key else None

    def kind(self, lang: str) -> Kind | None:
        """Return the kind of case, None for all. Raises `NotFound` for one nobody can choose."""
        if self.key == form.ALL:
            return None
        found = next((one for one in kinds_of(self.place.id, lang) if one.key == self.key), None)
        if found is None and self.same:  # no longer offered: the rule may stay as it is
            found = Kind(self.key, self.same.type_name, ())
        if found is None:
            raise NotFound("case type")
        return found

    def kinds(self, lang: str) -> list[tuple[str, str]]:
        """Return the kinds to choose among; the rule's own too when it is offered no longer."""
        found = {one.key: one.name for one in kinds_of(self.place.id, lang)}
        old = self.standing
        if old and old.case_type and old.case_type not in found:
            gone = _("{typ} (erbjuds inte längre)")
            found[old.case_type] = gone.replace("{typ}", old.type_name)
        return [(form.ALL, _("Alla ärendetyper")), *found.items()]


def _page(actor: Actor, desk: _Desk) -> SettingsPage:
    place, standing = desk.place, desk.standing
    people, teams = people_of(place.id), teams_of(place.id)

    def parse(posted: QueryDict) -> tuple[Rule, int]:
        # Kept in Swedish, like every name in the history.
        kind = desk.kind("sv")
        names = form.names(people, teams, standing)
        rule = form.parse(posted, kind, form.choices(kind, desk.same), names)
        return rule, form.place(posted, desk.number)

    def keep(said: tuple[Rule, int], made_from: int) -> None:
        rule, number = said
        # One version adds one rule at most: the same form sent twice is the same rule.
        key = standing.id if standing else str(stable_key("rule", place.id, made_from))
        data = routing_at(place.id, RULES.key, made_from).changed(replace(rule, id=key), number)
        change_routing(actor=actor, unit_id=place.id, version=made_from, data=data)

    return SettingsPage(
        template="routing/admin_rule.html",
        load=lambda: (
            form.shown(standing) if standing else form.Typed(),
            version(place.id, RULES.key),
        ),
        parse=parse,
        typed=lambda posted: form.typed(posted, desk.number),
        keep=keep,
        after=f"/m/{place.slug}/admin/fordelning?sparat=1",
        more={"unit": place, "targets": form.targets(people, teams, standing)},
        also=lambda: _also(desk),
    )


def _also(desk: _Desk) -> dict[str, Any]:
    """Return what the form shows beside what was typed: the list as it stands by now."""
    kind, held = desk.kind(language()), routing(desk.place.id)
    return {
        "kind": kind,
        "key": desk.key,
        "choices": form.choices(kind, desk.same),
        "number": held.number_of(desk.standing.id) if desk.standing else 0,
        "kinds": desk.kinds(language()),
        "places": [(str(n), str(n)) for n in range(1, len(held.rules) + 1)],
    }
