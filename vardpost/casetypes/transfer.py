"""A case type as it travels between units and regions: form, terms and pictures in one file.

Our own JSON holds all of it as it is. `read_parcel` takes that, a bare form, and a FHIR
Questionnaire, and tells everything that is wrong at once; then nothing of it is taken. Pure Python.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from vardpost.casetypes.checking import pictures
from vardpost.casetypes.fields import FormDefinition, Text
from vardpost.casetypes.findings import Finding, found
from vardpost.casetypes.reading import DefinitionError, plain, read_plain

FORMAT = "vardpost-case-type"
#: A form with its pictures; pictures are drawn anew and small.
MAX_BYTES = 30_000_000
MAX_TERMS = 40_000

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """A picture that travels with a form; whether it is one is asked when it is drawn anew."""

    hash: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is in a file."""

    definition: FormDefinition
    terms: Text | None = None
    pictures: tuple[Carried, ...] = ()
    #: What was made out of something else on the way in: worth a look, never an error.
    notes: tuple[Finding, ...] = ()


def write_parcel(parcel: Parcel) -> str:
    """Return a parcel as our own JSON, always the same for the same parcel."""
    made: Json = {"format": FORMAT, "schema": 1, "definition": plain(parcel.definition)}
    if parcel.terms is not None:
        made["terms"] = {"sv": parcel.terms.sv, "en": parcel.terms.en}
    if parcel.pictures:
        made["pictures"] = [
            {
                "hash": one.hash,
                "content_type": one.content_type,
                "data": base64.b64encode(one.data).decode(),
            }
            for one in parcel.pictures
        ]
    return json.dumps(made, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def read_parcel(source: bytes) -> Parcel:
    """Return what a file holds. Raises `DefinitionError` with everything that is wrong."""
    data = load(source)
    if not isinstance(data, dict):
        raise DefinitionError([found("", "not_ours")])
    if data.get("resourceType") == "Questionnaire":
        from vardpost.casetypes.questionnaire_in import parcel_of  # it builds parcels, too

        parcel = parcel_of(data)
    elif data.get("format") == FORMAT:
        parcel = _ours(data)
    elif "schema" in data:
        parcel = Parcel(read_plain(data))
    else:
        raise DefinitionError([found("", "not_ours")])
    missing = {
        picture.hash: place
        for place, picture in pictures(parcel.definition)
        if picture.hash not in {one.hash for one in parcel.pictures}
    }
    notes = [found(place, "picture_left") for place in missing.values()]
    return Parcel(parcel.definition, parcel.terms, parcel.pictures, (*parcel.notes, *notes))


def load(source: bytes) -> Any:
    """Return what JSON says. Raises `DefinitionError` for what is no JSON, with line and column."""
    if len(source) > MAX_BYTES:
        raise DefinitionError([found("", "json_large", n=MAX_BYTES // 1_000_000)])
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> Json:
        made: Json = {}
        for name, value in pairs:
            if name in made:
                twice.append(name)
            made[name] = value
        return made

    try:
        text = source.decode("utf-8-sig")
        data = json.loads(text, object_pairs_hook=once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise DefinitionError([found("", "json_utf8", n=error.start)]) from error
    except json.JSONDecodeError as error:
        why = (
            f"felet märks på rad {error.lineno}, tecken {error.colno}",
            f"{error.msg}, line {error.lineno}, column {error.colno}",
        )
        raise DefinitionError([found("", "json", why=why)]) from error
    except RecursionError as error:
        raise DefinitionError([found("", "json_deep")]) from error
    except ValueError as error:
        why = ("ett tal går inte att läsa", str(error)[:80])
        raise DefinitionError([found("", "json", why=why)]) from error
    if twice:
        raise DefinitionError([found(name, "json_twice", name=name) for name in sorted(set(twice))])
    return data


def read_terms(data: Any, place: str) -> Text:
    """Return terms texts in both languages. Raises `DefinitionError`."""
    if not isinstance(data, dict) or set(data) != {"sv", "en"}:
        raise DefinitionError([found(place, "shape_type", why="sv, en")])
    for lang, words in data.items():
        if not isinstance(words, str):
            raise DefinitionError([found(f"{place}.{lang}", "shape_type", why="text")])
        if len(words) > MAX_TERMS:
            raise DefinitionError([found(f"{place}.{lang}", "too_long", n=MAX_TERMS)])
    return Text(data["sv"], data["en"])


def read_picture(data: Any, place: str) -> Carried:
    """Return a picture that travels with a form. Raises `DefinitionError`."""
    names = {"hash", "content_type", "data"}
    if not isinstance(data, dict) or set(data) != names:
        raise DefinitionError([found(place, "shape_type", why=", ".join(sorted(names)))])
    if not all(isinstance(value, str) for value in data.values()):
        raise DefinitionError([found(place, "shape_type", why="text")])
    try:
        held = base64.b64decode(data["data"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise DefinitionError([found(place, "shape_type", why="base64")]) from error
    if hashlib.sha256(held).hexdigest() != data["hash"]:
        raise DefinitionError([found(place, "picture_other")])
    return Carried(data["hash"], data["content_type"], held)


def _ours(data: Json) -> Parcel:
    findings = [
        found(name, "shape_unknown")
        for name in sorted(set(data) - {"format", "schema", "definition", "terms", "pictures"})
    ]
    if data.get("schema") != 1:
        findings.append(found("schema", "shape_choice", allowed="1"))
    definition, terms, carried = None, None, []
    try:
        definition = read_plain(data.get("definition"))
    except DefinitionError as error:
        findings += [_inside("definition", one) for one in error.findings]
    try:
        terms = read_terms(data["terms"], "terms") if "terms" in data else None
    except DefinitionError as error:
        findings += error.findings
    for number, one in enumerate(_list(data.get("pictures", []))):
        try:
            carried.append(read_picture(one, f"pictures.{number}"))
        except DefinitionError as error:
            findings += error.findings
    if findings or definition is None:
        raise DefinitionError(findings)
    return Parcel(definition, terms, tuple(carried))


def _inside(part: str, one: Finding) -> Finding:
    place = f"{part}.{one.place}" if one.place else part
    return Finding(place, one.code, one.severity, one.sv, one.en)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")
