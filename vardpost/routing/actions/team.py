"""Team: some of a unit's people under a name."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput
from vardpost.policy.permissions import Permission
from vardpost.routing.queries.rules import people_of, team_of, teams_of
from vardpost.routing.values import TeamData, team_from, team_values
from vardpost.units.actions.settings import begin, note
from vardpost.units.settings import Kind, Line, Values

MOST_TEAMS = 40


def _words(values: Values) -> list[Line]:
    team = team_from(values)
    if team is None:
        return []
    return [
        (_("Team"), team.name),
        (_("Medlemmar"), ", ".join(name for _key, name in team.members)),
    ]


def keep_team(
    *,
    actor: Actor,
    unit_id: UUID,
    team_id: UUID,
    version: int,
    data: TeamData | None,
    undoes: UUID | None = None,
) -> None:
    """Keep a team, or take it away (`data` None). `team_id` is the form's own for a new one.

    Raises `BadInput` for a name that is taken, members who do not work here, or a team that rules
    lead to, and as `settings.begin`.
    """
    new = team_values(data)
    held = begin(actor, TEAM, unit_id=unit_id, object_id=team_id, version=version, new=new)
    if held is None:
        return
    found = team_of(unit_id, team_id)
    if data is None:
        if found is not None and found.rules:
            numbers = ", ".join(str(one) for one in found.rules)
            text = _("Ta bort teamet ur regel {n} först").replace("{n}", numbers)
            raise BadInput({"name": text})
        db.execute("delete from team where id = %s and unit_id = %s", [team_id, unit_id])
    else:
        _check(unit_id, team_id, data, found.data if found else None)
        _write(unit_id, team_id, data)
    note(held, old=team_values(found.data if found else None), new=new, undoes=undoes)


def _check(unit_id: UUID, team_id: UUID, data: TeamData, standing: TeamData | None) -> None:
    others = [one for one in teams_of(unit_id) if one.id != team_id]
    if any(one.data.name.casefold() == data.name.casefold() for one in others):
        raise BadInput({"name": _("Ett annat team heter så. Välj ett annat namn")})
    if standing is None and len(others) >= MOST_TEAMS:
        raise BadInput({"name": _("Ta bort ett team först")})
    here = {str(one.id) for one in people_of(unit_id)}
    stood = {key for key, _name in standing.members} if standing else set()
    if not {key for key, _name in data.members} <= here | stood:
        raise BadInput({"members": _("Välj bland dem som arbetar här")})


def _write(unit_id: UUID, team_id: UUID, data: TeamData) -> None:
    db.execute(
        "insert into team (id, unit_id, name) values (%s, %s, %s) "
        "on conflict (id) do update set name = excluded.name",
        [team_id, unit_id, data.name],
    )
    db.execute("delete from team_member where team_id = %s", [team_id])
    db.execute(
        "insert into team_member (team_id, unit_id, person_id) "
        "select %s, %s, one from unnest(%s::uuid[]) one",
        [team_id, unit_id, [key for key, _name in data.members]],
    )


def restore_team(
    *, actor: Actor, unit_id: UUID, object_id: str, version: int, values: Values, undoes: UUID
) -> None:
    """Put an older team back, or away again. Raises as `keep_team`."""
    keep_team(
        actor=actor,
        unit_id=unit_id,
        team_id=UUID(object_id),
        version=version,
        data=team_from(values),
        undoes=undoes,
    )


TEAM = Kind(
    "routing:team",
    later("Team"),
    Permission.ROUTING_EDIT,
    AuditEvent.ROUTING_TEAM_CHANGED,
    "fordelning/team",
    _words,
    restore_team,
)
