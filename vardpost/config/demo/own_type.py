"""What one unit has made itself: a case type with a checklist and the journal mark, and its terms.

The cases that were sent with it are ticked as far as they have come.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import entry
from vardpost.cases.marks import JOURNAL
from vardpost.cases.states import Event, State
from vardpost.casetypes.fields import FormDefinition, Text
from vardpost.casetypes.queries import filled_terms
from vardpost.casetypes.reading import canonical, content_hash, plain, read_definition
from vardpost.config.demo.copying import copy
from vardpost.config.demo.personas import Cast
from vardpost.config.demo.places import TALLMO, DemoUnit
from vardpost.config.demo.plot import Made, Stage
from vardpost.config.demo.sending import Offered
from vardpost.kernel import db
from vardpost.kernel.ids import stable_key

Tables = dict[str, list[dict[str, Any]]]

KEY = "u_skicka_blodtryck"
#: When the type came, and when the unit wrote terms of its own; every case is younger.
_BUILT, _WROTE = timedelta(days=120), timedelta(days=75)
_TYPE, _FORM, _FIRST, _OWN = (
    stable_key("demo", KEY, what) for what in ("type", "form", "terms", "own terms")
)
_ONE = timedelta(minutes=1)


def own_offer(shared: FormDefinition) -> Offered:
    """Return the type as cases are made of it; how to reach somebody is asked as in `shared`."""
    form = _form(shared)
    sv, en = _terms()
    digest = content_hash(f"{sv}\0{en}")
    return Offered(form, _FORM, _OWN, digest, form.promise.first_days, form.promise.final_days)


def _form(shared: FormDefinition) -> FormDefinition:
    data = json.loads(_read("own_type.json"))
    data["fields"] += [one for one in plain(shared)["fields"] if one["step"] == "uppgifter"]
    return read_definition(json.dumps(data))


def _terms() -> tuple[str, str]:
    return _read("own_terms.sv.md"), _read("own_terms.en.md")


def _read(name: str) -> str:
    return (Path(__file__).parent / "data" / name).read_text("utf-8")


def tick(stage: Stage, cast: Cast, made: Iterable[Made]) -> list[dict[str, Any]]:
    """Tick the cases of the type as far as they have come; return the marks."""
    marks = []
    for one in made:
        case = one.story.case
        if case.sent["case_type"] != KEY:
            continue
        keys = [point.key for point in stage.offered[KEY].form.checklist]
        answered = case.state in (State.ANSWERED, State.CLOSED)
        done = [*keys, JOURNAL] if answered else keys[:1] if case.state == "in_progress" else []
        at = (case.answered_at or case.updated_at) - len(done) * _ONE
        for key in done:
            at += _ONE / 2
            marks.append(_mark(stage, cast, one, key, at))
        if answered:
            one.story.history.sort(key=lambda row: row["id"])
    return marks


def _mark(stage: Stage, cast: Cast, one: Made, key: str, at: datetime) -> dict[str, Any]:
    """Make one mark with its line of history and its row of the ledger."""
    story, case = one.story, one.story.case
    who = one.plan.responder or cast.staff["responder_1"]
    actor = stage.actor(who, one.plan.unit, at)
    journal = key == JOURNAL
    event = Event.MARK_JOURNALLED if journal else Event.CHECK_POINT
    audited = AuditEvent.CASE_JOURNALLED if journal else AuditEvent.CASE_POINT_CHECKED
    told = {"event": event.value} | ({} if journal else {"point": key})
    story.note(actor, at, entry(actor, case, audited, told, State.IN_PROGRESS))
    story.remember(event, actor, "responder", at, State.IN_PROGRESS, reason="" if journal else key)
    story.history[-1]["to_state"] = State.IN_PROGRESS.value
    return {
        "id": stable_key("mark", case.id, key),
        "case_id": case.id,
        "key": key,
        "done": True,
        "turn": 1,
        "at": at,
        "by_id": actor.person_id,
        "by_name": actor.name,
    }


def write(tables: Tables, cast: Cast, offered: Offered, now: datetime) -> None:
    """Write type, form, terms and offer; tell the cases which words were accepted."""
    unit, boss = cast.units[TALLMO], cast.staff["unit_admin"]
    author = {"author_id": boss.id, "author_name": boss.name}
    copy("case_type", [{"id": _TYPE, "key": KEY, "region_id": unit.region, "unit_id": unit.id, "position": 100}])  # fmt: skip
    text = canonical(offered.form)
    copy("case_type_version", [{"id": _FORM, "case_type_id": _TYPE, "version": 1, "definition": json.loads(text), "content_hash": content_hash(text), "published_at": now - _BUILT, **author}])  # fmt: skip
    sv, en = _terms()
    first = Text(*(part.split("\n## ")[0].strip() + "\n" for part in (sv, en)))
    about = {"case_type_id": _TYPE, **author}
    copy("terms_text", [
        {"id": _FIRST, "unit_id": None, "version": 1, "body_sv": first.sv, "body_en": first.en,
         "content_hash": content_hash(f"{first.sv}\0{first.en}"), "published_at": now - _BUILT, **about},
        {"id": _OWN, "unit_id": unit.id, "version": 2, "body_sv": sv, "body_en": en,
         "content_hash": offered.terms_hash, "published_at": now - _WROTE, **about},
    ])  # fmt: skip
    copy("unit_terms", [_work(unit, cast, now)])
    copy("unit_case_type", [_offer(unit, offered)])
    shown = filled_terms(_OWN, unit.id, "sv", lambda: offered.first_days)
    copy("terms_shown", [{"hash": shown.hash, "lang": "sv", "body": shown.body, "at": now - _WROTE}])  # fmt: skip
    for row in tables["care_case"]:
        row["terms_shown"] = shown.hash if row["case_type"] == KEY else ""


def _work(unit: DemoUnit, cast: Cast, now: datetime) -> dict[str, Any]:
    boss, owner = cast.staff["unit_admin"], cast.staff["receiver_responder"]
    return {
        "id": stable_key("demo", KEY, "work"),
        "unit_id": unit.id,
        "case_type_id": _TYPE,
        "owner_id": owner.id,
        "owner_name": owner.name,
        "review_by": (now + timedelta(days=140)).date(),
        "version": 1,
        "before": {},
        "updated_at": now - _WROTE,
        "updated_by_id": boss.id,
        "updated_by_name": boss.name,
    }


def _offer(unit: DemoUnit, offered: Offered) -> dict[str, Any]:
    row = db.fetch_one("select count(*) from unit_case_type where unit_id = %s", [unit.id])
    return {
        "id": stable_key("demo", KEY, "offer"),
        "unit_id": unit.id,
        "case_type_id": _TYPE,
        "active": True,
        "position": (row[0] if row else 0) + 1,
        "version_id": _FORM,
        "terms_id": _FIRST,
        "first_days": offered.first_days,
        "final_days": offered.final_days,
    }
