"""Encrypted files, written and read as streams: nothing in clear ever touches the disk.

The file is a header (mark and salt) and frames, each of at most one mebibyte and sealed with
AES-256-GCM under a key of this file alone. A frame's nonce holds its number and whether it is the
last one, so that frames cannot be cut off, swapped, repeated or taken from another file.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = b"VARDPOST-SEALED-1\n"
SALT = 32
FRAME = 1 << 20
TAG = 16
KEY = 32


class SealError(ValueError):
    """The key does not fit, or the file is not as it was written."""


def new_key(path: Path) -> None:
    """Write a new random key that only this account may read; never over an old one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(os.urandom(KEY).hex() + "\n")


def read_key(path: Path) -> bytes:
    """Return the key of a file; raises SealError when others may read it, or it is none."""
    if path.stat().st_mode & 0o077:
        raise SealError(f"{path} can be read by others: chmod 600 {path}")
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError as error:
        raise SealError(f"{path} holds no key") from error
    if len(key) != KEY:
        raise SealError(f"{path} holds no key of {KEY} bytes")
    return key


def seal(parts: Iterable[bytes], target: BinaryIO, key: bytes) -> int:
    """Write `parts` to `target`, encrypted; return the number of bytes that went in."""
    salt = os.urandom(SALT)
    cipher = _cipher(key, salt)
    target.write(MARK + salt)
    number = total = 0
    waiting: bytes | None = None
    for frame in _frames(parts):
        if waiting is not None:
            _write(target, cipher, number, waiting, last=False)
            number += 1
        waiting, total = frame, total + len(frame)
    _write(target, cipher, number, waiting or b"", last=True)
    return total


def unseal(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Yield what was sealed, each frame only after it has been proved genuine."""
    if source.read(len(MARK)) != MARK:
        raise SealError("this is no file that Vårdpost has sealed")
    cipher = _cipher(key, source.read(SALT))
    number = 0
    frame = source.read(FRAME + TAG)
    while True:
        following = source.read(FRAME + TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), frame, MARK)
        except InvalidTag as error:
            raise SealError(
                "the key does not fit, or the file is cut off or changed "
                f"(at frame {number}, byte {len(MARK) + SALT + number * (FRAME + TAG)})"
            ) from error
        if not following:
            return
        frame, number = following, number + 1


def _frames(parts: Iterable[bytes]) -> Iterator[bytes]:
    buffer = bytearray()
    for part in parts:
        buffer += part
        while len(buffer) >= FRAME:
            yield bytes(buffer[:FRAME])
            del buffer[:FRAME]
    if buffer:
        yield bytes(buffer)


def _write(target: BinaryIO, cipher: AESGCM, number: int, frame: bytes, *, last: bool) -> None:
    target.write(cipher.encrypt(_nonce(number, last=last), frame, MARK))


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">xxxQ?", number, last)


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=b"vardpost backup").derive(key)
    return AESGCM(derived)
