"""Red flags in the demo: a unit's own signs, the nation's next list, what the cases' words raise."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.cases.actions import flags
from vardpost.cases.actions.submit import preview
from vardpost.cases.queries.flags import in_answers
from vardpost.cases.states import OPEN
from vardpost.casetypes.parse import ParsedAnswers
from vardpost.casetypes.queries import version
from vardpost.config.demo.offices import office_actor
from vardpost.config.demo.personas import Cast
from vardpost.kernel import clock
from vardpost.kernel.ids import stable_key
from vardpost.policy.roles import Role
from vardpost.redflags.actions.national import begin_draft, change_draft, propose_draft
from vardpost.redflags.actions.own import OWN
from vardpost.redflags.actions.publish import publish
from vardpost.redflags.additions import Additions
from vardpost.redflags.drafts import combination_part, flag_part, group_part
from vardpost.redflags.lists import Flag, Owner, Text
from vardpost.redflags.match import Hit
from vardpost.redflags.queries import lists_at
from vardpost.redflags.queries.drafts import open_draft

Row = dict[str, Any]
Tables = dict[str, list[Row]]

ADDITIONS = Additions(
    Owner("Siv Holmgren", "distriktsläkare"),
    (
        Flag(
            "own_1",
            Text("misstänkt borrelia", "suspected Lyme disease"),
            "unit",
            sv=("fästing* ~6 röd ~2 ring", "röd|rött ~2 ring|utslag ~6 fästing*", "borrelia"),
            en=("tick ~6 red ~2 ring", "lyme"),
        ),
        Flag(
            "own_2",
            Text("stick av en begagnad kanyl", "a prick from a used needle"),
            "1177",
            sv=("stuck*|stick* ~4 kanyl*|nål*", "kanyl* ~3 stuck*|stack"),
            en=("needle stick", "needlestick*"),
        ),
    ),
)
#: What the national office's next version would change, part by part.
NEXT: Mapping[str, Row] = {
    group_part("fästing"): {"words": ["fästing", "fästingen", "fästingar", "fästingbett"]},
    flag_part("tick_bite"): {
        "label": {"sv": "fästingbett", "en": "tick bite"},
        "advice": "1177",
        "sv": ["@fästing"],
        "en": ["tick", "tick bite"],
        "part": True,
    },
    combination_part("tick_bite_and_fever"): {
        "label": {"sv": "fästingbett och feber", "en": "tick bite and fever"},
        "advice": "1177",
        "flags": ["tick_bite", "fever"],
    },
}
#: What a few residents write, in the place of what chance gave them.
URGENT = (
    "Hej. Sedan i går kväll har jag ett tryck över bröstet när jag går i trappan, och ibland domnar vänster arm. Det går över när jag sätter mig. Ska jag komma in?",
    "Min man har blivit så konstig sedan i morse. Han sluddrar och hittar inte orden, men han vill inte ringa själv.",
    "Jag hittade en fästing i knävecket förra veckan och nu har jag fått en röd ring runt bettet, ungefär åtta centimeter.",
)  # fmt: skip


def own_list(tables: Tables, unit_id: UUID, now: datetime) -> None:
    """Publish the signs of one unit, with the line of its history, by its administrator."""
    names = {row["person_id"]: row["name"] for row in tables["staff_account"]}
    admin = min(
        row["person_id"]
        for row in tables["role_grant"]
        if row["unit_id"] == unit_id and row["role"] == "unit_admin"
    )
    region = next(row["region_id"] for row in tables["care_unit"] if row["id"] == unit_id)
    publish(
        ADDITIONS.definition(now.astimezone(clock.STOCKHOLM).date()),
        level="unit",
        region_id=region,
        unit_id=unit_id,
        by=names[admin],
    )
    tables["setting_change"] = [
        {
            "id": stable_key("demo", OWN.key, unit_id),
            "region_id": region,
            "unit_id": unit_id,
            "kind": OWN.key,
            "object_id": "",
            "version": 1,
            "at": now,
            "actor_id": admin,
            "actor_name": names[admin],
            "old": {},
            "new": ADDITIONS.values(),
            "reason": "",
        }
    ]


def raise_flags(tables: Tables, unit_id: UUID) -> None:
    """Let some residents of the unit write of something urgent; then ask every case's words."""
    first = {row["case_id"]: row for row in tables["case_message"] if row["kind"] == "submission"}
    waiting = [
        row
        for row in tables["care_case"]
        if row["unit_id"] == unit_id
        and row["state"] == "submitted"
        and row["case_type"] in {"advice", "send_message"}
        and row["capacity"] == "self"  # the words are those of grown-ups
    ]
    for row, words in zip(reversed(waiting), URGENT, strict=False):
        answers = first[row["id"]]["answers"]
        field = "question" if row["case_type"] == "advice" else "text"
        first[row["id"]]["answers"] = {**answers, field: words}
        form = version(row["type_version_id"]).definition
        row["preview"] = preview(form, first[row["id"]]["answers"])
    lists: dict[UUID, list[UUID]] = {}
    tables["case_flag"] = []
    for row in tables["care_case"]:
        if row["unit_id"] not in lists:
            lists[row["unit_id"]] = lists_at(row["unit_id"])
        hits = _hits(row, first[row["id"]], lists[row["unit_id"]])
        row["raised"] = flags.raised(hits) if row["state"] in OPEN else 0
        tables["case_flag"] += [_row(row, hit) for hit in hits]


def _hits(row: Row, message: Row, lists: list[UUID]) -> list[Hit]:
    form = version(row["type_version_id"]).definition
    parsed = ParsedAnswers(values=message["answers"], errors={}, raw={})
    day = row["submitted_at"].astimezone(clock.STOCKHOLM).date()
    return in_answers(lists, form, parsed, row["resident_birth"], day)


def _row(row: Row, hit: Hit) -> Row:
    return {
        "id": stable_key("flag", row["id"], hit.source.id, hit.key),
        "case_id": row["id"],
        "list_id": hit.source.id,
        "level": hit.source.level,
        "list_version": hit.source.version,
        "key": hit.key,
        "label_sv": hit.label.sv,
        "label_en": hit.label.en,
        "advice": hit.advice,
        "at": row["submitted_at"],
    }


def propose_next(cast: Cast) -> None:
    """Let one person of the national office propose its next list; the other is to say yes.

    A group of words, a sign that uses it, and what is urgent when it stands with fever.
    """
    actor = office_actor(cast.staff["national_office_second"], Role.NATIONAL_OFFICE, "")
    begin_draft(actor=actor)
    for part, values in NEXT.items():
        change_draft(actor=actor, **_held(), part=part, values=values)
    propose_draft(
        actor=actor,
        **_held(),
        reason="Önskemål från regionernas medicinska råd: fästingbett med feber ska inte vänta.",
        valid_from=clock.today(),
    )


def _held() -> dict[str, Any]:
    """Return which draft is open, at which version."""
    draft = open_draft()
    return {"draft_id": draft.id, "version": draft.version} if draft else {}
