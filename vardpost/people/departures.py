"""When somebody can no longer answer on a unit: what rooms above do about her work.

This room may not know of cases, and whoever runs a unit may not read them. So the rooms that hold
work register here how much of it somebody has, and what becomes of it. Every path that ends a
right to answer (a permission taken away or run out, an account deactivated, a colleague gone from
the directory) goes through `actions.leaving.depart`, in its own transaction (domain 3, *absent
responder*). What no such path has seen, since an account or a grant was changed past the verbs, is
found by time: `left_behind` names it, and the one timer of this room sends it the same way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_noop as later

from vardpost.kernel.actor import Actor, UnitRef

#: Why, as the history of what was handed over says; kept in Swedish, shown in the page's language.
TAKEN_AWAY = later("Behörigheten togs bort")
RAN_OUT = later("Behörigheten gick ut")
DEACTIVATED = later("Kontot avaktiverades")
NOT_IN_DIRECTORY = later("Finns inte längre i katalogen")
GONE = later("Den som svarade senast arbetar inte här längre")
REASONS = (TAKEN_AWAY, RAN_OUT, DEACTIVATED, NOT_IN_DIRECTORY, GONE)


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody who can no longer answer on a unit, and who gets the work.

    `to` is a responder of the unit, None for the unit's inbox. `requested_by` and `requester_id`
    name the human behind it, empty and None when time itself is; `key` is the same however often
    the same departure is carried out.
    """

    person_id: UUID
    unit: UnitRef
    to: UUID | None
    reason: str
    requested_by: str
    requester_id: UUID | None
    key: UUID


class OpenWork(Protocol):
    """Returns how many pieces of open work each person has on a unit; those without are absent."""

    def __call__(self, unit_id: UUID, people: Sequence[UUID], /) -> Mapping[UUID, int]: ...


class HandOver(Protocol):
    """Hands over or returns the open work, as the system; returns how much it was."""

    def __call__(self, *, actor: Actor, departure: Departure) -> int: ...


class LeftBehind(Protocol):
    """Returns who has open work on a unit of the region, and answers there no longer.

    Each is (unit, person), at most some hundreds of them. For the system of the region.
    """

    def __call__(self, *, actor: Actor) -> Sequence[tuple[UUID, UUID]]: ...


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work."""

    open_work: OpenWork
    hand_over: HandOver
    left_behind: LeftBehind


_WORK: dict[str, Work] = {}


def register(name: str, work: Work) -> None:
    """Make a kind of work known; called once, when the room's app is ready."""
    _WORK[name] = work


def kinds() -> Iterable[Work]:
    """Return every kind of work, in a fixed order."""
    return [_WORK[name] for name in sorted(_WORK)]


def open_work(unit_id: UUID, people: Sequence[UUID]) -> dict[UUID, int]:
    """Return how much open work each of the people has on the unit: numbers, nothing else."""
    found = dict.fromkeys(people, 0)
    if found:
        for kind in kinds():
            for person, count in kind.open_work(unit_id, people).items():
                found[person] += count
    return found
