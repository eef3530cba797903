"""What a unit decides about a case type: text in, clean values out."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.casetypes.decided import Decided
from vardpost.casetypes.fields import Field, FormDefinition, Option, Text
from vardpost.casetypes.overrides import Overrides
from vardpost.casetypes.queries.editing import Offered
from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput

LONGEST_TEXT = 600
MOST_OPTIONS = 40


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that the central form lets a unit say in its own words."""

    name: str
    label: str
    #: What the central form says there.
    central: str


def questions(form: FormDefinition, lang: str, part: str) -> list[OpenQuestion]:
    """Return the questions whose *help* or *options* the form leaves open."""
    if part not in form.open:
        return []
    return [
        OpenQuestion(name, one.label.of(lang), _central(one, part, lang))
        for name, one in _named(form.fields, "")
        if part == "help" or one.open_options
    ]


def _central(one: Field, part: str, lang: str) -> str:
    if part == "help":
        return one.help.of(lang) if one.help else ""
    return ", ".join(option.label.of(lang) for option in one.options)


def _named(fields: tuple[Field, ...], prefix: str) -> list[tuple[str, Field]]:
    pairs = []
    for one in fields:
        pairs.append((prefix + one.key, one))
        pairs += _named(one.fields, f"{one.key}.")
    return pairs


def parse(posted: QueryDict, offered: Offered) -> Decided:
    """Return what a posted form decides. Raises `BadInput` with a message a field."""
    form, errors = offered.base.definition, dict[str, str]()
    first, final = offered.first_days, offered.final_days
    if may_promise(offered):
        first = _days(posted, "first_days", errors)
        final = _days(posted, "final_days", errors)
        if not errors and final < first:
            errors["final_days"] = _("Slutligt svar kan inte komma före det första")
    description = None
    if not own(offered) and "description" in form.open:
        description = _texts(posted, "description", errors)
    helps = {
        one.name: text
        for one in questions(form, "sv", "help")
        if (text := _texts(posted, f"help-{one.name}", errors)) is not None
    }
    options = {
        one.name: chosen
        for one in questions(form, "sv", "options")
        if (chosen := _options(posted, f"options-{one.name}", offered, one.name, errors))
    }
    if errors:
        raise BadInput(errors)
    return Decided(
        active="active" in posted,
        restricted="restricted" in posted,
        follows="follows" in posted or own(offered),
        first_days=first,
        final_days=final,
        overrides=Overrides(description, helps, options),
    )


def own(offered: Offered) -> bool:
    """Whether it is the unit's own type, which has no central form to follow."""
    return offered.owner.unit_id is not None


def may_promise(offered: Offered) -> bool:
    """Whether the unit decides the promise."""
    return own(offered) or "promise" in offered.base.definition.open


def shown(offered: Offered) -> dict[str, Any]:
    """Return what stands, as the form shows it."""
    fields: dict[str, Any] = {
        "active": offered.active,
        "restricted": offered.restricted,
        "follows": offered.follows,
        "first_days": str(offered.first_days),
        "final_days": str(offered.final_days),
    }
    given = offered.overrides
    _put(fields, "description", given.description)
    for one in questions(offered.base.definition, "sv", "help"):
        _put(fields, f"help-{one.name}", given.help.get(one.name))
    for one in questions(offered.base.definition, "sv", "options"):
        lines = (f"{o.label.sv} | {o.label.en}" for o in given.options.get(one.name, ()))
        fields[f"options-{one.name}"] = "\n".join(lines)
    return fields


def shown_typed(posted: QueryDict, offered: Offered) -> dict[str, Any]:
    """Return what was typed, as the form shows it."""
    fields = shown(offered)
    typed_ = {name: posted.get(name, "")[:9999] for name, old in fields.items() if old is not True}
    return typed_ | {name: name in posted for name in ("active", "restricted", "follows")}


def _put(fields: dict[str, Any], name: str, text: Text | None) -> None:
    fields[f"{name}-sv"] = text.sv if text else ""
    fields[f"{name}-en"] = text.en if text else ""


def _days(posted: QueryDict, name: str, errors: dict[str, str]) -> int:
    text = posted.get(name, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= 90):
        errors[name] = _("Skriv 1 till 90 vardagar")
        return 1
    return int(text)


def _texts(posted: QueryDict, name: str, errors: dict[str, str]) -> Text | None:
    """Return a text in both languages; None when both are empty."""
    sv, en = (typed.lines(posted.get(f"{name}-{lang}", "")) for lang in ("sv", "en"))
    for lang, text in (("sv", sv), ("en", en)):
        if len(text) > LONGEST_TEXT:
            left = str(len(text) - LONGEST_TEXT)
            errors[f"{name}-{lang}"] = _("Korta texten med {n} tecken").replace("{n}", left)
    if not sv and not en:
        return None
    if not sv:
        errors[f"{name}-sv"] = _("Skriv texten på svenska också")
    if not en:
        errors[f"{name}-en"] = _("Skriv texten på engelska också")
    return Text(sv, en)


def _options(
    posted: QueryDict, name: str, offered: Offered, question: str, errors: dict[str, str]
) -> tuple[Option, ...]:
    """Return options typed a line each, `Svenska | English`; an answer keeps its stored value.

    Other words are another answer: it gets no value that the form or the unit has used here.
    """
    central = dict(_named(offered.base.definition.fields, ""))[question].options
    before = (*offered.overrides.options.get(question, ()), *central)
    known = {one.label.sv.casefold(): one for one in before}
    found: list[Option] = []
    taken = {one.value for one in before}
    for line in typed.lines(posted.get(name, "")).split("\n"):
        sv, _bar, en = (part.strip() for part in line.partition("|"))
        if not sv:
            continue
        if not en or len(sv) > 120 or len(en) > 120:
            errors[name] = _("Skriv ett svar på varje rad så här: Läkarintyg | Medical certificate")
            return ()
        same = known.get(sv.casefold())
        value = same.value if same else _value(sv, taken)
        taken.add(value)
        found.append(Option(value, Text(sv, en)))
    if len(found) > MOST_OPTIONS:
        errors[name] = _("Skriv högst {n} rader").replace("{n}", str(MOST_OPTIONS))
    if len(found) == 1:
        errors[name] = _("Skriv minst två svar att välja bland")
    return tuple(found)


def _value(label: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:30] or "svar"
    value, number = word, 2
    while value in taken:
        value, number = f"{word}_{number}", number + 1
    return value
