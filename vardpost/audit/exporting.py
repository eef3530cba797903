"""Entries as files that anybody can check: lines, hashes, heads, keys, proofs and the verifier.

Two kinds. A *range* holds a stretch of one log, line after line; a *chosen* export (`evidence.py`)
holds entries from anywhere, each with its own proof. `docs/how-to/audit.md` describes the
format; the verifier that goes along (`standalone/verify.py`) is its other description.
"""

import json
import os
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from vardpost.audit import lines
from vardpost.audit.files import append
from vardpost.audit.keys import Keys
from vardpost.audit.statements import Head
from vardpost.audit.stored import HEAD_COLUMNS, Connection, Stored, head, newest_heads
from vardpost.audit.tree import peaks_of

FORMAT = 1
#: What goes along with an export: the verifier, and for each kind a word about what it shows.
ALONG = Path(__file__).parent / "standalone"
VERIFIER = ALONG / "verify.py"
#: After so many leaves it is written down how far an export has come.
STEP = 20_000
SETTINGS = """
set local time zone 'UTC'; set local statement_timeout = 0;
set local idle_in_transaction_session_timeout = 0;
set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off
"""

_ROWS = f"""
select l.number, l.hash, l.entry_at, {lines.line_by("l.form")}, e.id is not null
  from audit_leaf l left join audit_entry e on e.id = l.entry_id and e.at = l.entry_at
 where l.log = %s and l.number >= %s and l.number < %s order by l.number
"""  # noqa: S608  # our own columns
#: The leaves of a span of time, by the entries, of which each part has the moments in its key.
_SPAN = """
select min(l.number), max(l.number) from audit_entry e
  join audit_leaf l on l.entry_id = e.id and l.entry_at = e.at
 where e.at >= %s and e.at < %s and l.log = %s
"""
_COVER = f"""
select {HEAD_COLUMNS} from audit_head where log = %s and size > %s order by number
"""  # noqa: S608  # our own columns


class CannotExport(RuntimeError):
    """There is nothing to export, or it cannot be written; the text says which."""


