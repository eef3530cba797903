"""What is signed: heads, keys, and what an operator has done to the log, as text and as JSON.

A statement is a kind and a few fields of text. What is signed is one line a field in a fixed order,
so that anybody can put it together again by hand; what is kept and sent is one object of JSON.
`standalone/verify.py` holds the same rules once more, on purpose: it must stand alone.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

#: The fields of each kind, in the order in which they are signed.
KINDS: Mapping[str, tuple[str, ...]] = {
    "head": ("log", "number", "size", "root", "at", "previous", "seen", "key"),
    "key": ("key", "public", "at", "by"),
    "restored": ("at", "logs", "reason", "key"),
    "chosen": ("at", "what", "since", "until", "rows", "digest", "key"),
    "incident": ("at", "id", "what", "since", "until", "digest", "key"),
    "detached": ("at", "name", "since", "until", "rows", "digest", "key"),
}
#: What the first head of a log names as the one before it.
NOTHING = bytes(32)


class NotAStatement(ValueError):
    """A line that is no statement of a known kind."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A signed statement, or one that waits for its signature."""

    kind: str
    fields: Mapping[str, str]
    signature: bytes = b""

    def text(self) -> bytes:
        """Return what is signed."""
        lines = [f"vardpost audit {self.kind} 1"]
        lines += [f"{name} {self.fields[name]}" for name in KINDS[self.kind]]
        return "".join(f"{one}\n" for one in lines).encode()

    def hash(self) -> bytes:
        """Return the hash of what is signed: how the next head names this one."""
        return sha256(self.text()).digest()

    def line(self) -> str:
        """Return the statement as one line of JSON, without its end."""
        return json.dumps(self.data(), ensure_ascii=False)

    def data(self) -> dict[str, str]:
        """Return what the line of JSON holds."""
        ordered = {name: self.fields[name] for name in KINDS[self.kind]}
        return {"kind": self.kind, **ordered, "signature": to_base64(self.signature)}

    @property
    def signer(self) -> str:
        """The key that signed, or is to sign."""
        return self.fields["by" if self.kind == "key" else "key"]


@dataclass(frozen=True, slots=True)
class Head:
    """A head of a log: that its first `size` leaves have this root."""

    log: str
    number: int
    size: int
    root: bytes
    at: datetime
    previous: bytes
    seen: str
    key: str
    signature: bytes = b""

    def statement(self) -> Statement:
        """Return it as a statement."""
        fields = {
            "log": self.log,
            "number": str(self.number),
            "size": str(self.size),
            "root": self.root.hex(),
            "at": moment(self.at),
            "previous": self.previous.hex(),
            "seen": self.seen,
            "key": self.key,
        }
        return Statement("head", fields, self.signature)

    def signed(self, signature: bytes) -> "Head":
        """Return it with its signature."""
        return replace(self, signature=signature)

    @property
    def oldest_open(self) -> int:
        """The first transaction that was still open, or yet to come, when the head was made."""
        return int(self.seen.partition(":")[0] or 0)

    def has_seen(self, xid: int) -> bool:
        """Tell whether a transaction had ended, so that its entries must have their leaves."""
        oldest, end, still_open = (*self.seen.split(":"), "", "")[:3]
        if not oldest or xid >= int(end):
            return False
        return xid < int(oldest) or str(xid) not in still_open.split(",")


def head_of(statement: Statement) -> Head:
    """Return the head that a statement is. Raises `NotAStatement`."""
    field = statement.fields
    try:
        return Head(
            log=field["log"],
            number=int(field["number"]),
            size=int(field["size"]),
            root=bytes.fromhex(field["root"]),
            at=datetime.fromisoformat(field["at"]),
            previous=bytes.fromhex(field["previous"]),
            seen=field["seen"],
            key=field["key"],
            signature=statement.signature,
        )
    except (KeyError, ValueError) as error:
        raise NotAStatement(f"no head: {error}") from error


def parse(line: str | bytes) -> Statement:
    """Return the statement that a line of JSON holds. Raises `NotAStatement`."""
    try:
        data: dict[str, Any] = json.loads(line)
        kind = data["kind"]
        fields = {name: data[name] for name in KINDS[kind]}
        signature = base64.b64decode(data["signature"], validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise NotAStatement(f"no statement: {str(line)[:60]}") from error
    for name, value in fields.items():
        if not isinstance(value, str) or "\n" in value:
            raise NotAStatement(f"{name} is no line of text")
    return Statement(kind, fields, signature)


def moment(at: datetime) -> str:
    """Return a moment as statements write it: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def to_base64(data: bytes) -> str:
    """Return bytes as text."""
    return base64.b64encode(data).decode()
