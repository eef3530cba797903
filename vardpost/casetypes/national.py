"""The nation's own case types, as they stand in the files beside this one. Pure Python.

`definitions/KEY.json` is the form; `{"use": "contact"}` among its fields stands for the questions
of `_shared.json`, and a form about symptoms gets the one list of `_red_flags.json`.
`definitions/terms/KEY.LANG.md` is the terms text, which ends with the part that all types share
(those that staff begin have another).
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from vardpost.casetypes.fields import Deadline, FormDefinition, RedFlags
from vardpost.casetypes.findings import found
from vardpost.casetypes.reading import DefinitionError, read_definition

FOLDER = Path(__file__).with_name("definitions")

#: In the order in which a unit offers them.
KEYS = (
    "advice",
    "contact_me",
    "book_time",
    "cancel_rebook",
    "renew_prescription",
    "certificate",
    "referral_question",
    "send_message",
    "record_copy",
    "sick_note_extension",
    "renew_aids",
    "self_referral",
    "listing",
    "health_declaration",
    "complaint",
    "test_result",
    "feedback",
)
#: What a new unit begins with; the others it switches on itself.
FIRST_KEYS = KEYS[:8]


_LANGS = ("sv", "en")


@dataclass(frozen=True, slots=True)
class NationalType:
    """One case type of the nation: its form and its terms text."""

    definition: FormDefinition
    terms_sv: str
    terms_en: str


def national_types(folder: Path = FOLDER) -> list[NationalType]:
    """Return every national case type; raises `DefinitionError` when a file is no form."""
    return [_national(folder, key) for key in KEYS]


def _national(folder: Path, key: str) -> NationalType:
    form = read_national(folder, key)
    shared = "_every_type" if form.direction == "inbound" else "_every_outbound"
    return NationalType(form, *(_terms(folder, key, shared, lang) for lang in _LANGS))


def read_national(folder: Path, key: str) -> FormDefinition:
    """Return one form with its shared questions and red flags written out."""
    data = _load(folder / f"{key}.json")
    shared = _load(folder / "_shared.json")
    data["fields"] = [
        field
        for entry in data["fields"]
        for field in (shared[entry["use"]] if "use" in entry else [entry])
    ]
    if data.get("symptom"):
        data["red_flags"] = _load(folder / "_red_flags.json")
    return read_definition(json.dumps(data))


@cache
def urgent_check() -> RedFlags:
    """Return the urgent check that every form about symptoms begins with.

    Raises `DefinitionError` when the shipped file holds none.
    """
    flags = read_national(FOLDER, "contact_me").red_flags
    if flags is None:
        raise DefinitionError([found("red_flags", "red_flags")])
    return flags


@cache
def usual_deadline() -> Deadline:
    """Return the rule for cancelling that the nation's form has, to begin one's own with.

    Raises `DefinitionError` when the shipped file holds none.
    """
    rule = read_national(FOLDER, "cancel_rebook").deadline
    if rule is None:
        raise DefinitionError([found("deadline", "deadline", asked="–", kind="date")])
    return rule


def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def every_types_terms(folder: Path = FOLDER) -> tuple[str, str]:
    """Return the part of the terms that all types share, in Swedish and English."""
    sv, en = ((folder / "terms" / f"_every_type.{lang}.md").read_text("utf-8") for lang in _LANGS)
    return sv, en


def _terms(folder: Path, key: str, shared: str, lang: str) -> str:
    own, rest = (
        (folder / "terms" / f"{name}.{lang}.md").read_text("utf-8") for name in (key, shared)
    )
    return f"{own.strip()}\n\n{rest.strip()}\n"
