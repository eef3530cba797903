"""The units of a region with what is true of each: one statement, whatever is asked for.

Nothing here names a case: how many are open and how many were answered in time comes from what
`statistics` keeps, already without what may not be told (`statistics/shown.py`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from vardpost.casetypes.queries.handed import TO_ALL
from vardpost.casetypes.queries.offers import TERMS_IN_FORCE
from vardpost.kernel import clock, db
from vardpost.kernel.errors import NotFound
from vardpost.overview.wanted import AWAY_DAYS, KEPT_LEAST, TERMS_YEARS, Need, Order, Wanted
from vardpost.statistics.shown import OPEN, SHARE
from vardpost.units.area import Places
from vardpost.units.queries import SWEDISH_ORDER
from vardpost.units.queries.names import FORMERLY
from vardpost.units.values import AreaRow

#: Units on one page.
PAGE = 50
#: Units of one file: more than any region has.
MOST = 5000


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as its region's office sees it. What may not be told of a count is None."""

    id: UUID
    slug: str
    name: str
    hsa_id: str
    kind: str
    live: bool
    municipality: str
    #: What it was called before, newest first, with commas between.
    formerly: str
    admins: int
    told: bool
    mailbox: str
    #: Case types: active, of those it has, and active for a few residents only.
    active: int
    types: int
    held_back: int
    #: Of the terms texts in force: when the oldest came, its version, and how many are old.
    terms_at: datetime | None
    terms_version: int
    terms_old: int
    #: The template that it stands on, its names in both languages, which version of it, and the
    #: newest there is; in how many fields it differs, and in how many of them with leave.
    template: str
    template_sv: str
    template_en: str
    template_version: int
    newest: int
    differs: int
    exempt: int
    counted_at: datetime | None
    signed_in_at: datetime | None
    open_cases: int | None
    share: int | None
    needs: tuple[Need, ...]
    area: tuple[AreaRow, ...]

    @property
    def older(self) -> bool:
        """Whether its template has a newer version than the one it stands on."""
        return 0 < self.template_version < self.newest


