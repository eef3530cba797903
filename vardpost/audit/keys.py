"""The key that heads are signed with, and the list of those that have been.

The private key is one file outside the database, readable by its owner alone. The list of public
keys lies beside the heads; each new key is signed by the one before it, so whoever trusts the first
trusts the last.
"""

import base64
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from vardpost.audit.files import append, read
from vardpost.audit.statements import NotAStatement, Statement, moment, to_base64
from vardpost.kernel import clock

LIST = "keys.jsonl"


class KeyProblem(RuntimeError):
    """The key, or the list of keys, cannot be used; the text says why and what to do."""


def key_id(public: bytes) -> str:
    """Return the short name of a public key."""
    return sha256(public).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key that is ready to sign."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def id(self) -> str:
        """The short name of the key."""
        return key_id(self.public)

    def sign(self, statement: Statement) -> bytes:
        """Return the signature of a statement."""
        return self.private.sign(statement.text())


def load(file: Path) -> Signer:
    """Return the key of a file. Raises `KeyProblem`: missing, open to others, or no key."""
    try:
        mode = file.stat().st_mode
        data = file.read_bytes()
    except OSError as error:
        raise KeyProblem(
            f"AUDIT_KEY_FILE={file}: {error.strerror}; to make one: ./manage.py audit key create"
        ) from error
    if mode & 0o077:
        raise KeyProblem(f"{file} can be read by others than its owner: chmod 600 {file}")
    try:
        private = load_pem_private_key(data, None)
    except (ValueError, TypeError) as error:
        raise KeyProblem(f"{file} holds no private key") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyProblem(f"{file} holds a key of another kind than Ed25519")
    return Signer(private)


def _write(signer: Signer, file: Path) -> None:
    """Write the private key, whole or not at all."""
    pem = signer.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    unfinished = file.with_name(file.name + ".new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(pem)
        target.flush()
        os.fsync(target.fileno())
    unfinished.rename(file)


def _entry(public: bytes, by: Signer) -> Statement:
    fields = {"key": key_id(public), "public": to_base64(public), "by": by.id}
    entry = Statement("key", fields | {"at": moment(clock.now())})
    return Statement("key", entry.fields, by.sign(entry))


def create(file: Path, folder: Path) -> str:
    """Make the first key and its list; return its name. Raises `KeyProblem` when there is one."""
    if file.exists():
        raise KeyProblem(f"{file} is there already; ./manage.py audit key rotate makes the next")
    if (folder / LIST).exists():
        raise KeyProblem(
            f"{folder / LIST} names keys, but {file} is missing: put the key back. "
            "If it is lost, move the folder aside and begin a new list; say so to whoever checks"
        )
    signer = Signer(Ed25519PrivateKey.generate())
    folder.mkdir(parents=True, exist_ok=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    _write(signer, file)
    append(folder / LIST, [_entry(signer.public, signer)])
    return signer.id


def rotate(file: Path, folder: Path) -> tuple[str, str]:
    """Make the next key, signed by the present one, which is then gone; return both names.

    The list comes first: a key that is listed and not used harms nobody.
    """
    old = load(file)
    Keys.read(folder / LIST).require(old.id)
    new = Signer(Ed25519PrivateKey.generate())
    append(folder / LIST, [_entry(new.public, old)])
    _write(new, file)
    return old.id, new.id


@dataclass(frozen=True, slots=True)
class Keys:
    """The public keys that are trusted, each signed by the one before it."""

    entries: tuple[Statement, ...]
    known: Mapping[str, Ed25519PublicKey]

    @classmethod
    def read(cls, file: Path) -> "Keys":
        """Return the keys of a list. Raises `KeyProblem` when it is missing or broken."""
        try:
            return cls.of(read(file))
        except OSError as error:
            raise KeyProblem(f"the list of keys {file}: {error.strerror}") from error
        except NotAStatement as error:
            raise KeyProblem(f"the list of keys {file}: {error}") from error

    @classmethod
    def of(cls, entries: Iterable[Statement]) -> "Keys":
        """Return the keys, each checked by the one that signed it. Raises `KeyProblem`."""
        kept: list[Statement] = []
        known: dict[str, Ed25519PublicKey] = {}
        for entry in entries:
            name, by = entry.fields.get("key", ""), entry.fields.get("by", "")
            public = base64.b64decode(entry.fields.get("public", ""))
            if entry.kind != "key" or len(public) != 32 or key_id(public) != name:
                raise KeyProblem(f"key {name} in the list is not what it says")
            loaded = Ed25519PublicKey.from_public_bytes(public)
            first = not kept and by == name
            signer = loaded if first else known.get(by)
            if signer is None or not _signed(signer, entry):
                raise KeyProblem(f"key {name} is not signed by one that is known")
            known[name] = loaded
            kept.append(entry)
        if not kept:
            raise KeyProblem("the list of keys is empty")
        return cls(tuple(kept), known)

    def require(self, name: str) -> None:
        """Raise `KeyProblem` when a key is not in the list."""
        if name not in self.known:
            raise KeyProblem(f"key {name} is not in the list of keys")

    def raw(self, name: str) -> bytes:
        """Return a public key of the list, 32 bytes."""
        return self.known[name].public_bytes(Encoding.Raw, PublicFormat.Raw)

    def signed(self, statement: Statement) -> bool:
        """Tell whether a key of the list signed a statement."""
        key = self.known.get(statement.signer)
        return key is not None and _signed(key, statement)


def _signed(key: Ed25519PublicKey, statement: Statement) -> bool:
    try:
        key.verify(statement.signature, statement.text())
    except InvalidSignature:
        return False
    return True
