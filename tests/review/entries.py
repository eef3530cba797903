"""Entries of the ledger as tests want them: written as the owner, about whom and when they say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.database import as_owner
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id


def entry(residents: Sequence[UUID], *, at: datetime | None = None, **more: Any) -> UUID:
    """Write an entry about some residents; `more` overrides columns. Return its id."""
    columns: dict[str, Any] = {
        "id": new_id(),
        "at": at or clock.now(),
        "schema_version": 1,
        "action": "cases:case:read",
        "outcome": "ok",
        "purpose": "care",
        "actor_kind": "staff",
        "person_id": None,
        "person_name": "Rut Ek",
        "roles": "case_receiver",
        "unit_id": None,
        "unit_hsa_id": "",
        "unit_name": "Vårdcentralen Eken",
        "region_id": "14",
        "resident_ids": list(residents),
        "acting_as": "",
        "relation": "receiver",
        "object_type": "case",
        "object_id": "",
        "state": "",
        "session_id": None,
        "address": "",
        "request_id": "",
        "detail": db.json({}),
        **more,
    }
    places = ", ".join(["%s"] * len(columns))
    with as_owner():
        db.execute(
            f"insert into audit_entry ({', '.join(columns)}) values ({places})",
            list(columns.values()),
        )
    made: UUID = columns["id"]
    return made