@dataclass(frozen=True, slots=True)
class Span:
    """Which entries of a log: all, or those from `since` until `until`."""

    log: str
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Tell whether an entry of this moment is asked for."""
        return (self.since is None or at >= self.since) and (self.until is None or at < self.until)


@dataclass(slots=True)
class Reached:
    """How far an export has come; what is written beyond is cut off when it is taken up."""

    number: int
    end: int
    lines: int = 0
    bytes: int = 0
    others: int = 0


class Progress:
    """Who wants to know how far it is; the default does not."""

    def begin(self, rows: int) -> None:
        """Say how many leaves there are."""

    def advance(self, rows: int) -> None:
        """Say that so many more are done."""


def write_range(
    connection: Connection, span: Span, out: Path, keys: Keys, progress: Progress | None = None
) -> int:
    """Write a stretch of a log into the folder `out`; return the number of lines.

    Stopped in the middle, it goes on where it was when it is called again. The manifest comes last:
    a folder without one is not finished. Raises `CannotExport`.
    """
    out.mkdir(parents=True, exist_ok=True)
    if (out / "manifest.json").exists():
        raise CannotExport(f"{out} holds a finished export")
    bar = progress or Progress()
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute(SETTINGS.encode())
        first, wanted = _numbers(connection, span)
        heads = _heads(connection, span.log, first, wanted)
        reached = _reached(out, first, heads[-1].size)
        bar.begin(reached.end - first)
        bar.advance(reached.number - first)
        _stretch(connection, span, out, reached, bar)
        stored = Stored(connection, span.log)
        left = [stored(*peak).hex() for peak in peaks_of(first)]
    beside(out, "range", heads, keys)
    others = _others(out)
    finish(
        out,
        {
            "kind": "range",
            "log": span.log,
            "since": span.since.isoformat() if span.since else None,
            "until": span.until.isoformat() if span.until else None,
            "first": first,
            "end": reached.end,
            "rows": reached.lines,
            "left": left,
            "others": others,
            "root": heads[-1].root.hex(),
        },
    )
    return reached.lines


def _numbers(connection: Connection, span: Span) -> tuple[int, int]:
    """Return the first leaf and the one after the last that a span holds."""
    if span.since is None and span.until is None:
        newest = {one.log: one for one, _cluster in newest_heads(connection)}.get(span.log)
        first, last = (0, newest.size - 1) if newest and newest.size else (None, None)
    else:
        bounds = [span.since or "-infinity", span.until or "infinity"]
        row = connection.execute(_SPAN.encode(), [*bounds, span.log]).fetchone()
        first, last = row if row else (None, None)
    if first is None or last is None:
        raise CannotExport(f"log {span.log} has no sealed entries there")
    return first, last + 1


def _heads(connection: Connection, log: str, first: int, wanted: int) -> list[Head]:
    """Return the heads from leaf `first` until one that holds the last leaf that is wanted."""
    found = []
    with connection.cursor(f"heads_{log}") as cursor:
        for row in cursor.execute(_COVER.encode(), [log, first]):
            found.append(head(row))
            if found[-1].size >= wanted:
                return found
    raise CannotExport(f"log {log}: no head holds leaf {wanted - 1}")


def _reached(out: Path, first: int, end: int) -> Reached:
    """Return how far an earlier try has come, if it was at the same stretch."""
    try:
        data = json.loads((out / "reached.json").read_text("utf-8"))
        reached = Reached(**data["reached"])
        if data["first"] != first or reached.end > end:
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError):
        reached = Reached(first, end)
    reached.end = end
    for name, size in (
        ("leaves.jsonl", reached.bytes),
        ("hashes.bin", 32 * (reached.number - first)),
        ("others.txt", reached.others),
    ):
        with (out / name).open("ab") as file:
            file.truncate(size)
    return reached


def _stretch(
    connection: Connection, span: Span, out: Path, reached: Reached, bar: Progress
) -> None:
    """Write lines, hashes, and the numbers of leaves that are not handed out."""
    first = reached.number - (out / "hashes.bin").stat().st_size // 32
    with ExitStack() as stack:
        leaves, hashes, others = (
            stack.enter_context((out / name).open("ab"))
            for name in ("leaves.jsonl", "hashes.bin", "others.txt")
        )
        cursor = stack.enter_context(connection.cursor("stretch"))
        cursor.itersize = 2_000
        cursor.execute(_ROWS.encode(), [span.log, reached.number, reached.end])
        for number, hashed, at, text, there in cursor:
            if number != reached.number:
                raise CannotExport(f"log {span.log}: leaf {reached.number} is missing")
            hashes.write(hashed)
            if span.holds(at) and not there:
                raise CannotExport(f"log {span.log}: the entry of leaf {number} is not there")
            if span.holds(at):
                data = text.encode() + b"\n"
                leaves.write(data)
                reached.lines += 1
                reached.bytes += len(data)
            else:
                reached.others += others.write(b"%d\n" % number)
            reached.number += 1
            if not reached.number % STEP:
                for file in (leaves, hashes, others):
                    file.flush()
                    os.fsync(file.fileno())
                told = {"first": first, "reached": asdict(reached)}
                (out / "reached.json").write_text(json.dumps(told), "utf-8")
                bar.advance(STEP)


def _others(out: Path) -> list[list[int]]:
    """Return the numbers that are not handed out, as stretches, and forget their file."""
    found: list[list[int]] = []
    file = out / "others.txt"
    for line in file.read_text("ascii").split():
        number = int(line)
        if found and found[-1][1] == number:
            found[-1][1] = number + 1
        else:
            found.append([number, number + 1])
    file.unlink()
    return found


def beside(out: Path, kind: str, heads: Iterable[Head], keys: Keys) -> None:
    """Put heads, keys, the verifier and a word about what it all shows into the folder."""
    for name in ("heads.jsonl", "keys.jsonl"):
        (out / name).unlink(missing_ok=True)
    append(out / "heads.jsonl", [one.statement() for one in heads])
    append(out / "keys.jsonl", keys.entries)
    shutil.copyfile(VERIFIER, out / "verify.py")
    shutil.copyfile(ALONG / f"{kind}.txt", out / "LÄS-MIG.txt")


def finish(out: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest: now the folder is an export."""
    unfinished = out / "manifest.json.new"
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, **manifest}, file, ensure_ascii=False, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(out / "manifest.json")
    (out / "reached.json").unlink(missing_ok=True)
