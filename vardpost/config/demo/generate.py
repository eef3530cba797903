"""The whole demo as rows: the same seed and moment give the same rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from vardpost.casetypes.parse import to_posted
from vardpost.config.demo import directory, offices, own_type, region, scenes, sent_on, watched
from vardpost.config.demo.dice import Dice
from vardpost.config.demo.personas import Cast
from vardpost.config.demo.places import (
    GRANBY,
    REGIONS,
    TALLMO,
    WEEKS,
    DemoUnit,
    make_empty,
    make_units,
)
from vardpost.config.demo.plot import Made, Stage
from vardpost.config.demo.residents import DemoPerson, Population
from vardpost.config.demo.routing import routing_rows
from vardpost.config.demo.scenes.scene import ASKS, PARTIALS
from vardpost.config.demo.script import plans
from vardpost.config.demo.sending import Offered, contact, filled, values
from vardpost.config.demo.workforce import DemoGrant, DemoStaff, Workforce
from vardpost.kernel.clock import STOCKHOLM

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    staff: int
    residents: int
    cases: int


FULL = Size(300, 600, 2000)
SMALL = Size(110, 160, 260)


@dataclass(slots=True)
class Demo:
    """Rows by table, in the order in which they can be written."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    audit: list[list[Any]] = field(default_factory=list)
    unit_offers: dict[UUID, str] = field(default_factory=dict)
    cast: Cast | None = None
    #: Units for the region's office alone.
    more: list[DemoUnit] = field(default_factory=list)
    #: Cases that the unit asks whether it may send on.
    asked: list[Made] = field(default_factory=list)


def generate(
    seed: int,
    now: datetime,
    offered: Mapping[str, Offered],
    size: Size = FULL,
    progress: Progress = lambda _: None,
) -> Demo:
    """Return the demo. `now` is the moment it is told in; `progress` hears of each case."""
    dice = Dice(seed)
    units = make_units(dice, now - timedelta(days=700), small=size is SMALL)
    population = Population(dice, now)
    work = Workforce(population, units)
    cast = Cast(population, work, make_empty(dice, now - timedelta(days=1)))
    cast.residents()
    cast.workers()
    work.fill(size.staff)
    employed = {one.id for one in work.staff}
    population.odd_ones()
    population.families(size.residents + len(employed))
    residents = [one for one in population.people if one.id not in employed]
    own = {own_type.KEY: own_type.own_offer(offered["send_message"].form)}
    stage = Stage(dice, now, work, residents, {**offered, **own})
    made = []
    for number, plan in enumerate(plans(dice, cast, size.cases), start=1):
        made.append(stage.carry_out(plan))
        progress(number)
    demo = Demo(unit_offers={unit.id: unit.kind for unit in units}, cast=cast)
    bench = watched.add(seed, cast, work, stage)
    made += bench.made
    demo.asked = sent_on.sent(seed + 6, now, cast, work, residents, offered)
    made += demo.asked
    # Nobody has written there. A small demo has no more units than those that people write to.
    more = [] if size is SMALL else region.widen(work, Dice(seed + 2), now)
    demo.unit_offers |= {unit.id: unit.kind for unit in more}
    demo.more = more
    work.units = units = [*units, *more, cast.empty]
    offices.people(cast, Dice(seed + 3))
    directory.unusual(work, list(cast.staff.values()), population.today)
    _write_places(demo, units)
    demo.tables["unit_recommended"] = _recommended(cast, Dice(seed + 4), now)
    demo.tables["region_setting"] = [{"region_id": REGIONS[1], "accent": "hav"}]
    _write_people(demo, population, work, cast, now)
    demo.tables |= directory.rows(Dice(seed + 1), now, work, residents, cast.staff)
    demo.tables |= routing_rows(cast, offered)
    demo.tables["case_mark"] = own_type.tick(stage, cast, made)
    _write_cases(demo, made, bench.audit)
    _write_drafts(demo, stage, made, cast)
    return demo


def _write_places(demo: Demo, units: list[DemoUnit]) -> None:
    demo.tables["care_unit"] = [_unit(unit) for unit in units]
    demo.tables["opening_hours"] = [
        {"unit_id": unit.id, "weekday": day, "opens": opens, "closes": closes}
        for unit in units
        for day, periods in enumerate(WEEKS[unit.week])
        for opens, closes in periods
    ]
    demo.tables["catchment_row"] = [
        {
            "unit_id": unit.id,
            "region_id": row.region,
            "municipality_id": row.municipality,
            "sex": row.sex,
            "age_from": row.age_from,
            "age_to": row.age_to,
        }
        for unit in units
        for row in unit.catchment
    ]


