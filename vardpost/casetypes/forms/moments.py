"""A day and a time of day as they are typed, in the clock of Sweden."""

import re
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from vardpost.kernel.clock import on_the_clock

_HOUR = re.compile(r"(\d{1,2})(?:[.:]?(\d{2}))?\Z", re.ASCII)
#: More is no day and no time.
_LONGEST = 20


def moment(day: str, hour: str) -> datetime:
    """Return the moment; without a time of day it is when the day begins.

    Raises `ValueError` with (field, sentence), the field being *day* or *hour*, also for a time
    that is left out when the clocks go forward. One that comes twice in autumn is the first.
    """
    told = hour.strip()[:_LONGEST]
    try:
        at = _time(told) if told else time()
    except ValueError:
        raise ValueError("hour", _("Skriv ett klockslag så här: 8.00")) from None
    try:
        found = on_the_clock(date.fromisoformat(day.strip()[:_LONGEST]), at)
    except (ValueError, OverflowError):
        raise ValueError("day", _("Välj en dag")) from None
    if found is None:
        skipped = _("Klockan ställs om den natten, så det klockslaget finns inte. Välj ett annat.")
        raise ValueError("hour", skipped)
    return found


def _time(text: str) -> time:
    found = _HOUR.match(text)
    if found is None:
        raise ValueError(text)
    return time(int(found[1]), int(found[2] or 0))
