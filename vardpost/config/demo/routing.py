"""How the demo's units give out cases.

Tallmo has rules and a team, Granby and most others *Alla gör allt*, and every ninth unit a
dispatcher (`places.DemoUnit.self_take`). The rules came after the cases that the demo begins with,
so a receiver has put some of them in the team's queue, and marked one as urgent.
"""

from collections.abc import Mapping
from typing import Any

from vardpost.cases.actions.assign import to_team
from vardpost.cases.actions.urgent import mark_urgent
from vardpost.config.demo.personas import Cast
from vardpost.config.demo.places import TALLMO
from vardpost.config.demo.sending import Offered
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import stable_key

_TEAM = "Intyg"
#: Which of the cases that wait are for the team, and at most how many of them.
_FOR_TEAM, _SOME = ("certificate", "record_copy", "book_time"), 3


def sort_out(cast: Cast) -> None:
    """Let Tallmo's receiver sort what waits, by the product's own verbs."""
    unit, rut = cast.units[TALLMO], cast.staff["receiver"]
    actor = Actor(
        kind="staff",
        person_id=rut.id,
        name=rut.name,
        title=rut.title,
        hsa_id=rut.hsa_id,
        unit=unit.ref,
        roles=frozenset({"case_receiver"}),
        region_id=unit.region,
    )
    waiting = db.fetch_all(
        "select c.id, c.version, c.case_type = any(%s) from care_case c where c.unit_id = %s "
        "and c.state = 'submitted' and c.raised = 0 order by c.submitted_at",
        [list(_FOR_TEAM), unit.id],
    )
    team = stable_key("demo", "team", unit.id)
    for case_id, version, _theirs in [row for row in waiting if row[2]][:_SOME]:
        to_team(actor=actor, case_id=case_id, version=version, team_id=team)
    for case_id, version, _theirs in [row for row in waiting if not row[2]][:1]:
        mark_urgent(actor=actor, case_id=case_id, version=version)


def routing_rows(cast: Cast, offered: Mapping[str, Offered]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of Tallmo's team and rules, by table."""
    unit = cast.units[TALLMO].id
    team = stable_key("demo", "team", unit)
    members = [cast.staff[key].id for key in ("responder_2", "receiver_responder")]
    doctor = cast.staff["responder_1"]
    form = offered["certificate"].form
    kind = next(one for one in form.fields if one.key == "kind")
    driving = kind.option("driving")
    asked = {
        "field": kind.key,
        "label": kind.label.sv,
        "values": ["driving"],
        "words": [driving.label.sv if driving else ""],
    }
    about = {"unit_id": unit, "case_type": form.key, "type_name": form.title.sv}
    rules = [
        {**about, "asked": [asked], "target": "person", "person_id": doctor.id, "team_id": None,
         "target_name": doctor.name},
        {**about, "asked": "[]", "target": "team", "person_id": None, "team_id": team,
         "target_name": _TEAM},
    ]  # fmt: skip
    return {
        "team": [{"id": team, "unit_id": unit, "name": _TEAM}],
        "team_member": [{"team_id": team, "unit_id": unit, "person_id": one} for one in members],
        "routing_rule": [
            {"id": stable_key("demo", "rule", unit, number), "number": number, **rule}
            for number, rule in enumerate(rules, start=1)
        ],
    }
