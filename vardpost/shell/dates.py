"""Dates, times, ages and numbers as people say them, in Swedish and English. Pure functions.

Format once, in Python, and hand the page text: a localising filter in a loop is what makes
long lists slow.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from vardpost.kernel.clock import STOCKHOLM

THIN_SPACE = "\u2009"
_MIDNIGHT = (0, 0)

DAYS = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
SHORT_MONTHS = {
    "sv": (
        *("jan.", "feb.", "mars", "apr.", "maj", "juni"),
        *("juli", "aug.", "sep.", "okt.", "nov.", "dec."),
    ),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
}
_WORDS = {
    "sv": {
        "today": "i dag",
        "yesterday": "i går",
        "tomorrow": "i morgon",
        "at": "kl. ",
        "day": "1 dag",
        "days": "{} dagar",
        "month": "1 månad",
        "months": "{} månader",
        "year": "{} år",
        "years": "{} år",
        "hours": "{} tim",
        "minutes": "{} min",
        "before": "före ",
    },
    "en": {
        "today": "today",
        "yesterday": "yesterday",
        "tomorrow": "tomorrow",
        "at": "at ",
        "day": "1 day",
        "days": "{} days",
        "month": "1 month",
        "months": "{} months",
        "year": "{} year",
        "years": "{} years",
        "hours": "{} h",
        "minutes": "{} min",
        "before": "before ",
    },
}


def local(moment: datetime) -> datetime:
    """Return an aware moment as Swedish time."""
    return moment.astimezone(STOCKHOLM)


def clock(moment: datetime, lang: str) -> str:
    """`14.32` in Swedish, `14:32` in English."""
    here = local(moment)
    mark = "." if lang == "sv" else ":"
    return f"{here.hour:02d}{mark}{here.minute:02d}"


def day(value: date, lang: str, today: date | None = None) -> str:
    """`onsdag 25 november`; with the year when it is not the year of `today`."""
    return f"{DAYS[lang][value.weekday()]} {plain_day(value, lang, today)}"


def plain_day(value: date, lang: str, today: date | None = None) -> str:
    """`25 november`; with the year when it is not the year of `today`."""
    text = f"{value.day} {MONTHS[lang][value.month - 1]}"
    return text if today is None or value.year == today.year else f"{text} {value.year}"


def plain_span(first: date, last: date, lang: str, today: date | None = None) -> str:
    """`6 december`, `6–10 december` or `28 december–4 januari 2027`: some days in a row."""
    end = plain_day(last, lang, today)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{plain_day(first, lang, today)}–{end}"


def full_day(value: date, lang: str) -> str:
    """`25 november 2026`, for what is kept or printed."""
    return f"{value.day} {MONTHS[lang][value.month - 1]} {value.year}"


def short_day(value: date, lang: str, today: date) -> str:
    """`25 nov.`, for rows; with the year when it is not this year."""
    text = f"{value.day} {SHORT_MONTHS[lang][value.month - 1]}"
    return text if value.year == today.year else f"{text} {value.year}"


def _recent_day(value: date, today: date, lang: str) -> str:
    """Return `i dag`, `i går` or `i fredags` (the last six days), otherwise nothing."""
    ago = (today - value).days
    if ago == 0:
        return _WORDS[lang]["today"]
    if ago == 1:
        return _WORDS[lang]["yesterday"]
    if 1 < ago < 7:
        name = DAYS[lang][value.weekday()]
        return f"i {name}s" if lang == "sv" else f"on {name}"
    return ""


def when(moment: datetime, now: datetime, lang: str) -> str:
    """`i dag kl. 09.41`, `i går kl. 10.02`, `i fredags kl. 15.40`, `20 november kl. 08.14`."""
    here, today = local(moment).date(), local(now).date()
    words = _recent_day(here, today, lang) or plain_day(here, lang, today)
    return f"{words} {_WORDS[lang]['at']}{clock(moment, lang)}"


def exactly(moment: datetime, lang: str) -> str:
    """`fredag 20 november 2026 kl. 08.14`, for receipts, prints and tooltips."""
    here = local(moment).date()
    text = f"{DAYS[lang][here.weekday()]} {full_day(here, lang)}"
    return f"{text} {_WORDS[lang]['at']}{clock(moment, lang)}"


def row_when(moment: datetime, now: datetime, lang: str) -> str:
    """`09.40` today, then `I går`, `I fredags`, `20 nov.`: short, for the right edge of a row."""
    return row_reader(now, lang)(moment)


def row_reader(now: datetime, lang: str) -> Callable[[datetime], str]:
    """Return `row_when` of one moment for many rows: the days that have names are named once."""
    today, mark = local(now).date(), "." if lang == "sv" else ":"
    days = [today - timedelta(days=ago) for ago in range(1, 7)]
    named = {value: sentence(_recent_day(value, today, lang)) for value in days}

    def when(moment: datetime) -> str:
        here = moment.astimezone(STOCKHOLM)
        value = here.date()
        if value == today:
            return f"{here.hour:02d}{mark}{here.minute:02d}"
        return named.get(value) or short_day(value, lang, today)

    return when


def deadline(moment: datetime, now: datetime, lang: str) -> str:
    """`i dag före 16.30`, `i morgon före 16.30`, then `onsdag 25 november`."""
    here, today = local(moment), local(now).date()
    ahead = (here.date() - today).days
    if ahead not in (0, 1):
        return day(here.date(), lang, today)
    word = _WORDS[lang]["today" if ahead == 0 else "tomorrow"]
    if (here.hour, here.minute) == _MIDNIGHT:
        return word
    return f"{word} {_WORDS[lang]['before']}{clock(moment, lang)}"


def starts(moment: datetime, now: datetime, lang: str) -> str:
    """`i dag kl. 16.30`, `i morgon kl. 08.00`, then `onsdag 25 november kl. 00.00`."""
    here, today = local(moment).date(), local(now).date()
    ahead = (here - today).days
    words = day(here, lang, today)
    if ahead in (0, 1):
        words = _WORDS[lang]["today" if ahead == 0 else "tomorrow"]
    return f"{words} {_WORDS[lang]['at']}{clock(moment, lang)}"


def latest(moment: datetime, now: datetime, lang: str) -> str:
    """`i dag kl. 16.30`, `i morgon kl. 16.30`, then `onsdag 25 november`: after *senast*."""
    here, today = local(moment), local(now).date()
    ahead = (here.date() - today).days
    if ahead not in (0, 1) or (here.hour, here.minute) == _MIDNIGHT:
        return deadline(moment, now, lang)
    word = _WORDS[lang]["today" if ahead == 0 else "tomorrow"]
    at = clock(moment, lang)
    return f"{word} kl. {at}" if lang == "sv" else f"{at} {word}"


def span(length: timedelta, lang: str) -> str:
    """`45 min`, `3 tim`, `2 dagar`: one unit, rounded down, never less than a minute."""
    minutes = max(1, int(abs(length).total_seconds() // 60))
    words = _WORDS[lang]
    if minutes < 60:
        return words["minutes"].format(minutes)
    if minutes < 24 * 60:
        return words["hours"].format(minutes // 60)
    return days_text(minutes // (24 * 60), lang)


def days_text(count: int, lang: str) -> str:
    """`1 dag`, `2 dagar`."""
    return _WORDS[lang]["day"] if count == 1 else _WORDS[lang]["days"].format(count)


def age_on(born: date, today: date) -> int:
    """Return the age in whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age(born: date, today: date, lang: str) -> str:
    """`7 år`; below two years `14 månader`."""
    years = age_on(born, today)
    words = _WORDS[lang]
    if years >= 2:
        return words["years"].format(years)
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    return words["month"] if months == 1 else words["months"].format(max(0, months))


def number(value: int, lang: str) -> str:
    """`1 726` with a thin space in Swedish, `1,726` in English."""
    text = f"{value:,}"
    return text.replace(",", THIN_SPACE) if lang == "sv" else text


def sentence(text: str) -> str:
    """Return the text with its first letter in upper case, the rest as it was."""
    return text[:1].upper() + text[1:]
