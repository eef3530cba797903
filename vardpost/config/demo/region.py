"""The rest of the first region: units that nobody of the demo writes to, up to a hundred and twenty.

For the region's office: each thing that can need doing is planted at some of them, and nowhere
else among them. What they answered lately is told as days that were counted; no case stands behind
it. Uses dice of its own, so that the rest of the demo stays as it is.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from vardpost import units as _units
from vardpost.config.demo.copying import copy
from vardpost.config.demo.dice import Dice
from vardpost.config.demo.places import PROVIDERS, REGIONS, Catchment, DemoUnit, slug
from vardpost.config.demo.workforce import DemoStaff, Workforce
from vardpost.kernel import db
from vardpost.people.system import region_scope
from vardpost.statistics.actions import count_units
from vardpost.statistics.queries import DAYS

REGION = REGIONS[0]
#: Units of the region, with those that people write to.
TOTAL = 120
#: How many lack something: so many of the first of these units, one after another.
NO_ADMIN, ONE_ADMIN, UNTOLD, OLD_TERMS, AWAY, BROKEN, NOT_OPEN = 2, 5, 4, 6, 3, 7, 2
_TOWNS = Path(_units.__file__).with_name("data") / "municipalities.csv"
_WORDS = (
    "Alkärret Bergslund Bokhultet Dalbacken Eklunden Enhagen Fjällnäset Fågelviken Furuhöjden "
    "Granliden Gullregnet Hagtorpet Hasselbacken Hedängen Humlegården Höganäset Ingared Karlsäng "
    "Klövern Kullaberget Källbäcken Lindhaga Ljungheden Lövåsen Myrlid Nyponkullen Näckrosen Oxhagen "
    "Rosenlund Rågåkern Silverdalen Skogsviolen Slåtterängen Solbergaby Strandängen Svartån "
    "Sälgen Tallåsen Torpakullen Ulvåsen Vallgården Videdal Vintergatan Vitsippan Åkerblom "
    "Älvkullen Ängshult Öringen"
).split()
#: Kind, what its name is made of, and whom it is for; more primary care than anything else.
_KINDS = (
    ("primary_care", "{} vårdcentral"),
    ("dental", "{} folktandvård"),
    ("primary_care", "Vårdcentralen {}"),
    ("rehabilitation", "{} rehab"),
    ("child_health", "{} barnavårdscentral"),
    ("specialist", "{} specialistmottagning"),
    ("maternity", "{} barnmorskemottagning"),
    ("psychiatry", "{} öppenvårdsmottagning"),
    ("youth", "Ungdomsmottagningen {}"),
)
#: Units that one administrator looks after.
_EACH = 8


def widen(work: Workforce, dice: Dice, now: datetime) -> list[DemoUnit]:
    """Return the units, with people who run them and receive there."""
    before = work.dice, work.population.dice
    work.dice = work.population.dice = dice
    here = sum(unit.region == REGION for unit in work.units) + 1  # and the one with nothing set
    units = [_unit(dice, now, number) for number in range(TOTAL - here)]
    bosses = [_employ(work, "vårdenhetschef") for _ in range(len(units) * 2 // _EACH + 1)]
    away = _employ(work, "vårdenhetschef")
    away.away = True
    for number, unit in enumerate(units):
        if number in _at(NO_ADMIN, 0):
            continue
        if number in _at(AWAY, NO_ADMIN + ONE_ADMIN + UNTOLD + OLD_TERMS):
            asleep = _employ(work, "vårdadministratör")
            asleep.away = True
            _run(work, unit, (away, asleep))
            continue
        pair = [bosses[(number + step) % len(bosses)] for step in (0, 1)]
        _run(work, unit, pair[: 1 if number in _at(ONE_ADMIN, NO_ADMIN) else 2])
    work.dice, work.population.dice = before
    return units


def _at(count: int, after: int) -> range:
    return range(after, after + count)


def _employ(work: Workforce, title: str) -> DemoStaff:
    return work.employ(REGION, title)


def _run(work: Workforce, unit: DemoUnit, people: Sequence[DemoStaff]) -> None:
    for one in people:
        work.grant(one, "unit_admin", unit, by=None, reason="Utsedd av regionen")


def _unit(dice: Dice, now: datetime, number: int) -> DemoUnit:
    kind, pattern = _KINDS[number % len(_KINDS)]
    word = _WORDS[number * 7 % len(_WORDS)]
    name = pattern.format(word if pattern.endswith("{}") else f"{word}s".replace("ss ", "s "))
    towns = _towns()
    code, town = towns[number % len(towns)]
    wide = number % 3 == 0
    return DemoUnit(
        id=dice.id(now - timedelta(days=600)),
        region=REGION,
        hsa_id=f"SE{PROVIDERS[REGION]}-E{2000 + number}",
        slug=slug(name),
        name=name,
        kind=kind,
        municipality=code,
        place=town,
        postal_code=f"5{number:02}40"[:5],
        street=f"Storgatan {number + 1}",
        phone=f"0980-319 3{number % 100:02}",
        week="office",
        catchment=(Catchment(REGION, None if wide else code),),
        about=("", ""),
        sensitive=kind in {"psychiatry", "youth"},
        self_take=True,
    )


def _towns() -> list[tuple[str, str]]:
    with _TOWNS.open(encoding="utf-8") as handle:
        rows = csv.DictReader(handle)
        return [(row["code"], row["name"]) for row in rows if row["county_code"] == REGION]


def plant(units: Sequence[DemoUnit], now: datetime) -> None:
    """Write what is told of the units beside their rows, and what some of them lack."""
    skipped = NO_ADMIN + ONE_ADMIN
    silent = {unit.id for unit in units[skipped : skipped + UNTOLD]}
    copy("unit_notice", [_told(unit) for unit in units if unit.id not in silent])
    old = units[skipped + UNTOLD : skipped + UNTOLD + OLD_TERMS]
    # A text from before the one that ships, which these units still use.
    db.execute(
        "with before as (insert into terms_text (id, case_type_id, version, body_sv, body_en, "
        "content_hash, published_at, author_name) select gen_random_uuid(), t.case_type_id, 0, "
        "t.body_sv, t.body_en, t.content_hash, %s, '' from terms_text t join case_type c "
        "on c.id = t.case_type_id and c.key = 'contact_me' where t.unit_id is null "
        "order by t.version limit 1 returning id, case_type_id) "
        "update unit_case_type u set terms_id = before.id from before "
        "where u.case_type_id = before.case_type_id and u.unit_id = any(%s)",
        [now - timedelta(days=900), [unit.id for unit in old]],
    )
    broken = {unit.id for unit in units[-NOT_OPEN - BROKEN : -NOT_OPEN]}
    # As if they had been counted all along: the first count of a unit looks 28 days back.
    copy("unit_rollup", [_counted(unit, now) for unit in units])
    copy("unit_day", [row for unit in units for row in _days(unit, now, unit.id in broken)])
    db.execute(
        "update care_unit set live = false where id = any(%s)",
        [[unit.id for unit in units[-NOT_OPEN:]]],
    )


def _told(unit: DemoUnit) -> dict[str, Any]:
    direct = dict.fromkeys(("new_case", "unassigned", "reminder", "replied"), "direct")
    return {
        "unit_id": unit.id,
        "mailbox": f"{unit.slug}@vard.example",
        "digest_hour": 8,
        "quiet_from": 0,
        "quiet_to": 0,
        "unassigned_hours": 8,
        "remind_hours": 4,
        **direct,
    }


def _counted(unit: DemoUnit, now: datetime) -> dict[str, Any]:
    numbers = ("open_cases", "waiting", "late", "received", "answered", "kept")
    return {
        "unit_id": unit.id,
        "region_id": unit.region,
        "counted_at": now - timedelta(minutes=20),
        **dict.fromkeys(numbers, 0),
    }


def _days(unit: DemoUnit, now: datetime, broken: bool) -> Iterator[dict[str, Any]]:
    """Tell of each weekday that is over within the sums; nothing of weekends."""
    size = 3 + int(unit.hsa_id[-2:]) % 9
    for back in range(1, DAYS):
        day = (now - timedelta(days=back)).date()
        if day.weekday() < 5:
            late = (
                2 if broken and day.weekday() < 4 else 1 if day.weekday() == 4 and size > 8 else 0
            )
            yield {
                "unit_id": unit.id,
                "region_id": unit.region,
                "day": day,
                "received": size,
                "answered": size,
                "kept": size - late,
            }


def count_all() -> None:
    """Count every unit of the demo once, as the worker will go on to do."""
    for region in REGIONS:
        more = True
        while more:
            with region_scope("demo", region) as actor:
                more = count_units(actor=actor)
    db.fetch_one("select scope_clear()")
