"""What somebody wants to try, as it stands in the address: text in, a `Change` out.

Nothing is saved, so everything is asked by GET and can be sent on as a link.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.casetypes.queries.many import Promised
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.errors import BadInput
from vardpost.shell.dates import plain_span
from vardpost.simulation.timeline import Book, Change, Timeline, Values
from vardpost.units.forms import hours as week_form
from vardpost.units.values import WeekHours

#: The field that tells a form that was sent from a page that is opened.
TRIED = "prova"
PERIOD, WEEKS = "tid", "28"
_STOPS = {"stangt": (True, True), "stangt-oppet": (True, False), "paus": (False, True)}
_LONGEST = 190


@dataclass(frozen=True, slots=True)
class Period:
    """The days looked back at: the last one is not included."""

    key: str
    since: date
    until: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return the first moment, and the first one after."""
        return _midnight(self.since), _midnight(self.until)


def periods(today: date) -> tuple[Period, Period]:
    """Return the last 28 days, today included, and the last calendar month."""
    ended = today.replace(day=1)
    began = (ended - timedelta(days=1)).replace(day=1)
    return (
        Period(WEEKS, today - timedelta(days=27), today + timedelta(days=1)),
        Period(f"{began:%Y-%m}", began, ended),
    )


def period(query: QueryDict, today: date) -> Period:
    """Return the period that is asked for; the last 28 days for anything unknown."""
    asked = query.get(PERIOD, "")
    return next((one for one in periods(today) if one.key == asked), periods(today)[0])


def named(lang: str, today: date) -> list[tuple[str, str]]:
    """Return the periods as a form's choices."""
    weeks, before = periods(today)
    name = plain_span(before.since, before.until - timedelta(days=1), lang)
    return [(weeks.key, _("De senaste 28 dagarna")), (before.key, name)]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM)


def shown(book: Book, promises: Sequence[Promised]) -> dict[str, Any]:
    """Return what stands, as the form shows it."""
    fields: dict[str, Any] = week_form.shown(_week(book.hours.last))
    limit = book.limit.last
    fields |= {
        "bort": [],
        "fran": "",
        "till": "",
        "slag": "stangt",
        "typ": "",
        "grans": str(limit.get("most_waiting") or ""),
        "langre": str(limit.get("extra_days") or ""),
    }
    for one in promises:
        fields[f"forsta-{one.key}"] = str(one.first_days)
        fields[f"slut-{one.key}"] = str(one.final_days)
    return fields


def typed(query: QueryDict, book: Book, promises: Sequence[Promised]) -> dict[str, Any]:
    """Return what was typed, as the form shows it; what was not asked about stands as it is."""
    stands = shown(book, promises)
    fields: dict[str, Any] = week_form.typed(query)
    fields["bort"] = [one[:40] for one in query.getlist("bort")[:200]]
    names = ["fran", "till", "slag", "typ", "grans", "langre"]
    names += [f"{part}-{one.key}" for one in promises for part in ("forsta", "slut")]
    return fields | {name: query.get(name, stands[name])[:40] for name in names}


def parse(
    query: QueryDict, book: Book, promises: Sequence[Promised], listed: Mapping[str, Timeline]
) -> Change:
    """Return what differs from what stands. Raises `BadInput` with a message a field."""
    errors: dict[str, str] = {}
    hours: Values | None = None
    try:
        hours = _values(week_form.parse(query))
    except BadInput as error:
        errors |= error.errors
    closing = _closing(query, errors)
    limit = _limit(query, errors)
    promised = _promises(query, promises, errors)
    if errors:
        raise BadInput(errors)
    stands = book.limit.last
    same = (limit.get("most_waiting"), limit.get("extra_days") or 0) == (
        stands.get("most_waiting"),
        stands.get("extra_days") or 0,
    )
    return Change(
        hours=None if hours == _values(_week(book.hours.last)) else hours,
        gone=frozenset(query.getlist("bort")) & frozenset(listed),
        closing=closing,
        limit=None if same else limit,
        promises=promised,
    )


def _week(values: Values) -> WeekHours:
    days = values.get("days") or [[] for _day in range(7)]
    periods_ = tuple(tuple((str(a)[:5], str(b)[:5]) for a, b in day) for day in days)
    return WeekHours(periods_, bool(values.get("eves", True)))


def _values(week: WeekHours) -> Values:
    return {
        "days": [[list(one) for one in day] for day in week.days],
        "eves": week.closed_on_eves,
    }


def _closing(query: QueryDict, errors: dict[str, str]) -> Values | None:
    texts = [query.get(name, "").strip() for name in ("fran", "till")]
    if not any(texts):
        return None
    days: list[date] = []
    for name, text in zip(("fran", "till"), texts, strict=True):
        try:
            days.append(date.fromisoformat(text or max(texts)))
        except ValueError:
            errors[name] = _("Skriv en dag så här: 2026-12-24")
    if len(days) < 2:
        return None
    if days[1] < days[0]:
        errors["till"] = _("Sista dagen kan inte vara före den första")
    elif (days[1] - days[0]).days >= _LONGEST:
        errors["till"] = _("Välj en kortare tid, högst {n} dagar").replace("{n}", str(_LONGEST))
    clock, intake = _STOPS.get(query.get("slag", ""), _STOPS["stangt"])
    kind = query.get("typ", "")[:40]
    if kind and clock:
        errors["typ"] = _("Hela mottagningen är stängd. Välj alla ärendetyper")
    return {
        "starts_on": days[0].isoformat(),
        "ends_on": days[1].isoformat(),
        "stops_clock": clock,
        "stops_intake": intake,
        "case_type": kind,
    }


def _limit(query: QueryDict, errors: dict[str, str]) -> Values:
    most = _number(query, "grans", 1, 500, errors)
    extra = _number(query, "langre", 0, 20, errors)
    return {"most_waiting": most, "extra_days": extra or 0} if most else {}


def _promises(
    query: QueryDict, promises: Sequence[Promised], errors: dict[str, str]
) -> dict[str, tuple[int, int]]:
    found = {}
    for one in promises:
        first, final = f"forsta-{one.key}", f"slut-{one.key}"
        if first not in query or final not in query:
            continue
        days = _number(query, first, 1, 90, errors), _number(query, final, 1, 90, errors)
        for name, number in zip((first, final), days, strict=True):
            if number is None and name not in errors:
                errors[name] = _("Skriv 1 till 90 vardagar")
        if days[0] is None or days[1] is None:
            continue
        if days[1] < days[0]:
            errors[final] = _("Slutligt svar kan inte komma före det första")
        elif days != (one.first_days, one.final_days):
            found[one.type_id] = (days[0], days[1])
    return found


def _number(
    query: QueryDict, name: str, least: int, most: int, errors: dict[str, str]
) -> int | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 5 and least <= int(text) <= most):
        words = _("Skriv ett tal från {a} till {b}")
        errors[name] = words.replace("{a}", str(least)).replace("{b}", str(most))
        return None
    return int(text)
