"""What the national office types about a combination, and about whom a text is tried."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.redflags.forms.national import read_say, required
from vardpost.redflags.lists import ADVICE, LONGEST_LABEL
from vardpost.redflags.match import Facts

#: Most signs that are needed together, most that stand for one another, most lines of answers.
MOST_NEEDED, MOST_EITHER, MOST_ANSWERS, MOST_TYPES = 6, 6, 10, 30
#: Nobody is older, in months.
OLDEST = 1500
_NAMES = ("name_sv", "name_en", "advice", "answers", "case_types", "younger", "say_sv", "say_en")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_VALUE = re.compile(r"[\w.-]{1,60}\Z")
_FACTS = ("answers", "case_types", "age")


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the form. `signs` are rows of keys: one of each row is needed."""

    name_sv: str = ""
    name_en: str = ""
    advice: str = ""
    answers: str = ""
    case_types: str = ""
    younger: str = ""
    say_sv: str = ""
    say_en: str = ""
    signs: tuple[tuple[str, ...], ...] = ()

    @property
    def rows(self) -> list[list[str]]:
        """Rows to draw: those that are filled in, with room for one more of each."""
        rows = [[*row, *[""] * (len(row) < MOST_EITHER)] for row in self.signs]
        rows = [row if len(row) > 1 else [*row, ""] for row in rows]
        empty = max(1, 2 - len(rows)) if len(rows) < MOST_NEEDED else 0
        return [*rows, *([["", ""]] * empty)]


def shown(values: Mapping[str, Any]) -> Typed:
    """Return the form of a combination, empty for a new one."""
    if not values:
        return Typed()
    said = values.get("say") or {}
    return Typed(
        values["label"]["sv"],
        values["label"]["en"],
        values["advice"],
        "\n".join(
            f"{one['field']}: {', '.join(one['values'])}" for one in values.get("answers", ())
        ),
        ", ".join(values.get("case_types", ())),
        str(values.get("younger_than_months") or ""),
        said.get("sv", ""),
        said.get("en", ""),
        tuple(tuple(one.split("|")) for one in values.get("flags", ())),
    )


def typed(posted: QueryDict) -> Typed:
    """Return what was typed, as it was; rows and places that are empty are left out."""
    # A file of the operator's may have more than the page offers: what was drawn comes back.
    rows = [
        [posted.get(f"sign_{row}_{place}", "")[:40] for place in range(1, 4 * MOST_EITHER)]
        for row in range(1, 4 * MOST_NEEDED)
    ]
    signs = (tuple(dict.fromkeys(key for key in row if key)) for row in rows)
    words: dict[str, Any] = {name: posted.get(name, "")[:9_999] for name in _NAMES}
    return Typed(**words, signs=tuple(filter(None, signs)))


def read(posted: QueryDict, names: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a combination of signs, `names` by key. Raises `BadInput` by field."""
    form = typed(posted)
    errors: dict[str, str] = {}
    required(errors, "name_sv", form.name_sv, LONGEST_LABEL, _("Skriv vad kombinationen heter"))
    english = _("Skriv vad kombinationen heter på engelska")
    required(errors, "name_en", form.name_en, LONGEST_LABEL, english)
    if form.advice not in ADVICE:
        errors["advice"] = _("Välj vilket råd som ges")
    gone = next((key for row in form.signs for key in row if key not in names), "")
    if gone:
        errors["signs"] = _("Tecknet {namn} finns inte längre i utkastet").replace("{namn}", gone)
    answers = read_answers(form.answers, errors)
    types = read_types(form.case_types, errors)
    younger = _number(form.younger, "younger", errors)
    if len(form.signs) + len(answers) < 1 and not {"signs", "answers"} & errors.keys():
        errors["signs"] = _("Välj minst ett tecken, eller skriv ett svar i formuläret")
    elif len(form.signs) == 1 and not answers and not younger and not types and not errors:
        errors["signs"] = _("Ett tecken ensamt är ingen kombination. Välj ett till, eller en ålder")
    say = read_say(form.say_sv, form.say_en, errors)
    if errors:
        order = (*_NAMES[:3], "signs", *_NAMES[3:])
        raise BadInput({name: errors[name] for name in order if name in errors})
    values: dict[str, Any] = {
        "label": {"sv": form.name_sv.strip(), "en": form.name_en.strip()},
        "advice": form.advice,
        "flags": ["|".join(row) for row in form.signs],
        "answers": [{"field": key, "values": list(said)} for key, said in answers.items()],
        "case_types": types,
        "younger_than_months": younger,
    }
    return {name: value for name, value in values.items() if value} | say


def read_facts(posted: QueryDict) -> Facts:
    """Return about whom own sentences are tried, and what was answered. Raises `BadInput`."""
    errors: dict[str, str] = {}
    answers = read_answers(posted.get("answers", "")[:9_999], errors)
    types = read_types(posted.get("case_types", "")[:9_999], errors)
    if len(types) > 1 and not errors:
        errors["case_types"] = _("Skriv en enda ärendetyp")
    age = _number(posted.get("age", "")[:20], "age", errors, least=0)
    if errors:
        raise BadInput({name: errors[name] for name in _FACTS if name in errors})
    return Facts(answers, "".join(types), age)


def read_answers(text: str, errors: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the answers asked for, by field; what is wrong is put among the errors."""
    found: dict[str, tuple[str, ...]] = {}
    for line in filter(None, (" ".join(one.split()) for one in text.splitlines())):
        key, colon, said = (part.strip() for part in line.partition(":"))
        values = tuple(dict.fromkeys(filter(None, (one.strip() for one in said.split(",")))))
        if not colon or not _KEY.match(key) or not values or key in found:
            told = _("”{rad}”: skriv fältets namn, kolon och svar, som since: today")
            errors["answers"] = told.replace("{rad}", line)
        elif not all(map(_VALUE.match, values)):
            told = _("”{rad}”: skriv svaren som de heter i formuläret, med komma emellan")
            errors["answers"] = told.replace("{rad}", line)
        found.setdefault(key, values)
    if len(found) > MOST_ANSWERS:
        errors["answers"] = _("Skriv högst {n} rader").replace("{n}", str(MOST_ANSWERS))
    return found


def read_types(text: str, errors: dict[str, str]) -> list[str]:
    """Return the keys of case types; what is wrong is put among the errors."""
    found = list(dict.fromkeys(text.replace(",", " ").split()))
    wrong = next((one for one in found if not _KEY.match(one)), "")
    if wrong:
        told = _("”{ord}” är ingen ärendetyps nyckel. Skriv till exempel advice")
        errors["case_types"] = told.replace("{ord}", wrong)
    elif len(found) > MOST_TYPES:
        errors["case_types"] = _("Skriv högst {n} ärendetyper").replace("{n}", str(MOST_TYPES))
    return found


def _number(text: str, field: str, errors: dict[str, str], least: int = 1) -> int | None:
    text = text.strip()
    if not text:
        return None
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
    if not least <= number <= OLDEST:
        errors[field] = (
            _("Skriv ett antal månader, {n} till {m}")
            .replace("{n}", str(least))
            .replace("{m}", str(OLDEST))
        )
        return None
    return number
