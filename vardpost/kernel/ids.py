"""Identifiers made by the application: sortable random ids and stable keys."""

import os
import time
from uuid import UUID, uuid5

#: Namespace of every stable key; changing it would make old keys unrecognisable.
_NAMESPACE = UUID("6f1f8a52-6c0b-4c37-9f2e-2f7a7d7a9b11")


def new_id() -> UUID:
    """Return a new UUID of version 7: 48 bits of milliseconds, then 74 random bits (RFC 9562).

    Made here and not by the database, since PostgreSQL 15 has no `uuidv7()`.
    """
    milliseconds = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10), "big")
    random_a = tail >> 68
    random_b = tail & ((1 << 62) - 1)
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b
    return UUID(int=value)


def stable_key(*parts: object) -> UUID:
    """Return the same UUID for the same parts, always: the idempotency key of a change."""
    return uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts))
