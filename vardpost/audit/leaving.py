"""The row that an operator's command leaves of what it takes out of the ledger, before it does."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, statement
from vardpost.audit.events import AuditEvent
from vardpost.audit.lines import NOWHERE
from vardpost.audit.stored import Connection
from vardpost.kernel.actor import command_actor


def leave_row(
    connection: Connection,
    object_type: str,
    object_id: object,
    *,
    log: str = NOWHERE,
    resident_ids: Sequence[UUID] = (),
    command: str = "audit.export",
    **detail: Any,
) -> None:
    """Say in the ledger that entries of it are taken out, and by whom at the machine.

    `connection` is the owner's or the application's. Raises the database's error: then nothing may
    be taken out. Commits, unless a transaction is open.
    """
    entry = Entry(
        AuditEvent.LOG_TAKEN_OUT,
        object_type,
        object_id,
        resident_ids=resident_ids,
        purpose="administration",
        region_id="" if log == NOWHERE else log,
        detail=detail,
    )
    sql, params = statement(command_actor(command), [entry])
    with connection.transaction():
        # As row security asks of a job, where it is the application's role that writes.
        connection.execute(b"select set_config('app.kind', 'system', true)")
        connection.execute(sql.encode(), params)
