"""Reads of a unit's rules and teams: for the administrator's pages, and for a case that is sent."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.people.queries.staff import STANDING
from vardpost.routing.rules import Placed, Routing, Rule
from vardpost.routing.values import TeamData, asked_from, routing_from

#: The rules of a unit that concern one kind of case about one resident, as JSON text, to ride on
#: the statement that sends it. Parameters: unit id, resident id, case type, today.
FOR = "routing_for({unit}, {resident}, {case_type}, %s)::text"

_COLUMNS = (
    "r.target, r.case_type, r.type_name, r.asked, r.person_id, r.team_id, "
    "coalesce(t.name, r.target_name), r.id"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the unit whom a rule or a team can name.

    Only a responder can be given cases, and only a receiver sees the queues of teams.
    """

    id: UUID
    name: str
    title: str
    responder: bool
    receiver: bool


@dataclass(frozen=True, slots=True)
class Team:
    """A team as the pages show it."""

    id: UUID
    data: TeamData
    #: The numbers of the rules that lead to it.
    rules: tuple[int, ...] = ()


def routing(unit_id: UUID) -> Routing:
    """Return what stands at a unit: one statement."""
    row = db.fetch_one(
        "select u.self_take, (select json_agg(json_build_array(" + _COLUMNS + ") "
        "order by r.number)::text from routing_rule r left join team t on t.id = r.team_id "
        "where r.unit_id = u.id) from care_unit u where u.id = %s",
        [unit_id],
    )
    if row is None:
        return Routing()
    return Routing(row[0], tuple(_rule(one) for one in json.loads(row[1] or "[]")))


def routing_at(unit_id: UUID, kind: str, version: int) -> Routing:
    """Return the routing that a page was drawn from, so that a press counts on what was shown."""
    row = db.fetch_one(
        "select s.old::text from setting_change s where s.unit_id = %s and s.kind = %s "
        "and s.object_id = '' and s.version = %s",
        [unit_id, kind, version + 1],
    )
    return routing_from(json.loads(row[0])) if row else routing(unit_id)


def people_of(unit_id: UUID) -> list[Person]:
    """Return the active receivers and responders of the unit today, by name."""
    day = clock.today()
    rows = db.fetch_all(
        "select a.person_id, a.name, a.title, bool_or(g.role = 'responder'), "
        "bool_or(g.role = 'case_receiver') from role_grant g "
        "join staff_account a on a.person_id = g.person_id and a.active where g.unit_id = %s "
        f"and g.role in ('responder', 'case_receiver') and g.starts_on <= %s and {STANDING} "
        "group by a.person_id, a.name, a.title order by a.name, a.person_id",
        [unit_id, day, day],
    )
    return [Person(*row) for row in rows]


def teams_of(unit_id: UUID) -> list[Team]:
    """Return the unit's teams by name, with their members: one statement."""
    rows = db.fetch_all(
        "select t.id, t.name, (select json_agg(json_build_array(m.person_id, a.name) "
        "order by a.name, m.person_id)::text from team_member m join staff_account a "
        "on a.person_id = m.person_id where m.team_id = t.id), "
        "array(select r.number from routing_rule r where r.team_id = t.id order by r.number) "
        "from team t where t.unit_id = %s order by t.name, t.id",
        [unit_id],
    )
    return [_team(row) for row in rows]


def team_of(unit_id: UUID, team_id: UUID) -> Team | None:
    """Return one team of the unit, or None."""
    return next((one for one in teams_of(unit_id) if one.id == team_id), None)


def team_name(unit_id: UUID, team_id: UUID) -> str | None:
    """Return the name of a team of the unit, None for one there is not."""
    row = db.fetch_one(
        "select t.name from team t where t.id = %s and t.unit_id = %s", [team_id, unit_id]
    )
    return str(row[0]) if row else None


def placed(text: str | None) -> list[Placed]:
    """Return the rules that `FOR` gave as JSON text."""
    return [
        Placed(number, _rule([*fields, ""]), able)
        for number, *fields, able in json.loads(text or "[]")
    ]


def hold(unit_id: UUID, person_id: str, resident_id: UUID, day: date) -> str | None:
    """Hold that a person answers at the unit, and return her name; None when she does not.

    One statement. Nobody ends her right to answer until this transaction is over.
    """
    row = db.fetch_one(
        "select routing_hold(%s, %s, %s, %s)", [unit_id, person_id, resident_id, day]
    )
    return row[0] if row else None


def _team(row: tuple[Any, ...]) -> Team:
    members = tuple((str(key), str(name)) for key, name in json.loads(row[2] or "[]"))
    return Team(row[0], TeamData(row[1], members), tuple(row[3]))


def _rule(fields: list[Any]) -> Rule:
    target, case_type, type_name, asked, person_id, team_id, name, key = fields
    return Rule(
        *(target, case_type, type_name, asked_from(asked)),
        *(person_id or "", team_id or "", name, key),
    )
