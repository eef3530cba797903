"""Which days of the log, and as what: text in, clean values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.review.extract import Form

#: Ready-made periods, in days back from today.
PERIODS = {"90": 90, "365": 365}
OWN = "egen"
_OLDEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Days, both included, and the sort of file."""

    since: date
    until: date
    form: Form


def parse(posted: Mapping[str, str], today: date) -> Wanted:
    """Return what is wanted. Raises `BadInput` by field."""
    errors: dict[str, str] = {}
    form, period = posted.get("form", ""), posted.get("period", "")
    if form not in ("pdf", "json"):
        errors["form"] = _("Välj något av alternativen")
    since, until = today, today
    if period in PERIODS:
        since = today - timedelta(days=PERIODS[period])
    elif period == OWN:
        since = _day(posted, "since", today, errors)
        until = _day(posted, "until", today, errors)
        if not errors and until < since:
            errors["until"] = _("Sista dagen är före den första")
    else:
        errors["period"] = _("Välj något av alternativen")
    if errors:
        raise BadInput(errors)
    return Wanted(since, until, "json" if form == "json" else "pdf")


def _day(posted: Mapping[str, str], name: str, today: date, errors: dict[str, str]) -> date:
    try:
        day = date.fromisoformat(posted.get(name, "").strip())
    except ValueError:
        errors[name] = _("Skriv en dag, till exempel {dag}").replace("{dag}", today.isoformat())
        return today
    if day > today:
        errors[name] = _("Välj i dag eller en tidigare dag")
    elif day < _OLDEST:
        errors[name] = _("Så långt tillbaka finns ingen logg")
    return day
