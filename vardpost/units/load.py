"""How many cases wait at a unit: a number for those who set its limit.

This room may not know of cases; the room that has them registers how to count.
"""

from typing import Protocol
from uuid import UUID

#: More than the highest limit: then the page says that there are more.
MOST = 501


class Waiting(Protocol):
    """Returns how many wait for a first answer, at most `most`; None outside the scope."""

    def __call__(self, unit_id: UUID, most: int, /) -> int | None: ...


_COUNTS: list[Waiting] = []


def register(count: Waiting) -> None:
    """Make the count known; called once, when the room's app is ready."""
    _COUNTS[:] = [count]


def waiting(unit_id: UUID) -> int | None:
    """Return how many wait for a first answer at the unit, None when that cannot be told."""
    return _COUNTS[0](unit_id, MOST) if _COUNTS else None
