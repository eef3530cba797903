"""Parts that write the ledger inside the calling verb's transaction (house.md 3)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from vardpost.audit.events import SCHEMA_VERSION, AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import BY, Actor, UnitRef
from vardpost.kernel.ids import new_id

_COLUMNS = (
    "id, at, schema_version, action, outcome, purpose, actor_kind, person_id, person_name, "
    "roles, unit_id, unit_hsa_id, unit_name, region_id, resident_ids, acting_as, relation, "
    "object_type, object_id, state, session_id, address, request_id, detail"
)
#: Under which name an actor's facts count the rows that its request has left.
_LEFT = "entries_left"
_VALUES = "(" + ", ".join(["%s"] * 24) + ")"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says beside who, where and when; those come from the actor.

    `resident_ids` names everyone the act concerned: a list that shows people is one entry.
    `detail` holds ids, versions and settings, never what a patient wrote.
    """

    event: AuditEvent
    object_type: str
    object_id: object = ""
    resident_ids: Sequence[UUID] = ()
    relation: str = ""
    state: str = ""
    purpose: str = "care"
    outcome: str = "ok"
    acting_as: str = ""
    #: The unit that the thing belongs to, where the actor acts in none (a resident, a job).
    unit: UnitRef | None = None
    region_id: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def record(actor: Actor, *entries: Entry) -> None:
    """Write one row an entry, in the transaction of what they record.

    Raises the database's error when it cannot: then nothing has happened and nothing is shown.
    """
    if entries:
        sql, params = statement(actor, entries)
        db.execute(sql, params)


def statement(actor: Actor, entries: Iterable[Entry]) -> tuple[str, list[Any]]:
    """Return the insert and its parameters, for a verb that lets it ride with its own change."""
    rows = list(entries)
    actor.facts[_LEFT] = left(actor) + len(rows)
    params: list[Any] = []
    for entry in rows:
        params.extend(_row(actor, entry))
    values = ", ".join([_VALUES] * len(rows))
    return f"insert into audit_entry ({_COLUMNS}) values {values}", params


def left(actor: Actor) -> int:
    """Return how many rows the actor's request has left so far."""
    count = actor.facts.get(_LEFT, 0)
    return count if isinstance(count, int) else 0


def _row(actor: Actor, entry: Entry) -> list[Any]:
    unit = actor.unit or entry.unit
    detail = entry.detail | {BY: actor.facts[BY]} if BY in actor.facts else entry.detail
    return [
        new_id(),
        clock.now(),
        SCHEMA_VERSION,
        entry.event.value,
        entry.outcome,
        entry.purpose,
        actor.kind,
        actor.person_id,
        actor.name,
        _roles(actor, entry),
        unit.id if unit else None,
        unit.hsa_id if unit else "",
        unit.name if unit else "",
        entry.region_id or (unit.region_id if unit else actor.region_id) or "",
        # As text: a list of fifty ids costs the driver as much as the rest of the row.
        f"{{{','.join([one.hex for one in entry.resident_ids])}}}",
        entry.acting_as,
        entry.relation,
        entry.object_type,
        str(entry.object_id),
        entry.state,
        actor.session_id,
        actor.address,
        actor.request_id,
        json.dumps(detail) if detail else "{}",
    ]


def _roles(actor: Actor, entry: Entry) -> str:
    """Return the roles the actor acted in; a resident's follows from whom the act concerned.

    Staff who act on no unit, as when one signs out, act as staff.
    """
    if actor.is_staff:
        return ",".join(sorted(actor.roles)) or "staff"
    if actor.is_resident:
        return "proxy" if entry.acting_as == "guardian" else "resident"
    return "system"
