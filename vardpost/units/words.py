"""Kinds of unit in the page's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.shell.dates import DAYS
from vardpost.shell.jinja import language
from vardpost.units.area import OLDEST, Places
from vardpost.units.values import AreaRow, KeepRule

_KINDS = {
    "primary_care": later("Vårdcentral"),
    "specialist": later("Specialistmottagning"),
    "dental": later("Tandvård"),
    "child_health": later("Barnavårdscentral"),
    "maternity": later("Barnmorskemottagning"),
    "psychiatry": later("Psykiatri"),
    "rehabilitation": later("Rehabilitering"),
    "youth": later("Ungdomsmottagning"),
}


def day_names() -> list[str]:
    """Return the names of the weekdays, Monday first, as a form's labels."""
    return [name.capitalize() for name in DAYS[language()]]


def kind_name(kind: str) -> str:
    """Return what a kind of unit is called."""
    return _(_KINDS[kind])


def kind_names() -> list[tuple[str, str]]:
    """Return every kind with its name, by name."""
    return sorted(((kind, _(name)) for kind, name in _KINDS.items()), key=lambda one: one[1])


def row_words(row: AreaRow, places: Places) -> str:
    """Return a row of a catchment area in words: `Mariestad, kvinnor, 23–70 år`."""
    parts = [places.name(row) if row.region else _("Hela landet")]
    if row.sex:
        parts.append(_("kvinnor") if row.sex == "woman" else _("män"))
    if row.age_from or row.age_to < OLDEST:
        ages = f"{row.age_from}–{row.age_to}" if row.age_to < OLDEST else f"{row.age_from}–"
        parts.append(_("{n} år").replace("{n}", ages))
    return ", ".join(parts)


_KEPT = {
    "keep": later("Sparas tills vidare"),
    "export": later("Lämnas till arkivet och sparas här"),
    "export_dispose": later("Lämnas till arkivet och gallras här"),
}


def keep_choices() -> list[tuple[str, str]]:
    """Return what can become of a region's cases, as a form's choices."""
    return [(key, _(words)) for key, words in _KEPT.items()]


def keep_words(rule: KeepRule) -> list[tuple[str, str]]:
    """Return how long cases are kept in words: (label, text)."""
    lines = [(_("Ärenden"), _(_KEPT[rule.keep_action]))]
    if rule.keep_action != "keep":
        lines += [
            (_("Efter avslutet"), _("{n} år").replace("{n}", str(rule.keep_years))),
            (_("Beslut"), f"{rule.keep_decision}, {rule.keep_decided_on}"),
            (_("Beslutat av"), rule.keep_decided_by),
        ]
    return lines
