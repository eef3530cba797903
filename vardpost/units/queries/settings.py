"""Reads of the settings' history."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound

#: Changes on one page of the history.
PAGE = 30
_COLUMNS = (
    "c.id, c.kind, c.object_id, c.version, c.at, c.actor_id, c.actor_name, c.old::text, "
    "c.new::text, c.reason, c.undoes_id"
)
#: The version that stands, as a subselect to ride on a page's own statement.
#: Parameters: unit id, kind, object id.
VERSION = (
    "(select coalesce(max(s.version), 0) from setting_change s where s.unit_id = %s "
    "and s.kind = %s and s.object_id = %s)"
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one setting. `standing` is the newest version, `now` what it holds."""

    id: UUID
    kind: str
    object_id: str
    version: int
    at: datetime
    actor_id: UUID | None
    actor_name: str
    old: dict[str, Any]
    new: dict[str, Any]
    reason: str
    undoes_id: UUID | None
    standing: int = 0
    now: dict[str, Any] | None = None


def _change(row: tuple[Any, ...]) -> Change:
    standing, now = (row[11], json_of(row[12])) if len(row) > 11 else (0, None)
    values = [*row[:7], json_of(row[7]), json_of(row[8]), row[9], row[10], standing, now]
    return Change(*values)


def json_of(text: str) -> dict[str, Any]:
    """Return a JSON object that was fetched as text."""
    found: dict[str, Any] = json.loads(text)
    return found


def version(unit_id: UUID, kind: str, object_id: object = "") -> int:
    """Return the version of a unit's setting that stands, 0 when nobody has changed it."""
    row = db.fetch_one(f"select {VERSION}", [unit_id, kind, str(object_id)])
    return int(row[0]) if row else 0


def version_at(region_id: str, unit_id: UUID | None, kind: str, object_id: object = "") -> int:
    """Return the version of a setting of a unit, without one of a region, without both of the
    nation; 0 when nobody has changed it.
    """
    row = db.fetch_one(
        "select coalesce(max(s.version), 0) from setting_change s where s.region_id = %s "
        "and s.unit_id is not distinct from %s and s.kind = %s and s.object_id = %s",
        [region_id, unit_id, kind, str(object_id)],
    )
    return int(row[0]) if row else 0


def versions_at(region_id: str, unit_id: UUID | None, kind: str) -> dict[str, int]:
    """As `version_at`, of all settings of a kind at once, by what each is about."""
    rows = db.fetch_all(
        "select s.object_id, max(s.version) from setting_change s where s.region_id = %s "
        "and s.unit_id is not distinct from %s and s.kind = %s group by s.object_id",
        [region_id, unit_id, kind],
    )
    return dict(rows)


def versions_of(unit_ids: Sequence[UUID], kinds: Sequence[str]) -> dict[tuple[UUID, str, str], int]:
    """Return the versions of some kinds of setting at units, by unit, kind and what each is about.

    One that nobody has changed is not there.
    """
    rows = db.fetch_all(
        "select s.unit_id, s.kind, s.object_id, max(s.version) from setting_change s "
        "where s.unit_id = any(%s) and s.kind = any(%s) group by s.unit_id, s.kind, s.object_id",
        [list(unit_ids), list(kinds)],
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def newest(unit_id: UUID, kind: str, object_id: object = "") -> UUID | None:
    """Return the last change of a unit's setting, None when nobody has changed it."""
    row = db.fetch_one(
        "select s.id from setting_change s where s.unit_id = %s and s.kind = %s "
        "and s.object_id = %s order by s.version desc limit 1",
        [unit_id, kind, str(object_id)],
    )
    return row[0] if row else None


def standing(
    kind: str, region_id: str, unit_id: UUID | None, object_id: str, *, after: int
) -> list[Change]:
    """Return the changes of one setting that are newer than a version, oldest first."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from setting_change c where c.region_id = %s "
        "and c.unit_id is not distinct from %s and c.kind = %s and c.object_id = %s "
        "and c.version > %s order by c.version",
        [region_id, unit_id, kind, object_id, after],
    )
    return [_change(row) for row in rows]


def history(
    unit_id: UUID, kind: str = "", after: UUID | None = None, *, without: Sequence[str] = ()
) -> list[Change]:
    """Return a page of a unit's changes, newest first: one more than `PAGE` when there are more.

    Kinds in `without` are left out.
    """
    rows = db.fetch_all(
        f"select {_COLUMNS} from setting_change c where c.unit_id = %s "
        "and (%s = '' or c.kind = %s) and (%s::uuid is null or c.id < %s) "
        "and c.kind <> all(%s) order by c.id desc limit %s",
        [unit_id, kind, kind, after, after, list(without), PAGE + 1],
    )
    return [_change(row) for row in rows]


def change(unit_id: UUID, change_id: UUID) -> Change:
    """Return one change, and what stands now of the same setting. Raises `NotFound`."""
    row = db.fetch_one(
        f"select {_COLUMNS}, n.version, n.new::text from setting_change c "
        "cross join lateral (select s.version, s.new from setting_change s "
        "where s.unit_id = c.unit_id and s.kind = c.kind and s.object_id = c.object_id "
        "order by s.version desc limit 1) n where c.unit_id = %s and c.id = %s",
        [unit_id, change_id],
    )
    if row is None:
        raise NotFound("change")
    return _change(row)


def newest_values(unit_id: UUID, kind: str, object_id: object = "") -> dict[str, Any]:
    """Return what a unit's setting says since its last change; nothing when nobody changed it."""
    row = db.fetch_one(
        "select s.new::text from setting_change s where s.unit_id = %s and s.kind = %s "
        "and s.object_id = %s order by s.version desc limit 1",
        [unit_id, kind, str(object_id)],
    )
    return json_of(row[0]) if row else {}
