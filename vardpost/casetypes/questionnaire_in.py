"""A FHIR R4 Questionnaire as a case type: ours comes back as it left, others as well as they can.

Another program's Questionnaire has no Swedish and English side by side, no promise and no answer
form: what is missing is left empty, and the checker says so before anything is published. What
has no counterpart here is told, place by place, and then nothing is taken. Pure Python.
"""

import json
from collections.abc import Mapping
from typing import Any

from vardpost.casetypes.enable_when import read_tests
from vardpost.casetypes.findings import Finding, found
from vardpost.casetypes.owners import Owner, key_for
from vardpost.casetypes.questionnaire_out import (
    EXTENSION,
    LEAST,
    MOST,
    PARTS,
    STEP,
    TRANSLATION,
)
from vardpost.casetypes.reading import DefinitionError, read_plain
from vardpost.casetypes.transfer import Carried, Parcel, read_picture, read_terms

Json = dict[str, Any]
_TYPES: Mapping[str, str] = {
    "string": "text",
    "text": "longtext",
    "url": "text",
    "choice": "choice",
    "date": "date",
    "time": "time",
    "integer": "number",
    "boolean": "bool",
    "attachment": "file",
    "display": "info",
}
#: Levels of groups within groups; more is no form that a person fills in.
_DEEPEST = 6
_ANSWER = {
    "key": "text",
    "type": "longtext",
    "required": True,
    "label": {"sv": "Svar till invånaren", "en": "Answer to the resident"},
    "missing": {"sv": "Skriv ett svar", "en": "Write an answer"},
}


def parcel_of(data: Json) -> Parcel:
    """Return what a Questionnaire holds. Raises `DefinitionError` with everything wrong."""
    reading = _Reading(english=str(data.get("language", "sv")).startswith("en"))
    made = reading.whole(data)
    if reading.errors:
        raise DefinitionError(reading.errors)
    terms = made.pop("terms", None)
    form = read_plain(made)
    return Parcel(
        form,
        read_terms(terms, "terms") if terms is not None else None,
        tuple(reading.pictures),
        tuple(reading.notes),
    )


