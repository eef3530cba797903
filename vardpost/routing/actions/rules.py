"""Fördelning: the whole list of a unit's rules, and whether its people take cases themselves."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.routing.queries.rules import people_of, routing, teams_of
from vardpost.routing.rules import MOST_CONDITIONS, MOST_RULES, Routing, Rule
from vardpost.routing.said import self_take_words, sentence
from vardpost.routing.values import routing_from, routing_values
from vardpost.units.actions.settings import begin, note
from vardpost.units.settings import Kind, Line, Values


def _words(values: Values) -> list[Line]:
    held = routing_from(values)
    lines = [(_("Ta ärenden själv"), self_take_words(self_take=held.self_take))]
    for number, rule in enumerate(held.rules, start=1):
        lines.append((_("Regel {n}").replace("{n}", str(number)), sentence(rule)))
    return lines


def change_routing(
    *, actor: Actor, unit_id: UUID, version: int, data: Routing, undoes: UUID | None = None
) -> None:
    """Keep the whole list of rules. Raises `BadInput`, and as `settings.begin`.

    A new rule must lead to somebody who answers here, or to a team that exists. A rule that stood
    already is kept as it is: whoever left makes it pass on to the next one.
    """
    new = routing_values(data)
    held = begin(actor, RULES, unit_id=unit_id, version=version, new=new)
    if held is None:
        return
    if db.fetch_one("select 1 from care_unit where id = %s for update", [unit_id]) is None:
        raise NotFound("unit")
    standing = routing(unit_id)
    _check(unit_id, data, standing)
    db.execute("delete from routing_rule where unit_id = %s", [unit_id])
    for number, rule in enumerate(data.rules, start=1):
        _insert(unit_id, number, rule)
    db.execute("update care_unit set self_take = %s where id = %s", [data.self_take, unit_id])
    note(held, old=routing_values(standing), new=new, undoes=undoes)


def _check(unit_id: UUID, data: Routing, standing: Routing) -> None:
    if len(data.rules) > MOST_RULES:
        text = _("Ta bort en regel först. Det finns redan {n}.").replace("{n}", str(MOST_RULES))
        raise BadInput({"target": text})
    teams = {str(team.id) for team in teams_of(unit_id)}
    responders = {str(one.id) for one in people_of(unit_id) if one.responder}
    stood = {rule.person_id for rule in standing.rules}
    for rule in data.rules:
        if rule.target == "team" and rule.team_id not in teams:
            raise BadInput({"target": _("Teamet finns inte längre. Välj i listan")})
        if rule.target == "person" and rule.person_id not in responders | stood:
            raise BadInput({"target": _("Personen svarar inte på ärenden här. Välj i listan")})
        if len(rule.asked) > MOST_CONDITIONS:
            raise BadInput({"asked": _("Välj svar på färre frågor")})


def _insert(unit_id: UUID, number: int, rule: Rule) -> None:
    asked = routing_values(Routing(rules=(rule,)))["rules"][0]["asked"]
    db.execute(
        "insert into routing_rule (id, unit_id, number, case_type, type_name, asked, target, "
        "person_id, team_id, target_name) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(rule.id or new_id(), unit_id, number, rule.case_type, rule.type_name),
            db.json(list(asked)),
            *(rule.target, rule.person_id or None, rule.team_id or None, rule.target_name),
        ],
    )


def restore_routing(
    *, actor: Actor, unit_id: UUID, object_id: str, version: int, values: Values, undoes: UUID
) -> None:
    """Put an older list back. Raises as `change_routing`; `object_id` is empty."""
    change_routing(
        actor=actor,
        unit_id=unit_id,
        version=version,
        data=routing_from(values),
        undoes=undoes,
    )


RULES = Kind(
    "routing:rules",
    later("Fördelning"),
    Permission.ROUTING_EDIT,
    AuditEvent.ROUTING_RULES_CHANGED,
    "fordelning",
    _words,
    restore_routing,
)
