"""How the demo's units give out cases.

Tallmo has rules and a team, Granby and most others *Alla gör allt*, and every ninth unit a
dispatcher (`places.DemoUnit.self_take`). The rules came after the cases that the demo begins with.
"""

from collections.abc import Mapping
from typing import Any

from vardpost.config.demo.personas import Cast
from vardpost.config.demo.places import TALLMO
from vardpost.config.demo.sending import Offered
from vardpost.kernel.ids import stable_key

_TEAM = "Intyg"


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