class _Reading:
    """One pass over the items; everything that is wrong is gathered on the way."""

    def __init__(self, *, english: bool) -> None:
        self.english = english
        self.errors: list[Finding] = []
        self.notes: list[Finding] = []
        self.pictures: list[Carried] = []
        #: Our keys, by linkId: others' linkIds are no keys.
        self.keys: dict[str, str] = {}

    def whole(self, data: Json) -> Json:
        rest = self._rest(data, "")
        items = self._list(data, "item", "")
        self._name_all(items, 0)
        steps, fields = self._pages(items, rest)
        order = rest.pop("order", None)
        if isinstance(order, list):
            place = {key: number for number, key in enumerate(order)}
            fields.sort(key=lambda one: place.get(one["key"], len(place)))
        title = self._text(data, "title", rest)
        made: Json = {
            "schema": 1,
            "key": key_for(Owner(), str(data.get("name") or data.get("title") or "formular")),
            "answer_form": {"fields": [_ANSWER]},
            "promise": {"first_days": 2, "final_days": 5},
            **rest,
            "title": title,
            "description": self._text(data, "description", rest),
            "steps": steps,
            "fields": fields,
        }
        return made

    def _pages(self, items: list[Json], rest: Json) -> tuple[list[Json], list[Json]]:
        """Return steps and questions: groups are pages, and what stands loose is one more."""
        steps: list[Json] = []
        fields: list[Json] = []
        loose: list[Json] = []
        for number, item in enumerate(items):
            place = f"item[{number}]"
            if item.get("type") == "group" and not item.get("repeats") and not self._own(item):
                own = self._rest(item, place)
                link = str(item.get("linkId", ""))
                ours = link.startswith(STEP) and self.keys[link] == link.removeprefix(STEP)
                key = self.keys[link] if ours else f"sida_{len(steps) + 1}"
                steps.append({"key": key, "title": self._text(item, "text", own, "title"), **own})
                inside = self._fields(self._list(item, "item", place), place, "", 1)
                fields += [{**one, "step": key} for one in inside]
            else:
                loose += self._fields([item], place, "", 1, numbered=False)
        if loose:
            steps.append({"key": "beskriv", "title": {"sv": "Beskriv", "en": "Describe"}})
            fields += [{**one, "step": "beskriv"} for one in loose]
        return steps, fields

    def _fields(
        self, items: list[Json], place: str, prefix: str, depth: int, *, numbered: bool = True
    ) -> list[Json]:
        if depth > _DEEPEST:
            self.errors.append(found(place, "json_deep"))
            return []
        made: list[Json] = []
        for number, item in enumerate(items):
            where = f"{place}.item[{number}]" if numbered else place
            made += self._field(item, where, prefix, depth)
        return made

    def _field(self, item: Json, place: str, prefix: str, depth: int) -> list[Json]:
        """Return the question of an item, and those that stood inside it, one after another."""
        own = self._rest(item, place)
        kind = own.get("type") or self._kind(item, place)
        label = self._text(item, "text", own, "label")
        inside = self._list(item, "item", place)
        if kind == "group":
            self.notes.append(found(place, "flattened"))
            head = self._heading(item, label)
            return [*head, *self._fields(inside, place, prefix, depth + 1)]
        key = self.keys[str(item.get("linkId", ""))].removeprefix(prefix)
        made: Json = {"key": key, "type": kind, "label": label, **own}
        if item.get("required") is True and kind != "info":
            made["required"] = True
        if isinstance(item.get("maxLength"), int):
            made.setdefault("max_length", item["maxLength"])
        self._bounds(item, made)
        self._condition(item, made, place, prefix)
        if kind in ("choice", "multichoice"):
            made["options"] = self._options(item, place)
        if kind == "rows":
            made["fields"] = self._fields(inside, place, f"{key}.", depth + 1)
            made.setdefault("item", label)
            return [made]
        if kind in PARTS or not inside:
            return [made]
        self.notes.append(found(place, "flattened"))
        return [made, *self._fields(inside, place, prefix, depth + 1)]

    def _kind(self, item: Json, place: str) -> str:
        told = item.get("type")
        if told == "group":
            return "rows" if item.get("repeats") else "group"
        kind = _TYPES.get(str(told))
        if kind is None:
            self.errors.append(found(f"{place}.type", "fhir_type", type=str(told)[:40]))
            return "text"
        return "multichoice" if kind == "choice" and item.get("repeats") else kind

    def _heading(self, item: Json, label: Json) -> list[Json]:
        if not any(label.values()):
            return []
        return [{"key": self.keys[str(item.get("linkId", ""))], "type": "info", "label": label}]

    def _bounds(self, item: Json, made: Json) -> None:
        for one in self._extensions(item):
            bound = {LEAST: "minimum", MOST: "maximum"}.get(str(one.get("url")))
            if bound and isinstance(one.get("valueInteger"), int):
                made[bound] = one["valueInteger"]

    def _condition(self, item: Json, made: Json, place: str, prefix: str) -> None:
        if not item.get("enableWhen"):
            return
        tests = self._list(item, "enableWhen", place)
        named = [
            {**one, "question": self.keys.get(str(one.get("question")), str(one.get("question")))}
            for one in tests
        ]
        condition = read_tests({**item, "enableWhen": named}, prefix)
        if condition is None:
            self.errors.append(found(f"{place}.enableWhen", "fhir_condition"))
            return
        one, *others = condition.tests
        made["visible_when"] = {"field": one.field, "values": list(one.values)}
        if others:
            made["visible_when"] |= {
                "match": condition.match,
                "also": [{"field": two.field, "values": list(two.values)} for two in others],
            }

    def _options(self, item: Json, place: str) -> list[Json]:
        if "answerValueSet" in item:
            self.errors.append(found(f"{place}.answerValueSet", "fhir_value_set"))
        made: list[Json] = []
        for number, one in enumerate(self._list(item, "answerOption", place)):
            where = f"{place}.answerOption[{number}]"
            own = self._rest(one, where)
            coding = one.get("valueCoding")
            if not isinstance(coding, dict):
                plain = one.get("valueString", one.get("valueInteger"))
                if not isinstance(plain, str | int):
                    self.errors.append(found(where, "fhir_option"))
                    continue
                coding = {"code": str(plain), "display": str(plain)}
            code = str(coding.get("code") or coding.get("display") or "")
            taken = {option["value"] for option in made}
            value = code if _is_key(code) else key_for(Owner(), code, taken)
            label = self._text({"display": code, **coding}, "display", own, "label")
            made.append({"value": value, "label": label, **own})
        return made

    def _name_all(self, items: list[Json], depth: int, prefix: str = "") -> None:
        """Give each item a key of our own, so that conditions can find it."""
        if depth > _DEEPEST:
            return
        for item in items:
            link = str(item.get("linkId", ""))
            if not link or link in self.keys:
                self.errors.append(found(f"linkId {link[:40]}", "key_twice", n=2))
            short = link.removeprefix(STEP) if link.startswith(STEP) else link
            own = short.removeprefix(prefix)
            taken = {key.removeprefix(prefix) for key in self.keys.values()}
            key = own if _is_key(own) else key_for(Owner(), own, taken)
            self.keys[link] = prefix + key if not link.startswith(STEP) else key
            rows = item.get("type") == "group" and item.get("repeats")
            inside = item.get("item")
            if isinstance(inside, list) and self._own(item) not in PARTS:
                children = [one for one in inside if isinstance(one, dict)]
                self._name_all(children, depth + 1, f"{prefix}{key}." if rows else prefix)

    def _text(self, target: Json, name: str, own: Json, said: str = "") -> Json:
        """Return a text in both languages, from its own place or from ours."""
        ours = own.pop(said or name, None)
        if isinstance(ours, dict):
            return ours
        words = target.get(name)
        words = words if isinstance(words, str) else ""
        other = ""
        beside = target.get(f"_{name}")
        for one in self._extensions(beside) if isinstance(beside, dict) else []:
            if one.get("url") == TRANSLATION:
                parts = {part.get("url"): part for part in self._extensions(one)}
                if str(parts.get("lang", {}).get("valueCode", "")).startswith("en"):
                    other = str(parts.get("content", {}).get("valueString", ""))
        return {"sv": "", "en": words} if self.english else {"sv": words, "en": other}

    def _own(self, item: Json) -> str:
        """Return the kind of question that our extension names, if it does."""
        return str(self._said(item).get("type", ""))

    def _rest(self, target: Json, place: str) -> Json:
        """Return what our extension holds of an element; pictures are put aside."""
        for one in self._extensions(target):
            if one.get("url") != EXTENSION:
                continue
            for number, part in enumerate(self._extensions(one)):
                if part.get("url") == "picture":
                    self._picture(part.get("valueAttachment"), f"{place}.picture[{number}]")
        said = self._said(target)
        if said.get("?"):
            self.errors.append(found(place, "json", why="extension"))
            return {}
        return said

    def _said(self, target: Json) -> Json:
        for one in self._extensions(target):
            if one.get("url") == EXTENSION:
                for part in self._extensions(one):
                    if part.get("url") == "rest":
                        return _json(part.get("valueString"))
        return {}

    def _picture(self, attachment: Any, place: str) -> None:
        if not isinstance(attachment, dict):
            attachment = {}
        told = {
            "hash": attachment.get("title"),
            "content_type": attachment.get("contentType"),
            "data": attachment.get("data"),
        }
        try:
            self.pictures.append(read_picture(told, place))
        except DefinitionError as error:
            self.errors += error.findings

    def _list(self, target: Json, name: str, place: str) -> list[Json]:
        value = target.get(name, [])
        where = f"{place}.{name}".lstrip(".")
        if not isinstance(value, list):
            self.errors.append(found(where, "shape_type", why="list"))
            return []
        wrong = [number for number, one in enumerate(value) if not isinstance(one, dict)]
        self.errors += [found(f"{where}[{n}]", "shape_type", why="object") for n in wrong]
        return [one for one in value if isinstance(one, dict)]

    def _extensions(self, target: Json) -> list[Json]:
        value = target.get("extension", [])
        return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _json(text: Any) -> Json:
    """Return the object that a string holds, or a mark that it holds none."""
    try:
        data = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        data = None
    return data if isinstance(data, dict) else {"?": True}


def _is_key(text: str) -> bool:
    plain = text.replace("_", "a")
    return (
        0 < len(text) <= 40
        and plain.isascii()
        and plain.isalnum()
        and plain.islower()
        and text[0].isalpha()
    )
