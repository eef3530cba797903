"""The directory's units, those on their way in and out, and one that has changed its name.

A unit in each state of its way: two are asked for and approved and not here yet, two are here and
hidden (those of the region that are not open), one has opened.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from vardpost.config.demo.copying import copy
from vardpost.config.demo.dice import Dice
from vardpost.config.demo.places import PROVIDERS, REGIONS, DemoUnit
from vardpost.kernel import db

#: The unit that has changed its name, and what it was called when its older cases were sent.
RENAMED, BEFORE = "Hamnparkens vårdcentral", "Hamnplans vårdcentral"
_NAMED = timedelta(days=60)
#: Not connected, a region: name and kind.
_FREE = (
    ("Ljungbackens vårdcentral", "primary_care"),
    ("Ljungbackens barnavårdscentral", "child_health"),
    ("Aspdungens folktandvård", "dental"),
    ("Aspdungens vårdcentral", "primary_care"),
    ("Stenmurens rehab", "rehabilitation"),
    ("Stenmurens vårdcentral", "primary_care"),
    ("Mossängens barnmorskemottagning", "maternity"),
    ("Mossängens vårdcentral", "primary_care"),
    ("Ungdomsmottagningen Kompassen", "youth"),
    ("Hedlidens öppenvårdsmottagning", "psychiatry"),
    ("Hedlidens vårdcentral", "primary_care"),
    ("Näverdalens hudmottagning", "specialist"),
    ("Näverdalens folktandvård", "dental"),
)
_OFFICE = "Gunilla Wester"
_WAY = ("request", "approve", "activate", "configure", "open")
_STATES = ("requested", "approved", "activated", "configured", "live")


def plant(seed: int, more: Sequence[DemoUnit], now: datetime) -> None:
    """Write the directory with all units and some that are not here, and the ways in."""
    dice = Dice(seed)
    db.execute(
        "insert into directory_unit (key, hsa_id, region_id, municipality_id, name, kind, street, "
        "postal_code, place, phone, seen_at) select upper(hsa_id), hsa_id, region_id, "
        "municipality_id, name, kind, street, postal_code, place, phone, %s from care_unit",
        [now],
    )
    free = [
        _free(region, number, name, kind, now)
        for region in REGIONS
        for number, (name, kind) in enumerate(_FREE)
    ]
    copy("directory_unit", free)
    if not more:  # a small demo has no units that are not open
        return
    here = (None, None, more[-1], more[-2], more[0])
    asked = [free[0]["key"], free[1]["key"], *(unit.hsa_id.upper() for unit in here if unit)]
    rows, steps = [], []
    for number, (key, unit) in enumerate(zip(asked, here, strict=True)):
        began = now - timedelta(days=40 - 7 * number)
        row = _way(dice, key, unit, _STATES[number], number, began, now)
        rows.append(row)
        steps += [
            {
                "id": dice.id(began + timedelta(days=count)),
                "joining_id": row["id"],
                "at": began + timedelta(days=count),
                "event": event,
                "state": _STATES[count],
                "actor_name": _OFFICE,
                "reason": "Utbildning kvar" if event == "configure" and number == 3 else "",
            }
            for count, event in enumerate(_WAY[: number + 1])
        ]
    copy("unit_joining", rows)
    copy("unit_joining_step", steps)


def close(more: Sequence[DemoUnit], now: datetime) -> None:
    """Let one unit be about to close; another one takes over."""
    if len(more) < 9:
        return
    unit, to = more[4], more[7]
    freezes, closes = (now + timedelta(days=7)).date(), (now + timedelta(days=28)).date()
    copy(
        "unit_ending",
        [
            {
                "unit_id": unit.id,
                "to_unit_id": to.id,
                "state": "announced",
                "freezes_on": freezes,
                "closes_on": closes,
            }
        ],
    )


def rename(seed: int, now: datetime) -> None:
    """Let one unit have had another name, which it still says of itself."""
    row = db.fetch_one("select id from care_unit where name = %s", [RENAMED])
    if row is None:
        return
    until = now - _NAMED
    copy(
        "unit_former_name",
        [{"id": Dice(seed).id(until), "unit_id": row[0], "name": BEFORE, "until_at": until}],
    )
    db.execute(
        "update care_unit set about_sv = %s || about_sv where id = %s",
        [f"Välkommen till {BEFORE}. ", row[0]],
    )


def _way(
    dice: Dice,
    key: str,
    unit: DemoUnit | None,
    state: str,
    number: int,
    began: datetime,
    now: datetime,
) -> dict[str, Any]:
    return {
        "id": dice.id(began),
        "region_id": REGIONS[0],
        "directory_id": key,
        "unit_id": unit.id if unit else None,
        "state": state,
        "version": number + 1,
        "template": unit.kind if unit else "primary_care",
        "template_version": 1,
        "starts_on": (now + timedelta(days=21 - 5 * number)).date(),
        "contact_name": _OFFICE,
        "contact_phone": "0980-319 300",
        "contact_email": "anslutning@region.example",
        "first_admin": "",
        "training": "Tre personer, två tillfällen" if number else "",
        "created_at": began,
        "opened_at": began + timedelta(days=4) if state == "live" else None,
    }


def _free(region: str, number: int, name: str, kind: str, now: datetime) -> dict[str, Any]:
    hsa_id = f"SE{PROVIDERS[region]}-K{1000 + number}"
    row = db.fetch_one(
        "select code from municipality where region_id = %s order by code offset %s limit 1",
        [region, number],
    )
    return {
        "key": hsa_id.upper(),
        "hsa_id": hsa_id,
        "region_id": region,
        "municipality_id": row[0] if row else "",
        "name": name,
        "kind": kind,
        "street": f"Nygatan {number + 1}",
        "postal_code": "",
        "place": "",
        "phone": "",
        "seen_at": now,
    }
