"""One log from its first leaf to its last head: every entry, leaf, subtree and head."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from psycopg.types.numeric import Int8BinaryLoader
from psycopg.types.string import ByteaBinaryLoader

from vardpost.audit.keys import Keys
from vardpost.audit.lines import NOWHERE, line_by, log_of
from vardpost.audit.sealing import ODD
from vardpost.audit.statements import NOTHING, Head, moment
from vardpost.audit.stored import FIRST, HEAD_COLUMNS, LAST, Broken, Connection, Stored, head
from vardpost.audit.tree import STEP, Growing, leaf_hash
from vardpost.audit.verifying.report import Finding, LogReport, Report

#: Rows a fetch.
PIECE = 2_000
#: Leaves between two heads that are kept to find out what became of them.
KEPT = 100_000
#: Heads that may be missing in a row: one each ten seconds for five years. A number further on was
#: written by somebody else, and no room is made for what it says is missing.
REACH = 1 << 24
#: Bytes of each head's hash that are held in memory, to compare with the file of heads.
SHORT = 16

_LEAVES = f"""
select l.number, l.hash, l.entry_id, l.entry_at, e.xid, e.region_id, {line_by("l.form")}
  from audit_leaf l left join audit_entry e on e.id = l.entry_id and e.at = l.entry_at
 where l.log = %s order by l.number
