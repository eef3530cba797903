"""What the pages of the administration show: a unit's types, one type with its draft and versions.

Nobody's data, and no permission asked: the page's own mark and the row's lock say who sees it (a
draft is seen by those who may change it).
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.casetypes.fields import FormDefinition, Text
from vardpost.casetypes.overrides import Overrides, read_overrides
from vardpost.casetypes.owners import Owner
from vardpost.casetypes.queries.offers import FORM, IN_FORCE, OFFERABLE, TERMS_IN_FORCE
from vardpost.casetypes.queries.published import Version, version
from vardpost.casetypes.reading import stored_definition
from vardpost.kernel import clock, db
from vardpost.kernel.errors import NotFound
from vardpost.units.queries.settings import VERSION

_TYPE = (
    "t.id, t.key, t.region_id, t.unit_id, coalesce(form.title->>'sv', ''), "
    "coalesce(form.title->>'en', ''), coalesce(form.description->>'sv', ''), "
    "coalesce(form.description->>'en', '')"
)


@dataclass(frozen=True, slots=True)
class UnitType:
    """One case type that a unit has, or may have."""

    id: UUID
    key: str
    owner: Owner
    title: Text
    description: Text
    #: Of the offer; a type that the unit has not taken has no version and is not active.
    active: bool
    #: Held back: only residents to whom it is handed out see it.
    restricted: bool
    follows: bool
    overridden: bool
    first_days: int
    final_days: int
    version_id: UUID | None
    terms_id: UUID | None
    #: There is a newer central form than the one in use: see `pending`.
    has_news: bool
    #: It can be switched on: published, begun by residents, and the region has what it needs.
    offerable: bool
    min_age: int
    has_draft: bool
    planned_at: datetime | None
    #: The version of the setting `casetypes:offer`, 0 when nobody has changed it.
    setting: int

    @property
    def taken(self) -> bool:
        """Whether the unit has it, switched on or off."""
        return self.version_id is not None


_CENTRAL = (
    "(select n.id from case_type_version n where n.case_type_id = t.id and n.unit_id is null "
    "and n.published_at <= %s order by n.published_at desc, n.version desc limit 1)"
)
_UNIT_TYPES = (
    f"select {_TYPE}, coalesce(u.active, false), coalesce(u.restricted, false), "
    "coalesce(u.follows, true), "
    "coalesce(u.overrides <> '{}'::jsonb, false), coalesce(u.first_days, 0), "
    f"coalesce(u.final_days, 0), used.id, {TERMS_IN_FORCE}, "
    "used.id is not null and coalesce(used.upstream_id, used.id) <> newest.id, "
    f"newest.id is not null and {OFFERABLE}, coalesce(form.min_age, 0), "
    "exists (select 1 from case_type_draft x where x.case_type_id = t.id), "
    "(select min(p.published_at) from case_type_version p where p.case_type_id = t.id "
    "and p.unit_id is null and p.published_at > %s), "
    "(select coalesce(max(s.version), 0) from setting_change s where s.unit_id = c.id "
    "and s.kind = 'casetypes:offer' and s.object_id = t.id::text) "
    "from care_unit c join region r on r.code = c.region_id "
    "join case_type t on (t.region_id is null or t.region_id = c.region_id) "
    "and (t.unit_id is null or t.unit_id = c.id) "
    "left join unit_case_type u on u.unit_id = c.id and u.case_type_id = t.id "
    f"left join case_type_version used on used.id = {IN_FORCE} "
    f"left join case_type_version newest on newest.id = {_CENTRAL} "
    "left join case_type_draft own on own.case_type_id = t.id and newest.id is null "
    "cross join lateral jsonb_to_record(coalesce(used.definition, newest.definition, "
    f"own.definition)) as {FORM} where c.id = %s and (u.id is not null or t.unit_id is not null "
    "or newest.id is not null) "
    "order by u.id is null, u.position, t.position, t.key"
)


def unit_types(unit_id: UUID) -> list[UnitType]:
    """Return what a unit has, in its order, then what it may take; one statement."""
    now = clock.now()
    rows = db.fetch_all(_UNIT_TYPES, [*[now] * 8, unit_id])
    return [UnitType(*(*_head(row), *row[8:])) for row in rows]


@dataclass(frozen=True, slots=True)
class CentralType:
    """One central type, as its office lists it."""

    id: UUID
    key: str
    owner: Owner
    title: Text
    description: Text
    number: int
    published_at: datetime | None
    planned_at: datetime | None
    has_draft: bool
    units: int


def central_types(region_id: str | None, *, used_in: str = "") -> list[CentralType]:
    """Return the types of a region, or with none the nation's; one statement.

    `units` counts those that offer it, of a region only when `used_in` names one.
    """
    now = clock.now()
    rows = db.fetch_all(
        f"select {_TYPE}, coalesce(newest.version, 0), newest.published_at, "
        "(select min(p.published_at) from case_type_version p where p.case_type_id = t.id "
        "and p.unit_id is null and p.published_at > %s), "
        "exists (select 1 from case_type_draft x where x.case_type_id = t.id), "
        "(select count(*) from unit_case_type u join care_unit c on c.id = u.unit_id and c.live "
        "where u.case_type_id = t.id and u.active and (%s = '' or c.region_id = %s)) "
        f"from case_type t left join case_type_version newest on newest.id = {_CENTRAL} "
        "left join case_type_draft own on own.case_type_id = t.id and newest.id is null "
        "cross join lateral jsonb_to_record(coalesce(newest.definition, own.definition)) "
        f"as {FORM} "
        "where t.unit_id is null and t.region_id is not distinct from %s "
        "order by t.position, t.key",
        [now, used_in, used_in, now, region_id],
    )
    return [CentralType(*(*_head(row), *row[8:])) for row in rows]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stands; `version` is what a page carries and `save_draft` compares."""

    definition: FormDefinition
    version: int
    based_on: UUID | None
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class Line:
    """One version in the list of a type's history, newest first."""

    id: UUID
    number: int
    published_at: datetime
    author: str
    note: str
    #: It came with the product.
    shipped: bool
    state: str


