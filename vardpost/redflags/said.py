"""The lists, their parts and what happens to drafts in words, in the page's language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.redflags.lists import Definition
from vardpost.redflags.safety import LEAST_FOUND, MOST_FALSE, Fault

ADVICE_WORDS: Mapping[str, str] = {
    "112": later("Ring 112"),
    "1177": later("Ring 1177"),
    "unit": later("Ring mottagningen i dag"),
}
_LISTS: Mapping[str, str] = {
    "national": later("nationell lista version {n}"),
    "region": later("regionens lista version {n}"),
    "unit": later("mottagningens lista version {n}"),
}
_EVENTS: Mapping[str, str] = {
    "begin": later("Utkastet började"),
    "change": later("Ändrade utkastet"),
    "propose": later("Föreslog en ny version"),
    "return": later("Skickade tillbaka förslaget"),
    "publish": later("Publicerade"),
    "discard": later("Kastade utkastet"),
}
_FAULTS: Mapping[str, str] = {
    "empty": later(
        "Listan har inget tecken med rådet att ringa 112. En sådan lista kan inte gälla."
    ),
    "misses": later(
        "Listan hittar {p} procent av provmeningarna med tecken, och ska hitta minst {n}. "
        "Den missar till exempel: {meningar}"
    ),
    "wide": later(
        "Listan är för bred. Den larmar om {p} procent av provmeningarna som ska lämnas i fred, "
        "och får larma om högst {n}. Den larmar till exempel om: {meningar}"
    ),
}
#: Why a sign that stands in the text does not count.
REASONS: Mapping[str, str] = {
    "denied": later("nekas"),
    "past": later("länge sedan"),
    "other": later("gäller någon annan"),
    "hypothetical": later("en fråga eller en oro"),
    "unless": later("undantag i listan"),
    "part": later("bara tillsammans med annat"),
}
_Values = Mapping[str, Any]
#: So many phrases that are the same are told as a number.
_FEW = 3


def list_name(level: str, version: int) -> str:
    """Return `nationell lista version 3`."""
    return _(_LISTS[level]).replace("{n}", str(version))


def joined(words: list[str]) -> str:
    """Return `a`, `a och b` or `a, b och c`."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " " + _("och") + " " + words[-1]


def event_name(event: str) -> str:
    """Return what has happened to a draft."""
    return _(_EVENTS[event])


def fault_words(fault: Fault) -> str:
    """Return why a list cannot be in force, in a sentence or three."""
    limit = round(100 * (LEAST_FOUND if fault.code == "misses" else MOST_FALSE))
    share = f"{round(100 * fault.share)}"
    named = " ".join(f"”{one}”" for one in fault.sentences)
    text = _(_FAULTS[fault.code]).replace("{p}", share).replace("{n}", str(limit))
    return text.replace("{meningar}", named)


def part_name(part: str, values: _Values) -> str:
    """Return what a part of a list is called on a page; `values` are its own."""
    kind, _colon, key = part.partition(":")
    if kind == "owner":
        return _("Ansvarig")
    if kind == "group":
        return _("Ordgruppen @{namn}").replace("{namn}", key)
    label = values.get("label", {})
    return str(label.get(_language(), key))


def sign_names(*definitions: Definition) -> dict[str, str]:
    """Return what signs are called, by key; the last list that has a sign names it."""
    return {flag.key: flag.label.of(_language()) for one in definitions for flag in one.flags}


def _language() -> str:
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def part_lines(
    part: str,
    values: _Values,
    other: _Values | None = None,
    names: Mapping[str, str] = MappingProxyType({}),
) -> list[tuple[str, str]]:
    """Return the values of a part in words: (label, text), none for a part that is not there.

    Of long lists only what `other` has not is written out; `names` are those of signs, by key.
    """
    if not values:
        return []
    kind = part.partition(":")[0]
    if kind == "owner":
        return [
            (_("Ansvarig"), f"{values['name']}, {values['title']}"),
            (_("Underlag"), values["source"]),
        ]
    if kind == "group":
        return [(_("Ord"), _several("words", values, other))]
    said, advice = values.get("say") or {}, ADVICE_WORDS[values["advice"]]
    lines = [
        (_("Namn"), values["label"]["sv"]),
        (_("Namn på engelska"), values["label"]["en"]),
        (_("Råd"), _(advice)),
        (_("Fraser på svenska"), _several("sv", values, other)),
        (_("Fraser på engelska"), _several("en", values, other)),
        (_("Undantag"), _several("unless", values, other)),
        (_("Räknas"), _("bara tillsammans med annat") if values.get("part") else ""),
        (_("Egen text till rådet"), said.get("sv", "")),
        (_("Egen text till rådet på engelska"), said.get("en", "")),
        *_conditions(values, names),
    ]
    return [(label, text) for label, text in lines if text]


def _several(name: str, values: _Values, other: _Values | None) -> str:
    own, theirs = values.get(name, ()), (other or {}).get(name, ())
    same = [one for one in own if one in theirs]
    if len(same) < _FEW:
        return " · ".join(own)
    unchanged = _("{n} oförändrade").replace("{n}", str(len(same)))
    return " · ".join((unchanged, *(one for one in own if one not in theirs)))


def conditions(values: _Values, names: Mapping[str, str]) -> list[str]:
    """Return what must hold together in a combination, each in a few words."""
    together, *others = _conditions(values, names)
    told = [together[1], *(f"{label}: {text}" for label, text in others if text)]
    return [one for one in told if one]


def _conditions(values: _Values, names: Mapping[str, str]) -> list[tuple[str, str]]:
    either = " " + _("eller") + " "
    signs = [
        either.join(names.get(key, key) for key in one.split("|"))
        for one in values.get("flags", ())
    ]
    answers = [f"{one['field']}: {', '.join(one['values'])}" for one in values.get("answers", ())]
    months = values.get("younger_than_months")
    return [
        (_("Tecken tillsammans"), " + ".join(signs)),
        (_("Svar i formuläret"), "; ".join(answers)),
        (_("Ärendetyper"), ", ".join(values.get("case_types", ()))),
        (_("Yngre än"), _("{n} månader").replace("{n}", str(months)) if months else ""),
    ]


def part_differences(
    part: str, old: _Values, new: _Values, names: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[str, str, str], ...]:
    """Return what differs in a part: (part and label, before, after)."""
    before = dict(part_lines(part, old, new, names))
    after = dict(part_lines(part, new, old, names))
    name = part_name(part, new or old)
    return tuple(
        (f"{name}: {label}", before.get(label, ""), after.get(label, ""))
        for label in dict.fromkeys((*before, *after))
        if before.get(label, "") != after.get(label, "")
    )
