"""Reads of units on their way in."""

from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.onboarding.states import State
from vardpost.onboarding.values import Joined, Plan, Step

#: Units on one page of the list.
PAGE = 50
_COLUMNS = (
    "j.id, j.region_id, d.key, d.hsa_id, d.name, d.kind, m.name, j.state, j.version, j.template, "
    "j.template_version, j.starts_on, j.contact_name, j.contact_phone, j.contact_email, "
    "j.first_admin, j.training, j.unit_id, coalesce(u.slug, ''), j.created_at, j.opened_at"
)
_FROM = (
    "from unit_joining j join directory_unit d on d.key = j.directory_id "
    "join municipality m on m.code = d.municipality_id left join care_unit u on u.id = j.unit_id"
)


def _joined(row: tuple[Any, ...]) -> Joined:
    return Joined(*(*row[:7], State(row[7]), row[8], Plan(*row[9:17]), *row[17:]))


def joinings(region_id: str, state: str = "", after: UUID | None = None) -> list[Joined]:
    """Return a page of a region's units on their way, newest first, and one more if there is."""
    rows = db.fetch_all(
        f"select {_COLUMNS} {_FROM} where j.region_id = %s and (%s = '' or j.state = %s) "
        "and (%s::uuid is null or j.id < %s) order by j.id desc limit %s",
        [region_id, state, state, after, after, PAGE + 1],
    )
    return [_joined(row) for row in rows]


def counts(region_id: str) -> dict[str, int]:
    """Return how many units of the region are in each state."""
    rows = db.fetch_all(
        "select state, count(*)::int from unit_joining where region_id = %s group by state",
        [region_id],
    )
    return {row[0]: row[1] for row in rows}


def joining_of(region_id: str, joining_id: UUID) -> Joined:
    """Return one unit on its way in the region. Raises `NotFound`."""
    row = db.fetch_one(
        f"select {_COLUMNS} {_FROM} where j.id = %s and j.region_id = %s", [joining_id, region_id]
    )
    if row is None:
        raise NotFound("joining")
    return _joined(row)


def held(joining_id: UUID) -> Joined | None:
    """Return one unit on its way, locked; None where there is none in the scope."""
    row = db.fetch_one(f"select {_COLUMNS} {_FROM} where j.id = %s for update of j", [joining_id])
    return _joined(row) if row else None


def steps(joining_id: UUID) -> list[Step]:
    """Return the steps that were taken, first to last."""
    rows = db.fetch_all(
        "select at, event, actor_name, reason from unit_joining_step where joining_id = %s "
        "order by id limit 200",
        [joining_id],
    )
    return [Step(*row) for row in rows]


def taken_by(joining_id: UUID) -> tuple[str, UUID | None]:
    """Return the last step that was taken, and by whom."""
    row = db.fetch_one(
        "select event, actor_id from unit_joining_step where joining_id = %s "
        "order by id desc limit 1",
        [joining_id],
    )
    return (row[0], row[1]) if row else ("", None)
