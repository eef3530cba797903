"""Cases for tests that need rows: written as the owner, in any state, within the transaction."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.people_made import REGION, Unit
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

_NOBODY_YET = {"submitted"}
_FINISHED = {"answered", "closed", "withdrawn", "closed_no_answer", "forwarded"}


def case(
    unit: Unit,
    resident_id: UUID,
    state: str = "submitted",
    assignee: UUID | None = None,
    **more: Any,
) -> UUID:
    """Make a case of the resident at the unit; `more` overrides columns."""
    now = clock.now()
    sent = now - timedelta(hours=2)
    columns: dict[str, Any] = {
        "id": new_id(),
        "number": f"T-{new_id().hex[-12:]}",
        "region_id": REGION,
        "unit_id": unit.id,
        "resident_id": resident_id,
        "resident_name": "Alva Ek",
        "resident_number": "",
        "resident_birth": date(1980, 5, 1),
        "resident_protected": False,
        "sent_by_id": resident_id,
        "sent_by_name": "Alva Ek",
        "capacity": "self",
        "case_type": "contact_me",
        "type_version_id": _form(),
        "type_name_sv": "Kontakta mig",
        "type_name_en": "Contact me",
        "terms_id": new_id(),
        "terms_hash": "0" * 64,
        "terms_accepted_at": sent,
        "state": state,
        "version": 1,
        "assignee_id": None if state in _NOBODY_YET else assignee,
        "assignee_name": "" if assignee is None else "Bo Alm",
        "submitted_at": sent,
        "updated_at": sent,
        "first_due": now + timedelta(days=2),
        "final_due": now + timedelta(days=5),
        "final_days": 5,
        "paused_at": sent if state == "awaiting_resident" else None,
        "answered_at": sent if state in {"answered", "closed"} else None,
        "finished_at": sent if state in _FINISHED else None,
        "unread": True,
        "message_count": 1,
        "last_kind": "submission",
        "preview": "Ring mig gärna",
        "moved_to_id": new_id() if state == "forwarded" else None,
        **more,
    }
    marks = ", ".join(["%s"] * len(columns))
    db.execute(
        f"insert into care_case ({', '.join(columns)}) values ({marks})", list(columns.values())
    )
    message(columns["id"], resident_id, sent)
    made: UUID = columns["id"]
    return made


def _form() -> UUID:
    """Return the form of `contact_me`: what verbs ask of a form, they ask of a real one."""
    found = db.fetch_one(
        "select v.id from case_type_version v join case_type t on t.id = v.case_type_id "
        "where t.key = 'contact_me' order by v.version limit 1"
    )
    return found[0] if found else new_id()


def message(case_id: UUID, author_id: UUID, at: datetime, kind: str = "submission") -> None:
    """Make one message of a case."""
    db.execute(
        "insert into case_message (id, case_id, kind, author_id, author_name, author_title, "
        "author_role, capacity, body, created_at) values (%s, %s, %s, %s, 'Alva Ek', '', "
        "'resident', 'self', 'Ring mig gärna', %s)",
        [new_id(), case_id, kind, author_id, at],
    )


def row(case_id: UUID, *columns: str) -> tuple[Any, ...]:
    """Return columns of a case as the owner sees them; call it under `as_owner`."""
    found = db.fetch_one(f"select {', '.join(columns)} from care_case where id = %s", [case_id])
    assert found is not None
    return found


def audit(case_id: UUID) -> list[tuple[Any, ...]]:
    """Return (action, outcome, relation, state, person) of a case's audit rows, oldest first."""
    return db.fetch_all(
        "select action, outcome, relation, state, person_id from audit_entry "
        "where object_id = %s order by id",
        [str(case_id)],
    )


def history(case_id: UUID) -> list[tuple[Any, ...]]:
    """Return (event, from, to, version, role) of a case's history, oldest first."""
    return db.fetch_all(
        "select event, from_state, to_state, version, actor_role from case_history "
        "where case_id = %s order by id",
        [case_id],
    )
