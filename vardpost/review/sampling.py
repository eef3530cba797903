"""A sample that can be drawn again: the same seed from the same entries gives the same ones. Pure.

Each entry gets a place that nobody can foresee without the seed, SHA-256 of seed and entry id, and
the first so many are taken. The database orders by the same expression (`ORDER`), so that it is
never asked for more rows than are wanted; a test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from math import ceil
from typing import Literal
from uuid import UUID

#: The place of the entry `e`. Parameter: the seed.
ORDER = "sha256(convert_to(%s || e.id::text, 'UTF8'))"
#: As many as anybody looks through, and as many as are drawn from: a longer period is parted.
MOST_ITEMS = 500
MOST_DRAWN_FROM = 200_000
MOST_SEED = 40

Of = Literal["entries", "percent"]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a sample is: so many entries, or so many per cent of them."""

    of: Of = "entries"
    amount: int = 25

    def items(self, population: int) -> int:
        """Return how many are drawn out of so many; at least one where there are any."""
        wanted = self.amount if self.of == "entries" else ceil(population * self.amount / 100)
        return max(0, min(wanted, population, MOST_ITEMS))


def place(seed: str, entry: UUID) -> bytes:
    """Return the place of an entry in the order that a seed gives."""
    return sha256(f"{seed}{entry}".encode()).digest()


def draw(seed: str, entries: Iterable[UUID], size: Size) -> list[UUID]:
    """Return the sample in the order it was drawn, whatever order the entries come in."""
    ordered = sorted(set(entries), key=lambda entry: place(seed, entry))
    return ordered[: size.items(len(ordered))]
