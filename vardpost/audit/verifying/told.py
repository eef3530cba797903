"""The heads that were told, outside the database, against those that are in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from vardpost.audit.files import heads_files, read
from vardpost.audit.keys import Keys
from vardpost.audit.statements import Head, NotAStatement, Statement, head_of, moment
from vardpost.audit.verifying.report import Finding, Report
from vardpost.audit.verifying.walk import SHORT


@dataclass(slots=True)
class Told:
    """What a file, or a folder of files, says; read once for all logs."""

    place: Path
    keys: Keys
    report: Report
    #: By log, the beginnings of the hashes of the heads that the database has.
    digests: Mapping[str, bytearray]
    #: The newest head that the database has, of any log.
    newest: datetime | None
    #: Tells of rows that were written anew and of transactions that never were: see `older.py`.
    restored: Callable[[Head], bool]
    missing: dict[str, list[Head]] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    #: Of each restore: how far the database went, by log.
    restores: list[Mapping[str, int]] = field(default_factory=list)
    lost: int = 0
    #: By log, the highest number that the files have told so far, since the last restore.
    followed: dict[str, int] = field(default_factory=dict)

    def check(self) -> None:
        """Tell of what does not agree."""
        files = heads_files(self.place)
        try:
            noted = list(self._noted(files, "restored"))
            self.restores = [_kept(one) for one in noted]
            self.report.notes += [
                f"a backup was restored {one.fields['at']}: {one.fields['reason']}" for one in noted
            ]
            before = 0
            for restore, one in self._heads(files):
                if restore != before:
                    before, self.followed = restore, {}
                self._follow(one)
                self._one(one, restore)
        except (OSError, NotAStatement) as error:
            self._find("heads_file", "", f"{self.place}: {error}")
        if not self.known and any(self.digests.values()):
            self._find("heads_file", "", f"{self.place} holds no heads: a cut would not be seen")
        if self.lost:
            self.report.notes.append(
                f"{self.lost} heads belong to what was lost when a backup was restored"
            )
        self._tell_missing()

    def logs(self) -> set[str]:
        """Return every log that is told of. Raises `OSError`, `NotAStatement`."""
        newest = heads_files(self.place)[-1:]  # a month's file begins with the head of every log
        return {one.fields["log"] for file in newest for one in read(file) if one.kind == "head"}

    def detached(self) -> list[Statement]:
        """Return the signed words of parts that were taken out."""
        return list(self._noted(heads_files(self.place), "detached"))

    def _noted(self, files: Iterable[Path], kind: str) -> Iterator[Statement]:
        """Yield what an operator has done; what is not signed is told of."""
        for file in files:
            for one in _of_kind(file, kind):
                if self.keys.signed(one):
                    yield one
                else:
                    self._find("heads_file", "", f"{file.name}: a line about {kind} is not signed")

    def _heads(self, files: Iterable[Path]) -> Iterator[tuple[int, Head]]:
        """Yield each head with the number of restores before it."""
        restore = 0
        for file in files:
            for one in read(file):
                if one.kind == "head":
                    yield restore, head_of(one)
                elif one.kind == "restored" and self.keys.signed(one):
                    restore += 1

    def _follow(self, told: Head) -> None:
        """Tell of lines that were taken out of the middle; a single file may be notes."""
        before = self.followed.get(told.log)
        if before is not None and told.number > before + 1 and self.place.is_dir():
            text = (
                f"log {told.log}: heads {before + 1} to {told.number - 1} are missing in "
                f"{self.place.name}, before {moment(told.at)}"
            )
            self._find("heads_file", told.log, text, told)
        self.followed[told.log] = max(told.number, before or 0)

    def _one(self, told: Head, restore: int) -> None:
        digests = self.digests.get(told.log)
        if digests is None:
            return
        number = told.number
        later = [kept.get(told.log, 0) for kept in self.restores[restore:]]
        if later and number > min(later):
            self.lost += 1
            return
        self.known[told.log] = max(number, self.known.get(told.log, 0))
        here = bytes(digests[SHORT * (number - 1) : SHORT * number])
        if here == told.statement().hash()[:SHORT]:
            return
        if not self.keys.signed(told.statement()):
            text = f"log {told.log}: head {number} in {self.place.name} is not what was signed"
            self._find("heads_file", told.log, text, told)
        elif not here:
            self.missing.setdefault(told.log, []).append(told)
        else:
            text = (
                f"log {told.log}: head {number} (size {told.size}, {moment(told.at)}) was told, "
                "and the database has another one: the log was made anew"
            )
            self._find("rebuilt", told.log, text, told)

    def _tell_missing(self) -> None:
        """Name what the database lacks: the end of a log, or everything since a moment."""
        if not self.missing:
            return
        first = min((heads[0] for heads in self.missing.values()), key=lambda head: head.at)
        # Where one log goes on, and where the same rows lie in the same cluster, something was
        # taken away; an older database has nothing of all that was sealed since.
        whole = self.newest is None or self.newest < first.at
        whole = whole and self.restored(first)
        for log, heads in sorted(self.missing.items()):
            there = len(self.digests[log]) // SHORT
            ends = f"the database ends at head {there}" if there else "the database has none"
            text = (
                f"log {log}: heads {heads[0].number} to {heads[-1].number} (size {heads[-1].size}, "
                f"until {moment(heads[-1].at)}) were told, and {ends}"
            )
            self._find("old_backup" if whole else "cut_tail", log, text, heads[-1])

    def _find(self, kind: str, log: str, text: str, told: Head | None = None) -> None:
        at, number = (moment(told.at), told.size) if told else ("", None)
        self.report.add(Finding(kind, log, text, number, at=at))


def _of_kind(file: Path, kind: str) -> Iterator[Statement]:
    """Yield the statements of a rare kind, without taking every line apart."""
    mark = f'{{"kind": "{kind}"'.encode()
    with file.open("rb") as source:
        if not any(line.startswith(mark) for line in source):
            return
    for one in read(file):
        if one.kind == kind:
            yield one


def _kept(restored: Statement) -> dict[str, int]:
    """Return how far each log went after a restore."""
    kept = {}
    for part in restored.fields["logs"].split(","):
        log, _, number = part.partition(":")
        if number.isdigit():
            kept[log] = int(number)
    return kept
