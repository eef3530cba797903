"""The page *Team*."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.routing.actions.team import TEAM, keep_team
from vardpost.routing.forms import team as form
from vardpost.routing.queries.rules import Team, people_of, team_of, teams_of
from vardpost.routing.values import TeamData
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.queries.settings import version
from vardpost.units.views.here import here

_EDIT = staff(Permission.ROUTING_EDIT)


@_EDIT
@require_http_methods(["GET", "HEAD"])
def page(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the unit's teams."""
    _actor, place = here(request, unit)
    saved = request.GET.get("sparat") == "1"
    receivers = {str(one.id) for one in people_of(place.id) if one.receiver}
    context = {
        "unit": place,
        "teams": [(one, _blind(one, receivers)) for one in teams_of(place.id)],
        "saved": saved,
        "fresh": new_id(),
    }
    return render(request, "routing/admin_teams.html", context)


def _blind(team: Team, receivers: set[str]) -> list[str]:
    """Return the members who do not see the team's queue: they answer, and receive nothing."""
    return [name for key, name in team.data.members if key not in receivers]


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, unit: str, team_id: UUID) -> HttpResponse:
    """Show and keep one team; an address that no team has yet makes a new one."""
    actor, place = here(request, unit)
    return settings_page(request, _page(actor, place, team_id, taking_away=False))


@_EDIT
@require_POST
def remove(request: HttpRequest, unit: str, team_id: UUID) -> HttpResponse:
    """Take a team away; the history can put it back."""
    actor, place = here(request, unit)
    return settings_page(request, _page(actor, place, team_id, taking_away=True))


def _page(actor: Actor, place: UnitRef, team_id: UUID, *, taking_away: bool) -> SettingsPage:
    team = team_of(place.id, team_id)
    choices = _choices(place.id, team)
    standing = team.data if team else TeamData("")
    return SettingsPage(
        template="routing/admin_team.html",
        load=lambda: (standing, version(place.id, TEAM.key, team_id)),
        parse=(lambda _posted: None) if taking_away else lambda posted: form.parse(posted, choices),
        typed=(lambda _posted: standing)
        if taking_away
        else lambda posted: form.typed(posted, choices),
        keep=lambda data, made_from: keep_team(
            actor=actor, unit_id=place.id, team_id=team_id, version=made_from, data=data
        ),
        after=f"/m/{place.slug}/admin/fordelning/team?sparat=1",
        more={"unit": place, "team_id": team_id, "is_new": team is None, "choices": choices},
    )


def _choices(unit_id: UUID, team: Team | None) -> list[tuple[str, str]]:
    """Return who can be in the team: those who work here, and those who are in it already."""
    found = {str(one.id): one.name for one in people_of(unit_id)}
    found |= dict(team.data.members) if team else {}
    return sorted(found.items(), key=lambda pair: pair[1])
