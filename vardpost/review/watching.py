"""What is worth an alarm: many residents in a short time, and protected identities. Pure.

An alarm cannot wait to see whether anything comes of what was opened, as signals do. So it asks for
more: many different people whose cases the reader neither has nor has done anything in.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from vardpost.review.groups import Group

MASS: Final = "mass_reading"
PROTECTED: Final = "protected"
RULES: Final = (MASS, PROTECTED)

#: A limit is never so high that it is none (`forms/limit.py`).
FEWEST_RESIDENTS, MOST_RESIDENTS = 5, 100
#: The windows there are to choose between, in minutes.
SPANS = (10, 30, 60)
#: What has been looked into and closed about a person and a case gives no new alarm for so long.
SETTLED = timedelta(days=30)
#: What happened longer ago than this is for signals: there is nothing left to hurry for.
OLDEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many different residents within how many minutes are unusual."""

    residents: int = 20
    minutes: int = 30

    @property
    def window(self) -> timedelta:
        """Return how long the openings lie within that are counted together."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody opened a resident's case, or took something out of it."""

    id: UUID
    at: datetime
    person: UUID
    resident: UUID
    case: str
    action: str = ""
    #: Nobody had the case yet: whoever distributes has to open it.
    nobodys: bool = False


def strange(group: Group, relation: str, *, about_case: bool, residents: int) -> bool:
    """Whether an entry is an opening by somebody whose case it was not."""
    return (
        about_case
        and residents == 1
        and group in (Group.OPENED, Group.TAKEN)
        and relation != "assignee"
    )


def burst(opened: Sequence[Opened], limit: Limit) -> list[Opened]:
    """Return those that lie within a window with as many different residents as the limit.

    `opened` is one person's, in the order of time. Whether one is among them depends only on those
    within a window before and after it, so that asking again, in other batches, finds the same; and
    fewer openings never make more alarms.
    """
    found: list[Opened] = []
    inside: Counter[UUID] = Counter()
    first = kept = 0
    for last, one in enumerate(opened):
        inside[one.resident] += 1
        while opened[first].at < one.at - limit.window:
            gone = opened[first].resident
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first += 1
        if len(inside) >= limit.residents:
            found += opened[max(first, kept) : last + 1]
            kept = last + 1
    return found
