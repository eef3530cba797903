"""One pass of the seal: entries without a leaf get one, in the order of their transactions.

Gap-safe: an entry is taken when it can be seen and has no leaf, from the oldest transaction on that
was still open when the last pass began. A transaction that ends late is found by the pass after it;
one that is rolled back leaves nothing to find. Clocks decide nothing here (ADR 0022).
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from vardpost.audit.alarms import Alarm, Kind, raise_alarm, settle
from vardpost.audit.files import HeadsFile
from vardpost.audit.keys import Keys, Signer
from vardpost.audit.lines import FORM, NOWHERE, line, log_of
from vardpost.audit.statements import NOTHING, Head, NotAStatement
from vardpost.audit.stored import Broken, Connection, Stored, heads_after, newest_heads
from vardpost.audit.tree import Growing, leaf_hash
from vardpost.kernel import clock

#: Entries a transaction: so much is done anew when the process is killed.
MOST = 5_000
#: The log without a region is signed at least so often: who stops is noticed by that.
AT_REST = timedelta(seconds=60)
#: No entry waits longer for its head, in seconds.
LONGEST = 10.0
#: An entry whose own moment differs so much from the seal's tells of a clock that is wrong.
ODD = timedelta(minutes=10)
#: Nobody else uses this number for an advisory lock.
LOCK = 0x61756469
_LAST = UUID(int=(1 << 128) - 1)

_ROWS = f"""
select e.xid, e.id, e.at, e.region_id, {line()} from audit_entry e
 where (e.xid, e.id) > (%s, %s)
   and not exists (select 1 from audit_leaf l where l.entry_id = e.id and l.entry_at = e.at)
 order by e.xid, e.id limit {MOST}
"""  # noqa: S608  # our own columns
#: With few rows, or none, a planner without statistics would read whole tables.
_SETTINGS = """
set local time zone 'UTC'; set local synchronous_commit = on; set local statement_timeout = '1h';
set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off
"""
_NOW = (
    "select pg_current_snapshot()::text, (select system_identifier::text from pg_control_system())"
)


class Refused(RuntimeError):
    """Nothing is sealed; the text says why and what to do."""

    def __init__(self, kind: Kind, text: str, log: str = "") -> None:
        """Keep the kind of alarm."""
        super().__init__(text)
        self.kind = kind
        self.log = log


class Elsewhere(RuntimeError):
    """Another sealer is at work; there is nothing to do."""


@dataclass(slots=True)
class Sweep:
    """A walk over what has no leaf, which may take several passes."""

    #: What could be seen when it began: all of that has its leaf when it ends.
    seen: str
    cluster: str
    xid: int
    id: UUID
    #: Every entry is asked whether it has its leaf: the first time, or in another cluster.
    full: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What a pass did."""

    entries: int
    heads: tuple[Head, ...]
    more: bool


@dataclass(slots=True)
class Grown:
    """What a pass adds to one log."""

    tree: Growing
    leaves: list[tuple[Any, ...]] = field(default_factory=list)
    nodes: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, log: str, entry_id: UUID, at: datetime, hashed: bytes) -> None:
        """Add a leaf, and the nodes that it completes."""
        self.leaves.append((log, self.tree.size, at, entry_id, FORM, hashed))
        for level, position, node in self.tree.add(hashed):
            self.nodes.append((log, level, position, node))


