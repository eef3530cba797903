"""An old part of the ledger out of the database: exported, verified, and said so, signed.

Its leaves stay, so the logs still verify; what was taken out is checked by its export.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from vardpost.audit.exporting import CannotExport, Progress, Span, write_range
from vardpost.audit.files import HeadsFile
from vardpost.audit.keys import Keys, Signer
from vardpost.audit.leaving import leave_row
from vardpost.audit.standalone import verify
from vardpost.audit.statements import Statement, moment
from vardpost.audit.stored import Connection
from vardpost.kernel import clock

#: HSLF-FS 2016:40, 4 kap. 9 §: no less than this many years, whatever is set.
LEAST_YEARS = 5
_PARTS = """
select c.relname, pg_get_expr(c.relpartbound, c.oid) from pg_inherits i
  join pg_class c on c.oid = i.inhrelid where i.inhparent = 'audit_entry'::regclass order by 1
"""
_LOCK = "set local lock_timeout = '10s'"
_BOUNDS = re.compile(r"FROM \((?:'([^']+)'|MINVALUE)\) TO \('([^']+)'\)")


class CannotDetach(RuntimeError):
    """The part stays; the text says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the ledger by its bounds."""

    name: str
    since: datetime | None
    until: datetime


def parts(connection: Connection) -> list[Part]:
    """Return the parts that have bounds, oldest first."""
    found = []
    for name, bounds in connection.execute(_PARTS.encode()).fetchall():
        match = _BOUNDS.search(bounds)
        if match:
            since = datetime.fromisoformat(_full(match[1])) if match[1] else None
            found.append(Part(name, since, datetime.fromisoformat(_full(match[2]))))
    return sorted(found, key=lambda part: part.until)


def _full(text: str) -> str:
    """Return a moment of PostgreSQL as Python reads it: `+00` is `+00:00`."""
    return text + ":00" if re.search(r"[+-]\d\d$", text) else text


def part_of(connection: Connection, month: str) -> Part:
    """Return the part that ends with a month, `YYYY-MM`. Raises `CannotDetach`."""
    match = re.fullmatch(r"(\d{4})-(\d\d)", month)
    if not match or not 1 <= int(match[2]) <= 12:
        raise CannotDetach(f"{month!r} is no month: YYYY-MM")
    number = int(match[1]) * 12 + int(match[2])
    until = datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
    for part in parts(connection):
        if part.until == until:
            return part
    raise CannotDetach(f"no part of the ledger ends with {month}")


def export(
    connection: Connection, part: Part, out: Path, keys: Keys, progress: Progress | None = None
) -> tuple[int, bytes]:
    """Export every log's entries of a part, and verify it; return their number and the digest.

    Stopped in the middle, it goes on where it was. Raises `CannotDetach`.
    """
    where = [part.since or "-infinity", part.until]
    asked = (
        "select count(*) from audit_entry e where at >= %s and at < %s and not exists "
        "(select 1 from audit_leaf l where l.entry_id = e.id and l.entry_at = e.at)"
    )
    row = connection.execute(asked.encode(), where).fetchone()
    if row and row[0]:
        raise CannotDetach(f"{row[0]} entries of {part.name} have no leaf: nothing is taken out")
    rows = connection.execute(
        "select case when region_id ~ '^[0-9]{2}$' then region_id else '00' end, count(*) "
        "from audit_entry where at >= %s and at < %s group by 1 order by 1",
        where,
    ).fetchall()
    folders = {}
    for log, count in rows:
        folder = out / part.name / f"log-{log}"
        if not (folder / "manifest.json").exists():
            try:
                write_range(connection, Span(log, part.since, part.until), folder, keys, progress)
            except CannotExport as error:
                raise CannotDetach(str(error)) from error
        try:
            held = verify.check(folder)["rows"]
        except (verify.Broken, verify.CannotTell) as error:
            raise CannotDetach(f"{folder}: {error}") from error
        if held != count:
            raise CannotDetach(f"{folder}: {held} entries, and the part has {count}")
        folders[log] = sha256((folder / "manifest.json").read_bytes()).hexdigest()
    return sum(count for _log, count in rows), _manifest(out / part.name, part, rows, folders)


def _manifest(
    folder: Path, part: Part, rows: list[tuple[str, int]], folders: dict[str, str]
) -> bytes:
    """Write what the whole export holds; return its digest, which is what is signed."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {
        "format": 1,
        "kind": "part",
        "name": part.name,
        "since": moment(part.since) if part.since else "-",
        "until": moment(part.until),
        "rows": dict(rows),
        "manifests": folders,
    }
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    (folder / "manifest.json").write_text(text, "utf-8")
    return sha256(text.encode()).digest()


def check_age(part: Part, years: int) -> None:
    """Raise `CannotDetach` for a part that must stay."""
    years = max(years, LEAST_YEARS)
    if part.until > clock.now() - timedelta(days=365.25 * years):
        raise CannotDetach(f"{part.name} is younger than {years} years and stays")


def detach(
    owner: Connection, part: Part, signer: Signer, file: HeadsFile, *, rows: int, digest: bytes
) -> None:
    """Take a part out, after it was exported: say so in the file of heads, then do it.

    As the owner of the tables. Its own table stays beside the ledger, until somebody drops it.
    """
    fields = {
        "at": moment(clock.now()),
        "name": part.name,
        "since": moment(part.since) if part.since else "-",
        "until": moment(part.until),
        "rows": str(rows),
        "digest": digest.hex(),
        "key": signer.id,
    }
    signature = signer.sign(Statement("detached", fields))
    file.refresh()
    # A line that says so, and nothing done yet, harms nobody; the other way round would.
    file.note(Statement("detached", fields, signature), ())
    with owner.transaction():
        owner.execute(_LOCK.encode())
        owner.execute(
            "insert into audit_detached (name, since, until, at, rows, digest, key_id, signature) "
            "values (%s, %s, %s, %s, %s, %s, %s, %s)",
            [part.name, part.since, part.until, fields["at"], rows, digest, signer.id, signature],
        )
        owner.execute(f"alter table audit_entry detach partition {part.name}".encode())
        leave_row(owner, "part", part.name, command="audit.detach", rows=rows, digest=digest.hex())
