"""What the national office types about its list: text in, values of a part out (`drafts`)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.redflags.forms import LONGEST_OWNER, phrases_of
from vardpost.redflags.lists import ADVICE, LONGEST_LABEL, MOST_PHRASES

#: Longest own text of an advice, most words in a group, most sentences that are tried at once.
LONGEST_SAY, MOST_WORDS, MOST_SENTENCES, LONGEST_SENTENCES = 300, 80, 50, 10_000
_SIGN = ("name_sv", "name_en", "advice", "part", "sv", "en", "unless", "say_sv", "say_en")
_OWNER = ("name", "title", "source")
_GROUP = re.compile(r"[^\W\d_]{1,40}\Z")


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a sign's form; phrases stand one on each line."""

    name_sv: str = ""
    name_en: str = ""
    advice: str = ""
    part: str = ""
    sv: str = ""
    en: str = ""
    unless: str = ""
    say_sv: str = ""
    say_en: str = ""


def shown(values: Mapping[str, Any]) -> Typed:
    """Return the form of a sign, empty for a new one."""
    if not values:
        return Typed()
    said = values.get("say") or {}
    return Typed(
        values["label"]["sv"],
        values["label"]["en"],
        values["advice"],
        "1" if values.get("part") else "",
        "\n".join(values.get("sv", ())),
        "\n".join(values.get("en", ())),
        "\n".join(values.get("unless", ())),
        said.get("sv", ""),
        said.get("en", ""),
    )


def typed(posted: QueryDict) -> Typed:
    """Return what was typed, as it was."""
    return Typed(*(posted.get(name, "")[:19_999] for name in _SIGN))


def read(posted: QueryDict, groups: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the values of a sign. Raises `BadInput` with a message a field."""
    form = typed(posted)
    errors: dict[str, str] = {}
    required(errors, "name_sv", form.name_sv, LONGEST_LABEL, _("Skriv vad tecknet heter"))
    required(
        errors, "name_en", form.name_en, LONGEST_LABEL, _("Skriv vad tecknet heter på engelska")
    )
    if form.advice not in ADVICE:
        errors["advice"] = _("Välj vilket råd som ges")
    sv = phrases_of(form.sv, "sv", errors, groups, MOST_PHRASES)
    en = phrases_of(form.en, "en", errors, groups, MOST_PHRASES)
    unless = phrases_of(form.unless, "unless", errors, groups, MOST_PHRASES)
    if not sv and not en and not {"sv", "en"} & errors.keys():
        errors["sv"] = _("Skriv minst en fras, på svenska eller engelska")
    elif len(sv) + len(en) > MOST_PHRASES:
        errors["sv"] = _("Skriv högst {n} fraser").replace("{n}", str(MOST_PHRASES))
    say = read_say(form.say_sv, form.say_en, errors)
    if errors:
        raise BadInput({name: errors[name] for name in _SIGN if name in errors})
    values: dict[str, Any] = {
        "label": {"sv": form.name_sv.strip(), "en": form.name_en.strip()},
        "advice": form.advice,
        "sv": list(sv),
        "en": list(en),
        "unless": list(unless),
        "part": form.part == "1",
    }
    return values | say


def read_say(sv: str, en: str, errors: dict[str, str]) -> dict[str, Any]:
    """Return the own text of an advice, `{}` for none; what is wrong is put among the errors."""
    say = (" ".join(sv.split()), " ".join(en.split()))
    for name, text, other in (("say_sv", *say), ("say_en", *reversed(say))):
        if other and not text:
            errors[name] = _("Skriv texten på båda språken, eller på inget")
        elif len(text) > LONGEST_SAY:
            errors[name] = shorter(text, LONGEST_SAY)
    return {"say": {"sv": say[0], "en": say[1]}} if say[0] else {}


def read_group_name(text: str) -> str:
    """Return the name of a new group, in small letters and without @. Raises `BadInput`."""
    name = text.strip().removeprefix("@").lower()
    if not name:
        raise BadInput({"name": _("Skriv vad ordgruppen heter")})
    if not _GROUP.match(name):
        raise BadInput({"name": _("Skriv ett enda ord av bokstäver, högst 40")})
    return name


def read_group(posted: QueryDict) -> dict[str, Any]:
    """Return the words of a group. Raises `BadInput` with a message."""
    errors: dict[str, str] = {}
    lines = [line.strip() for line in posted.get("words", "").replace(",", "\n").splitlines()]
    words = phrases_of("\n".join(lines), "words", errors, {}, MOST_WORDS)
    several = next((one for one in words if " " in one or "@" in one or "?" in one), "")
    if not words:
        errors["words"] = _("Skriv minst ett ord")
    elif several and "words" not in errors:
        errors["words"] = _("”{ord}”: skriv ett enda ord på varje rad").replace("{ord}", several)
    if errors:
        raise BadInput(errors)
    return {"words": list(words)}


def read_owner(posted: QueryDict) -> dict[str, Any]:
    """Return who answers for the list, and what it rests on. Raises `BadInput` by field."""
    errors: dict[str, str] = {}
    values = {name: " ".join(posted.get(name, "").split()) for name in _OWNER}
    missing = (
        ("name", LONGEST_OWNER, _("Skriv namnet på den som ansvarar")),
        ("title", LONGEST_OWNER, _("Skriv titeln på den som ansvarar")),
        ("source", 2000, _("Skriv vad listan bygger på")),
    )
    for name, longest, words in missing:
        required(errors, name, values[name], longest, words)
    if errors:
        raise BadInput(errors)
    return values


def read_day(text: str) -> date:
    """Return the day from which a version is to hold. Raises `BadInput`."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = None
    if day is None or day.isoformat() != text.strip():
        raise BadInput({"valid_from": _("Skriv dagen som 2027-05-07")})
    return day


def read_sentences(text: str) -> list[str]:
    """Return the sentences to try. Raises `BadInput` when they are too many, or none."""
    found = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if not found:
        raise BadInput({"text": _("Skriv minst en mening")})
    if len(found) > MOST_SENTENCES or len(text) > LONGEST_SENTENCES:
        words = _("Prova högst {n} meningar åt gången, och högst {m} tecken")
        words = words.replace("{n}", str(MOST_SENTENCES)).replace("{m}", str(LONGEST_SENTENCES))
        raise BadInput({"text": words})
    return found


def required(errors: dict[str, str], name: str, text: str, longest: int, missing: str) -> None:
    """Put among the errors that a text is missing or too long."""
    text = text.strip()
    if not text:
        errors[name] = missing
    elif len(text) > longest:
        errors[name] = shorter(text, longest)


def shorter(text: str, longest: int) -> str:
    """Return by how much a text is to be shortened."""
    return _("Korta texten med {n} tecken").replace("{n}", str(len(text) - longest))
