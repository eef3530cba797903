"""Entries that were chosen, from any log and time, each with a proof of its own."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from vardpost.audit.exporting import SETTINGS, CannotExport, beside, finish
from vardpost.audit.keys import Keys
from vardpost.audit.lines import line_by
from vardpost.audit.statements import Head
from vardpost.audit.stored import Connection, Stored, newest_heads
from vardpost.audit.tree import inclusion

_CHOSEN = f"""
select l.log, l.number, {line_by("l.form")} from audit_leaf l
  join audit_entry e on e.id = l.entry_id and e.at = l.entry_at
 where l.entry_id = %s and l.entry_at = %s
"""  # noqa: S608  # our own columns


def write_chosen(
    connection: Connection, entries: Iterable[tuple[UUID, datetime]], out: Path, keys: Keys
) -> int:
    """Write entries from anywhere, each with its proof, into a new folder; return their number.

    What has no leaf yet is left out: it has nothing that it could be proved by. Raises
    `CannotExport`.
    """
    out.mkdir(parents=True, exist_ok=True)
    if (out / "manifest.json").exists():
        raise CannotExport(f"{out} holds a finished export")
    used: dict[str, Head] = {}
    count = 0
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute(SETTINGS.encode())
        newest = {one.log: one for one, _cluster in newest_heads(connection)}
        stored: dict[str, Stored] = {}
        with (out / "leaves.jsonl").open("wb") as leaves, (out / "proofs.jsonl").open("wb") as told:
            for log, number, text in _found(connection, entries):
                used[log] = newest[log]
                fetch = stored.setdefault(log, Stored(connection, log))
                path = inclusion(number, newest[log].size, fetch)
                proof = {"log": log, "number": number, "path": [one.hex() for one in path]}
                leaves.write(text.encode() + b"\n")
                told.write(json.dumps(proof).encode() + b"\n")
                count += 1
    beside(out, [used[log] for log in sorted(used)], keys)
    finish(out, {"kind": "chosen", "rows": count})
    return count


def _found(
    connection: Connection, entries: Iterable[tuple[UUID, datetime]]
) -> Iterator[tuple[str, int, str]]:
    for key, at in entries:
        row = connection.execute(_CHOSEN.encode(), [key, at]).fetchone()
        if row is not None:
            yield row
