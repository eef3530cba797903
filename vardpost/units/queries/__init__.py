"""Reads of the units: opening hours as the clocks want them, and who may see a unit."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.kernel.tenancy import Scope
from vardpost.units.calendar import swedish_holidays
from vardpost.units.catchment import Row, Someone
from vardpost.units.queries.names import CALLED_LIKE, FORMERLY

Week = tuple[tuple[tuple[time, time], ...], ...]

#: The subselect that every statement uses which needs a unit's hours; `u` is the unit. Periods of
#: the week as [weekday, opens, closes], and the days it is closed beside the holidays, planned by
#: the unit or the region, as [first, last].
HOURS = (
    "(select json_agg(x.j) from ("
    "select json_build_array(o.weekday, o.opens, o.closes) j from opening_hours o "
    "where o.unit_id = u.id union all "
    "select json_build_array(c.starts_on, c.ends_on) from unit_closing c "
    "where c.unit_id = u.id and c.stops_clock and c.ends_on > current_date - 366 union all "
    "select json_build_array(d.day, d.day) from region_day d "
    "where d.region_id = u.region_id and d.day > current_date - 366) x)::text"
)


@lru_cache(maxsize=2048)
def week(rows: str | None) -> Week:
    """Return the opening hours of a week, Monday first, from what `HOURS` gives.

    A unit that has told no hours keeps office hours, so that a promise can always be made.
    """
    days: list[list[tuple[time, time]]] = [[] for _ in range(7)]
    for row in json.loads(rows or "[]"):
        if len(row) == 3:
            days[row[0]].append((time.fromisoformat(row[1]), time.fromisoformat(row[2])))
    if not any(days):
        days[:5] = [[(time(8), time(16, 30))] for _ in range(5)]
    return tuple(tuple(sorted(day)) for day in days)


def hours_told(rows: str | None) -> bool:
    """Whether the unit has told any opening hours; without them pages say none."""
    return any(len(row) == 3 for row in json.loads(rows or "[]"))


def closed_days(on: date, rows: str | None, *, closed_on_eves: bool) -> frozenset[date]:
    """Return the days around `on` on which the unit is closed whatever the weekday.

    Holidays, and what `HOURS` tells of planned closings of the unit and the region.
    """
    return _closed_days(on.year, rows, closed_on_eves)


@lru_cache(maxsize=2048)
def _closed_days(year: int, rows: str | None, closed_on_eves: bool) -> frozenset[date]:
    planned = set()
    for row in json.loads(rows or "[]"):
        if len(row) == 2:
            first, last = date.fromisoformat(row[0]), date.fromisoformat(row[1])
            planned |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return swedish_holidays(year, with_eves=closed_on_eves) | planned


def unit_week(unit_id: UUID) -> tuple[Week, bool]:
    """Return a unit's opening hours and whether it is closed on the eves."""
    row = db.fetch_one(
        f"select {HOURS}, u.closed_on_eves from care_unit u where u.id = %s", [unit_id]
    )
    return (week(row[0]), row[1]) if row else (week(None), True)


#: A resident let in one by one, whose approval has not ended; `a` is the approval.
_STILL_APPROVED = "(a.until is null or a.until >= (now() at time zone 'Europe/Stockholm')::date)"
#: The subselect of a unit's catchment rows, as `catchment.Row` takes them, and of those of the
#: actor's people whom it lets in one by one (row security shows no others); `u` is the unit.
CATCHMENT = (
    "(select json_agg(x.j) from ("
    "select json_build_array(coalesce(r.region_id, ''), coalesce(r.municipality_id, ''), r.sex, "
    "r.age_from, r.age_to) j from catchment_row r where r.unit_id = u.id union all "
    "select json_build_array('', '', '', 0, 199, a.person_id) from approved_resident a "
    f"where a.unit_id = u.id and {_STILL_APPROVED}) x)::text"
)
#: Units on one page of a search.
PAGE = 20

_CARD = (
    "u.id, u.slug, u.name, u.kind, m.name, u.region_id, u.street, u.postal_code, u.place, u.phone, "
    f"u.email, u.about_sv, u.about_en, {HOURS}, u.closed_on_eves, {FORMERLY.format('u')}, "
    "coalesce((select g.accent from region_setting g where g.region_id = u.region_id), ''), "
    "(select string_agg(distinct coalesce(mk.name, rg.name), ', ') from catchment_row r "
    "join region rg on rg.code = r.region_id left join municipality mk "
    "on mk.code = r.municipality_id where r.unit_id = u.id), "
    f"{CATCHMENT}"
)
_JOINED = "from care_unit u join municipality m on m.code = u.municipality_id"
_FROM = f"{_JOINED} where u.live"
#: Swedish order in any database, with or without ICU: å, ä and ö become what follows z.
SWEDISH_ORDER = "translate(lower({}), 'åäöÅÄÖéÉ', '{{|}}{{|}}ee') collate \"C\""
_NAME = SWEDISH_ORDER.format("u.name")


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit as residents see it."""

    id: UUID
    slug: str
    name: str
    kind: str
    municipality: str
    region_id: str
    street: str
    postal_code: str
    place: str
    phone: str
    email: str
    about_sv: str
    about_en: str
    hours: str | None
    closed_on_eves: bool
    #: What it was called before, newest first, with commas between.
    formerly: str
    #: The colour of its region; empty for the product's own.
    accent: str
    #: Where those live whom it admits, by name; empty for the whole country.
    area: str
    catchment: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for among the units; an empty text asks for nothing."""

    words: tuple[str, ...] = ()
    municipality: str = ""
    kind: str = ""


