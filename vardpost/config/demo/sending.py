"""From a scene to a case that has been sent: answers that the form takes, promise, first rows."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from vardpost.audit.actions import Entry
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import entry
from vardpost.cases.actions.submit import preview
from vardpost.cases.clocks import Hours, OpenTime, open_time
from vardpost.cases.promise import Opening
from vardpost.cases.states import Event, State, move
from vardpost.casetypes.fields import FormDefinition, HasFields
from vardpost.casetypes.parse import Values, parse_answers, to_posted
from vardpost.config.demo.dice import Dice
from vardpost.config.demo.places import WEEKS, DemoUnit
from vardpost.config.demo.residents import DemoPerson
from vardpost.config.demo.scenes.scene import Scene
from vardpost.config.demo.story import DemoCase, Said, Story
from vardpost.kernel.actor import Actor, ResidentRef, system_actor
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.ids import stable_key
from vardpost.units import queries as units

_DAYS_AWAY = re.compile(r"@(-?\d+)\Z")
#: What a person's own language is called, for those who want an interpreter.
_LANGUAGES = ("arabiska", "somaliska", "persiska", "tigrinska", "ukrainska", "teckenspråk")


@dataclass(frozen=True, slots=True)
class Offered:
    """A case type as units offer it, with the ids that the database gave it."""

    form: FormDefinition
    version_id: UUID
    terms_id: UUID
    terms_hash: str
    first_days: int
    final_days: int


class Desk:
    """A unit's opening hours, laid out once."""

    def __init__(self, unit: DemoUnit, now: datetime) -> None:
        """Lay out the years around now."""
        rows = [
            [day, opens.isoformat(), closes.isoformat()]
            for day, periods in enumerate(WEEKS[unit.week])
            for opens, closes in periods
        ]
        text = json.dumps(rows)
        self.opening = Opening(text, closed_on_eves=True)
        closed = units.closed_days(now.date(), text, closed_on_eves=True)
        self.time: OpenTime = open_time(Hours(units.week(text)), closed, now.year - 1, now.year + 1)


