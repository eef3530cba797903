"""What an administrator types about an own sign: text in, clean values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.kernel.errors import BadInput
from vardpost.redflags.additions import Additions
from vardpost.redflags.lists import ADVICE, LONGEST_LABEL, MOST_PHRASES, Flag, Owner, Text
from vardpost.redflags.phrases import PhraseError, filled, read_phrase

#: Longest text that can be tried, and longest name of a clinician.
MOST_TRIED, LONGEST_OWNER = 10_000, 120
_NAMES = ("name_sv", "name_en", "advice", "sv", "en", "owner_name", "owner_title")
_FAULTS: Mapping[str, str] = {
    "gap": later("”{phrase}”: skriv ~1 till ~{n} mellan två ord."),
    "word": later("”{phrase}”: ”{word}” är inget ord. Skriv bara bokstäver, siffror och * | ~ ?"),
    "group": later("”{phrase}”: gruppen ”{word}” finns inte."),
    "stem": later("”{phrase}”: skriv minst {n} bokstäver före eller efter *."),
    "empty": later("”{phrase}”: skriv minst ett ord som måste finnas med."),
    "long": later("”{phrase}”: skriv högst {n} ord, varav {m} som får saknas."),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the form; phrases stand one on each line."""

    name_sv: str = ""
    name_en: str = ""
    advice: str = ""
    sv: str = ""
    en: str = ""
    owner_name: str = ""
    owner_title: str = ""


def shown(additions: Additions, flag: Flag | None) -> Typed:
    """Return the form of a sign, empty for a new one; the list's owner is the same for all."""
    owner = additions.owner
    if flag is None:
        return Typed(owner_name=owner.name, owner_title=owner.title)
    return Typed(
        flag.label.sv,
        flag.label.en,
        flag.advice,
        "\n".join(flag.sv),
        "\n".join(flag.en),
        owner.name,
        owner.title,
    )


def typed(posted: QueryDict) -> Typed:
    """Return what was typed, as it was."""
    return Typed(*(posted.get(name, "")[:9999] for name in _NAMES))


def read(posted: QueryDict, key: str) -> tuple[Flag, Owner]:
    """Return the sign and the list's owner. Raises `BadInput` with a message a field."""
    form = typed(posted)
    errors: dict[str, str] = {}
    for name, missing in (
        ("name_sv", _("Skriv vad larmet heter")),
        ("name_en", _("Skriv vad larmet heter på engelska")),
        ("owner_name", _("Skriv namnet på den som ansvarar")),
        ("owner_title", _("Skriv titeln på den som ansvarar")),
    ):
        longest = LONGEST_LABEL if name.startswith("name") else LONGEST_OWNER
        text = getattr(form, name).strip()
        if not text:
            errors[name] = missing
        elif len(text) > longest:
            errors[name] = _("Korta texten med {n} tecken").replace("{n}", str(len(text) - longest))
    if form.advice not in ADVICE:
        errors["advice"] = _("Välj vilket råd som ges")
    sv, en = phrases_of(form.sv, "sv", errors), phrases_of(form.en, "en", errors)
    if not sv and not en and "sv" not in errors and "en" not in errors:
        errors["sv"] = _("Skriv minst en fras, på svenska eller engelska")
    if errors:
        raise BadInput({name: errors[name] for name in _NAMES if name in errors})
    advice = next(one for one in ADVICE if one == form.advice)
    label = Text(form.name_sv.strip(), form.name_en.strip())
    owner = Owner(form.owner_name.strip(), form.owner_title.strip())
    return Flag(key, label, advice, sv=sv, en=en), owner


def phrases_of(
    text: str,
    field: str,
    errors: dict[str, str],
    groups: Mapping[str, Sequence[str]] = MappingProxyType({}),
    most: int = MOST_PHRASES // 2,
) -> tuple[str, ...]:
    """Return the phrases of a field, in small letters; what is wrong is put among the errors."""
    lines = [" ".join(line.lower().split()).rstrip(".,!") for line in text.splitlines()]
    found = tuple(dict.fromkeys(line for line in lines if line))
    if len(found) > most:
        errors[field] = _("Skriv högst {n} fraser").replace("{n}", str(most))
    for phrase in found:
        try:
            read_phrase(phrase, groups)
        except PhraseError as error:
            facts = {"phrase": phrase, **error.facts}
            errors[field] = filled(_(_FAULTS[error.code]), facts)
            break
    return found
