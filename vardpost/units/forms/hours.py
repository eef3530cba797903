"""Opening hours as one types them, a line a day: `8–12, 13–16.30`. Text in, clean values out."""

import re
from itertools import pairwise

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.units.opening import MIDNIGHT
from vardpost.units.values import DayHours, WeekHours

DAYS = range(7)
#: The button that writes Monday's line into the other weekdays, to be looked at and saved.
COPY = "vardagar"
#: Several opening periods a day are enough for lunch and an evening.
MOST_PERIODS = 6
_TIME = r"(?:kl\.? *)?(\d{1,2})(?:[.:]?(\d{2}))?"
_PERIOD = re.compile(rf"\s*{_TIME}\s*(?:-|–|—|till|to)\s*{_TIME}\s*", re.ASCII | re.IGNORECASE)
_CLOSED = {"", "-", "–", "—", "stängt", "closed"}
_ALL_DAY = {"dygnet runt", "all day"}
_MIDNIGHT = f"{MIDNIGHT:%H:%M}"


def parse(posted: QueryDict) -> WeekHours:
    """Return the week of a posted form.

    Raises `BadInput` with a message a day, and without any when Monday was only to be copied.
    """
    days, errors = [], {}
    for number in DAYS:
        name = f"dag-{number}"
        try:
            days.append(_day(posted.get(name, "")))
        except ValueError as error:
            errors[name] = str(error)
    if errors or COPY in posted:
        raise BadInput(errors)
    return WeekHours(tuple(days), "eves" in posted)


def _day(text: str) -> DayHours:
    """Return the periods of a line. Raises `ValueError` with a sentence for the page."""
    plain = text.strip().lower()
    if plain in _CLOSED:
        return ()
    if plain in _ALL_DAY:
        plain = "0-24"
    periods = []
    parts = re.split(r",|;|\boch\b|\band\b", plain)
    if len(parts) > MOST_PERIODS:
        raise ValueError(_("Skriv högst {n} tider").replace("{n}", str(MOST_PERIODS)))
    for part in parts:
        found = _PERIOD.fullmatch(part)
        if found is None:
            raise ValueError(_("Skriv tiderna så här: 8–12, 13–16.30. Lämna tomt om det är stängt"))
        opens, closes = _time(*found.group(1, 2)), _time(*found.group(3, 4))
        if closes <= opens:
            raise ValueError(
                _(
                    "Stängningstiden måste vara efter öppningstiden. Öppet över midnatt? "
                    "Skriv till 24 den dagen och från 0 nästa dag"
                )
            )
        periods.append((opens, closes))
    periods.sort()
    if any(later[0] <= earlier[1] for earlier, later in pairwise(periods)):
        raise ValueError(_("Tiderna går in i varandra. Skriv dem som en tid"))
    return tuple(periods)


def _time(hours: str, minutes: str | None) -> str:
    if int(hours) == 24 and not int(minutes or 0):
        return _MIDNIGHT
    if int(hours) > 23 or int(minutes or 0) > 59:
        raise ValueError(_("Skriv klockslag mellan 0.00 och 24.00"))
    return f"{int(hours):02}:{int(minutes or 0):02}"


def shown(hours: WeekHours) -> dict[str, object]:
    """Return the week as the form shows it."""
    lines = [", ".join(f"{_short(a)}–{_short(b)}" for a, b in day) for day in hours.days]
    return {"days": lines, "eves": hours.closed_on_eves}


def typed(posted: QueryDict) -> dict[str, object]:
    """Return what was typed, as the form shows it."""
    days = [posted.get(f"dag-{number}", "")[:200] for number in DAYS]
    if COPY in posted:
        days[:5] = [days[0]] * 5
    return {"days": days, "eves": "eves" in posted}


def _short(moment: str) -> str:
    if moment == _MIDNIGHT:
        return "24"
    hours, minutes = moment.split(":")
    return str(int(hours)) if minutes == "00" else f"{int(hours)}.{minutes}"
