"""Alarms in words: what a rule saw, what it asks, and how the log's own seal stands."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.utils.translation import ngettext

from vardpost.audit.alarms import Kind
from vardpost.audit.state import SealState
from vardpost.kernel.clock import STOCKHOLM
from vardpost.review.rule_words import span
from vardpost.review.watching import MASS, PROTECTED, Limit
from vardpost.shell.dates import clock, exactly
from vardpost.shell.jinja import language

NAMES: Mapping[str, str] = MappingProxyType(
    {
        MASS: later("Många invånares ärenden på kort tid"),
        PROTECTED: later("Skyddad identitet öppnad"),
    }
)
#: Why nothing is sealed. The operator's log has the rest.
_STOPPED: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.KEY: later("Nyckeln saknas eller går inte att använda."),
        Kind.HEADS_FILE: later("Filen med loggbevis går inte att läsa eller skriva."),
        Kind.RESTORED: later("Databasen är äldre än loggbevisen: något kan saknas."),
        Kind.FORKED: later("Databasen och loggbevisen säger olika saker: något är ändrat."),
        Kind.BROKEN: later("Loggen stämmer inte med det som är underskrivet: något är ändrat."),
    }
)
_ODD: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.CLOCK: later("Klockan gick bakåt"),
        Kind.WAITED: later("Poster väntade för länge på sin försegling"),
        Kind.LATE: later("Poster kom sent: de säger en tid långt före förseglingen"),
        Kind.AHEAD: later("Poster säger en tid som inte har varit än"),
        Kind.ACCEPTED: later("En säkerhetskopia lades tillbaka, enligt driften med avsikt"),
    }
)


def name(rule: str) -> str:
    """Return what an alarm is called."""
    return _(NAMES[rule])


def said(rule: str, person: str, residents: int) -> str:
    """Return what happened, in a sentence."""
    if rule == PROTECTED:
        words = ngettext(
            "{namn} har öppnat ärenden för en invånare med skyddad identitet, utan att ha "
            "ärendet eller ha gjort något i det.",
            "{namn} har öppnat ärenden för {n} invånare med skyddad identitet, utan att ha "
            "ärendena eller ha gjort något i dem.",
            residents,
        )
    else:
        words = _(
            "{namn} har öppnat ärenden för {n} olika invånare, utan att ha ärendena eller ha gjort "
            "något i dem."
        )
    return words.replace("{n}", str(residents)).replace("{namn}", person)


def when(first: datetime, last: datetime) -> str:
    """Return `20 november 2026 kl. 13.00` or from when until when."""
    lang = language()
    begins, ends = exactly(first, lang), exactly(last, lang)
    if begins == ends:
        return begins
    if first.astimezone(STOCKHOLM).date() == last.astimezone(STOCKHOLM).date():
        return f"{begins}–{clock(last, lang)}"
    return f"{begins} – {ends}"


def asks(limit: Limit) -> str:
    """Return what the rule that counts asks for."""
    words = _("Minst {n} olika invånare inom {tid}, utan att ha ärendena eller göra något i dem.")
    return words.replace("{n}", str(limit.residents)).replace("{tid}", span(limit.minutes))


def about_protected() -> str:
    """Return what the other rule asks for."""
    return _(
        "Någon öppnar ett ärende för en invånare med skyddad identitet, utan att ha ärendet eller "
        "ha gjort något i det."
    )


def seal_stopped(state: SealState) -> str:
    """Return why nothing is sealed; empty when it is."""
    if state.stopped is not None:
        return _(_STOPPED[state.stopped])
    return "" if state.sealed else _("Inga nya loggbevis kommer: förseglingen står stilla.")


def seal_odd(state: SealState) -> list[tuple[str, int, datetime]]:
    """Return what has happened to the log lately: words, how many times, when last."""
    return [(_(_ODD[one.kind]), one.times, one.last_at) for one in state.odd]
