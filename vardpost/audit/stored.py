"""A log as the database keeps it: heads, and the hash of any whole subtree from few rows."""

from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.types.datetime import TimestamptzLoader

from vardpost.audit.statements import Head
from vardpost.audit.tree import STEP, Growing, growing, node_hash

Connection = psycopg.Connection[Any]

HEAD_COLUMNS = "log, number, size, root, at, previous, seen, key_id, signature"
_NEWEST = f"""
select h.* from (select lpad(n::text, 2, '0') as log from generate_series(0, 99) n) l
cross join lateral (
    select {HEAD_COLUMNS}, cluster from audit_head h
     where h.log = l.log order by number desc limit 1) h
"""  # noqa: S608  # the columns above
_AFTER = f"select {HEAD_COLUMNS} from audit_head where log = %s and number > %s order by number"  # noqa: S608  # the same
_ONE = f"select {HEAD_COLUMNS} from audit_head where log = %s and number = %s"  # noqa: S608  # the same

#: Hashes that are remembered: proofs of entries of one time share most of theirs.
MEMORY = 100_000


class Broken(RuntimeError):
    """What is stored does not hold together; the text names the place."""


def connect(address: str) -> Connection:
    """Return a connection that waits for nothing for ever, and writes moments in UTC.

    What may stand in between (PgBouncer) drops start-up options, so they are set afterwards.
    PostgreSQL's own functions come first, whatever the owner of the database has set: a function
    that is named as one of them could show another line than there is.
    """
    connection = psycopg.connect(
        address, autocommit=True, connect_timeout=5, prepare_threshold=None
    )
    connection.execute("set search_path = pg_catalog, public")
    connection.execute("set time zone 'UTC'")
    connection.execute("set lock_timeout = '5s'")
    connection.execute("set idle_in_transaction_session_timeout = '60s'")
    return connection


#: The ends of the calendar.
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Moments(TimestamptzLoader):
    """Reads what no calendar of ours holds as the first or last moment that it does.

    Somebody who wrote such a moment shall be told of, not keep the rows from being read.
    """

    def load(self, data: Buffer) -> datetime:
        """Return a moment."""
        try:
            return super().load(data)
        except psycopg.DataError:
            early = bytes(data).startswith(b"-") or bytes(data).endswith(b"BC")
            return FIRST if early else LAST


class Stored:
    """Gives the hash of any whole subtree of one log, from at most 128 rows."""

    def __init__(self, connection: Connection, log: str) -> None:
        """Read over `connection`."""
        self.connection = connection
        self.log = log
        self._found: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, position: int) -> bytes:
        """Return the hash at (level, position). Raises `Broken` when a row is missing."""
        found = self._found.get((level, position))
        if found is None:
            if len(self._found) >= MEMORY:
                self._found.clear()
            found = self._found[level, position] = self._fetch(level, position)
        return found

    def _fetch(self, level: int, position: int) -> bytes:
        base = level // STEP * STEP
        count = 1 << level - base
        first = position * count
        if base:
            rows = self.connection.execute(
                "select hash from audit_node where log = %s and level = %s "
                "and position >= %s and position < %s order by position",
                [self.log, base, first, first + count],
            ).fetchall()
        else:
            rows = self.connection.execute(
                "select hash from audit_leaf where log = %s and number >= %s and number < %s "
                "order by number",
                [self.log, first, first + count],
            ).fetchall()
        hashes = [row[0] for row in rows]
        if len(hashes) != count:
            what = f"nodes of level {base}" if base else "leaves"
            raise Broken(f"log {self.log}: {what} from {first} to {first + count - 1} are missing")
        while len(hashes) > 1:
            pairs = zip(hashes[::2], hashes[1::2], strict=True)
            hashes = [node_hash(left, right) for left, right in pairs]
        return bytes(hashes[0])

    def tree(self, size: int) -> Growing:
        """Return the tree of `size` leaves, ready to grow. Raises `Broken`."""
        return growing(size, self)


def head(row: tuple[Any, ...]) -> Head:
    """Return the head of a row."""
    log, number, size, root, at, previous, seen, key, signature = row[:9]
    return Head(log, number, size, root, at, previous, seen, key, signature)


def newest_heads(connection: Connection) -> list[tuple[Head, str]]:
    """Return the newest head of each log, with the cluster it was made in."""
    return [(head(row), row[9]) for row in connection.execute(_NEWEST.encode()).fetchall()]


def heads_after(connection: Connection, log: str, number: int) -> list[Head]:
    """Return the heads of a log after `number`, oldest first."""
    return [head(row) for row in connection.execute(_AFTER.encode(), [log, number]).fetchall()]


def head_at(connection: Connection, log: str, number: int) -> Head | None:
    """Return one head of a log."""
    row = connection.execute(_ONE.encode(), [log, number]).fetchone()
    return head(row) if row else None