def _recommended(cast: Cast, dice: Dice, now: datetime) -> list[dict[str, Any]]:
    """Return what the first region recommends to all its residents, and to those of one place."""
    here, near = cast.units[TALLMO], cast.units[GRANBY]
    chosen = (
        [(here, None), (near, near.municipality)] if near.region == here.region else [(here, None)]
    )
    return [
        {
            "id": dice.id(now - timedelta(days=3)),
            "region_id": unit.region,
            "municipality_id": place,
            "unit_id": unit.id,
        }
        for unit, place in chosen
    ]


def _unit(unit: DemoUnit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "region_id": unit.region,
        "hsa_id": unit.hsa_id,
        "slug": unit.slug,
        "name": unit.name,
        "kind": unit.kind,
        # Where nothing is set nothing is planned either.
        "template": unit.kind if unit.week else "",
        "template_version": 1,
        "municipality_id": unit.municipality,
        "street": unit.street,
        "postal_code": unit.postal_code,
        "place": unit.place,
        "phone": unit.phone,
        "email": f"{unit.slug}@vard.example" if unit.phone else "",
        "about_sv": unit.about[0],
        "about_en": unit.about[1],
        "sensitive": unit.sensitive,
        "self_take": unit.self_take,
        "closed_on_eves": True,
        "live": True,
    }


def _write_people(
    demo: Demo, population: Population, work: Workforce, cast: Cast, now: datetime
) -> None:
    people = population.people
    demo.tables["person"] = [_person(one) for one in people]
    demo.tables["guardianship"] = [
        {
            "guardian_id": guardian.id,
            "child_id": child.id,
            "since": child.born,
            "until": None,
            "blocked": False,
        }
        for child in people
        for guardian in child.guardians
    ]
    demo.tables["notice_setting"] = [
        {"person_id": one.id, "waiting": one.notices["waiting"], "new_case": True, "assigned": True, "language": one.notices["language"]}
        for one in people
        if one.notices
    ]  # fmt: skip
    demo.tables["staff_account"] = [_account(one, now) for one in work.staff]
    demo.tables["role_grant"] = [
        _grant(population.dice, one, grant, now) for one in work.staff for grant in one.grants
    ]
    demo.tables["demo_persona"] = [
        {
            "key": one.key,
            "person_id": one.person.id,
            "kind": one.kind,
            "name": one.person.name,
            "place": place,
            "sentence_sv": one.sentence_sv,
            "sentence_en": one.sentence_en,
            "roles": one.roles,
        }
        for place, one in enumerate(cast.roles)
    ]


def _person(one: DemoPerson) -> dict[str, Any]:
    code, place, postal_code, street = one.home
    return {
        "id": one.id,
        "number": one.number.value,
        "number_kind": one.number.kind.value,
        "given_name": one.given,
        "family_name": one.family,
        "birth_date": one.born,
        "sex": one.number.sex,
        "street": street,
        "postal_code": postal_code,
        "place": place,
        "municipality_code": code,
        "region_code": one.region,
        "protected": one.protected,
        "phone": one.phone,
        "email": one.email,
        "deceased_on": None,
    }


def _account(one: DemoStaff, now: datetime) -> dict[str, Any]:
    ended = max((grant.ends for grant in one.grants if grant.ends), default=None)
    idle = one.hsa_id.endswith("7")
    return {
        "person_id": one.id,
        "hsa_id": one.hsa_id,
        "name": one.name,
        "title": one.title,
        "email": one.email,
        "active": one.active,
        "protected": one.protected,
        "inactive_since": None if one.active else ended,
        "inactive_reason": "" if one.active else "Vikariatet är slut",
        "signed_in_at": None
        if idle
        else now - timedelta(days=45 if one.away else 0, hours=2 + int(one.hsa_id[-2:])),
    }


def _grant(dice: Dice, one: DemoStaff, grant: DemoGrant, now: datetime) -> dict[str, Any]:
    began = datetime.combine(grant.starts, now.timetz()).astimezone(STOCKHOLM)
    return {
        "id": dice.id(began),
        "person_id": one.id,
        "role": grant.role,
        "unit_id": grant.unit.id if grant.unit else None,
        "region_code": grant.region,
        "starts_on": grant.starts,
        "ends_on": grant.ends,
        "granted_by_id": grant.by.id if grant.by else None,
        "granted_by_name": grant.by.name if grant.by else "Regional förvaltning",
        "reason": grant.reason,
        "created_at": began,
        "settled_at": now if grant.ends and grant.ends <= now.date() else None,
    }