@dataclass(frozen=True, slots=True)
class TypeToEdit:
    """One case type with its draft and its versions; `state` is in-force, planned or earlier."""

    id: UUID
    key: str
    owner: Owner
    copied_from: UUID | None
    draft: Draft | None
    versions: tuple[Line, ...]

    @property
    def in_force(self) -> UUID | None:
        """The version that new cases get."""
        return next((one.id for one in self.versions if one.state == "in-force"), None)

    @property
    def planned(self) -> UUID | None:
        """The version that comes into force later."""
        return next((one.id for one in self.versions if one.state == "planned"), None)

    @property
    def planned_at(self) -> datetime | None:
        """When that is."""
        return next((one.published_at for one in self.versions if one.state == "planned"), None)


def type_to_edit(case_type_id: UUID) -> TypeToEdit:
    """Return a case type for its editor; one statement. Raises `NotFound`."""
    now = clock.now()
    row = db.fetch_one(
        "select t.id, t.key, t.region_id, t.unit_id, t.copied_from_id, d.definition::text, "
        "d.version, d.based_on_id, d.updated_at, d.updated_by_name, "
        "(select json_agg(json_build_array(v.id, v.version, v.published_at, v.author_name, v.note, "
        "v.shipped) order by v.published_at desc, v.version desc) from case_type_version v "
        "where v.case_type_id = t.id and v.unit_id is null)::text "
        "from case_type t left join case_type_draft d on d.case_type_id = t.id where t.id = %s",
        [case_type_id],
    )
    if row is None:
        raise NotFound(f"case type {case_type_id}")
    draft = Draft(stored_definition(row[5]), *row[6:10]) if row[5] else None
    lines = _lines(json.loads(row[10] or "[]"), now)
    return TypeToEdit(row[0], row[1], Owner(row[2], row[3]), row[4], draft, lines)


def _lines(rows: list[Any], now: datetime) -> tuple[Line, ...]:
    lines: list[Line] = []
    for version_id, number, at, author, note, shipped in rows:
        moment = datetime.fromisoformat(at)
        state = "planned" if moment > now else "earlier"
        if state == "earlier" and all(line.state == "planned" for line in lines):
            state = "in-force"
        lines.append(Line(UUID(version_id), number, moment, author, note, shipped, state))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Offered:
    """A unit's settings of one case type, for its page. `newest` is the central form in force."""

    case_type_id: UUID
    key: str
    owner: Owner
    active: bool
    restricted: bool
    follows: bool
    first_days: int
    final_days: int
    terms_id: UUID
    overrides: Overrides
    used: Version
    base: Version
    newest: Version
    planned: Version | None
    #: The version of the setting `casetypes:offer`.
    setting: int

    @property
    def pending(self) -> Version | None:
        """The newer central form that the unit has not taken, if there is one."""
        return self.newest if self.newest.id != self.base.id else None


def offered_type(unit_id: UUID, case_type_id: UUID) -> Offered:
    """Return a unit's settings of a type. Raises `NotFound` when the unit does not have it.

    One statement, and one for each version that the process has not met.
    """
    now = clock.now()
    row = db.fetch_one(
        "select t.id, t.key, t.region_id, t.unit_id, u.active, u.restricted, u.follows, "
        f"u.first_days, u.final_days, {TERMS_IN_FORCE}, u.overrides::text, {IN_FORCE}, {_CENTRAL}, "
        "(select p.id from case_type_version p where p.case_type_id = t.id and p.unit_id is null "
        f"and p.published_at > %s order by p.published_at limit 1), {VERSION} "
        "from unit_case_type u join case_type t on t.id = u.case_type_id "
        "where u.unit_id = %s and u.case_type_id = %s",
        [
            *(*[now] * 8, unit_id, "casetypes:offer", str(case_type_id)),
            *(unit_id, case_type_id),
        ],
    )
    if row is None:
        raise NotFound(f"offer of {case_type_id}")
    used = version(row[11])
    shown = (used, version(used.upstream_id or used.id), version(row[12] or used.id))
    planned = version(row[13]) if row[13] else None
    own = read_overrides(json.loads(row[10]))
    owner = Owner(row[2], row[3])
    return Offered(*(row[0], row[1], owner, *row[4:10], own, *shown, planned, row[14]))


def _head(row: db.Row) -> tuple[UUID, str, Owner, Text, Text]:
    """Return what every list of types begins with, of the columns of `_TYPE`."""
    return row[0], row[1], Owner(row[2], row[3]), Text(*row[4:6]), Text(*row[6:8])
