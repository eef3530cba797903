"""Reads of unit administrators as their region sees them: who, how to reach them, who cannot be."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.kernel.actor import UnitRef
from vardpost.kernel.errors import NotFound
from vardpost.people.queries.staff import STANDING
from vardpost.units.queries import SWEDISH_ORDER

#: Lines on one page of the contact list.
PAGE = 50
#: Who has not signed in for so long cannot be counted on.
AWAY_AFTER = timedelta(days=30)
#: Why somebody cannot be reached, the first that is true.
TROUBLES = ("asleep", "no_address", "bounced", "away")


@dataclass(frozen=True, slots=True)
class Contact:
    """A unit and one who administers it; without a person, that nobody does."""

    unit_id: UUID
    slug: str
    unit: str
    unit_hsa_id: str
    person_id: UUID | None
    name: str
    title: str
    hsa_id: str
    email: str
    phone: str
    since: date | None
    signed_in_at: datetime | None
    #: One of `TROUBLES`, or empty.
    trouble: str
    #: How many administer the unit today, with an active account.
    people: int


_NAME_ORDER = SWEDISH_ORDER.format("coalesce(x.name, '')")
#: The region's units with those who administer them today. Parameters: `_asked`.
_LINES = (
    "select u.id as unit_id, u.slug, u.name as unit, u.hsa_id as unit_hsa_id, x.person_id, "
    "coalesce(x.name, '') as name, coalesce(x.title, '') as title, "
    "coalesce(x.hsa_id, '') as hsa_id, coalesce(x.email, '') as email, "
    "x.since, x.signed_in_at, case when x.person_id is null "
    "then '' when not x.active then 'asleep' when x.email = '' then 'no_address' "
    "when x.person_id in (select office_bounced_people(%(region)s)) then 'bounced' "
    "when coalesce(x.signed_in_at, x.since::timestamptz) < %(away)s then 'away' else '' end "
    "as trouble, coalesce(sum(x.counts) over (partition by u.id), 0)::int as people, "
    f"{SWEDISH_ORDER.format('u.name')} as unit_order, "
    f"{_NAME_ORDER} as name_order "
    "from care_unit u left join (select g.unit_id, a.person_id, a.name, a.title, a.hsa_id, "
    "a.email, a.active, a.signed_in_at, min(g.starts_on) as since, "
    "case when a.active then 1 else 0 end as counts from role_grant g "
    "join staff_account a on a.person_id = g.person_id where g.role = 'unit_admin' "
    f"and g.starts_on <= %(day)s and {STANDING.replace('%s', '%(day)s')} "
    "group by g.unit_id, a.person_id) x on x.unit_id = u.id "
    "where u.region_id = %(region)s and (u.live or x.person_id is not null)"
)
_COLUMNS = (
    "l.unit_id, l.slug, l.unit, l.unit_hsa_id, l.person_id, l.name, l.title, l.hsa_id, l.email, "
    "coalesce((select d.phone from directory_person d where d.key = upper(l.hsa_id)), ''), "
    "l.since, l.signed_in_at, l.trouble, l.people"
)
_ORDER = "l.unit_order, l.unit_id, l.name_order, coalesce(l.person_id, l.unit_id)"


def contacts(
    region_id: str,
    *,
    words: str = "",
    trouble: bool = False,
    after: tuple[UUID, UUID | None] | None = None,
    limit: int | None = PAGE + 1,
) -> list[Contact]:
    """Return a page of the contact list, by unit and name; one line more when there are more.

    `words` are parts of the unit's or the person's name; `trouble` leaves those who can be
    reached, and units that somebody administers, out. Without `limit` everything.
    """
    wanted = [f"%{_literal(word)}%" for word in words.split()[:6]]
    rows = db.fetch_all(
        # The directory is asked last, for the lines of the page alone: row security looks at each.
        f"with lines as ({_LINES}), page as materialized (select l.* from lines l "
        "where l.unit || ' ' || l.name ilike all (%(words)s::text[]) "
        "and (not %(trouble)s or l.trouble <> '' or l.person_id is null) "
        "and (%(unit)s::uuid is null or (l.unit_order, l.unit_id, l.name_order, "
        "coalesce(l.person_id, l.unit_id)) > (select f.unit_order, f.unit_id, f.name_order, "
        "coalesce(f.person_id, f.unit_id) from lines f where f.unit_id = %(unit)s "
        "and f.person_id is not distinct from %(person)s limit 1)) "
        f"order by {_ORDER} limit %(limit)s) select {_COLUMNS} from page l order by {_ORDER}",
        {
            **_asked(region_id),
            "words": wanted,
            "trouble": trouble,
            "unit": after[0] if after else None,
            "person": after[1] if after else None,
            "limit": limit,
        },
    )
    return [Contact(*row) for row in rows]


def troubles(region_id: str) -> tuple[int, int]:
    """Return how many administrators cannot be reached, and how many units have nobody."""
    row = db.fetch_one(
        f"with lines as ({_LINES}) select count(distinct l.person_id) filter "
        "(where l.trouble <> ''), count(*) filter (where l.person_id is null) from lines l",
        _asked(region_id),
    )
    return (row[0], row[1]) if row else (0, 0)


def of_unit(region_id: str, unit_id: UUID) -> list[Contact]:
    """Return those who administer one unit."""
    rows = db.fetch_all(
        f"with lines as ({_LINES} and u.id = %(unit)s) select {_COLUMNS} from lines l "
        "where l.person_id is not null order by l.name_order, l.person_id limit 100",
        {**_asked(region_id), "unit": unit_id},
    )
    return [Contact(*row) for row in rows]


def unit_in(region_id: str, slug: str) -> UnitRef:
    """Return a unit of the region. Raises `NotFound`."""
    row = db.fetch_one(
        "select id, slug, name, hsa_id, region_id from care_unit "
        "where region_id = %s and slug = %s",
        [region_id, slug],
    )
    if row is None:
        raise NotFound("unit")
    return UnitRef(*row)


def _asked(region_id: str) -> dict[str, Any]:
    return {"day": clock.today(), "region": region_id, "away": clock.now() - AWAY_AFTER}


def _literal(word: str) -> str:
    for mark in ("\\", "%", "_"):
        word = word.replace(mark, f"\\{mark}")
    return word