def find(
    wanted: Wanted,
    people: Sequence[Someone] | None,
    today: date,
    after: UUID | None = None,
    *,
    scope: Scope,
) -> tuple[list[UnitCard], bool]:
    """Return a page of the units in `scope` by name, and whether there are more.

    Only those that admit one of `people`; asked for by name, the others too, so that the page can
    say why they are not for them. Without `people`, whomever they admit.
    """
    inside, params = _inside(scope)
    parts = [_FROM, *inside]
    for word in wanted.words:
        parts.append(CALLED_LIKE.format("u"))
        params += [f"%{_LIKE.sub(_escaped, word)}%"] * 2
    if wanted.municipality:
        parts.append("u.municipality_id = %s")
        params.append(wanted.municipality)
    if wanted.kind:
        parts.append("u.kind = %s")
        params.append(wanted.kind)
    if people is not None and not wanted.words:
        parts.append(f"({_ADMITS} or {_LET_IN})")
        params += [*columns(people, today), [one.id for one in people if one.id]]
    if after is not None:
        parts.append(
            f"({_NAME}, u.id) > (select {SWEDISH_ORDER.format('a.name')}, a.id from care_unit a "
            "where a.id = %s)"
        )
        params.append(after)
    rows = db.fetch_all(
        f"select {_CARD} {' and '.join(parts)} order by {_NAME}, u.id limit {PAGE + 1}", params
    )
    return [_card(row) for row in rows[:PAGE]], len(rows) > PAGE


def places(scope: Scope) -> list[tuple[str, str]]:
    """Return the municipalities that have a unit in `scope`, by name: (code, name)."""
    inside, params = _inside(scope)
    rows = db.fetch_all(
        "select m.code, m.name from municipality m where exists (select 1 from care_unit u where "
        f"{' and '.join(['u.municipality_id = m.code', 'u.live', *inside])}) "
        f"order by {SWEDISH_ORDER.format('m.name')}",
        params,
    )
    return [(row[0], row[1]) for row in rows]


def unit_by_slug(slug: str) -> UnitCard | None:
    """Return the live unit with this address, or None."""
    row = db.fetch_one(f"select {_CARD} {_FROM} and u.slug = %s", [slug])
    return _card(row) if row else None


#: A row `r` fits a person `p`: the same rule as `catchment.why_not`, held together by test.
FITS = (
    "(r.region_id is null or (r.region_id = p.region and not p.protected)) "
    "and (r.municipality_id is null or r.municipality_id = p.municipality) "
    "and (r.sex = '' or r.sex = p.sex) and p.age between r.age_from and r.age_to"
)
#: Some row fits some of the people.
_ADMITS = (
    "exists (select 1 from catchment_row r, unnest(%s::text[], %s::text[], %s::text[], %s::int[], "
    "%s::boolean[]) as p (region, municipality, sex, age, protected) where r.unit_id = u.id "
    f"and {FITS})"
)
_LET_IN = (
    "exists (select 1 from approved_resident a where a.unit_id = u.id "
    f"and a.person_id = any(%s) and {_STILL_APPROVED})"
)
_LIKE = re.compile(r"[\\%_]")


def card(unit_id: UUID) -> UnitCard:
    """Return a unit as residents see it, live or not yet. Raises `NotFound`."""
    row = db.fetch_one(f"select {_CARD} {_JOINED} where u.id = %s", [unit_id])
    if row is None:
        raise NotFound("unit")
    return _card(row)


def _inside(scope: Scope) -> tuple[list[str], list[object]]:
    """Return the conditions on the unit `u` that a scope sets: a unit is about no resident."""
    if scope.kind == "region":
        return ["u.region_id = any(%s)"], [list(scope.region_ids)]
    return ([], []) if scope.kind in {"nation", "all"} else (["false"], [])


def _escaped(match: re.Match[str]) -> str:
    return "\\" + match[0]


def columns(people: Sequence[Someone], today: date) -> list[object]:
    """Return the people as the columns of `p` that `FITS` asks."""
    return [
        [one.region for one in people],
        [one.municipality for one in people],
        [one.sex for one in people],
        [one.age(today) for one in people],
        [one.protected for one in people],
    ]


def _card(row: db.Row) -> UnitCard:
    *fields, area, catchment = row
    rows = tuple(Row(*one) for one in json.loads(catchment or "[]"))
    return UnitCard(*(*fields, area or "", rows))


def kind_of_unit(unit_id: UUID) -> str:
    """Return what sort of unit it is (`UnitKind`); nothing for one that is unknown."""
    row = db.fetch_one("select kind from care_unit where id = %s", [unit_id])
    return str(row[0]) if row else ""


def active_regions() -> list[str]:
    """Return the regions that have units: what a job that runs for every region goes through."""
    return [row[0] for row in db.fetch_all("select distinct region_id from care_unit order by 1")]
