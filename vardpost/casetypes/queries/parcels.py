"""A case type with everything that travels with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vardpost.casetypes.checking import pictures
from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.pictures import pictures as stored
from vardpost.casetypes.queries.published import version
from vardpost.casetypes.reading import stored_definition
from vardpost.casetypes.transfer import Carried, Parcel
from vardpost.kernel import clock, db
from vardpost.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported: a version in force, or the draft of a type that has none yet."""

    parcel: Parcel
    number: int
    published_at: datetime | None


_FOUND = (
    "select v.id, d.definition::text, x.body_sv, x.body_en from case_type t "
    "left join lateral (select v.id from case_type_version v where v.case_type_id = t.id "
    "and v.unit_id is null and v.published_at <= %s "
    "order by v.published_at desc, v.version desc limit 1) v on true "
    "left join case_type_draft d on d.case_type_id = t.id "
    "left join lateral (select x.body_sv, x.body_en from terms_text x "
    "where x.case_type_id = t.id and x.unit_id is null and x.published_at <= %s "
    "order by x.published_at desc, x.version desc limit 1) x on true where t.id = %s"
)


def export_of(case_type_id: UUID) -> Export:
    """Return a case type for export. Raises `NotFound`."""
    now = clock.now()
    row = db.fetch_one(_FOUND, [now, now, case_type_id])
    if row is None or (row[0] is None and row[1] is None):
        raise NotFound(f"case type {case_type_id}")
    shown = version(row[0]) if row[0] else None
    form = shown.definition if shown else stored_definition(row[1])
    terms = Text(row[2], row[3]) if row[2] is not None else None
    names = {picture.hash for _, picture in pictures(form)}
    held = stored(names) if names else []
    carried = tuple(Carried(one.hash, one.content_type, one.data) for one in held)
    parcel = Parcel(form, terms, carried)
    return Export(parcel, shown.number if shown else 0, shown.published_at if shown else None)


def unit_with(hsa_id: str) -> UUID:
    """Return the unit with an HSA-id. Raises `NotFound`."""
    row = db.fetch_one("select id from care_unit where hsa_id = %s", [hsa_id])
    if row is None:
        raise NotFound(f"unit {hsa_id}")
    found: UUID = row[0]
    return found


def types_with_key(key: str, hsa_id: str = "") -> list[UUID]:
    """Return the types with a key: a unit's when its HSA-id is told, else central ones."""
    rows = db.fetch_all(
        "select t.id from case_type t left join care_unit c on c.id = t.unit_id where t.key = %s "
        "and (%s = '' and t.unit_id is null or c.hsa_id = %s) order by t.id",
        [key, hsa_id, hsa_id],
    )
    return [row[0] for row in rows]
