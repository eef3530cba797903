"""Opening hours in words: of a week, and of today. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from vardpost.kernel.clock import STOCKHOLM
from vardpost.shell.dates import DAYS

Day = tuple[tuple[time, time], ...]
Week = tuple[Day, ...]

#: How a period that lasts until midnight is kept: a day has no later minute.
MIDNIGHT = time(23, 59)

#: An en dash at which no line is broken: 8–16.30 is one thing.
_TO = "\u2060–\u2060"
_WORDS = {
    "sv": {
        "weekdays": "vardagar",
        "every": "alla dagar",
        "and": " och ",
        "closed": "stängt",
        "today": "i dag",
        "tomorrow": "i morgon",
    },
    "en": {
        "weekdays": "weekdays",
        "every": "every day",
        "and": " and ",
        "closed": "closed",
        "today": "today",
        "tomorrow": "tomorrow",
    },
}


@dataclass(frozen=True, slots=True)
class Today:
    """Whether the unit answers right now, until when, or when it opens again."""

    is_open: bool
    hours: str
    until: str
    next_day: str
    next_time: str


def week_text(week: Week, lang: str) -> str:
    """Return `vardagar 8–16.30`, or `måndag–torsdag 8–17, fredag 8–15`, without closed days."""
    parts = []
    for days, hours in _groups(week):
        if hours:
            parts.append(f"{_days(days, lang)} {_hours(hours, lang)}")
    return ", ".join(parts)


def today_text(week: Week, holidays: frozenset[date], now: datetime, lang: str) -> Today:
    """Return how it stands today, and the next opening when it is closed."""
    here = now.astimezone(STOCKHOLM)
    periods = () if here.date() in holidays else week[here.weekday()]
    hours = _hours(periods, lang) if periods else _WORDS[lang]["closed"]
    for opens, closes in periods:
        late = closes == MIDNIGHT
        if opens <= here.time() and (late or here.time() < closes):
            until = _after_midnight(week, holidays, here) if late else closes
            return Today(True, hours, _clock(until, lang), "", "")
    day, at = _next(week, holidays, here, lang)
    return Today(False, hours, "", day, at)


def _after_midnight(week: Week, holidays: frozenset[date], here: datetime) -> time:
    """Return when the night's opening ends: in the morning, if the next day begins open."""
    morning = here.date() + timedelta(days=1)
    periods = () if morning in holidays else week[morning.weekday()]
    return periods[0][1] if periods and periods[0][0] == time(0) else MIDNIGHT


def _next(week: Week, holidays: frozenset[date], here: datetime, lang: str) -> tuple[str, str]:
    for ahead in range(15):
        day = here.date() + timedelta(days=ahead)
        if day in holidays:
            continue
        for opens, _closes in week[day.weekday()]:
            if ahead or opens > here.time():
                return _named(day, ahead, lang), _clock(opens, lang)
    return "", ""


def _named(day: date, ahead: int, lang: str) -> str:
    if ahead < 2:
        return _WORDS[lang]["tomorrow" if ahead else "today"]
    return DAYS[lang][day.weekday()]


def _groups(week: Week) -> list[tuple[list[int], Day]]:
    groups = []
    for hours, days in groupby(range(7), key=lambda number: week[number]):
        groups.append((list(days), hours))
    return groups


def _days(days: list[int], lang: str) -> str:
    words, names = _WORDS[lang], DAYS[lang]
    if days == [0, 1, 2, 3, 4]:
        return words["weekdays"]
    if len(days) == 7:
        return words["every"]
    if len(days) == 1:
        return names[days[0]]
    mark = words["and"] if len(days) == 2 else "–"
    return f"{names[days[0]]}{mark}{names[days[-1]]}"


def _hours(periods: Day, lang: str) -> str:
    told = [f"{_clock(opens, lang)}{_TO}{_clock(closes, lang)}" for opens, closes in periods]
    return _WORDS[lang]["and"].join(told)


def _clock(moment: time, lang: str) -> str:
    """Return `8`, `16.30`; in English `8:00`, `16:30`. The last minute of a day is told as 24."""
    if moment == MIDNIGHT:
        return "24:00" if lang == "en" else "24"
    if lang == "en":
        return f"{moment.hour}:{moment.minute:02}"
    return f"{moment.hour}.{moment.minute:02}" if moment.minute else str(moment.hour)
