"""Three cases of Tallmo about which the unit has asked whether they may be sent on (ADR 0029).

Ilyas's waits for Amina, Karin has said yes, and Amina has said no about her own. What was written
is made as every other case is, with chance of its own; the asking and answering is the verbs' own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from vardpost.cases.actions.forward import forward_unit
from vardpost.cases.actions.move import ask_to_move, decline_move
from vardpost.cases.queries.move import Target, targets
from vardpost.config.demo.asked import put_on
from vardpost.config.demo.dice import Dice
from vardpost.config.demo.personas import Cast
from vardpost.config.demo.places import GRANBY, TALLMO
from vardpost.config.demo.plot import Made, Plan, Stage
from vardpost.config.demo.residents import DemoPerson
from vardpost.config.demo.sending import Offered
from vardpost.config.demo.workforce import Workforce
from vardpost.kernel import db
from vardpost.kernel.actor import Actor, ResidentRef

#: Whose it is by key of the person, the child's given name, the type, and what was answered. Types
#: in which nothing is urgent: nobody sends on what cannot wait.
_THREE = (
    ("guardian", "Ilyas", "contact_me", ""),
    ("resident", "", "certificate", "yes"),
    ("guardian", "", "renew_prescription", "no"),
)
_ASKED = (
    "Det dröjer just nu innan vi hinner svara, och {namn} har bättre om tid. "
    "Får vi skicka ärendet dit?"
)


def sent(
    seed: int,
    now: datetime,
    cast: Cast,
    work: Workforce,
    residents: Sequence[DemoPerson],
    offered: Mapping[str, Offered],
) -> list[Made]:
    """Return the three as they were sent, in order."""
    stage = Stage(Dice(seed), now, work, residents, offered)
    return [_one(stage, cast, *one[:3]) for one in _THREE]


def _one(stage: Stage, cast: Cast, key: str, child: str, case_type: str) -> Made:
    holder = cast.people[key]
    about = next((one for one in holder.children if one.given == child), holder)
    plan = Plan(cast.units[TALLMO], "submitted", about, case_type, "r", late=False)
    while True:  # either guardian may have written; this one has
        made = stage.carry_out(plan)
        if made.draft["person_id"] == holder.id:
            return made


def ask(cast: Cast, made: Sequence[Made]) -> None:
    """Let the receiver ask about each, and two be answered; the caller owns the tables."""
    for one, (key, _child, _type, answer) in zip(made, _THREE, strict=True):
        case_id = one.story.case.id
        to = _ask(cast, case_id)
        if to is None or not answer:
            continue
        person = cast.people[key]
        put_on("resident", person.id, residents=f"{{{_ids(person)}}}")
        verb = forward_unit if answer == "yes" else decline_move
        verb(actor=_resident(person), case_id=case_id, version=_version(case_id))
    db.fetch_one("select scope_clear()")


def _ask(cast: Cast, case_id: UUID) -> Target | None:
    unit, one = cast.units[TALLMO], cast.staff["receiver"]
    put_on(
        "staff",
        one.id,
        unit=str(unit.id),
        whole_unit=str(unit.id),
        region=unit.region,
        roles=",case_receiver,",
    )
    actor = Actor(
        kind="staff",
        person_id=one.id,
        name=one.name,
        title=one.title,
        hsa_id=one.hsa_id,
        unit=unit.ref,
        roles=frozenset({"case_receiver"}),
        region_id=unit.region,
        kin=frozenset({one.id}),
    )
    found = targets(case_id, GRANBY) or targets(case_id)
    if not found:
        return None
    ask_to_move(
        actor=actor,
        case_id=case_id,
        version=_version(case_id),
        unit_id=found[0].id,
        body=_ASKED.replace("{namn}", found[0].name),
    )
    return found[0]


def _resident(person: DemoPerson) -> Actor:
    own = ResidentRef(person.id, person.name, person.born, "self")
    children = [ResidentRef(one.id, one.name, one.born, "guardian") for one in person.children]
    return Actor(
        kind="resident",
        person_id=person.id,
        name=person.name,
        residents=(own, *children),
    )


def _ids(person: DemoPerson) -> str:
    return ",".join(str(one.id) for one in (person, *person.children))


def _version(case_id: UUID) -> int:
    row = db.fetch_one("select version from care_case where id = %s", [case_id])
    return int(row[0]) if row else 0
