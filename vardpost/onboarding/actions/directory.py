"""Reading in the directory's units: what differs is shown, then written, all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Thing
from vardpost.onboarding.directory import Row
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

_COLUMNS = "hsa_id, region_id, municipality_id, name, kind, street, postal_code, place, phone"
_PIECE = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file changes in a region, by HSA-id."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: int


def bring_units_in(
    *, actor: Actor, region_id: str, rows: Sequence[Row], write: bool = False
) -> Outcome:
    """Compare rows with the directory of a region and, with `write`, make it so.

    A unit that the file has not stays: a file may be a part. Raises `Denied`.
    """
    require(actor, Permission.UNIT_ADD, Thing(region_id=region_id))
    stands = {
        row[0]: row[1:]
        for row in db.fetch_all(
            f"select key, {_COLUMNS} from directory_unit where key = any(%s)",
            [[row.key for row in rows]],
        )
    }
    new = [row for row in rows if row.key not in stands]
    changed = [row for row in rows if row.key in stands and stands[row.key] != _values(row)]
    found = Outcome(
        tuple(row.hsa_id for row in new),
        tuple(row.hsa_id for row in changed),
        len(rows) - len(new) - len(changed),
    )
    if not write or not (new or changed):
        return found
    _write([*new, *changed])
    record(
        actor,
        Entry(
            event=AuditEvent.UNIT_DIRECTORY_IMPORTED,
            object_type="directory",
            object_id=region_id,
            purpose="administration",
            region_id=region_id,
            detail={
                "old": {row.key: list(stands[row.key]) for row in changed[:_PIECE]},
                "new": {row.key: list(_values(row)) for row in [*changed, *new][:_PIECE]},
                "units": len(rows),
            },
        ),
    )
    return found


def _values(row: Row) -> tuple[str, ...]:
    return (
        *(row.hsa_id, row.region, row.municipality, row.name, row.kind, row.street),
        *(row.postal_code, row.place, row.phone),
    )


def _write(rows: Sequence[Row]) -> None:
    names = _COLUMNS.split(", ")
    updates = ", ".join(f"{name} = excluded.{name}" for name in names if name != "hsa_id")
    now = clock.now()
    for start in range(0, len(rows), _PIECE):
        piece = rows[start : start + _PIECE]
        marks = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"] * len(piece))
        db.execute(
            f"insert into directory_unit (key, {_COLUMNS}, seen_at) values {marks} "
            f"on conflict (key) do update set {updates}, seen_at = excluded.seen_at",
            [value for row in piece for value in (row.key, *_values(row), now)],
        )
