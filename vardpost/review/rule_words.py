"""Rules said in sentences, and the choices that a form builds one of."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.review.rules import Fact, Rule
from vardpost.review.words import FACTS

WHO: Mapping[str, str] = MappingProxyType(
    {
        "": later("Någon"),
        "case_receiver": later("En ärendemottagare"),
        "responder": later("En ärendehanterare"),
        "unit_admin": later("En lokal administratör"),
    }
)
WHAT: Mapping[str, str] = MappingProxyType(
    {
        "": later("gör något"),
        "opened": later("öppnar ärenden"),
        "listed": later("ser listor eller söker"),
        "taken": later("skriver ut eller hämtar filer"),
        "handled": later("svarar, fördelar eller gör annat i ärenden"),
        "refused": later("nekas"),
    }
)
#: How long the entries lie within that are counted together, in minutes.
SPANS: Mapping[int, str] = MappingProxyType(
    {
        10: later("10 minuter"),
        30: later("30 minuter"),
        60: later("en timme"),
        480: later("8 timmar"),
        1440: later("ett dygn"),
        10080: later("en vecka"),
    }
)


def rows(rule: Rule) -> list[tuple[str, str]]:
    """Return a rule for a list: who, does what, on what conditions, how often, and when it tells.

    As (word, value); conditions that are not asked for are not there.
    """
    told = [(_("Vem"), _(WHO[rule.who])), (_("Vad"), _big(_(WHAT[rule.what])))]
    if rule.every:
        told.append((_("Om"), _joined(_conditions(rule.every), _(" och "))))
    if rule.some:
        told.append((_("Om"), _joined(_conditions(rule.some), _(" eller "))))
    told.append((_("Hur ofta"), _often(rule).removesuffix(".") or _("Redan första gången")))
    told.append((_("Signal"), _("Efter tre dagar") if rule.waits else _("Genast")))
    return told


def sentence(rule: Rule) -> str:
    """Return `Någon öppnar ärenden. Villkor: utanför öppettiden. Minst 5 olika inom ett dygn.`"""
    parts = [f"{_(WHO[rule.who])} {_(WHAT[rule.what])}."]
    if rule.every:
        told = ", ".join(_conditions(rule.every))
        parts.append(_("Allt det här gäller: {villkor}.").replace("{villkor}", told))
    if rule.some:
        told = _(" eller ").join(_conditions(rule.some))
        parts.append(_("Något av det här gäller: {villkor}.").replace("{villkor}", told))
    return " ".join(filter(None, (*parts, _often(rule))))


def _often(rule: Rule) -> str:
    """Return `Minst 5 olika ärenden inom ett dygn.`; nothing where once is enough."""
    if rule.count <= 1:
        return ""
    text = (
        _("Minst {n} gånger inom {tid}.")
        if rule.times
        else _("Minst {n} olika ärenden inom {tid}.")
    )
    return text.replace("{n}", str(rule.count)).replace("{tid}", span(rule.minutes))


def _joined(said: list[str], last: str) -> str:
    """Return `Utan att ha ärendet, samma efternamn och utan att göra något i ärendet`."""
    return _big(last.join(filter(None, (", ".join(said[:-1]), said[-1]))))


def _big(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}"


def span(minutes: int) -> str:
    """Return how long a time is, in words."""
    if minutes in SPANS:
        return _(SPANS[minutes])
    return _("{n} minuter").replace("{n}", str(minutes))


def _conditions(facts: Fact) -> list[str]:
    said = [_(asked) for one, (asked, _tag) in FACTS.items() if facts & one]
    return [f"{one[:1].lower()}{one[1:]}" for one in said]
