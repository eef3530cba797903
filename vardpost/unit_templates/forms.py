"""A template as an office types it: text in, clean values out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.casetypes.queries.many import CentralForm
from vardpost.kernel.errors import BadInput
from vardpost.notices.words import MODES
from vardpost.unit_templates.values import (
    CATCHMENT,
    LONGEST_NAME,
    NOTICE_EVENTS,
    NOTICE_HOURS,
    REACHES,
    Fields,
    Mode,
    Rule,
    Said,
    active,
    case_type_of,
    promise,
)
from vardpost.unit_templates.words import NO_LIMIT

_MOST_DAYS = 90
_SEXES = {"", "woman", "man"}


@dataclass(slots=True)
class Shown:
    """What the form's inputs hold, by name."""

    values: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return what an input holds."""
        return self.values.get(name, "")


def shown(said: Said) -> Shown:
    """Return a template as the form shows it."""
    values = {"name_sv": said.name_sv, "name_en": said.name_en}
    for key, rule in said.fields.items():
        if case_type := case_type_of(key):
            values[f"mode:{case_type}"] = rule.mode.value
            if key == active(case_type):
                values[f"on:{case_type}"] = "ja" if rule.value else "nej"
            else:
                first, final = rule.value
                values |= {f"first:{case_type}": str(first), f"final:{case_type}": str(final)}
        elif key == CATCHMENT:
            reach, sex, age_from, age_to = rule.value[0]
            values |= {"reach": reach, "sex": sex, "mode:area": rule.mode.value}
            values["from"] = str(age_from) if age_from else ""
            values["to"] = "" if age_to >= NO_LIMIT else str(age_to)
        else:
            values[key] = str(rule.value)
            values["mode:notices"] = rule.mode.value
    return Shown(values)


def typed(posted: QueryDict) -> Shown:
    """Return what was typed, as the form shows it."""
    return Shown({name: str(posted[name])[:200] for name in posted})


def parse(posted: QueryDict, forms: Sequence[CentralForm], before: Fields) -> Said:
    """Return what a posted form says. Raises `BadInput` with a message a field.

    What `before` says of a case type that has no form any more is kept.
    """
    errors: dict[str, str] = {}
    names = {name: " ".join(posted.get(name, "").split()) for name in ("name_sv", "name_en")}
    if not names["name_sv"]:
        errors["name_sv"] = _("Skriv vad mallen heter")
    for name, text in names.items():
        if len(text) > LONGEST_NAME:
            errors[name] = _("Skriv högst {n} tecken").replace("{n}", str(LONGEST_NAME))
    known = {one.key for one in forms}
    fields = {
        key: rule
        for key, rule in before.items()
        if (case_type := case_type_of(key)) and case_type not in known
    }
    for one in forms:
        fields |= _type(posted, one, errors)
    fields |= _notices(posted, errors)
    fields |= _area(posted, errors)
    if errors:
        raise BadInput(errors)
    return Said(names["name_sv"], names["name_en"], fields)


def _mode(posted: QueryDict, name: str) -> Mode:
    value = posted.get(f"mode:{name}", "")
    return Mode(value) if value in set(Mode) else Mode.OPEN


def _type(posted: QueryDict, one: CentralForm, errors: dict[str, str]) -> dict[str, Rule]:
    on, mode = posted.get(f"on:{one.key}", ""), _mode(posted, one.key)
    found = {}
    if on in {"ja", "nej"}:
        found[active(one.key)] = Rule(on == "ja", mode)
    days = [posted.get(f"{end}:{one.key}", "").strip() for end in ("first", "final")]
    if one.promise_open and any(days):
        if on != "ja":
            errors[f"first:{one.key}"] = _("Svarstid går bara att ange för en typ som erbjuds")
            return found
        numbers = [_number(day, 1, _MOST_DAYS) for day in days]
        first, final = numbers
        if first is None or final is None or final < first:
            errors[f"first:{one.key}"] = _(
                "Skriv 1 till 90 vardagar, och minst lika många för det slutliga svaret"
            )
        else:
            found[promise(one.key)] = Rule([first, final], mode)
    return found


def _notices(posted: QueryDict, errors: dict[str, str]) -> dict[str, Rule]:
    mode, found = _mode(posted, "notices"), dict[str, Rule]()
    for name in NOTICE_EVENTS:
        value = posted.get(f"notices:{name}", "")
        if value in MODES:
            found[f"notices:{name}"] = Rule(value, mode)
    for name, (least, most) in NOTICE_HOURS.items():
        text = posted.get(f"notices:{name}", "").strip()
        if not text:
            continue
        number = _number(text, least, most)
        if number is None:
            told = _("Skriv ett tal från {a} till {b}")
            told = told.replace("{a}", str(least)).replace("{b}", str(most))
            errors[f"notices:{name}"] = told
        else:
            found[f"notices:{name}"] = Rule(number, mode)
    return found


def _area(posted: QueryDict, errors: dict[str, str]) -> dict[str, Rule]:
    reach, sex = posted.get("reach", ""), posted.get("sex", "")
    if reach not in REACHES:
        return {}
    ages: list[int | None] = [
        _number(text, 0, NO_LIMIT) if (text := posted.get(name, "").strip()) else without
        for name, without in (("from", 0), ("to", NO_LIMIT))
    ]
    low, high = ages
    if low is None or high is None or high < low:
        errors["from"] = _("Skriv åldrar från 0, den lägsta först")
        return {}
    row: list[Any] = [reach, sex if sex in _SEXES else "", low, high]
    return {CATCHMENT: Rule([row], _mode(posted, "area"))}


def _number(text: str, least: int, most: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        return None
    number = int(text)
    return number if least <= number <= most else None