class Sealing:
    """Passes over one connection, with the trees kept between them."""

    def __init__(self, connection: Connection, signer: Signer, keys: Keys, file: HeadsFile) -> None:
        """Use a connection of the sealer's role, a key of the list, and the file of heads."""
        keys.require(signer.id)
        self.connection = connection
        self.signer = signer
        self.keys = keys
        self.file = file
        self.heads: dict[str, Head] = {}
        self.trees: dict[str, Growing] = {}
        self.sweep: Sweep | None = None
        #: When the last pass looked, by a clock that nobody sets.
        self.looked: float | None = None
        self._settled = False

    def once(self, *, rest: bool = True) -> Done:
        """Seal what there is, at most `MOST` entries, and tell the heads.

        Raises `Refused`, `Elsewhere`, or the database's error; then nothing was sealed, or it was
        and the next pass tells of it.
        """
        looked = time.monotonic()
        self._refresh()
        try:
            with self.connection.transaction():
                done, sweep = self._pass(rest=rest)
        except psycopg.errors.UniqueViolation as error:
            raise Elsewhere from error
        self.sweep, self.looked = sweep, looked
        self.heads |= {head.log: head for head in done.heads}
        self._tell(done.heads)
        return done

    def _pass(self, *, rest: bool) -> tuple[Done, Sweep | None]:
        run = self.connection.execute
        run(_SETTINGS.encode())
        if run("select pg_try_advisory_xact_lock(%s)", [LOCK]).fetchone() != (True,):
            raise Elsewhere
        known = newest_heads(self.connection)
        self._compare([head for head, _cluster in known])
        sweep = self._sweep(known)
        rows = run(_ROWS.encode(), [sweep.xid, sweep.id]).fetchall()
        grown = self._grow(rows)
        more = len(rows) == MOST
        if more:
            sweep.xid, sweep.id = rows[-1][0], rows[-1][1]
        now, last = clock.now(), max((head.at for head, _ in known), default=None)
        heads = self._sign(grown, sweep, now=now, last=last, more=more, rest=rest)
        self._write(grown, heads, sweep.cluster)
        if last is not None and not sweep.full:
            self._notice(rows, now, last)
        if heads and not self._settled:
            settle(self.connection)
            self._settled = True
        for log, one in grown.items():
            self.trees[log] = one.tree
        return Done(len(rows), tuple(heads), more), sweep if more else None

    def _sweep(self, known: list[tuple[Head, str]]) -> Sweep:
        """Return the walk that is under way, or begin one after the newest head."""
        if self.sweep is not None:
            return self.sweep
        row = self.connection.execute(_NOW.encode()).fetchone()
        seen, cluster = row if row else ("", "")
        newest = max(known, key=lambda one: one[0].at, default=None)
        # In another cluster transactions are counted anew (a restored dump, a new major version),
        # so that their numbers say nothing: every entry is asked once whether it has its leaf.
        if newest is None or newest[1] != cluster or newest[0].oldest_open > _end(seen):
            return Sweep(seen, cluster, -1, _LAST, full=True)
        return Sweep(seen, cluster, newest[0].oldest_open - 1, _LAST, full=False)

    def _compare(self, heads: list[Head]) -> None:
        """Hold the database, the file of heads and the trees in memory against each other."""
        for head in heads:
            if self.heads.get(head.log) != head:
                self.adopt(head)
            self._catch_up(head)
        there = {head.log: head for head in heads}
        for log, told in self.file.newest.items():
            found = there.get(log)
            if found is None or found.number < told.number:
                raise Refused(Kind.RESTORED, _OLDER.format(log=log, told=told), log)
            if found.number == told.number and found.statement() != told.statement():
                raise Refused(Kind.FORKED, _OTHER.format(log=log, told=told), log)

    def adopt(self, head: Head) -> None:
        """Take up a log where the database has it, if it holds together there."""
        if not self.keys.signed(head.statement()):
            text = f"log {head.log}: head {head.number} is signed by no key of the list"
            raise Refused(Kind.BROKEN, text, head.log)
        try:
            tree = Stored(self.connection, head.log).tree(head.size)
        except Broken as error:
            raise Refused(Kind.BROKEN, str(error), head.log) from error
        if tree.root() != head.root:
            text = f"log {head.log}: its leaves do not give the root of head {head.number}"
            raise Refused(Kind.BROKEN, text, head.log)
        self.trees[head.log] = tree
        self.heads[head.log] = head
        self.sweep = None

    def _catch_up(self, newest: Head) -> None:
        """Tell the file of heads what another sealer, or one that was killed, has sealed."""
        told = self.file.newest.get(newest.log)
        if told is not None and told.number >= newest.number:
            return
        before = told.statement().hash() if told else NOTHING
        missing = heads_after(self.connection, newest.log, told.number if told else 0)
        for head in missing:
            if head.previous != before or not self.keys.signed(head.statement()):
                text = f"log {head.log}: head {head.number} does not follow the one before it"
                raise Refused(Kind.FORKED, text, head.log)
            before = head.statement().hash()
        self._tell(missing)

    def _refresh(self) -> None:
        try:
            self.file.refresh()
        except (OSError, NotAStatement) as error:
            raise Refused(Kind.HEADS_FILE, f"{self.file.folder}: {error}") from error

    def _grow(self, rows: list[tuple[Any, ...]]) -> dict[str, Grown]:
        grown: dict[str, Grown] = {}
        for _xid, entry_id, at, region, text in rows:
            log = log_of(region)
            one = grown.get(log)
            if one is None:
                tree = self.trees.get(log)
                one = grown[log] = Grown(tree.copy() if tree else Growing())
            one.add(log, entry_id, at, leaf_hash(text.encode()))
        return grown

    def _sign(
        self,
        grown: dict[str, Grown],
        sweep: Sweep,
        *,
        now: datetime,
        last: datetime | None,
        more: bool,
        rest: bool,
    ) -> list[Head]:
        """Return a head for each log that has grown, and for the one that shows we are here."""
        # Never earlier than a head before it: a clock that goes back orders nothing.
        at = max(now, last + timedelta(milliseconds=1)) if last else now
        resting = self.heads.get(NOWHERE)
        logs = set(grown)
        due = resting is None or at - resting.at >= AT_REST or sweep.full
        if rest and due and not more:
            logs.add(NOWHERE)
        made = []
        for log in sorted(logs):
            before = self.heads.get(log)
            tree = grown[log].tree if log in grown else self.trees.get(log, Growing())
            head = Head(
                log=log,
                number=before.number + 1 if before else 1,
                size=tree.size,
                root=tree.root(),
                at=at,
                previous=before.statement().hash() if before else NOTHING,
                seen=self._seen() if more else sweep.seen,
                key=self.signer.id,
            )
            made.append(head.signed(self.signer.sign(head.statement())))
        return made

    def _seen(self) -> str:
        """Return what the newest head had seen: a walk that is not at its end has seen no more."""
        newest = max(self.heads.values(), key=lambda head: head.at, default=None)
        return newest.seen if newest else "0:0:"

    def _write(self, grown: dict[str, Grown], heads: list[Head], cluster: str) -> None:
        leaves = [row for one in grown.values() for row in one.leaves]
        nodes = [row for one in grown.values() for row in one.nodes]
        columns = "audit_leaf (log, number, entry_at, entry_id, form, hash)"
        _copy(self.connection, columns, leaves)
        _copy(self.connection, "audit_node (log, level, position, hash)", nodes)
        told = [
            (h.log, h.number, h.size, h.at, h.root, h.previous, h.seen, h.key, h.signature, cluster)
            for h in heads
        ]
        columns = "audit_head (log, number, size, at, root, previous, seen, key_id, signature, "
        _copy(self.connection, columns + "cluster)", told)

    def _notice(self, rows: list[tuple[Any, ...]], now: datetime, last: datetime) -> None:
        """Tell of entries that have waited, and of those that say another time than it was."""
        if rows:
            oldest = (now - min(row[2] for row in rows)).total_seconds()
            waited = oldest if self.looked is None else time.monotonic() - self.looked
            if waited > LONGEST:
                facts: dict[str, object] = {"seconds": round(waited), "entries": len(rows)}
                raise_alarm(self.connection, Alarm(Kind.WAITED, "", facts))
        if now < last - timedelta(seconds=1):
            facts = {"head": last.isoformat(), "clock": now.isoformat()}
            raise_alarm(self.connection, Alarm(Kind.CLOCK, "", facts), once=True)
        for kind, odd in (
            (Kind.LATE, [row for row in rows if row[2] < last - ODD]),
            (Kind.AHEAD, [row for row in rows if row[2] > now + ODD]),
        ):
            if odd:
                facts = {"entries": len(odd), "first": str(odd[0][1]), "at": odd[0][2].isoformat()}
                raise_alarm(self.connection, Alarm(kind, log_of(odd[0][3]), facts))

    def _tell(self, heads: Iterable[Head]) -> None:
        """Write to the file of heads, after the commit: the file never knows more than is so."""
        try:
            self.file.add(list(heads))
        except OSError as error:
            raise Refused(Kind.HEADS_FILE, f"{self.file.folder}: {error.strerror}") from error


def _end(seen: str) -> int:
    """Return the first transaction that had not begun in a snapshot."""
    return int(seen.split(":")[1])


def _copy(connection: Connection, place: str, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor, cursor.copy(f"copy {place} from stdin".encode()) as target:
        for row in rows:
            target.write_row(row)


_OLDER = (
    "log {log}: the file of heads knows head {told.number} (size {told.size}, {told.at}), and the "
    "database does not: it is older than the file. If a backup was restored on purpose: "
    "./manage.py audit resume --reason TEXT"
)
_OTHER = (
    "log {log}: head {told.number} is another one in the database than in the file of heads: "
    "one of them was changed; ./manage.py audit verify names what differs"
)