@dataclass(frozen=True, slots=True)
class Tile:
    """One municipality of the region: how many live units are for its residents."""

    code: str
    name: str
    units: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A page of units, and what is told of all of them."""

    region: str
    units: list[Unit]
    more: bool
    total: int
    #: Units that need something, and how many need each thing.
    needing: int
    needs: Mapping[Need, int]
    tiles: list[Tile]
    #: Names of the places in the units' areas.
    places: Places
    #: The oldest and the newest count behind the numbers.
    counted: tuple[datetime | None, datetime | None]


#: Each need as a condition on a unit's facts; a unit that is not open yet needs nothing here.
_NEEDS = {
    Need.NO_ADMIN: "admins = 0",
    Need.ONE_ADMIN: "admins = 1",
    Need.UNTOLD: "not told",
    Need.OLD_TERMS: "terms_old > 0",
    Need.AWAY: "counted_at is not null and coalesce(signed_in_at < %(away)s, true)",
    Need.BROKEN: f"coalesce(share < {KEPT_LEAST}, false)",
    Need.DRIFT: "differs > exempt",
}
#: Sorted by what is shown, so that an order never tells what a cell does not.
_ORDERS = {
    Order.NAME: "sorted",
    Order.OPEN: "coalesce(-open_cases, 1)",
    Order.SHARE: "coalesce(share, 1000)",
    Order.SIGNED_IN: "coalesce(extract(epoch from signed_in_at), 0)",
    Order.TERMS: "coalesce(extract(epoch from terms_at), 1e12)",
    Order.ADMINS: "admins",
}
_MINE = "in (select id from care_unit where region_id = %(region)s)"
#: The moment is given by name here, not by place.
_TERMS = TERMS_IN_FORCE.replace("%s", "%(now)s")
_FACTS = (
    "with manned as materialized (select * from units_manned(%(region)s)), "
    # First which text each offer uses, then the texts: joined at once, each would be asked of each.
    # Few units have texts of their own, and only theirs have to be weighed against the form.
    f"own as materialized (select distinct case_type_id, unit_id from terms_text "
    f"where unit_id {_MINE}), "
    # What an office has published itself is in force by its time alone; most types have no such.
    "office as materialized (select distinct on (x.case_type_id) x.case_type_id, x.id "
    "from terms_text x where x.unit_id is null and x.author_id is not null "
    "and x.published_at <= %(now)s order by x.case_type_id, x.published_at desc, x.version desc), "
    f"used as materialized (select u.unit_id, u.active, u.active and not ({TO_ALL}) as held, "
    "case when not u.active then null when own.unit_id is null "
    f"then coalesce(office.id, u.terms_id) else {_TERMS} end as terms_id from unit_case_type u "
    "left join office on office.case_type_id = u.case_type_id left join own "
    "on own.case_type_id = u.case_type_id and own.unit_id = u.unit_id "
    f"where u.unit_id {_MINE}), "
    # The oldest text and its version in one number: no sorting of all offers for it.
    "aged as materialized (select x.id, x.published_at as at, "
    "(extract(epoch from x.published_at)::bigint << 16) | x.version as age from terms_text x), "
    "offer as (select used.unit_id, count(*) filter (where used.active)::int as active, "
    "count(*)::int as types, count(*) filter (where used.held)::int as held, "
    "min(aged.at) as at, (min(aged.age) & 65535)::int as version, "
    "count(*) filter (where aged.at < %(old)s)::int as old "
    "from used left join aged on aged.id = used.terms_id group by used.unit_id), "
    "mall as materialized (select t.code, t.name_sv, t.name_en, max(v.number) as newest "
    "from unit_template t join unit_template_version v on v.template_id = t.id "
    "and v.published_at is not null where t.region_id is null or t.region_id = %(region)s "
    "group by t.id), "
    "bare as materialized (select c.id, c.slug, c.name, c.hsa_id, c.kind, c.live, "
    f"m.name as municipality, {SWEDISH_ORDER.format('c.name')} as sorted, "
    f"{FORMERLY.format('c')} as formerly, "
    "coalesce(manned.admins, 0) as admins, coalesce(manned.told, false) "
    "or coalesce(n.mailbox <> '' and n.new_case <> 'off', false) as told, "
    "coalesce(n.mailbox, '') as mailbox, coalesce(offer.active, 0) as active, "
    "coalesce(offer.types, 0) as types, coalesce(offer.held, 0) as held_back, "
    "offer.at as terms_at, coalesce(offer.version, 0) as terms_version, "
    "coalesce(offer.old, 0) as terms_old, c.template, coalesce(mall.name_sv, '') as template_sv, "
    "coalesce(mall.name_en, '') as template_en, "
    "case when mall.code is null then 0 else c.template_version end as template_version, "
    "coalesce(mall.newest, 0) as newest, coalesce(d.differs, 0) as differs, "
    "coalesce(d.exempt, 0) as exempt, s.counted_at, s.signed_in_at, "
    f"{OPEN} as open_cases, {SHARE} as share "
    "from care_unit c join municipality m on m.code = c.municipality_id "
    "left join unit_rollup s on s.unit_id = c.id left join unit_notice n on n.unit_id = c.id "
    "left join manned on manned.unit_id = c.id "
    "left join offer on offer.unit_id = c.id "
    "left join mall on mall.code = c.template left join unit_drift d on d.unit_id = c.id "
    "where c.region_id = %(region)s), "
    "fact as materialized (select *, array_remove(array["
    + ", ".join(f"case when live and {sql} then '{need}' end" for need, sql in _NEEDS.items())
    + "], null) as needs from bare) "
)
#: A row of an area that reaches all of the region, or the whole country.
_WIDE = "(r.region_id is null or (r.region_id = %(region)s and r.municipality_id is null))"
_AROUND = (
    "(select name from region where code = %(region)s), "
    "(select json_build_array(count(*), count(*) filter (where needs <> '{}'), min(counted_at), "
    "max(counted_at)) from fact)::text, "
    "(select json_object_agg(n.need, n.units) from (select unnest(needs) as need, "
    "count(*) as units from fact group by 1) n)::text, "
    f"(select json_agg(json_build_array(m.code, m.name, wide.units + coalesce(near.units, 0)) "
    f"order by {SWEDISH_ORDER.format('m.name')}) from municipality m cross join "
    "(select count(distinct r.unit_id) as units from catchment_row r join fact f "
    f"on f.id = r.unit_id and f.live where {_WIDE}) wide left join "
    "(select r.municipality_id, count(distinct r.unit_id) as units from catchment_row r "
    "join fact f on f.id = r.unit_id and f.live where r.region_id = %(region)s "
    "and r.municipality_id is not null and not exists (select 1 from catchment_row r2 "
    f"where r2.unit_id = r.unit_id and {_WIDE.replace('r.', 'r2.')}) group by 1) near "
    "on near.municipality_id = m.code where m.region_id = %(region)s)::text"
)
_AREA = (
    "(select json_agg(json_build_array(coalesce(r.region_id, ''), coalesce(rg.name, ''), "
    "coalesce(r.municipality_id, ''), coalesce(mk.name, ''), r.sex, r.age_from, r.age_to) "
    "order by r.region_id nulls first, r.municipality_id nulls first, r.age_from, r.sex, r.id) "
    "from catchment_row r left join region rg on rg.code = r.region_id "
    "left join municipality mk on mk.code = r.municipality_id where r.unit_id = f.id)"
)
_COLUMNS = (
    *("id", "slug", "name", "hsa_id", "kind", "live", "municipality", "formerly"),
    *("admins", "told"),
    *("mailbox", "active", "types", "held_back", "terms_at", "terms_version", "terms_old"),
    *("template", "template_sv", "template_en", "template_version", "newest", "differs", "exempt"),
    *("counted_at", "signed_in_at", "open_cases", "share", "needs"),
)


def page(region_id: str, wanted: Wanted, after: UUID | None = None) -> Overview:
    """Return a page of the units that fit, and what is told of all. Raises `NotFound`."""
    return _read(region_id, wanted, after, PAGE)


def everything(region_id: str, wanted: Wanted) -> Overview:
    """Return all units that fit, for a file. Raises `NotFound`."""
    return _read(region_id, wanted, None, MOST)


def one(region_id: str, slug: str) -> Overview:
    """Return one unit of the region, as its list has it. Raises `NotFound`."""
    found = _read(region_id, Wanted(), None, 1, slug=slug)
    if not found.units:
        raise NotFound("unit")
    return found


def _read(
    region_id: str, wanted: Wanted, after: UUID | None, most: int, slug: str = ""
) -> Overview:
    now = clock.now()
    params: dict[str, object] = {
        "region": region_id,
        "now": now,
        "old": _years_before(now, TERMS_YEARS),
        "away": now - timedelta(days=AWAY_DAYS),
        "after": after,
        "most": most + 1,
        "slug": slug,
    }
    order = _ORDERS[wanted.order]
    where = " and ".join(_conditions(wanted, params, slug))
    listed = f"({order}), sorted, id"
    row = db.fetch_one(
        f"{_FACTS}select {_AROUND}, (select json_agg(json_build_array("
        f"{', '.join(f'f.{name}' for name in _COLUMNS)}, {_AREA}) order by f.place) from "
        f"(select *, row_number() over (order by {listed}) as place from fact where {where} "
        "and (%(after)s::uuid is null or not exists (select 1 from fact where id = %(after)s) "
        f"or ({listed}) > (select {listed} from fact where id = %(after)s)) "
        f"order by {listed} limit %(most)s) f)::text",
        params,
    )
    if row is None or row[0] is None:
        raise NotFound("region")
    total, needing, first, last = json.loads(row[1])
    units = json.loads(row[4] or "[]")
    return Overview(
        region=row[0],
        units=[_unit(one) for one in units[:most]],
        more=len(units) > most,
        total=total,
        needing=needing,
        needs={Need(need): count for need, count in json.loads(row[2] or "{}").items()},
        tiles=[Tile(*one) for one in json.loads(row[3] or "[]")],
        places=_places([area for one in units for area in one[-1] or ()]),
        counted=(_moment(first), _moment(last)),
    )


def _conditions(wanted: Wanted, params: dict[str, object], slug: str) -> list[str]:
    """Return what a unit's facts must fulfil; the values go into the parameters."""
    found = ["true"]
    for place, word in enumerate(wanted.words):
        params[f"word{place}"] = word
        found.append(
            f"(strpos(lower(name), lower(%(word{place})s)) > 0 "
            f"or strpos(lower(formerly), lower(%(word{place})s)) > 0 "
            f"or strpos(lower(hsa_id), lower(%(word{place})s)) > 0)"
        )
    if wanted.kind:
        params["kind"] = wanted.kind
        found.append("kind = %(kind)s")
    if wanted.area:
        params["area"] = wanted.area
        found.append(
            "exists (select 1 from catchment_row r where r.unit_id = fact.id "
            "and (r.region_id is null or (r.region_id = left(%(area)s, 2) "
            "and coalesce(r.municipality_id = %(area)s, true))))"
        )
    if wanted.case_type:
        params["type"] = wanted.case_type
        found.append(
            "exists (select 1 from unit_case_type u join case_type t on t.id = u.case_type_id "
            "where u.unit_id = fact.id and u.active and t.key = %(type)s)"
        )
    if wanted.need:
        params["need"] = wanted.need.value
        found.append("%(need)s = any(needs)")
    if slug:
        found.append("slug = %(slug)s")
    return found


def _years_before(now: datetime, years: int) -> datetime:
    try:
        return now.replace(year=now.year - years)
    except ValueError:  # a leap day
        return now.replace(year=now.year - years, day=28)


def _unit(row: list[Any]) -> Unit:
    values = dict(zip(_COLUMNS, row, strict=False))
    for name in ("terms_at", "counted_at", "signed_in_at"):
        values[name] = _moment(values[name])
    values["id"] = UUID(values["id"])
    values["needs"] = tuple(Need(need) for need in values["needs"])
    area = tuple(AreaRow(a[0], a[2], *a[4:]) for a in row[-1] or ())
    return Unit(**values, area=area)


def _places(rows: list[list[Any]]) -> Places:
    return Places({row[0]: row[1] for row in rows}, {row[2]: row[3] for row in rows})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
