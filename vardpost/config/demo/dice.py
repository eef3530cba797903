"""One source of chance for the whole demo: the same seed gives the same data."""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

Thing = TypeVar("Thing")


class Dice(random.Random):  # invented data, nothing secret
    """Chance that can be repeated, and ids in the layout of `kernel.ids.new_id`."""

    def id(self, at: datetime) -> UUID:
        """Return an id that sorts by `at`, as those of the running product do."""
        value = (int(at.timestamp() * 1000) & ((1 << 48) - 1)) << 80
        value |= 0x7 << 76 | self.getrandbits(12) << 64 | 0b10 << 62 | self.getrandbits(62)
        return UUID(int=value)

    def one_in(self, many: int) -> bool:
        """Return true once in so many."""
        return self.randrange(many) == 0

    def some(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """Return so many different things, in a random order; all when there are fewer."""
        return self.sample(things, min(count, len(things)))
