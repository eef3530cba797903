"""Files of statements, outside the database: one line each, only ever added to."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from vardpost.audit.statements import Head, Statement, head_of, parse

HEADS = "heads-*.jsonl"


def append(file: Path, statements: Iterable[Statement]) -> None:
    """Add lines to a file; they are on the disk afterwards.

    Raises `OSError`, and then the file is as long as it was. Half a line that a crash left at the
    end is taken away first: whoever wrote it never heard that it stood there.
    """
    data = "".join(f"{one.line()}\n" for one in statements).encode()
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # two sealers tell one after the other
        before = _whole(handle)
        os.lseek(handle, before, os.SEEK_SET)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        except OSError:
            with suppress(OSError):
                os.ftruncate(handle, before)
            raise
    finally:
        os.close(handle)


def _whole(handle: int) -> int:
    """Return the length of a file up to its last whole line, and cut it there."""
    size = os.fstat(handle).st_size
    end = size
    while end:
        start = max(0, end - 4096)
        piece = os.pread(handle, end - start, start)
        if b"\n" in piece:
            end = start + piece.rindex(b"\n") + 1
            break
        end = start
    if end < size:
        os.ftruncate(handle, end)
    return end


def read(file: Path, offset: int = 0) -> Iterator[Statement]:
    """Yield the whole lines of a file from `offset` on. Raises `NotAStatement`, `OSError`."""
    with file.open("rb") as source:
        source.seek(offset)
        for line in source:
            if line.endswith(b"\n"):
                yield parse(line)


def heads_files(place: Path) -> list[Path]:
    """Return the files of heads in a folder, the oldest first; or the one file that is named."""
    return sorted(place.glob(HEADS)) if place.is_dir() else [place]


class HeadsFile:
    """The heads of one folder, a file a month: what the sealer has told the world.

    Each month's file begins with the newest head of every log, so that the newest file is enough to
    go on from.
    """

    def __init__(self, folder: Path) -> None:
        """Use `folder`; nothing is read yet."""
        self.folder = folder
        self.newest: dict[str, Head] = {}
        self._read_to: tuple[Path, int] | None = None

    def refresh(self) -> None:
        """Read what has been added, by whomever. Raises `NotAStatement`, `OSError`."""
        files = heads_files(self.folder) if self.folder.is_dir() else []
        if not files:
            self.newest, self._read_to = {}, None
            return
        file, offset = files[-1], 0
        size = file.stat().st_size
        if self._read_to and self._read_to[0] == file and self._read_to[1] <= size:
            offset = self._read_to[1]
        else:
            self.newest = {}
        for statement in read(file, offset):
            self._take(statement)
        self._read_to = (file, size)

    def _take(self, statement: Statement) -> None:
        if statement.kind == "restored":
            self.newest = {}  # the lines that follow say where the database stands
        elif statement.kind == "head":
            head = head_of(statement)
            before = self.newest.get(head.log)
            # Two sealers may tell one head twice, and the second time after a newer one.
            if before is None or head.number >= before.number:
                self.newest[head.log] = head

    def add(self, heads: Iterable[Head]) -> None:
        """Write heads, oldest first; they are on the disk afterwards. Raises `OSError`."""
        for month, found in _by_month(heads).items():
            file = self._file(month)
            if not file.exists():
                append(file, [one.statement() for one in self.newest.values()])
            append(file, [head.statement() for head in found])
            self.newest |= {head.log: head for head in found}
            self._read_to = (file, file.stat().st_size)

    def note(self, statement: Statement, heads: Iterable[Head]) -> None:
        """Write what an operator has done, and heads after it. Raises `OSError`."""
        file = self._file(statement.fields["at"][:7])
        written = [statement, *(head.statement() for head in heads)]
        append(file, written)
        for one in written:
            self._take(one)
        self._read_to = (file, file.stat().st_size)

    def _file(self, month: str) -> Path:
        """Return the file of a month; what is told late goes into the newest there is."""
        file = self.folder / f"heads-{month}.jsonl"
        return max([file, *heads_files(self.folder)])


def _by_month(heads: Iterable[Head]) -> dict[str, list[Head]]:
    found: dict[str, list[Head]] = {}
    for head in heads:
        found.setdefault(f"{head.at:%Y-%m}", []).append(head)
    return found
