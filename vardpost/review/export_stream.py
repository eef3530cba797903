"""Text into an encrypted file, piece by piece: nothing is held but the piece at hand. Pure.

The format is age (age-encryption.org/v1), to one recipient's X25519 key; see ADR 0021.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256

import pyrage

#: Bytes of a stored piece, about; age itself works in pieces of 64 kB.
PIECE = 256 * 1024


class NotAKey(ValueError):
    """What was given as a recipient is no public key of age."""


def recipient(text: str) -> str:
    """Return a recipient's key as it is kept. Raises `NotAKey`."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text.strip()))
    except pyrage.RecipientError as error:
        raise NotAKey from error


def encrypt(texts: Iterator[str], to: str, keep: Callable[[bytes], None]) -> tuple[str, int]:
    """Encrypt the texts, and give each piece to `keep`; return SHA-256 and size of it all.

    What `texts` or `keep` raises ends it, and is raised again as it was.
    """
    source, sink = _Source(texts), _Sink(keep)
    try:
        pyrage.encrypt_io(source, sink, [pyrage.x25519.Recipient.from_str(to)])
    except pyrage.EncryptError:
        raised = source.raised or sink.raised
        if raised is not None:
            raise raised from None
        raise
    sink.end()
    return sink.sum.hexdigest(), sink.size


class _Source:
    """What age reads: a file that is written while it is read."""

    def __init__(self, texts: Iterator[str]) -> None:
        self.texts = texts
        self.left = b""
        self.raised: BaseException | None = None

    def read(self, most: int) -> bytes:
        """Return at most so many bytes, none at the end."""
        try:
            while not self.left:
                self.left = next(self.texts).encode()
        except StopIteration:
            return b""
        except BaseException as error:
            self.raised = error
            raise
        piece, self.left = self.left[:most], self.left[most:]
        return piece


class _Sink:
    """What age writes to."""

    def __init__(self, keep: Callable[[bytes], None]) -> None:
        self.keep = keep
        self.held = bytearray()
        self.sum = sha256()
        self.size = 0
        self.raised: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self.sum.update(data)
        self.size += len(data)
        self.held += data
        if len(self.held) >= PIECE:
            self.end()
        return len(data)

    def end(self) -> None:
        """Keep what is held."""
        try:
            if self.held:
                self.keep(bytes(self.held))
        except BaseException as error:
            self.raised = error
            raise
        self.held.clear()

    def flush(self) -> None:
        """Do nothing: a piece is kept when it is whole."""
