"""A case type that one unit of the demo holds back: Tallmo hands out *Förnya hjälpmedel*.

Karin Lindqvist has it, and Elin Ström, whose identity is protected; nobody else sees it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from vardpost.casetypes.actions import offer_on_units
from vardpost.casetypes.actions.handing import hand_out
from vardpost.casetypes.decided import Given
from vardpost.config.demo.personas import Cast
from vardpost.config.demo.places import ALL, TALLMO
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM

HELD_BACK = "renew_aids"
_GIVEN = {"resident": 0, "resident_protected": 365}


def hold_back(unit_id: UUID) -> None:
    """Let the unit offer the type after all others, held back."""
    offer_on_units([unit_id], (*ALL, HELD_BACK), restricted=True)


def give(cast: Cast, now: datetime) -> None:
    """Hand it out, by the unit's administrator; the rows of all people are there already."""
    unit, boss = cast.units[TALLMO], cast.staff["unit_admin"]
    actor = Actor(
        kind="staff",
        person_id=boss.id,
        name=boss.name,
        title=boss.title,
        hsa_id=boss.hsa_id,
        unit=unit.ref,
        roles=frozenset({"unit_admin"}),
        region_id=unit.region,
    )
    found = db.fetch_one("select id from case_type where key = %s", [HELD_BACK])
    today = now.astimezone(STOCKHOLM).date()
    for key, days in _GIVEN.items():
        hand_out(
            actor=actor,
            unit_id=unit.id,
            case_type_id=found[0] if found else unit.id,
            seen={cast.people[key].id: None},
            given=Given(today, today + timedelta(days=days) if days else None, "Utprovad hos oss"),
        )
