"""Proofs of one entry, and of one log having grown out of another."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.audit.lines import line_by
from vardpost.audit.statements import Head, moment
from vardpost.audit.stored import HEAD_COLUMNS, Connection, Stored, head, newest_heads
from vardpost.audit.tree import consistency, inclusion, is_consistent, is_included, leaf_hash

_ENTRY = f"""
select e.id, e.at, l.log, l.number, l.hash, {line_by("coalesce(l.form, e.schema_version)")}
  from audit_entry e left join audit_leaf l on l.entry_id = e.id and l.entry_at = e.at
 where e.id = %s order by e.at
"""  # noqa: S608  # our own columns
_OF_SIZE = f"""
select {HEAD_COLUMNS} from audit_head where log = %s and size = %s order by number limit 1
"""  # noqa: S608  # our own columns


class CannotProve(RuntimeError):
    """There is no proof; the text says why."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That a line stands at a number under a signed head, or that it does not."""

    entry: UUID
    at: datetime
    line: str
    log: str
    number: int
    path: tuple[bytes, ...]
    head: Head

    @property
    def holds(self) -> bool:
        """Whether the proof leads from the line as it is now to the root of the head."""
        leaf = leaf_hash(self.line.encode())
        return is_included(leaf, self.number, self.head.size, self.path, self.head.root)

    def data(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "holds": self.holds,
            "entry": str(self.entry),
            "at": moment(self.at),
            "log": self.log,
            "number": self.number,
            "leaf": leaf_hash(self.line.encode()).hex(),
            "path": [one.hex() for one in self.path],
            "head": self.head.statement().data(),
            "line": self.line,
        }


@dataclass(frozen=True, slots=True)
class Growth:
    """That a log of one size begins the log of another."""

    log: str
    older: int
    newer: int
    older_root: bytes
    newer_root: bytes
    path: tuple[bytes, ...]
    #: Heads of these sizes, where there are any.
    heads: tuple[Head, ...]

    @property
    def holds(self) -> bool:
        """Whether the proof leads to both roots, and the heads are signed for these."""
        roots = {self.older: self.older_root, self.newer: self.newer_root}
        return is_consistent(
            self.older, self.older_root, self.newer, self.newer_root, self.path
        ) and all(one.root == roots[one.size] for one in self.heads)

    def data(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "holds": self.holds,
            "log": self.log,
            "older": {"size": self.older, "root": self.older_root.hex()},
            "newer": {"size": self.newer, "root": self.newer_root.hex()},
            "path": [one.hex() for one in self.path],
            "heads": [one.statement().data() for one in self.heads],
        }


def prove(connection: Connection, entry: UUID) -> list[Inclusion]:
    """Return the proof of an entry, of each that has this id. Raises `CannotProve`."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute("set local time zone 'UTC'")
        rows = connection.execute(_ENTRY.encode(), [entry]).fetchall()
        if not rows:
            raise CannotProve(f"there is no entry {entry}")
        newest = {one.log: one for one, _cluster in newest_heads(connection)}
        proofs = []
        for key, at, log, number, _hash, line in rows:
            top = newest.get(log) if log else None
            if top is None or number >= top.size:
                raise CannotProve(f"entry {entry} has no head yet: it waits for its seal")
            path = inclusion(number, top.size, Stored(connection, log))
            proofs.append(Inclusion(key, at, line, log, number, tuple(path), top))
    return proofs


def grow(connection: Connection, log: str, older: int, newer: int) -> Growth:
    """Return the proof that a log of `older` leaves begins that of `newer`.

    Raises `CannotProve`, or `Broken` when leaves are missing.
    """
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        top = {one.log: one.size for one, _cluster in newest_heads(connection)}.get(log, 0)
        if not top:
            raise CannotProve(f"there is no log {log}")
        if not 0 < older <= newer <= top:
            raise CannotProve(f"log {log} has {top} leaves: sizes are from 1 to {top}, in order")
        stored = Stored(connection, log)
        heads = [
            head(row)
            for size in sorted({older, newer})
            for row in connection.execute(_OF_SIZE.encode(), [log, size]).fetchall()
        ]
        roots = [stored.tree(size).root() for size in (older, newer)]
        path = consistency(older, newer, stored)
    return Growth(log, older, newer, roots[0], roots[1], tuple(path), tuple(heads))
