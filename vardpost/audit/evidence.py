"""Entries that were chosen, from any log and time, each with a proof of its own.

A proof says that a line is what was sealed. That no line was left out when they were chosen is no
mathematics: whoever exports signs what was asked for, and how many lines that gave.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from vardpost.audit.choosing import Question, chosen, count
from vardpost.audit.exporting import SETTINGS, CannotExport, Progress, beside, finish
from vardpost.audit.files import append
from vardpost.audit.keys import Keys, Signer
from vardpost.audit.lines import line_by
from vardpost.audit.statements import Head, Statement, moment
from vardpost.audit.stored import Connection, Stored, newest_heads
from vardpost.audit.tree import inclusion
from vardpost.kernel import clock

_CHOSEN = f"""
select l.log, l.number, {line_by("l.form")} from audit_leaf l
  join audit_entry e on e.id = l.entry_id and e.at = l.entry_at
 where l.entry_id = %s and l.entry_at = %s
"""  # noqa: S608  # our own columns


def hand_out(
    reading: Connection,
    connection: Connection,
    about: Question,
    out: Path,
    signer: Signer,
    keys: Keys,
    progress: Progress | None = None,
) -> int:
    """Write all entries about somebody, signed as all that there were; return their number.

    `reading` walks through the entries, `connection` fetches the proofs. Raises `CannotExport`.
    """
    bar = progress or Progress()
    with reading.transaction():
        reading.execute("set transaction isolation level repeatable read, read only")
        reading.execute("set local statement_timeout = 0")
        # It waits while the proofs of what it gave last are fetched and written.
        reading.execute("set local idle_in_transaction_session_timeout = 0")
        wanted = count(reading, about)
        bar.begin(wanted)
        asked = {
            "what": about.what,
            "since": moment(about.since),
            "until": moment(about.until),
        }
        told = _told(chosen(reading, about), bar)
        written = write_chosen(connection, told, out, keys, signer, asked)
    if written != wanted:
        raise CannotExport(f"{out}: {wanted} entries, and {written} could be written")
    return written


def _told(
    entries: Iterable[tuple[UUID, datetime]], bar: Progress
) -> Iterator[tuple[UUID, datetime]]:
    for one in entries:
        yield one
        bar.advance(1)


def write_chosen(
    connection: Connection,
    entries: Iterable[tuple[UUID, datetime]],
    out: Path,
    keys: Keys,
    signer: Signer,
    asked: dict[str, str],
) -> int:
    """Write entries from anywhere, each with its proof, into a new folder; return their number.

    `asked` says `what`, `since` and `until`, and is signed with the number of lines and their hash.
    What has no leaf yet is left out: it has nothing that it could be proved by. Raises
    `CannotExport`.
    """
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise CannotExport(f"{out} is not empty")
    used: dict[str, Head] = {}
    lines, digest = 0, sha256()
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
                line = text.encode() + b"\n"
                leaves.write(line)
                digest.update(line)
                told.write(json.dumps(proof).encode() + b"\n")
                lines += 1
    beside(out, "chosen", [used[log] for log in sorted(used)], keys)
    fields = asked | {"at": moment(clock.now()), "rows": str(lines), "key": signer.id}
    unsigned = Statement("chosen", fields | {"digest": digest.hexdigest()})
    append(out / "chosen.jsonl", [Statement("chosen", unsigned.fields, signer.sign(unsigned))])
    finish(out, {"kind": "chosen", "rows": lines})
    return lines


def _found(
    connection: Connection, entries: Iterable[tuple[UUID, datetime]]
) -> Iterator[tuple[str, int, str]]:
    for key, at in entries:
        row = connection.execute(_CHOSEN.encode(), [key, at]).fetchone()
        if row is not None:
            yield row