"""  # noqa: S608  # our own columns
_HEADS = f"select {HEAD_COLUMNS} from audit_head where log = %s order by number"  # noqa: S608  # ours

#: (number, stored hash, hash of the line or None, xid or None, the entry's sixteen bytes)
Kept = tuple[int, bytes, bytes | None, int | None, bytes]

#: PostgreSQL counts moments in microseconds since then.
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: Columns of a leaf that are read as they come, for there are millions of them.
_RAW = ("uuid", "text", "varchar")


def _moment(count: int) -> datetime:
    """Return a moment, or the first or last one that the calendar holds."""
    try:
        return _EPOCH + timedelta(microseconds=count)
    except OverflowError:
        return FIRST if count < 0 else LAST


@dataclass(frozen=True, slots=True)
class Detached:
    """A part that was taken out on purpose, with a signed word of it."""

    name: str
    since: datetime | None
    until: datetime
    rows: int
    digest: bytes

    def held(self, at: datetime) -> bool:
        """Tell whether an entry of this moment lay in it."""
        return (self.since is None or at >= self.since) and at < self.until


@dataclass(slots=True)
class Walk:
    """A walk through one log."""

    connection: Connection
    log: str
    keys: Keys
    report: Report
    detached: list[Detached]
    advance: Callable[[int], None] = lambda count: None
    #: Beginnings of the hashes of all heads, by number, one after another.
    digests: bytearray = field(default_factory=bytearray)
    told: LogReport = field(init=False)
    tree: Growing = field(default_factory=Growing)
    #: The tree at the last head that was right, and the leaves since.
    sure: Growing = field(default_factory=Growing)
    since: list[Kept] = field(default_factory=list)
    #: False after a root that was wrong, until stored subtrees give one that is right.
    trusted: bool = True
    before: Head | None = None
    late: int = 0
    #: An entry from before this says a time long before the head that came before it.
    earliest: int | None = None

    #: What the entries of this log mostly name as their region.
    region: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.region = b"" if self.log == NOWHERE else self.log.encode()
        self.told = LogReport(self.log)
        self.report.logs.append(self.told)

    def run(self) -> None:
        """Walk."""
        nodes = self._nodes()
        heads = self._heads()
        head_now = next(heads, None)
        while head_now is not None and head_now.size == 0:
            self._check_root(head_now)
            head_now = next(heads, None)
        mark = head_now.size if head_now else None
        for rows in self._pieces():
            counted = self.report.rows
            for row in rows:
                if not self._as_sealed(row, nodes):
                    self._leaf(row, nodes)
                while head_now is not None and mark is not None and mark <= self.tree.size:
                    self._check_root(head_now)
                    head_now = next(heads, None)
                    mark = head_now.size if head_now else None
            self.advance(self.report.rows - counted)
        self._end(head_now, heads)
        self.told.leaves = self.tree.size
        if self.late:
            self.report.notes.append(
                f"log {self.log}: {self.late} entries say a time long before the head that came "
                "before them: a clock was wrong, or somebody wrote of the past"
            )

    def _rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        name = f"walk_{self.log}_{len(sql)}"
        with self.connection.cursor(name, scrollable=False) as cursor:
            cursor.itersize = PIECE
            cursor.execute(sql.encode(), [self.log])
            while rows := cursor.fetchmany(PIECE):
                yield from rows

    def _pieces(self) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the leaves, each with the line of its entry, many at a time."""
        with self.connection.cursor(f"walk_{self.log}", scrollable=False) as cursor:
            for kind in _RAW:
                cursor.adapters.register_loader(kind, ByteaBinaryLoader)
            cursor.adapters.register_loader("timestamptz", Int8BinaryLoader)
            cursor.execute(_LEAVES.encode(), [self.log], binary=True)
            while rows := cursor.fetchmany(PIECE):
                yield rows

    def _nodes(self) -> dict[tuple[int, int], bytes]:
        """Return the stored subtrees: one for 256 leaves."""
        rows = self.connection.execute(
            "select level, position, hash from audit_node where log = %s", [self.log]
        )
        return {(level, position): hashed for level, position, hashed in rows}

    # Heads

    def _heads(self) -> Iterator[Head]:
        """Yield the heads that follow one another; what does not is told of."""
        last: Head | None = None
        for row in self._rows(_HEADS):
            now = head(row)
            number, previous = (last.number, last.statement().hash()) if last else (0, NOTHING)
            if now.number <= number or now.number > number + REACH:
                text = f"log {self.log}: head {now.number} has a number that none can have"
                self._find("head_altered", text, at=now.at)
                continue
            if now.number != number + 1:
                text = f"log {self.log}: heads {number + 1} to {now.number - 1} are missing"
                self._find("head_removed", text, at=now.at)
                self.digests += bytes(SHORT * (now.number - number - 1))
            elif now.previous != previous:
                self._broken_chain(last, now)
            if last and (now.at <= last.at or now.size < last.size):
                text = f"log {self.log}: head {now.number} is older or smaller than the one before"
                self._find("head_altered", text, at=now.at)
            if last and now.key != last.key:
                self._check_signature(last)
            self.digests += now.statement().hash()[:SHORT]
            last = now
            self.told.heads += 1
            yield now
        if last:
            self._check_signature(last)
            self.told.size, self.told.root = last.size, last.root.hex()
            self.told.last_head = moment(last.at)

    def _broken_chain(self, last: Head | None, now: Head) -> None:
        """Tell which of two heads that do not follow one another was changed."""
        wrong = [one for one in (last, now) if one and not self.keys.signed(one.statement())]
        for one in wrong or [now]:
            text = f"log {self.log}: head {one.number} (size {one.size}) is not what was signed"
            self._find("head_altered", text, at=one.at)

    def _check_signature(self, one: Head) -> None:
        """Check the last head that a key signed: it vouches for all before it."""
        if one.key not in self.keys.known:
            text = f"log {self.log}: head {one.number} is signed by {one.key}, a key nobody knows"
            self._find("keys", text, at=one.at)
        elif not self.keys.signed(one.statement()):
            text = f"log {self.log}: head {one.number} (size {one.size}) is not what was signed"
            self._find("head_altered", text, at=one.at)

    def _check_root(self, now: Head) -> None:
        """Hold the tree against a head of its size."""
        if self.tree.size == now.size:
            if self.tree.root() == now.root:
                self.trusted = True
            elif self.trusted:
                self._explain(now)
            self.sure = self.tree.copy()
            self.since.clear()
        self.before = now
        if not now.seen.startswith("0:0:"):
            self.earliest = (now.at - _EPOCH - ODD) // _MICROSECOND
        else:
            self.earliest = None

    def _explain(self, now: Head) -> None:
        """Find out what became of the leaves since the last head that was right."""
        first = self.sure.size
        by_lines = [hashed or stored for _number, stored, hashed, _xid, _id in self.since]
        if self._gives(by_lines, now):
            for number, stored, hashed, _xid, raw in self.since:
                if hashed and hashed != stored:
                    entry = UUID(bytes=raw)
                    text = f"log {self.log}: leaf {number} was changed, its entry {entry} was not"
                    self._find("leaf_altered", text, number=number, entry=entry)
            return
        ordered = sorted(self.since, key=lambda one: (one[3] or 0, one[4]))
        if self._gives([one[1] for one in ordered], now):
            moved = [
                one for one, right in zip(self.since, ordered, strict=True) if one[4] != right[4]
            ]
            for number, _stored, _hashed, _xid, raw in moved:
                entry = UUID(bytes=raw)
                text = f"log {self.log}: leaf {number} holds entry {entry}, which stood elsewhere"
                self._find("reordered", text, number=number, entry=entry)
            return
        self.trusted = False
        text = (
            f"log {self.log}: leaves {first} to {now.size - 1} (until {moment(now.at)}) do not "
            f"give the root that head {now.number} was signed for"
        )
        self._find("changed", text, number=first, at=now.at)

    def _gives(self, leaves: list[bytes], now: Head) -> bool:
        """Tell whether other leaves since the last sure head give its root; then go on with it."""
        if self.sure.size + len(leaves) != now.size:
            return False
        tree = self.sure.copy()
        for leaf in leaves:
            tree.add(leaf)
        if tree.root() != now.root:
            return False
        self.tree = tree
        return True

    # Leaves

    def _as_sealed(self, row: tuple[Any, ...], nodes: dict[tuple[int, int], bytes]) -> bool:
        """Add a leaf about which nothing is to be said; False of any other, which `_leaf` adds."""
        number, stored, raw, count, xid, region, text = row
        tree = self.tree
        if (
            text is None
            or sha256(b"\x00" + text).digest() != stored
            or number != tree.size
            or region != self.region
            or xid is None
            or not self.trusted
            or (self.earliest is not None and count < self.earliest)
        ):
            return False
        if len(self.since) < KEPT:
            self.since.append((number, stored, stored, xid, raw))
        for kept in tree.add(stored):
            self._check_node(kept, nodes)
        self.report.rows += 1
        return True

    def _leaf(self, row: tuple[Any, ...], nodes: dict[tuple[int, int], bytes]) -> None:
        """Add any leaf, and tell of what is wrong with it."""
        number, stored, raw, count, xid, region, text = row
        entry, at = UUID(bytes=raw), _moment(count)
        if number < self.tree.size:
            self._twice(number, entry, at)
            return
        if number > self.tree.size:
            self._jump(number)
        hashed = None
        if xid is None:
            self._gone(number, entry, at)
        elif text is None:
            words = f"log {self.log}: leaf {number} of entry {entry} names a form that nobody knows"
            self._find("leaf_altered", words, number=number, entry=entry, at=at)
        else:
            hashed = leaf_hash(text)
            if hashed != stored:
                words = f"log {self.log}: leaf {number}: entry {entry} of {moment(at)} was altered"
                self._find("altered", words, number=number, entry=entry, at=at)
            if log_of(region.decode()) != self.log:
                words = (
                    f"log {self.log}: leaf {number}: entry {entry} is of region {region.decode()!r}"
                )
                self._find("wrong_log", words, number=number, entry=entry, at=at)
        if self.earliest is not None and count < self.earliest:
            self.late += 1
        if len(self.since) < KEPT:
            self.since.append((number, stored, hashed, xid, raw))
        for kept in self.tree.add(stored):
            self._check_node(kept, nodes)
        if not self.trusted and not self.tree.size % (1 << STEP):
            self._take_up()
        self.report.rows += 1

    def _check_node(
        self, kept: tuple[int, int, bytes], nodes: dict[tuple[int, int], bytes]
    ) -> None:
        """Hold a subtree against the one that is stored."""
        level, position, node = kept
        if self.trusted and nodes.get((level, position)) != node:
            words = f"log {self.log}: subtree {level}/{position} is not what its leaves give"
            self._find("node_altered", words, number=position << level)

    def _gone(self, number: int, entry: UUID, at: datetime) -> None:
        """Tell of an entry that is not there, unless its part was taken out on purpose."""
        if any(one.held(at) for one in self.detached):
            self.told.exported += 1
            return
        text = f"log {self.log}: leaf {number}: entry {entry} of {moment(at)} was removed"
        self._find("removed", text, number=number, entry=entry, at=at)

    def _twice(self, number: int, entry: UUID, at: datetime) -> None:
        """Tell of a number that has been, or that none can have: a key was taken away first."""
        if number < 0:
            text = f"log {self.log}: leaf {number} of entry {entry} has a number that none can have"
            self._find("leaf_inserted", text, number=number, entry=entry, at=at)
            return
        text = f"log {self.log}: leaf {number}: entry {entry} of {moment(at)} is there twice"
        self._find("inserted", text, number=number, entry=entry, at=at)

    def _jump(self, number: int) -> None:
        """Go on after a gap in the numbers."""
        text = f"log {self.log}: leaves {self.tree.size} to {number - 1} are missing"
        self._find("leaf_removed", text, number=self.tree.size)
        self.trusted = False
        self.since.clear()
        # What stood in the gap is not known: nothing is said of roots until stored subtrees help.
        self.tree.skip(number)

    def _take_up(self) -> None:
        """Take the tree from the stored subtrees; the next head says whether they are right."""
        try:
            self.tree = Stored(self.connection, self.log).tree(self.tree.size)
        except Broken:
            return

    def _end(self, head_now: Head | None, heads: Iterator[Head]) -> None:
        """Compare the end of the leaves with the end of the heads."""
        last = head_now or self.before
        for one in heads:
            last = one
        size = last.size if last else 0
        if self.tree.size < size:
            text = (
                f"log {self.log}: leaves {self.tree.size} to {size - 1} are missing at the end; "
                f"head {last.number if last else 0} was signed for {size}"
            )
            self._find("cut_tail", text, number=self.tree.size, at=last.at if last else None)
        if self.tree.size > size:
            text = f"log {self.log}: leaves {size} to {self.tree.size - 1} are in no head"
            self._find("leaf_inserted", text, number=size)

    def _find(
        self,
        kind: str,
        text: str,
        *,
        number: int | None = None,
        entry: UUID | None = None,
        at: datetime | None = None,
    ) -> None:
        told = moment(at) if at else ""
        self.report.add(Finding(kind, self.log, text, number, str(entry or ""), told))
