"""Reads of when a unit takes new cases: its closings, pauses and limit."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.shell.dates import full_day

#: How far ahead a closing is told to residents.
_AHEAD = 21


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another unit that residents are pointed to."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Days without new cases, of one case type or of all, or days when the unit is closed."""

    id: UUID
    starts_on: date
    ends_on: date
    stops_clock: bool
    stops_intake: bool
    case_type: str
    reason_sv: str
    reason_en: str
    alternative: Elsewhere | None

    @property
    def for_good(self) -> bool:
        """Whether no day is told on which cases are taken again: the unit closes."""
        return self.ends_on == date.max

    def reason(self, lang: str) -> str:
        """Return the reason in a language; Swedish where there is no other."""
        return (lang == "en" and self.reason_en) or self.reason_sv

    def holds(self, today: date, case_type: str) -> bool:
        """Whether no case of this type may be sent today."""
        within = self.starts_on <= today <= self.ends_on
        return self.stops_intake and within and self.case_type in {"", case_type}


@dataclass(frozen=True, slots=True)
class Limit:
    """From how many waiting cases the promise is longer, or another unit is pointed to."""

    most_waiting: int
    extra_days: int
    alternative: Elsewhere | None


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything a unit has said about taking new cases, from today on."""

    stops: tuple[Stop, ...]
    limit: Limit | None

    def stopped(self, today: date, case_type: str) -> Stop | None:
        """Return what stops new cases of this type today, or None."""
        return next((stop for stop in self.stops if stop.holds(today, case_type)), None)

    def soon(self, today: date) -> tuple[Stop, ...]:
        """Return what residents are told of: now, or within three weeks."""
        return tuple(stop for stop in self.stops if (stop.starts_on - today).days <= _AHEAD)


_STOP = (
    "json_build_array(c.id, c.starts_on, c.ends_on, c.stops_clock, c.stops_intake, c.case_type, "
    "c.reason_sv, c.reason_en, a.slug, a.name)"
)


#: Today, as the unit's clock has it.
_TODAY = "(now() at time zone 'Europe/Stockholm')::date"
#: What a unit has said about new cases, past days left out, as two subselects to ride on a page's
#: own statement; `u` is the unit. `read` makes an `Intake` of them.
#: That the unit closes is one of them, read where its office has said so: nobody at the unit can
#: take it away, and it has no last day.
STOPS = (
    "(select json_agg(s.told order by s.starts_on, s.id) from ("
    f"select {_STOP} as told, c.starts_on, c.id from unit_closing c "
    f"left join care_unit a on a.id = c.alternative_id "
    f"where c.unit_id = u.id and c.ends_on >= {_TODAY} union all "
    "select json_build_array(e.unit_id, e.freezes_on, null, false, true, '', e.closes_on, '', "
    "a.slug, a.name), e.freezes_on, e.unit_id from unit_ending e "
    "left join care_unit a on a.id = e.to_unit_id "
    "where e.unit_id = u.id and e.state in ('announced', 'closed')) s)::text"
)
LIMIT = (
    "(select json_build_array(l.most_waiting, l.extra_days, a.slug, a.name) "
    "from intake_limit l left join care_unit a on a.id = l.alternative_id "
    "where l.unit_id = u.id)::text"
)


def read(stops: str | None, limit: str | None) -> Intake:
    """Return what `STOPS` and `LIMIT` tell."""
    return Intake(
        tuple(_stop(one) for one in json.loads(stops or "[]")),
        _limit(json.loads(limit)) if limit else None,
    )


def _stop(row: list[Any]) -> Stop:
    key, starts, ends, clock, intake_, case_type, sv, en, slug, name = row
    if ends is None:
        closes = date.fromisoformat(sv)
        sv = f"Mottagningen läggs ned {full_day(closes, 'sv')}."
        en = f"The unit closes on {full_day(closes, 'en')}."
    return Stop(
        UUID(key),
        date.fromisoformat(starts),
        date.fromisoformat(ends) if ends else date.max,
        bool(clock),
        bool(intake_),
        case_type,
        sv,
        en,
        Elsewhere(slug, name) if slug else None,
    )


def _limit(row: list[str]) -> Limit:
    most, extra, slug, name = row
    return Limit(int(most), int(extra), Elsewhere(slug, name) if slug else None)


def neighbours(unit_id: UUID) -> list[tuple[str, str]]:
    """Return the live units of the same region that one may point to: (id, name), by name."""
    rows = db.fetch_all(
        "select v.id::text, v.name from care_unit u join care_unit v on v.region_id = u.region_id "
        "and v.id <> u.id and v.live where u.id = %s order by v.name, v.id limit 2000",
        [unit_id],
    )
    return [(row[0], row[1]) for row in rows]


def closings(unit_id: UUID, today: date) -> list[Stop]:
    """Return a unit's closings and pauses, those to come and those of the last year."""
    rows = db.fetch_all(
        f"select {_STOP}::text from unit_closing c "
        "left join care_unit a on a.id = c.alternative_id "
        "where c.unit_id = %s and c.ends_on > %s - 366 order by c.starts_on desc, c.id limit 200",
        [unit_id, today],
    )
    return [_stop(json.loads(row[0])) for row in rows]


def region_days(unit_id: UUID, today: date) -> list[tuple[date, str]]:
    """Return the days from today on which the unit's whole region is closed: (day, name)."""
    rows = db.fetch_all(
        "select d.day, d.name from region_day d join care_unit u on u.region_id = d.region_id "
        "where u.id = %s and d.day >= %s order by d.day limit 60",
        [unit_id, today],
    )
    return [(row[0], row[1]) for row in rows]


def closing_values(closing_id: UUID, unit_id: UUID) -> dict[str, object] | None:
    """Return a closing as its setting holds it, locked; None when there is none (any more)."""
    row = db.fetch_one(
        "select starts_on::text, ends_on::text, stops_clock, stops_intake, case_type, reason_sv, "
        "reason_en, alternative_id::text from unit_closing where id = %s and unit_id = %s "
        "for update",
        [closing_id, unit_id],
    )
    return dict(zip(CLOSING, row, strict=True)) if row else None


#: What a closing's setting holds, in the order of its columns.
CLOSING = (
    "starts_on",
    "ends_on",
    "stops_clock",
    "stops_intake",
    "case_type",
    "reason_sv",
    "reason_en",
    "alternative",
)
