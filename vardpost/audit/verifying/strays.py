"""Entries without a leaf: those that wait for their seal, and those that it never saw."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from vardpost.audit.lines import log_of
from vardpost.audit.statements import Head, moment
from vardpost.audit.stored import Connection
from vardpost.audit.verifying.report import Finding, Report

#: An entry that is older than a head by so much had been committed when the head was made.
COMMITTED = timedelta(seconds=60)
#: Seconds in which a seal that lives has taken whatever waits for it.
PATIENCE = 12.0

#: The two indexes side by side; no table is read but for what has no leaf.
_STRAYS = """
select e.id, e.at, e.xid, e.region_id from audit_entry e join (
    select id, at from audit_entry x where not exists (
        select 1 from audit_leaf l where l.entry_id = x.id and l.entry_at = x.at)
) s on s.id = e.id and s.at = e.at order by e.xid, e.id
"""
_SEALED = "select 1 from audit_leaf where entry_id = %s and entry_at = %s"
_NOW = (
    "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint, "
    "(select system_identifier::text from pg_control_system())"
)


@dataclass(frozen=True, slots=True)
class Stray:
    """An entry without a leaf."""

    id: UUID
    at: datetime
    xid: int
    region: str


def find(
    connection: Connection,
    report: Report,
    newest: tuple[Head, str] | None,
    logs: Sequence[str],
    now: datetime,
    again: Callable[[], Connection],
) -> None:
    """Tell of every entry without a leaf; `again` gives a connection that sees what is new."""
    rows = connection.execute(_STRAYS.encode()).fetchall()
    strays = [one for one in (Stray(*row) for row in rows) if log_of(one.region) in logs]
    if not strays:
        return
    found = connection.execute(_NOW.encode()).fetchone()
    end, cluster = found if found else (0, "")
    # Another cluster counts transactions anew: until it is sealed, they say nothing.
    head = newest[0] if newest and newest[1] == cluster else None
    alive = newest is not None and newest[0].at > now - timedelta(seconds=90)
    odd = [one for one in strays if head and (head.has_seen(one.xid) or one.xid >= end)]
    waiting = [one for one in strays if one not in odd]
    early = [one for one in waiting if newest and one.at < newest[0].at - COMMITTED]
    if early and alive:
        early = _still(early, again)
    for one in sorted([*odd, *early], key=lambda one: (one.xid, one.id)):
        _tell(report, one)
    late = [one for one in waiting if one not in early]
    report.waiting = len(late)
    if late and (not alive or min(one.at for one in late) < now - COMMITTED):
        oldest = min(one.at for one in late)
        if oldest < now - COMMITTED:
            text = f"{len(late)} entries wait since {moment(oldest)}: nobody seals"
            report.add(Finding("unsealed", log_of(late[0].region), text, at=moment(oldest)))


def _still(strays: list[Stray], again: Callable[[], Connection]) -> list[Stray]:
    """Return those that have no leaf even after a seal that lives has had its time."""
    deadline = time.monotonic() + PATIENCE
    left = strays
    connection: Any = again()
    try:
        while left and time.monotonic() < deadline:
            left = [
                one for one in left if not connection.execute(_SEALED, [one.id, one.at]).fetchone()
            ]
            time.sleep(1 if left else 0)
    finally:
        connection.close()
    return left


def _tell(report: Report, one: Stray) -> None:
    log = log_of(one.region)
    text = (
        f"log {log}: entry {one.id} of {moment(one.at)} has no leaf, though the seal had been "
        "there: it was inserted afterwards, or its leaf was taken away"
    )
    report.add(Finding("inserted", log, text, entry=str(one.id), at=moment(one.at)))
