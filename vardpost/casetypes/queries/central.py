"""What an office sees of its case types: how they are used by units, and where they stand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.filled import Look
from vardpost.kernel import clock, db


@dataclass(frozen=True, slots=True)
class Use:
    """How many units use a central type: offer it, have it switched off, and follow it."""

    active: int
    off: int
    #: Of all that have it: those that get a new version by itself, without words of their own.
    plain: int
    #: Those that get it with words of their own laid in.
    worded: int
    #: Those that choose themselves when to take it.
    kept: int

    @property
    def all(self) -> int:
        """How many units have it, switched on or off."""
        return self.active + self.off


def use_of(case_type_id: UUID, region_id: str = "") -> Use:
    """Return how a central type is used, in a region or with none everywhere; one statement."""
    row = db.fetch_one(
        "select count(*) filter (where u.active), count(*) filter (where not u.active), "
        "count(*) filter (where u.follows and u.overrides = '{}'::jsonb), "
        "count(*) filter (where u.follows and u.overrides <> '{}'::jsonb), "
        "count(*) filter (where not u.follows) "
        "from unit_case_type u join care_unit c on c.id = u.unit_id "
        "where u.case_type_id = %s and c.live and (%s = '' or c.region_id = %s)",
        [case_type_id, region_id, region_id],
    )
    return Use(*row) if row else Use(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class AtUnit:
    """What one unit has of a central type; of an unknown unit nothing."""

    has: bool = False
    active: bool = False
    #: It has words of its own in the form, or terms of its own: they stay whatever is ordered.
    own_words: bool = False
    #: An office proposes it; and whether that is the national one.
    proposed: bool = False
    by_nation: bool = False
    #: It has said no to a proposal that stands.
    declined: bool = False


def at_units(case_type_id: UUID, unit_ids: Sequence[UUID]) -> dict[UUID, AtUnit]:
    """Return what units have of a central type; one statement."""
    rows = db.fetch_all(
        "select c.id, u.id is not null, coalesce(u.active, false), "
        "coalesce(u.overrides <> '{}'::jsonb, false) or exists (select 1 from terms_text x "
        "where x.case_type_id = %s and x.unit_id = c.id), "
        "p.id is not null and p.declined_at is null, "
        "p.id is not null and p.declined_at is null and p.by_region_id is null, "
        "p.declined_at is not null "
        "from unnest(%s::uuid[]) as c (id) "
        "left join unit_case_type u on u.unit_id = c.id and u.case_type_id = %s "
        "left join case_type_proposal p on p.unit_id = c.id and p.case_type_id = %s "
        "and p.withdrawn_at is null",
        [case_type_id, list(unit_ids), case_type_id, case_type_id],
    )
    return {row[0]: AtUnit(*row[1:]) for row in rows}


def pages_of_units(hsa_ids: Collection[str]) -> dict[str, str]:
    """Return the addresses of units in the overview, by HSA-id; one statement."""
    rows = db.fetch_all(
        "select hsa_id, '/r/' || region_id || '/mottagning/' || slug from care_unit "
        "where hsa_id = any(%s)",
        [list(hsa_ids)],
    )
    return {row[0]: row[1] for row in rows}


def terms_now(case_type_id: UUID, lang: str) -> Look | None:
    """Return the type's own text in force as it stands, its blanks unfilled; one statement."""
    row = db.fetch_one(
        "select x.body_sv, x.body_en from terms_text x where x.case_type_id = %s "
        "and x.unit_id is null and x.published_at <= %s "
        "order by x.published_at desc, x.version desc limit 1",
        [case_type_id, clock.now()],
    )
    return Look(lang, row[1] if lang == "en" else row[0]) if row else None


def titles_of(case_type_ids: Collection[UUID]) -> dict[UUID, Text]:
    """Return what central types are called, by id; one statement."""
    rows = db.fetch_all(
        "select t.id, coalesce(n.title->>'sv', t.key), coalesce(n.title->>'en', '') "
        "from case_type t left join lateral (select v.definition->'title' as title "
        "from case_type_version v where v.case_type_id = t.id and v.unit_id is null "
        "order by v.version desc limit 1) n on true where t.id = any(%s)",
        [list(case_type_ids)],
    )
    return {row[0]: Text(row[1], row[2]) for row in rows}
