"""The staff directory of the demo, and the cases a unit's administrator meets in it.

One unit with a single administrator, a locum whose last day is soon, accounts that sleep, somebody
with a protected identity, and people of the directory who have no account yet. Uses dice of its
own, so that the rest of the demo stays as it is.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from vardpost.config.demo.dice import Dice
from vardpost.config.demo.places import EMPTY, PROVIDERS, TALLMO, DemoUnit
from vardpost.config.demo.residents import DemoPerson
from vardpost.config.demo.workforce import DemoStaff, Workforce

#: The unit that has one administrator left.
ALONE = "Hamnparkens vårdcentral"
#: How long the locum still works.
_LEFT = timedelta(days=6)
#: Who is in the directory without an account: so many at one unit, the others where nobody is yet.
_NEWCOMERS = {TALLMO: 8, EMPTY: 6}
_TITLES = ("undersköterska", "distriktssköterska", "fysioterapeut", "medicinsk sekreterare")


def unusual(work: Workforce, known: Sequence[DemoStaff], today: date) -> None:
    """Make the unusual ones; `known` have a key and stay who they are."""
    free = [one for one in work.staff if one not in known and one.active]
    alone = [one for one in free if _on(one, ALONE, "unit_admin", today)]
    for one in alone[1:]:
        one.grants = [
            replace(grant, ends=today - timedelta(days=40), reason="Bytte tjänst")
            if grant.unit and grant.unit.name == ALONE and grant.role in {"unit_admin", "reviewer"}
            else grant
            for grant in one.grants
        ]
    here = [one for one in free if _on(one, TALLMO, "responder", today)]
    for one in here[:1]:
        one.grants = [
            replace(grant, ends=today + _LEFT, reason="Vikarie för Anders Löfgren")
            for grant in one.grants
        ]
    for one in here[1:2]:
        one.protected = True


def _on(one: DemoStaff, unit: str, role: str, today: date) -> bool:
    return any(
        grant.unit is not None
        and grant.unit.name == unit
        and grant.role == role
        and (grant.ends is None or grant.ends > today)
        for grant in one.grants
    )


def rows(
    dice: Dice,
    now: datetime,
    work: Workforce,
    residents: Sequence[DemoPerson],
    cast: dict[str, DemoStaff],
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the directory and of signatures."""
    people = [_person(one.hsa_id, one.person, one.title, one, now) for one in work.staff]
    units = {
        one.hsa_id: [unit for unit in work.units if any(g.unit is unit for g in one.grants)]
        for one in work.staff
    }
    theirs = {unit.name: unit for unit in work.units if unit.name in _NEWCOMERS}
    where = [theirs[name] for name, count in _NEWCOMERS.items() for _ in range(count)]
    adults = [one for one in residents if one.region == where[0].region and not one.protected]
    adults = [one for one in adults if now.year - one.born.year in range(25, 60)]
    for place, person in enumerate(dice.some(adults, len(where))):
        hsa_id = f"SE{PROVIDERS[where[place].region]}-N{100 + place}"
        people.append(_person(hsa_id, person, _TITLES[place % len(_TITLES)], None, now))
        units[hsa_id] = [where[place]]
    return {
        "directory_person": people,
        "directory_assignment": [
            _assignment(dice, hsa_id, unit, now) for hsa_id, at in units.items() for unit in at
        ],
        "staff_signature": [
            {
                "person_id": cast["receiver_responder"].id,
                "show_as": "name",
                "signature": "Med vänlig hälsning\nMaria på Tallmo",
            },
            {"person_id": cast["receiver"].id, "show_as": "unit", "signature": ""},
        ],
    }


def _person(
    hsa_id: str, person: DemoPerson, title: str, one: DemoStaff | None, now: datetime
) -> dict[str, Any]:
    return {
        "key": hsa_id.upper(),
        "hsa_id": hsa_id,
        "region_code": next(code for code, ours in PROVIDERS.items() if ours in hsa_id),
        "number": person.number.value,
        "number_kind": person.number.kind.value,
        "birth_date": person.born,
        "sex": person.number.sex or "woman",
        "given_name": person.given,
        "family_name": person.family,
        "title": title,
        "email": one.email if one else "",
        "phone": "",
        "protected": one.protected if one else False,
        "seen_at": now,
        "left_on": None,
    }


def _assignment(dice: Dice, hsa_id: str, unit: DemoUnit, now: datetime) -> dict[str, Any]:
    return {
        "id": dice.id(now),
        "person_id": hsa_id.upper(),
        "unit_id": unit.id,
        "since": (now - timedelta(days=400)).date(),
        "ended_on": None,
    }