def _write_cases(demo: Demo, made: list[Made], more: list[list[Any]]) -> None:
    """Number the cases in the order they were sent, and gather all rows by time."""
    made.sort(key=lambda one: (one.story.case.submitted_at, one.story.case.id))
    for number, one in enumerate(made, start=1):
        case = one.story.case
        case.number = f"{case.submitted_at.astimezone(STOCKHOLM).year}-{number:05}"
    demo.tables["care_case"] = [_case(one) for one in made]
    demo.tables["case_message"] = _by_time([row for one in made for row in one.story.messages])
    demo.tables["case_history"] = _by_time([row for one in made for row in one.story.history])
    rows = [row for one in made for row in one.story.audit]
    demo.audit = sorted([*rows, *more], key=lambda row: row[0])


def _by_time(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["id"])


_STANDING = (
    "version assignee_id assignee_name submitted_at updated_at first_due final_due final_days "
    "first_response_at paused_at reply_by reminded_at question_due_at answered_at finished_at "
    "first_read_at unread message_count last_kind preview"
).split()


def _case(made: Made) -> dict[str, Any]:
    case = made.story.case
    return {
        "id": case.id,
        "number": case.number,
        "region_id": case.region_id,
        "unit_id": case.unit_id,
        "resident_id": case.resident_id,
        **case.sent,
        "state": case.state.value,
        **{name: getattr(case, name) for name in _STANDING},
    }


def _write_drafts(demo: Demo, stage: Stage, made: list[Made], cast: Cast) -> None:
    """Keep what has been sent from, and some that people are still writing."""
    dice, now = stage.dice, stage.now
    rows = [one.draft for one in made]
    taken = {
        (row["person_id"], row["unit_id"], row["case_type"]) for row in rows if not row["sent_at"]
    }
    writers = [cast.people["resident"], *dice.some([p for p in stage.residents if p.phone], 25)]
    unit = cast.units[TALLMO]
    for person in writers:
        if not any(pair.sender is person and pair.who == "adult" for pair in stage.possible(unit)):
            continue
        key = (person.id, unit.id, "contact_me")
        if key not in taken:
            taken.add(key)
            rows.append(_unsent(stage, unit, person))
    open_ones = [one for one in made if one.story.case.state == "in_progress"]
    for one in dice.some(open_ones, 30):
        case = one.story.case
        text = filled(
            dice.choice(PARTIALS),
            {"jag": one.story.resident.name.split()[0], "telefon": unit.phone},
        )
        rows.append(
            _message(dice, now, one, case.assignee_id, "partial_answer", {"raw": {"text": [text]}})
        )
    waiting = [one for one in made if one.story.case.state == "awaiting_resident"]
    for one in dice.some(waiting, 15):
        sender = one.story.resident.person_id
        rows.append(_message(dice, now, one, sender, "reply", {"body": dice.choice(ASKS)[1]}))
    demo.tables["case_draft"] = rows


def _unsent(stage: Stage, unit: DemoUnit, person: DemoPerson) -> dict[str, Any]:
    dice, offered = stage.dice, stage.offered["contact_me"]
    at = stage.now - timedelta(hours=dice.uniform(1, 90))
    scene = dice.choice(scenes.fitting("contact_me", unit.kind, "adult", english=person.english))
    fields = {key: scene.fields[key] for key in ("about", "text") if key in scene.fields}
    answers = values(dice, fields, {"mottagningen": unit.name}, at.date())
    answers |= {key: value for key, value in contact(dice, person).items() if key == "phone"}
    return {
        "id": dice.id(at),
        "person_id": person.id,
        "case_id": None,
        "kind": "submission",
        "unit_id": unit.id,
        "case_type": "contact_me",
        "type_version_id": offered.version_id,
        "resident_id": person.id,
        "data": {"raw": to_posted(offered.form, answers)},
        "urgent_checked": True,
        "version": 3,
        "created_at": at - timedelta(minutes=6),
        "updated_at": at,
        "sent_at": None,
        "sent_case_id": None,
    }


def _message(
    dice: Dice, now: datetime, made: Made, who: UUID | None, kind: str, data: dict[str, Any]
) -> dict[str, Any]:
    case = made.story.case
    at = max(case.updated_at, now - timedelta(hours=dice.uniform(0.2, 20)))
    return {
        "id": dice.id(at),
        "person_id": who,
        "case_id": case.id,
        "kind": kind,
        "unit_id": case.unit_id,
        "case_type": case.sent["case_type"],
        "type_version_id": None,
        "resident_id": None,
        "data": data,
        "urgent_checked": False,
        "version": 2,
        "created_at": at,
        "updated_at": at,
        "sent_at": None,
        "sent_case_id": None,
    }
