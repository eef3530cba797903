"""Reads of the catalogue: live units, and what each offers at this moment."""

import re
from dataclasses import dataclass
from uuid import UUID

from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.handed import TO_ALL
from vardpost.casetypes.queries.offers import FORM, IN_FORCE, OFFERABLE
from vardpost.kernel import clock, db
from vardpost.units.queries import SWEDISH_ORDER
from vardpost.units.queries.names import CALLED_LIKE, FORMERLY

#: Units on one page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty text asks for nothing."""

    region: str = ""
    municipality: str = ""
    kind: str = ""
    case_type: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit as anybody may see it. `offers` are keys and titles, in the unit's own order."""

    id: UUID
    hsa_id: str
    slug: str
    name: str
    kind: str
    region_id: str
    region: str
    municipality_id: str
    municipality: str
    #: What it was called before, newest first, with commas between.
    formerly: str
    offers: tuple[tuple[str, Text], ...]


_NAME = SWEDISH_ORDER.format("c.name")
_UNIT = (
    "select c.id, c.hsa_id, c.slug, c.name, c.kind, c.region_id, r.name as region, "
    f"c.municipality_id, m.name as municipality, {FORMERLY.format('c')} as formerly, "
    f"{_NAME} as sorted "
    "from care_unit c join region r on r.code = c.region_id "
    "join municipality m on m.code = c.municipality_id where c.live"
)
#: What each of the units offers. A definition is large and many units share one, so that each is
#: opened once, not once a unit.
_WITH_OFFERS = (
    "with wanted as ({unit}), "
    "used as materialized (select u.unit_id, t.key, u.position, t.position as central, "
    f"{IN_FORCE} as version_id from unit_case_type u join case_type t on t.id = u.case_type_id "
    f"where {TO_ALL} and u.unit_id in (select id from wanted)), "
    "opened as materialized (select v.id, form.title, form.direction, form.needs_patient_board "
    "from case_type_version v "
    f"cross join lateral jsonb_to_record(v.definition) as {FORM} "
    "where v.id in (select version_id from used)) "
    "select w.id, w.hsa_id, w.slug, w.name, w.kind, w.region_id, w.region, w.municipality_id, "
    "w.municipality, w.formerly, coalesce((select json_agg(json_build_array(o.key, "
    "form.title->>'sv', form.title->>'en') order by o.position, o.central, o.key) "
    "from used o join opened form on form.id = o.version_id join region r on r.code = w.region_id "
    f"where o.unit_id = w.id and {OFFERABLE}), '[]'::json) "
    "from wanted w order by w.sorted, w.id"
)
_LIKE = re.compile(r"[\\%_]")


def page(wanted: Wanted, after: UUID | None = None) -> tuple[list[Listed], bool]:
    """Return a page of units by name, and whether there are more: one statement."""
    where, params = _conditions(wanted)
    if after is not None:
        order = SWEDISH_ORDER.format("a.name")
        where += f" and ({_NAME}, c.id) > (select {order}, a.id from care_unit a where a.id = %s)"
        params.append(after)
    found = _read(f"{_UNIT}{where} order by sorted, c.id limit {PAGE + 1}", params)
    return found[:PAGE], len(found) > PAGE


def everything(wanted: Wanted) -> list[Listed]:
    """Return all units that fit, by name: one statement."""
    where, params = _conditions(wanted)
    return _read(f"{_UNIT}{where}", params)


def by_slug(slug: str) -> Listed | None:
    """Return the live unit with this address, or None."""
    return next(iter(_read(f"{_UNIT} and c.slug = %s", [slug])), None)


def slugs() -> list[str]:
    """Return the addresses of all live units."""
    return [row[0] for row in db.fetch_all("select slug from care_unit where live order by slug")]


def places() -> list[tuple[str, str, str, str]]:
    """Return where there are units: (region, its name, municipality, its name), by name."""
    rows = db.fetch_all(
        "select r.code, r.name, m.code, m.name from municipality m "
        "join region r on r.code = m.region_id where exists "
        "(select 1 from care_unit u where u.municipality_id = m.code and u.live) "
        f"order by {SWEDISH_ORDER.format('r.name')}, {SWEDISH_ORDER.format('m.name')}"
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def central_titles() -> list[tuple[str, Text]]:
    """Return the central case types that some live unit has switched on: key and title."""
    now = clock.now()
    rows = db.fetch_all(
        "select t.key, form.title->>'sv', form.title->>'en' from case_type t "
        "join lateral (select n.definition from case_type_version n where n.case_type_id = t.id "
        "and n.unit_id is null and n.published_at <= %s "
        "order by n.published_at desc, n.version desc limit 1) v on true "
        f"cross join lateral jsonb_to_record(v.definition) as {FORM} where t.unit_id is null "
        "and coalesce(form.direction, 'inbound') = 'inbound' and exists (select 1 "
        "from unit_case_type u join care_unit c on c.id = u.unit_id "
        f"where u.case_type_id = t.id and {TO_ALL} and c.live) "
        "order by t.position, t.key",
        [now],
    )
    return [(key, Text(sv, en)) for key, sv, en in rows]


def _conditions(wanted: Wanted) -> tuple[str, list[object]]:
    parts: list[str] = [""]
    params: list[object] = []
    for column, value in (
        ("c.region_id", wanted.region),
        ("c.municipality_id", wanted.municipality),
        ("c.kind", wanted.kind),
    ):
        if value:
            parts.append(f"{column} = %s")
            params.append(value)
    for word in wanted.words:
        parts.append(CALLED_LIKE.format("c"))
        params += [f"%{_LIKE.sub(_escaped, word)}%"] * 2
    if wanted.case_type:
        parts.append(_OFFERS_IT)
        params += [clock.now(), clock.now(), wanted.case_type]
    return " and ".join(parts), params


#: Offered as `offered` means it: switched on, in force, to all residents, possible in the region.
_OFFERS_IT = (
    "exists (select 1 from unit_case_type u join case_type t on t.id = u.case_type_id "
    f"join case_type_version v on v.id = {IN_FORCE} "
    f"cross join lateral jsonb_to_record(v.definition) as {FORM} "
    f"where u.unit_id = c.id and {TO_ALL} and t.key = %s and {OFFERABLE})"
)


def _read(unit: str, params: list[object]) -> list[Listed]:
    now = clock.now()
    rows = db.fetch_all(_WITH_OFFERS.replace("{unit}", unit), [*params, now, now])
    return [_listed(row) for row in rows]


def _listed(row: db.Row) -> Listed:
    *fields, offers = row
    return Listed(*(*fields, tuple((key, Text(sv, en)) for key, sv, en in offers)))


def _escaped(match: re.Match[str]) -> str:
    return "\\" + match[0]
