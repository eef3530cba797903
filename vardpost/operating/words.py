"""The words of notices, shared by the office's pages, the open page and the strip."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.kernel import clock
from vardpost.shell import dates
from vardpost.units.settings import Line, Values

#: severity → (word, what the reader may expect)
SEVERITY_WORDS = {
    "information": (later("Information"), later("Allt fungerar. Något är värt att veta.")),
    "limited": (later("Störning"), later("Något fungerar inte, eller går långsamt.")),
    "outage": (later("Driftavbrott"), later("Tjänsten går inte att använda.")),
}
#: severity → colour of the design system
COLORS = {"information": "info", "limited": "warning", "outage": "danger"}
AUDIENCE_WORDS = {
    "everyone": later("Alla"),
    "residents": later("Invånare"),
    "staff": later("Personal"),
}
STANDING_WORDS = {
    "in force": later("Pågår"),
    "planned": later("Planerat"),
    "past": later("Avslutat"),
}


def severity(value: str) -> str:
    """Return a severity in words."""
    return _(SEVERITY_WORDS[value][0])


def audience(value: str) -> str:
    """Return whom it is for in words."""
    return _(AUDIENCE_WORDS[value])


def standing(value: str) -> str:
    """Return whether it is in force in words."""
    return _(STANDING_WORDS[value])


def lines(names: dict[str, str], lang: str, values: Values) -> Sequence[Line]:
    """Return a notice's values in words; `names` are the regions' by code."""
    if not values:
        return []
    regions = [names.get(code, code) for code in values["regions"]]
    found = [
        (_("Allvar"), severity(values["severity"])),
        (_("För"), audience(values["audience"])),
        (_("Var"), ", ".join(regions) or _("Hela landet")),
        (_("Rubrik"), values["title_sv"]),
        (_("Text"), values["text_sv"]),
        (_("Rubrik på engelska"), values["title_en"]),
        (_("Text på engelska"), values["text_en"]),
        (_("Visas från"), _moment(values["starts_at"], lang)),
        (_("Visas till"), _moment(values["ends_at"], lang) or _("tills vidare")),
    ]
    if values["withdrawn_at"]:
        found.append((_("Avslutat"), _moment(values["withdrawn_at"], lang)))
    return found


def _moment(text: str, lang: str) -> str:
    if not text:
        return ""
    return dates.exactly(datetime.fromisoformat(text).astimezone(clock.STOCKHOLM), lang)
