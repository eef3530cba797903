"""Needs, orders and the cells of a unit's row, in words."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.utils.translation import ngettext

from vardpost.kernel import clock
from vardpost.overview.queries.units import Overview, Unit
from vardpost.overview.wanted import Need, Order
from vardpost.shell import dates
from vardpost.shell.jinja import language
from vardpost.statistics.shown import LEAST
from vardpost.units.words import kind_name, row_words

_NEEDS = {
    Need.NO_ADMIN: later("Saknar administratör"),
    Need.ONE_ADMIN: later("Bara en administratör"),
    Need.UNTOLD: later("Ingen aviseras om nya ärenden"),
    Need.OLD_TERMS: later("Villkor äldre än två år"),
    Need.AWAY: later("Ingen inloggning på 30 dagar"),
    Need.BROKEN: later("Under 90 procent i tid"),
    Need.DRIFT: later("Avviker från mallen"),
}
_ORDERS = {
    Order.NAME: later("Namn"),
    Order.OPEN: later("Flest öppna ärenden först"),
    Order.SHARE: later("Lägst andel i tid först"),
    Order.SIGNED_IN: later("Längst sedan inloggning först"),
    Order.TERMS: later("Äldst villkor först"),
    Order.ADMINS: later("Färst administratörer först"),
}
#: Areas named in a cell; the rest is told as a number.
_NAMED = 2


def need_name(need: Need) -> str:
    """Return what a need is called."""
    return _(_NEEDS[need])


def orders() -> list[tuple[str, str]]:
    """Return every order with its name."""
    return [(order.value, _(name)) for order, name in _ORDERS.items()]


def area(unit: Unit, overview: Overview) -> str:
    """Return whom a unit is for: `Mariestad, Töreboda och 3 till`; nothing when nobody finds it."""
    rows = [row_words(row, overview.places) for row in unit.area]
    named = "; ".join(rows[:_NAMED])
    if len(rows) > _NAMED:
        more = _("och {n} till").replace("{n}", str(len(rows) - _NAMED))
        named = f"{named} {more}"
    return named or _("Ingen")


def types(unit: Unit) -> str:
    """Return how many case types are active: `5 av 7`."""
    return _("{n} av {alla}").replace("{n}", str(unit.active)).replace("{alla}", str(unit.types))


def terms(unit: Unit) -> str:
    """Return the oldest terms text in force: `v3, 2026-09`; nothing without any."""
    if unit.terms_at is None:
        return ""
    month = unit.terms_at.astimezone(clock.STOCKHOLM).strftime("%Y-%m")
    return f"v{unit.terms_version}, {month}"


def template(unit: Unit) -> str:
    """Return the template that the unit stands on and its version: `Vårdcentral, v1`."""
    if not unit.newest:
        return _("Ingen")
    return f"{template_name(unit)}, v{unit.template_version}"


def template_name(unit: Unit) -> str:
    """Return what the unit's template is called, in the page's language."""
    return unit.template_en if language() == "en" and unit.template_en else unit.template_sv


def newer(unit: Unit) -> str:
    """Return that there is a newer version than the unit's: `v2 finns`; nothing otherwise."""
    return _("v{n} finns").replace("{n}", str(unit.newest)) if unit.older else ""


def drift(unit: Unit) -> str:
    """Return in how many fields the unit differs: `3, varav 1 med undantag`; nothing for none."""
    if not unit.differs:
        return ""
    told = ngettext("{n} avvikelse", "{n} avvikelser", unit.differs)
    told = told.replace("{n}", str(unit.differs))
    if unit.exempt:
        leave = _("varav {n} med undantag").replace("{n}", str(unit.exempt))
        told = f"{told}, {leave}"
    return told


def notices(unit: Unit) -> str:
    """Return whether anybody is told of new cases, and how."""
    if not unit.told:
        return _("Av")
    return _("Brevlåda") if unit.mailbox else _("Personal")


def signed_in(unit: Unit) -> str:
    """Return the day when anybody there last signed in."""
    if unit.counted_at is None:
        return _("Inte räknat än")
    if unit.signed_in_at is None:
        return _("Aldrig")
    day, today = dates.local(unit.signed_in_at).date(), dates.local(clock.now()).date()
    return dates.plain_day(day, language(), today)


def open_cases(unit: Unit) -> str:
    """Return how many cases are open, as it may be told."""
    if unit.counted_at is None:
        return _("Inte räknat än")
    if unit.open_cases is None:
        return _("Färre än {n}").replace("{n}", str(LEAST))
    return dates.number(unit.open_cases, language())


def share(unit: Unit) -> str:
    """Return the share answered in time, as it may be told."""
    if unit.counted_at is None:
        return _("Inte räknat än")
    return _("För få") if unit.share is None else f"{unit.share} %"


#: The heads of the page's columns, in the order of its cells.
HEADS = (
    *(later("Mottagning"), later("Mall"), later("Betjäningsområde"), later("Ärendetyper")),
    later("Villkor"),
    *(later("Avisering"), later("Administratörer"), later("Öppna ärenden"), later("I tid")),
)


def heads() -> list[str]:
    """Return the heads of the page's columns."""
    return [_(head) for head in HEADS]


#: The heads of a file's columns, in the order of `file_row`.
FILE_HEADS = (
    *(later("Mottagning"), later("HSA-id"), later("Typ"), later("Kommun"), later("Öppen")),
    *(later("Betjäningsområde"), later("Aktiva ärendetyper"), later("Ärendetyper")),
    *(later("Mall"), later("Mallens version"), later("Nyaste version")),
    *(later("Avvikelser från mallen"), later("Avvikelser med undantag")),
    *(later("Äldsta villkor"), later("Villkorens version"), later("Villkor äldre än två år")),
    *(later("Avisering"), later("Funktionsbrevlåda"), later("Administratörer")),
    *(later("Senast inloggad"), later("Öppna ärenden"), later("Procent i tid, 28 dagar")),
    *(later("Att göra"), later("Räknat")),
)


def file_heads() -> list[str]:
    """Return the heads of a file's columns."""
    return [_(head) for head in FILE_HEADS]


def file_row(unit: Unit, overview: Overview) -> list[str | int]:
    """Return a unit as a row of a file: numbers as numbers, days as `2026-11-27`."""
    area_words = "; ".join(row_words(row, overview.places) for row in unit.area)
    return [
        *(unit.name, unit.hsa_id, kind_name(unit.kind), unit.municipality),
        *(_("ja") if unit.live else _("nej"), area_words or _("Ingen"), unit.active, unit.types),
        *(template_name(unit), unit.template_version or "", unit.newest or ""),
        *(unit.differs, unit.exempt),
        *(_iso(unit.terms_at), unit.terms_version or "", unit.terms_old),
        *(notices(unit), unit.mailbox, unit.admins, _iso(unit.signed_in_at)),
        open_cases(unit) if unit.open_cases is None else unit.open_cases,
        share(unit) if unit.share is None else unit.share,
        *("; ".join(need_name(need) for need in unit.needs), _iso(unit.counted_at)),
    ]


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else dates.local(moment).date().isoformat()
