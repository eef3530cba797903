"""What a verification found, for people and for programs."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

#: Of each kind and log so many are named one by one; the rest is counted.
NAMED = 50

#: What each kind means, in a sentence that goes before the place.
WORDS = {
    "altered": "the entry is not what was sealed",
    "removed": "the entry is gone",
    "inserted": "an entry that the seal never saw",
    "unsealed": "entries wait and nobody seals them",
    "reordered": "leaves stand in another order than was sealed",
    "leaf_altered": "the leaf was changed; its entry is what was sealed",
    "leaf_removed": "leaves are missing",
    "leaf_inserted": "leaves that no head holds",
    "wrong_log": "the entry stands in the log of another region",
    "changed": "the leaves do not give the root that was signed",
    "node_altered": "a stored subtree is not what its leaves give",
    "head_altered": "the head is not what was signed",
    "head_removed": "heads are missing",
    "cut_tail": "the end was cut off",
    "old_backup": "the database is older than the heads that were told",
    "rebuilt": "the head that was told is another one",
    "heads_file": "the file of heads cannot be trusted",
    "keys": "a head is signed by a key that is not in the list",
    "detached": "a part was taken out without a signed word of it",
    "export": "the exported part is not what was sealed",
    "structure": "the tables are not the product's",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, with its place."""

    kind: str
    log: str
    text: str
    number: int | None = None
    entry: str = ""
    at: str = ""

    def data(self) -> dict[str, Any]:
        """Return it for JSON."""
        told = {
            "kind": self.kind,
            "log": self.log,
            "number": self.number,
            "entry": self.entry,
            "at": self.at,
            "text": self.text,
        }
        return {name: value for name, value in told.items() if value not in (None, "")}


@dataclass(slots=True)
class LogReport:
    """What one log holds."""

    log: str
    leaves: int = 0
    size: int = 0
    heads: int = 0
    root: str = ""
    exported: int = 0
    last_head: str = ""


@dataclass(slots=True)
class Report:
    """Everything that a verification has to say."""

    logs: list[LogReport] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    waiting: int = 0
    rows: int = 0
    seconds: float = 0.0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        """Keep a finding; of many alike the first are named, and all are counted."""
        key = (finding.kind, finding.log)
        self.counts[key] += 1
        if self.counts[key] <= NAMED:
            self.findings.append(finding)

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.counts

    def data(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "whole": self.whole,
            "logs": [
                {
                    "log": one.log,
                    "leaves": one.leaves,
                    "size": one.size,
                    "heads": one.heads,
                    "root": one.root,
                    "last_head": one.last_head,
                    "exported": one.exported,
                }
                for one in self.logs
            ],
            "findings": [one.data() for one in self.findings],
            "counts": [
                {"kind": kind, "log": log, "count": count}
                for (kind, log), count in sorted(self.counts.items())
            ],
            "notes": self.notes,
            "waiting": self.waiting,
            "rows": self.rows,
            "seconds": round(self.seconds, 1),
        }

    def lines(self) -> list[str]:
        """Return it for people, the worst last."""
        told = []
        for one in self.logs:
            more = f", {one.exported} of them exported" if one.exported else ""
            told.append(f"log {one.log}: {one.leaves} entries, {one.heads} heads{more}")
        told += [f"note: {note}" for note in self.notes]
        told += [f"BROKEN {one.kind}: {one.text}" for one in self.findings]
        for (kind, log), count in sorted(self.counts.items()):
            if count > NAMED:
                told.append(f"BROKEN {kind}: log {log}: {count} in all")
        speed = f"{self.rows / self.seconds:.0f} a second" if self.seconds else ""
        if self.whole:
            told.append(f"whole: {self.rows} entries in {self.seconds:.1f} s, {speed}")
        else:
            told.append(f"BROKEN: {sum(self.counts.values())} findings in {self.rows} entries")
        return told
