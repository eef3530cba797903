"""Reads of the regions as the national office sees them: how they stand, and what applies there."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.actor import GUARDIAN_UNTIL
from vardpost.kernel.errors import NotFound
from vardpost.units.queries import SWEDISH_ORDER
from vardpost.units.queries.settings import PAGE, Change, json_of
from vardpost.units.values import KeepRule

#: The kinds of setting that a region has, and no unit.
REGION_KINDS = (
    *("units:guardian-age", "units:accent", "units:patient-board", "units:retention"),
    "units:region-day",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What applies in a region; without a code in the nation."""

    code: str
    name: str
    #: None where the nation's age applies.
    guardian_until: int | None
    #: What the nation has, for a region without an age of its own.
    nation_until: int
    accent: str
    patient_board: str
    keep: KeepRule

    @property
    def until(self) -> int:
        """Until which birthday guardians act for children who live there."""
        return self.guardian_until or self.nation_until

    def values(self) -> dict[str, Any]:
        """Return the columns of `region_setting` as the history keeps them."""
        kept = {name: getattr(self.keep, name) for name in KeepRule.__slots__}
        return {"guardian_until": self.guardian_until, "accent": self.accent, **kept}


@dataclass(frozen=True, slots=True)
class Standing:
    """A region in the office's list: who runs it, what it has, and what it has of its own."""

    code: str
    name: str
    administrators: int
    live: int
    hidden: int
    guardian_until: int | None
    accent: str
    patient_board: str
    keep_action: str
    days: int

    @property
    def unmanned(self) -> bool:
        """Whether the region has units and nobody who runs them."""
        return not self.administrators and bool(self.live or self.hidden)


def standings(today: date) -> list[Standing]:
    """Return every region by name, in one statement."""
    rows = db.fetch_all(
        "select r.code, r.name, "
        "(select count(distinct g.person_id)::int from role_grant g join staff_account a "
        "on a.person_id = g.person_id and a.active where g.role = 'region_admin' "
        "and g.region_code = r.code and g.starts_on <= %s "
        "and (g.ends_on is null or g.ends_on > %s)), "
        "coalesce(u.live, 0), coalesce(u.hidden, 0), s.guardian_until, coalesce(s.accent, ''), "
        "coalesce(r.patient_board, ''), coalesce(s.keep_action, 'keep'), "
        "(select count(*)::int from region_day d where d.region_id = r.code and d.day >= %s) "
        "from region r left join region_setting s on s.region_id = r.code "
        "left join (select region_id, (count(*) filter (where live))::int as live, "
        "(count(*) filter (where not live))::int as hidden from care_unit group by 1) u "
        f"on u.region_id = r.code order by {SWEDISH_ORDER.format('r.name')}",
        [today, today, today],
    )
    return [Standing(*row) for row in rows]


def region_name(region_id: str) -> str:
    """Return a region's name. Raises `NotFound`."""
    row = db.fetch_one("select name from region where code = %s", [region_id])
    if row is None:
        raise NotFound("region")
    return str(row[0])


def rules_of(region_id: str) -> Rules:
    """Return what applies in a region, or in the nation for an empty one. Raises `NotFound`."""
    row = db.fetch_one(
        "select coalesce(r.code, ''), coalesce(r.name, ''), s.guardian_until, "
        "coalesce(n.guardian_until, %s), coalesce(s.accent, ''), coalesce(r.patient_board, ''), "
        "coalesce(s.keep_action, 'keep'), s.keep_years, coalesce(s.keep_decision, ''), "
        "coalesce(s.keep_decided_by, ''), coalesce(s.keep_decided_on::text, '') "
        "from (select %s::text as code) a left join region r on r.code = a.code "
        "left join region_setting s on s.region_id = a.code "
        "left join region_setting n on n.region_id = ''",
        [GUARDIAN_UNTIL, region_id],
    )
    if row is None or row[0] != region_id:
        raise NotFound("region")
    code, name, own, nation, accent, board, *kept = row
    return Rules(code, name, own, nation, accent, board, KeepRule(*kept))


def days_of(region_id: str, today: date) -> list[tuple[date, str]]:
    """Return the days from today on which a whole region is closed: (day, name)."""
    rows = db.fetch_all(
        "select day, name from region_day where region_id = %s and day >= %s order by day "
        "limit 200",
        [region_id, today],
    )
    return [(row[0], row[1]) for row in rows]


def region_changes(region_id: str, after: UUID | None = None) -> list[Change]:
    """Return a page of what was changed for a region, newest first; one more when there is more."""
    rows = db.fetch_all(
        "select c.id, c.kind, c.object_id, c.version, c.at, c.actor_id, c.actor_name, "
        "c.old::text, c.new::text, c.reason, c.undoes_id from setting_change c "
        "where c.unit_id is null and c.region_id = %s and c.kind = any(%s) "
        "and (%s::uuid is null or c.id < %s) order by c.id desc limit %s",
        [region_id, list(REGION_KINDS), after, after, PAGE + 1],
    )
    found = [[*row[:7], json_of(row[7]), json_of(row[8]), *row[9:]] for row in rows]
    return [Change(*one) for one in found]


def children_between(region_id: str, first: int, last: int, today: date) -> int:
    """Return how many children of these ages have a guardian; the office's preview (numbers alone).

    `last` is not counted. Without a region: where none has an age of its own.
    """
    row = db.fetch_one("select guardian_children(%s, %s, %s, %s)", [region_id, first, last, today])
    return int(row[0]) if row and row[0] else 0


def open_units(region_id: str) -> int:
    """Return how many open units a region has: whose promises its own days move."""
    row = db.fetch_one(
        "select count(*)::int from care_unit where region_id = %s and live", [region_id]
    )
    return int(row[0]) if row else 0
