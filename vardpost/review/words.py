"""Facts, groups, kinds, marks and the product's rules in words."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.review.groups import Group
from vardpost.review.rules import Fact
from vardpost.shell.dates import full_day, plain_day
from vardpost.shell.jinja import language

#: Fact → (as a filter or a condition, as a tag on an entry), in the order of a form.
FACTS: Mapping[Fact, tuple[str, str]] = MappingProxyType(
    {
        Fact.OUTSIDE_HOURS: (later("Utanför öppettiden"), later("Utanför öppettiden")),
        Fact.NOT_ASSIGNED: (later("Utan att ha ärendet"), later("Hade inte ärendet")),
        Fact.SAME_NAME: (later("Samma efternamn"), later("Samma efternamn")),
        Fact.SAME_ADDRESS: (later("Samma adress"), later("Samma adress")),
        Fact.OWN: (later("Eget ärende"), later("Eget ärende")),
        Fact.CHILD: (later("Barns eller förälders ärende"), later("Barn eller förälder")),
        Fact.COLLEAGUE: (later("En kollega som patient"), later("Kollega som patient")),
        Fact.PROTECTED: (later("Skyddad identitet"), later("Skyddad identitet")),
        Fact.FINISHED: (later("Efter att ärendet avslutats"), later("Avslutat ärende")),
        Fact.UNHANDLED: (later("Utan att göra något i ärendet"), later("Gjorde inget i ärendet")),
    }
)
GROUPS: Mapping[Group, str] = MappingProxyType(
    {
        Group.OPENED: later("Öppnade ärenden"),
        Group.LISTED: later("Listor och sökningar"),
        Group.TAKEN: later("Utskrifter och hämtade filer"),
        Group.HANDLED: later("Svar, fördelning och annat i ärenden"),
        Group.ADMINISTERED: later("Administration"),
        Group.REVIEWED: later("Granskning"),
        Group.REFUSED: later("Nekade försök"),
        Group.OTHER: later("Annat"),
    }
)
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "sample": later("Stickprov"),
        "rule": later("Signaler"),
        "search": later("Urval ur en sökning"),
        "question": later("Fråga från invånare"),
        "alarm": later("Larm"),
    }
)
#: mark → (words, icon, colour)
MARKS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "none": (later("Inte bedömd"), "clock", "neutral"),
        "ok": (later("OK"), "check", "success"),
        "ask": (later("Förklaring begärd"), "question", "warning"),
        "breach": (later("Misstänkt intrång"), "alert", "danger"),
    }
)
#: Why somebody could see it, in the ledger's words.
RELATIONS: Mapping[str, str] = MappingProxyType(
    {
        "assignee": later("Hade ärendet"),
        "receiver": later("Såg det som ärendemottagare"),
        "reviewer": later("Såg det som granskare"),
        "none": later("Ingen koppling till ärendet"),
    }
)


#: The product's rules (`rules.BUILT_IN`).
RULES: Mapping[str, str] = MappingProxyType(
    {
        "own": later("Eget, barns eller förälders ärende"),
        "same_address": later("Samma adress som invånaren"),
        "same_name": later("Samma efternamn, och gjorde inget i ärendet"),
        "colleague": later("En kollega som patient, och gjorde inget i ärendet"),
        "protected": later("Skyddad identitet, och gjorde inget i ärendet"),
        "after_closing": later("Kommer tillbaka till avslutade ärenden"),
        "mass_reading": later("Många ärenden på kort tid, utan att göra något"),
        "outside_hours": later("Många ärenden utanför öppettiden, utan att göra något"),
        "many_unhandled": later("Många ärenden på en vecka, utan att göra något"),
        "refused": later("Många nekade försök"),
    }
)


def rule_name(key: str, kept: str = "") -> str:
    """Return what a rule is called: the product's in the page's language, others as they were."""
    return _(RULES[key]) if key in RULES else kept or _("En regel som är borttagen")


def facts(found: Fact) -> list[str]:
    """Return what is true of an entry, as tags."""
    return [_(said) for one, (_asked, said) in FACTS.items() if found & one]


def fact_options() -> list[tuple[str, str]]:
    """Return the facts that can be chosen, for a form."""
    return [(str(int(one)), _(asked)) for one, (asked, _said) in FACTS.items()]


def group_options() -> list[tuple[str, str]]:
    """Return the groups that can be chosen, for a form."""
    return [(one.value, _(said)) for one, said in GROUPS.items() if one is not Group.OTHER]


def mark(key: str) -> tuple[str, str, str]:
    """Return how a mark is shown: words, icon, colour."""
    said, icon, color = MARKS[key]
    return _(said), icon, color


def relation(key: str) -> str:
    """Return why somebody could see it; nothing for acts that need no reason."""
    return _(RELATIONS[key]) if key in RELATIONS else ""


def period(first: date, last: date) -> str:
    """Return `1 november 2026`, `1–31 oktober 2026` or `1 oktober – 30 november 2026`."""
    lang = language()
    if first == last:
        return full_day(first, lang)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{full_day(last, lang)}"
    begins = plain_day(first, lang, last)
    return f"{begins} – {full_day(last, lang)}"
