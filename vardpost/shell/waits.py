"""What waits for a resident beside her cases: rooms tell, her first page shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vardpost.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits: words, and where it is read."""

    words: str
    href: str


#: Returns what a room has for an actor, in the page's language.
Tell = Callable[[Actor], Sequence[Waits]]
_TELLERS: list[Tell] = []


def register_waits(tell: Tell) -> None:
    """Let a room tell what waits; called once, when its app is ready."""
    if tell not in _TELLERS:
        _TELLERS.append(tell)


def what_waits(actor: Actor) -> list[Waits]:
    """Return what waits for a resident beside her cases."""
    return [one for tell in _TELLERS for one in tell(actor)]
