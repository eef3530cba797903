"""A case type as a FHIR R4 Questionnaire. Pure Python.

Pages are groups, questions items, options answer options, follow-ups `enableWhen`; English stands
in FHIR's own translation extension. Whatever FHIR has no place for goes, element by element, into
one extension of ours (`EXTENSION`), as JSON in our own words, so that nothing is lost on the way
there and back. What FHIR holds is not said twice: an item changed by another program is changed.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from vardpost.casetypes.enable_when import enable_when
from vardpost.casetypes.fields import Field, FormDefinition, Step, Text
from vardpost.casetypes.reading import plain
from vardpost.casetypes.transfer import Parcel

#: Where our own names live: a name, not an address; nothing is fetched from it.
BASE = "https://vardpost.invalid/fhir"
EXTENSION = f"{BASE}/StructureDefinition/case-type"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
LEAST = "http://hl7.org/fhir/StructureDefinition/minValue"
MOST = "http://hl7.org/fhir/StructureDefinition/maxValue"
#: What each kind of question is in FHIR; those that share one name their own kind in `EXTENSION`.
TYPES: Mapping[str, str] = {
    "text": "string",
    "longtext": "text",
    "choice": "choice",
    "multichoice": "choice",
    "date": "date",
    "daterange": "group",
    "time": "time",
    "number": "integer",
    "bool": "boolean",
    "phone": "string",
    "file": "attachment",
    "person": "group",
    "rows": "group",
    "info": "display",
}
NAMED = ("phone", "daterange", "person")
STEP = "step."
#: The parts of questions that are several controls, as items of their own.
PARTS: Mapping[str, Sequence[tuple[str, str, str, str]]] = {
    "daterange": (
        ("from", "date", "Första dagen", "First day"),
        ("to", "date", "Sista dagen", "Last day"),
    ),
    "person": (
        ("name", "string", "Namn", "Name"),
        ("relation", "string", "Relation", "Relation"),
        ("phone", "string", "Telefonnummer", "Phone number"),
    ),
}
#: What a FHIR string may hold.
_SPEAKABLE = re.compile(r"[ \r\n\t\S]+\Z")

Json = dict[str, Any]


def questionnaire(parcel: Parcel, *, number: int, published_at: datetime | None) -> Json:
    """Return the Questionnaire of a form that the checker finds no error in.

    `number` is the version; without `published_at` it is a draft.
    """
    form = parcel.definition
    rest = plain(form)
    for name in ("title", "description", "steps", "fields"):
        rest.pop(name, None)
    made: Json = {
        "resourceType": "Questionnaire",
        "language": "sv",
        "url": f"{BASE}/Questionnaire/{form.key}",
        "version": str(number),
        "name": "".join(part.capitalize() for part in form.key.split("_")),
        "status": "active" if published_at else "draft",
        "subjectType": ["Patient"],
    }
    if published_at:
        made["date"] = published_at.isoformat()
    _say(made, "title", form.title, rest)
    _say(made, "description", form.description, rest)
    made["item"] = [_step(form, step) for step in form.steps]
    shown = [field.key for step in form.steps for field in form.on_step(step.key)]
    if shown != [field.key for field in form.fields]:
        rest["order"] = [field.key for field in form.fields]
    if parcel.terms is not None:
        rest["terms"] = {"sv": parcel.terms.sv, "en": parcel.terms.en}
    if not made["item"]:
        del made["item"]
    _extend(made, rest)
    made["extension"][0]["extension"] += [
        {
            "url": "picture",
            "valueAttachment": {
                "contentType": one.content_type,
                "data": base64.b64encode(one.data).decode(),
                "title": one.hash,
            },
        }
        for one in parcel.pictures
    ]
    return made


def _step(form: FormDefinition, step: Step) -> Json:
    rest = plain_part(step, "title", "key")
    made: Json = {"linkId": STEP + step.key, "type": "group"}
    _say(made, "text", step.title, rest, "title")
    known = {field.key: field for field in form.fields}
    made["item"] = [_item(field, "", known) for field in form.on_step(step.key)]
    return _extend(made, rest)


def _item(field: Field, prefix: str, known: Mapping[str, Field]) -> Json:
    rest = plain_part(
        field,
        *("key", "type", "label", "step", "required", "options", "visible_when", "fields"),
        *("minimum", "maximum", "max_length"),
    )
    link = prefix + field.key
    made: Json = {"linkId": link, "type": TYPES[field.type]}
    if field.type in NAMED:
        rest["type"] = field.type
    _say(made, "text", field.label, rest, "label")
    if field.required:
        made["required"] = True
    if field.type in ("multichoice", "rows"):
        made["repeats"] = True
    if field.max_length is not None:
        if made["type"] in ("string", "text"):
            made["maxLength"] = field.max_length
        else:
            rest["max_length"] = field.max_length
    if field.visible_when is not None:
        tests = enable_when(field.visible_when, known, prefix)
        if tests is None:
            rest["visible_when"] = plain_part(field)["visible_when"]
        else:
            made |= tests
    if field.options:
        made["answerOption"] = [_option(field, number) for number in range(len(field.options))]
    if field.type == "rows":
        inside = {sub.key: sub for sub in field.fields}
        made["item"] = [_item(sub, f"{link}.", inside) for sub in field.fields]
    elif field.type in PARTS:
        made["item"] = [_part(link, *part) for part in PARTS[field.type]]
    bounds = [
        {"url": url, "valueInteger": bound}
        for url, bound in ((LEAST, field.minimum), (MOST, field.maximum))
        if bound is not None
    ]
    if bounds:
        made["extension"] = bounds
    return _extend(made, rest)


def _option(field: Field, number: int) -> Json:
    option = field.options[number]
    rest = plain_part(option, "value", "label")
    coding: Json = {"code": option.value}
    _say(coding, "display", option.label, rest, "label")
    return _extend({"valueCoding": coding}, rest)


def _part(link: str, name: str, kind: str, sv: str, en: str) -> Json:
    made: Json = {"linkId": f"{link}.{name}", "type": kind}
    _say(made, "text", Text(sv, en), {})
    return made


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def plain_part(part: Any, *without: str) -> Json:
    """Return a part of a form as JSON's own values, without what FHIR has a place for."""
    data: Json = _adapter(part.__class__).dump_python(part, mode="json", exclude_defaults=True)
    return {name: value for name, value in data.items() if name not in without}


def _say(target: Json, name: str, text: Text, rest: Json, own: str = "") -> None:
    """Put a text where FHIR has it, with its translation; what FHIR cannot say goes to `rest`."""
    if not all(_SPEAKABLE.match(words) and words.strip() for words in (text.sv, text.en)):
        rest[own or name] = {"sv": text.sv, "en": text.en}
        return
    target[name] = text.sv
    target[f"_{name}"] = {
        "extension": [
            {
                "url": TRANSLATION,
                "extension": [
                    {"url": "lang", "valueCode": "en"},
                    {"url": "content", "valueString": text.en},
                ],
            }
        ]
    }


def _extend(target: Json, rest: Json) -> Json:
    if rest:
        said = json.dumps(rest, ensure_ascii=False, sort_keys=True)
        ours = {"url": EXTENSION, "extension": [{"url": "rest", "valueString": said}]}
        target["extension"] = [ours, *target.get("extension", [])]
    return target
