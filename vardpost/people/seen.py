"""What a resident sees of a unit, beyond finding it: told by the rooms above that know.

This room may not know of case types. So the room that has them registers here what an
administrator is told who asks why somebody does not see something (page *Enskilda invånare*).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing at a unit: whether the resident sees it, why, and where that is decided."""

    title: str
    sees: bool
    why: str
    #: Under the unit's administration.
    place: str


class Tell(Protocol):
    """Returns what a resident sees at a unit, in the page's language."""

    def __call__(
        self, unit_id: UUID, person_id: UUID, born: date, today: date, /
    ) -> Sequence[Seen]: ...


_TELL: dict[str, Tell] = {}


def register(name: str, tell: Tell) -> None:
    """Make known who tells; called once, when the room's app is ready."""
    _TELL[name] = tell


def seen_by(unit_id: UUID, person_id: UUID, born: date, today: date) -> list[Seen]:
    """Return what a resident sees at a unit, from everybody who tells."""
    return [one for name in sorted(_TELL) for one in _TELL[name](unit_id, person_id, born, today)]
