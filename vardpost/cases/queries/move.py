"""To which units a case may be moved, for its receiver to choose among."""

from dataclasses import dataclass
from uuid import UUID

from vardpost.casetypes.queries.handed import TO_ALL
from vardpost.kernel import clock, db
from vardpost.units.queries import SWEDISH_ORDER

#: Units on the page; with more the receiver searches by name.
MOST = 20


@dataclass(frozen=True, slots=True)
class Target:
    """A unit that offers the case's type to all, takes cases, and where its resident may turn."""

    id: UUID
    name: str
    place: str
    #: The unit that takes over when the case's own closes.
    takes_over: bool


#: Of the same region. What the unit says of new cases is asked once more when the resident answers.
_TARGETS = (
    "select v.id, v.name, m.name, coalesce(v.id = e.to_unit_id, false) from care_case c "
    "join care_unit o on o.id = c.unit_id "
    "join case_type_version t on t.id = c.type_version_id "
    "join unit_case_type u on u.case_type_id = t.case_type_id "
    "join care_unit v on v.id = u.unit_id and v.live and v.region_id = c.region_id "
    "and v.id <> c.unit_id join municipality m on m.code = v.municipality_id "
    "left join unit_ending e on e.unit_id = c.unit_id and e.state = 'announced' "
    f"where c.id = %s and {TO_ALL} and v.id in (select case_may_move_to(c.id)) "
    "and not exists (select 1 from unit_closing k where k.unit_id = v.id and k.stops_intake "
    "and %s between k.starts_on and k.ends_on and k.case_type in ('', c.case_type)) "
    "and not exists (select 1 from unit_ending x where x.unit_id = v.id "
    "and x.state in ('announced', 'closed')) "
)
#: The likeliest first: who takes over, then the same sort of unit, then the same municipality.
_ORDER = (
    "order by 4 desc, v.kind <> o.kind, v.municipality_id <> o.municipality_id, "
    f"{SWEDISH_ORDER.format('v.name')}, v.id limit {MOST + 1}"
)


def targets(case_id: UUID, like: str = "") -> list[Target]:
    """Return units to choose among, the likeliest first; one more than `MOST` if there are more."""
    rows = db.fetch_all(
        f"{_TARGETS} and position(lower(%s) in lower(v.name)) > 0 {_ORDER}",
        [case_id, clock.today(), like],
    )
    return [Target(*row) for row in rows]


def target(case_id: UUID, unit_id: UUID) -> Target | None:
    """Return the unit when the case may be moved there now."""
    row = db.fetch_one(f"{_TARGETS} and v.id = %s", [case_id, clock.today(), unit_id])
    return Target(*row) if row else None


def asked_about(unit_id: UUID) -> list[UUID]:
    """Return the cases whose resident is asked about a move to the unit, as they are locked."""
    rows = db.fetch_all(
        "select c.id from care_case c where c.move_unit_id = %s order by c.id", [unit_id]
    )
    return [row[0] for row in rows]
