"""Reads of the units that regions recommend: as the office lists them, as residents see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vardpost.kernel import db
from vardpost.units.catchment import Someone
from vardpost.units.queries import FITS, SWEDISH_ORDER, columns

#: Units on one list.
MOST = 200
#: Units that a resident's pages show at most.
SHOWN = 6
#: Whether the unit `u` is open and takes new cases on a day; parameters: the day, twice.
_TAKES = (
    "u.live and not exists (select 1 from unit_ending e where e.unit_id = u.id and (e.state = "
    "'closed' or e.state = 'announced' and e.freezes_on <= %s)) "
    "and not exists (select 1 from unit_closing c where c.unit_id = u.id and c.stops_intake "
    "and c.case_type = '' and %s between c.starts_on and c.ends_on)"
)


@dataclass(frozen=True, slots=True)
class OnList:
    """A unit on a region's list; `shown` when it takes new cases today."""

    unit_id: UUID
    hsa_id: str
    name: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A unit that the region where somebody lives recommends."""

    slug: str
    name: str
    kind: str
    municipality: str
    region: str


def recommended_at(region_id: str, municipality: str, today: date | None = None) -> list[OnList]:
    """Return the units on a region's list for all its residents, or for a municipality, by name.

    Without `today` nothing is said of whether they are shown.
    """
    shown = _TAKES if today else "false"
    rows = db.fetch_all(
        f"select u.id, u.hsa_id, u.name, {shown} from unit_recommended r "
        "join care_unit u on u.id = r.unit_id where r.region_id = %s "
        "and r.municipality_id is not distinct from %s "
        f"order by {SWEDISH_ORDER.format('u.name')}, u.id",
        [*([today] * 2 if today else []), region_id, municipality or None],
    )
    return [OnList(*row) for row in rows]


def lists_of(region_id: str) -> dict[str, int]:
    """Return how many units each list of a region has, by municipality; empty for all residents."""
    rows = db.fetch_all(
        "select coalesce(municipality_id, ''), count(*) from unit_recommended "
        "where region_id = %s group by 1",
        [region_id],
    )
    return dict(rows)


#: What is recommended to some people `p`, whom `{people}` gives. Only units that admit the very
#: person to whom they are recommended, and that take new cases. Parameters: those of the people,
#: the day twice, and how many. Nobody knows where somebody with a protected identity lives.
_SUGGESTED = (
    "select u.slug, u.name, u.kind, m.name, g.name from ("
    "select w.unit_id, w.region_id, bool_or(w.municipality_id is not null) as near "
    "from unit_recommended w, {people} as p (region, municipality, sex, age, protected) "
    "where w.region_id = p.region and not p.protected "
    "and (w.municipality_id is null or w.municipality_id = p.municipality) "
    f"and exists (select 1 from catchment_row r where r.unit_id = w.unit_id and {FITS}) "
    "group by 1, 2) s join care_unit u on u.id = s.unit_id "
    "join municipality m on m.code = u.municipality_id join region g on g.code = s.region_id "
    f"where {_TAKES} order by s.near desc, {SWEDISH_ORDER.format('u.name')}, u.id limit %s"
)
_KNOWN = "unnest(%s::text[], %s::text[], %s::text[], %s::int[], %s::boolean[])"
#: As `catchment.Someone.age`: a birthday on 29 February counts from 1 March.
_IN_REGISTER = (
    "(select k.region_code, k.municipality_code, k.sex, "
    "extract(year from age(%s::date, k.birth_date))::int, k.protected "
    "from person k where k.id = any(%s))"
)


def suggestions(people: Sequence[Someone], today: date) -> list[Suggestion]:
    """Return what is recommended to some of `people`, those of the own municipality first."""
    rows = db.fetch_all(
        _SUGGESTED.replace("{people}", _KNOWN), [*columns(people, today), today, today, SHOWN]
    )
    return [Suggestion(*row) for row in rows]


def suggestions_for(ids: Sequence[UUID], today: date) -> list[Suggestion]:
    """As `suggestions`, of people by id: for a page that asks nothing else of them."""
    rows = db.fetch_all(
        _SUGGESTED.replace("{people}", _IN_REGISTER), [today, list(ids), today, today, SHOWN]
    )
    return [Suggestion(*row) for row in rows]
