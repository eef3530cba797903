"""What a unit's administrator has made: one of each setting, with its history."""

import base64
from datetime import timedelta
from uuid import UUID

from tests import people_made as made
from tests.cases.world import World
from tests.crawl import place_types
from tests.database import as_owner
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.people.directory import COLUMNS
from vardpost.redflags.actions.own import publish_own
from vardpost.redflags.additions import Additions
from vardpost.redflags.lists import Flag, Owner
from vardpost.redflags.lists import Text as FlagText
from vardpost.routing.actions.rules import change_routing
from vardpost.routing.actions.team import keep_team
from vardpost.routing.rules import Routing, Rule
from vardpost.routing.values import TeamData
from vardpost.units.actions.area import let_in
from vardpost.units.actions.closings import keep_closing
from vardpost.units.actions.contact import change_contact
from vardpost.units.actions.settings import read_history
from vardpost.units.values import ClosingData, ContactData

#: In the directory, without an account.
NEWCOMER = "SE2321000016-NYKOMMEN"
FLAG = Flag("own_1", FlagText("fästingbett", "tick bite"), "unit", ("fästing*",), ("tick",))


def things(world: World) -> dict[str, str]:
    """Make the settings as the administrator; return their keys by name."""
    actor = world.as_("admin")
    unit = world.unit.id
    change_contact(actor=actor, unit_id=unit, version=0, data=ContactData(phone="0980-319 221"))
    (change, *_rest) = read_history(actor=actor, unit_id=unit)
    let_in(
        actor=actor,
        unit_id=unit,
        person_id=world.people["other_resident"],
        version=0,
        until=None,
        reason="Arbetar nära",
    )
    owner = Owner("Ingrid Sandahl Ek", "överläkare")
    publish_own(actor=actor, unit_id=unit, version=0, additions=Additions(owner, (FLAG,)))
    found: dict[str, UUID | str] = {
        "change": change.id,
        "flag": FLAG.key,
        "approval": f"{world.people['other_resident']}:1",
    }
    found |= _closing(actor, unit) | _routing(world, actor) | _staff(world) | _view(world)
    found |= place_types.types(world)
    return {name: str(key) for name, key in found.items()}


def _view(world: World) -> dict[str, UUID | str]:
    """Keep a view of the region's overview."""
    key = new_id()
    with as_owner():
        db.execute(
            "insert into overview_view (id, person_id, region_id, name, query, created_at) "
            "values (%s, %s, %s, 'Tandvård', 'typ=dental', %s)",
            [key, world.people["region"], made.REGION, clock.now()],
        )
    return {"view": key}


def _closing(actor: Actor, unit: UUID) -> dict[str, UUID | str]:
    closing, day = new_id(), (clock.now().date() + timedelta(days=9)).isoformat()
    data = ClosingData(
        day, day, stops_clock=True, stops_intake=False, case_type="", reason_sv="Kurs",
        reason_en="", alternative=None,
    )  # fmt: skip
    keep_closing(actor=actor, unit_id=unit, closing_id=closing, version=0, data=data)
    return {"closing": closing}


def _routing(world: World, actor: Actor) -> dict[str, UUID | str]:
    team, rule, person = new_id(), new_id(), str(world.people["responder"])
    keep_team(
        actor=actor, unit_id=world.unit.id, team_id=team, version=0,
        data=TeamData("Recept", ((person, "Anders Lind"),)),
    )  # fmt: skip
    rules = (
        Rule("person", "renew_prescription", "Förnya recept", person_id=person,
             target_name="Anders Lind", id=str(rule)),
        Rule("queue", id=str(new_id())),
    )  # fmt: skip
    change_routing(actor=actor, unit_id=world.unit.id, version=0, data=Routing(rules=rules))
    return {"team": team, "rule": rule}


def _staff(world: World) -> dict[str, UUID | str]:
    """Make somebody in the directory without an account, one asleep, and one who works."""
    with as_owner():
        asleep = made.staff(world.unit, "responder", name="Sova Gott")
        db.execute(
            "update staff_account set active = false, inactive_since = %s, inactive_reason = "
            "'slutat' where person_id = %s",
            [clock.now(), asleep],
        )
        db.execute(
            "insert into directory_person (key, hsa_id, region_code, number, number_kind, "
            "birth_date, sex, given_name, family_name, title, email, phone, protected, seen_at) "
            "values (%s, %s, '14', '189001049817', 'personnummer', '1890-01-04', 'woman', 'Siv', "
            "'Nylund', '', '', '', false, %s)",
            [NEWCOMER, NEWCOMER, clock.now()],
        )
        db.execute(
            "insert into directory_assignment (id, person_id, unit_id, since) "
            "values (%s, %s, %s, '2020-01-01')",
            [new_id(), NEWCOMER, world.unit.id],
        )
    return {
        "asleep": asleep,
        "newcomer": NEWCOMER,
        "colleague": world.people["colleague"],
        "directory": base64.b64encode(_file(world)).decode(),
    }


def _file(world: World) -> bytes:
    """Return the unit's rows of the directory: who is in it already, and one more."""
    row = db.fetch_one("select hsa_id from care_unit where id = %s", [world.unit.id])
    assert row
    people = ((NEWCOMER, "189001049817", "Siv"), ("SE2321000016-NYARE", "189001019802", "Ulla"))
    lines = [
        f"{key};{number};{given};Nylund;kurator;;;{row[0]};nej" for key, number, given in people
    ]
    return "\r\n".join([";".join(COLUMNS), *lines, ""]).encode()