@dataclass(frozen=True, slots=True)
class Pair:
    """Whom a case is about and who sends it."""

    resident: DemoPerson
    sender: DemoPerson
    #: adult, young or child, as scenes name them.
    who: str

    @property
    def capacity(self) -> str:
        """Return self or guardian."""
        return "self" if self.resident is self.sender else "guardian"


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return a text with its words put in; a text without any is left as it is."""
    for name, value in words.items():
        text = text.replace("{" + name + "}", value)
    return text


def values(dice: Dice, fields: Mapping[str, Any], words: Mapping[str, str], day: date) -> Values:
    """Return the answers of a scene: alternatives chosen, days counted from the sending."""
    found: dict[str, Any] = {}
    for key, value in fields.items():
        chosen = dice.choice(value) if isinstance(value, tuple) else value
        if isinstance(chosen, str):
            chosen = _said(chosen, words, day)
        elif isinstance(chosen, list):
            chosen = [
                {k: _said(v, words, day) if isinstance(v, str) else v for k, v in row.items()}
                if isinstance(row, dict)
                else row
                for row in chosen
            ]
        if chosen not in (None, "", []):
            found[key] = chosen
    return cast("Values", found)


def _said(text: str, words: Mapping[str, str], day: date) -> str:
    """Return a text with its words put in; one that names a day becomes that day."""
    away = _DAYS_AWAY.match(text)
    if away:
        return (day + timedelta(days=int(away[1]))).isoformat()
    return filled(text, words)


def taken(form: HasFields, wanted: Values, day: date) -> Values:
    """Return what the form makes of the answers, as if they had been posted.

    Raises `ValueError` when the form refuses them: then the scene is wrong.
    """
    parsed = parse_answers(form, to_posted(form, wanted), today=day)
    if not parsed.ok:
        raise ValueError(f"the form refuses {sorted(parsed.errors)}: {wanted}")
    return parsed.values


def contact(dice: Dice, sender: DemoPerson) -> dict[str, Any]:
    """Return the answers that every form asks for."""
    found: dict[str, Any] = {"phone": sender.phone, "voicemail": not dice.one_in(4)}
    if not dice.one_in(3):
        found["interpreter"] = dice.one_in(18)
        if found["interpreter"]:
            found["interpreter_language"] = (
                "engelska" if sender.english else dice.choice(_LANGUAGES)
            )
    return found


def resident_actor(dice: Dice, sender: DemoPerson, at: datetime, address: str) -> Actor:
    """Return the resident as she was when signed in that day."""
    own = ResidentRef(sender.id, sender.name, sender.born, "self")
    return Actor(
        kind="resident",
        person_id=sender.id,
        name=sender.name,
        session_id=dice.id(at - timedelta(minutes=dice.randint(4, 25))),
        residents=(own,),
        kin=frozenset({sender.id}),
        address=address,
    )


def send(
    dice: Dice,
    desk: Desk,
    unit: DemoUnit,
    pair: Pair,
    offered: Offered,
    scene: Scene,
    words: Mapping[str, str],
    at: datetime,
) -> tuple[Story, dict[str, Any]]:
    """Return the story of a case that was just sent, and the draft it came from."""
    day = at.astimezone(STOCKHOLM).date()
    wanted = values(dice, scene.fields, words, day) | contact(dice, pair.sender)
    answers = taken(offered.form, wanted, day)
    address = f"192.0.2.{dice.randint(1, 254)}"
    sender = resident_actor(dice, pair.sender, at, address)
    draft = _draft(dice, unit, pair, offered, at)
    case = _case(dice, desk, unit, pair, offered, answers, at)
    draft["sent_case_id"] = case.id
    system = system_actor("cases.timers", unit.region)
    story = Story(dice, case, desk.opening, sender, pair.capacity, system)
    role = "resident" if pair.capacity == "self" else "guardian"
    begun = Entry(AuditEvent.DRAFT_SAVED, "draft", draft["id"], region_id=unit.region)
    story.note(sender, draft["created_at"], begun)
    detail = {
        "form_version": str(offered.version_id),
        "terms": str(offered.terms_id),
        "terms_hash": offered.terms_hash,
    }
    story.note(sender, at, entry(sender, case, AuditEvent.CASE_SUBMITTED, detail))
    story.say(sender, role, at, Said("submission", "", answers=answers))
    story.remember(Event.SUBMIT, sender, role, at, State.DRAFT)
    story.history[0]["key"] = stable_key("submit", draft["id"])
    return story, draft


def _case(
    dice: Dice,
    desk: Desk,
    unit: DemoUnit,
    pair: Pair,
    offered: Offered,
    answers: Values,
    at: datetime,
) -> DemoCase:
    person = pair.resident
    return DemoCase(
        id=dice.id(at),
        region_id=unit.region,
        unit_id=unit.id,
        unit_slug=unit.slug,
        unit_name=unit.name,
        unit_hsa_id=unit.hsa_id,
        resident_id=person.id,
        sent={
            "resident_name": person.name,
            "resident_number": person.number.value,
            "resident_birth": person.born,
            "resident_protected": person.protected,
            "sent_by_id": pair.sender.id,
            "sent_by_name": pair.sender.name,
            "capacity": pair.capacity,
            "case_type": offered.form.key,
            "type_version_id": offered.version_id,
            "type_name_sv": offered.form.title.sv,
            "type_name_en": offered.form.title.en,
            "terms_id": offered.terms_id,
            "terms_hash": offered.terms_hash,
            "terms_accepted_at": at,
        },
        submitted_at=at,
        updated_at=at,
        first_due=desk.opening.due(at, offered.first_days),
        final_due=desk.opening.due(at, offered.final_days),
        final_days=offered.final_days,
        preview=preview(offered.form, answers),
        state=move(State.DRAFT, Event.SUBMIT),
    )


def _draft(
    dice: Dice, unit: DemoUnit, pair: Pair, offered: Offered, at: datetime
) -> dict[str, Any]:
    begun = at - timedelta(minutes=dice.randint(2, 14), seconds=dice.randint(0, 59))
    return {
        "id": dice.id(begun),
        "person_id": pair.sender.id,
        "case_id": None,
        "kind": "submission",
        "unit_id": unit.id,
        "case_type": offered.form.key,
        "type_version_id": offered.version_id,
        "resident_id": pair.resident.id,
        "data": {},
        "urgent_checked": offered.form.symptom,
        "version": dice.randint(3, 9),
        "created_at": begun,
        "updated_at": at - timedelta(seconds=dice.randint(5, 60)),
        "sent_at": at,
        "sent_case_id": None,
    }
