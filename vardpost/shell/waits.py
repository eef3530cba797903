"""What waits beside the cases: rooms tell, the first page of resident, unit or office shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vardpost.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits: words, and where it is read."""

    words: str
    href: str
    #: What one does there, where the words alone are no link.
    next: str = ""
    #: Stands before all else.
    first: bool = False


def counted(
    number: int, words: str, href: str, what: str = "", *, first: bool = False
) -> list[Waits]:
    """Return that a number of things wait, `{n}` in the words; nothing where there are none."""
    return [Waits(words.replace("{n}", str(number)), href, what, first)] if number else []


#: Returns what a room has for an actor, in the page's language.
Tell = Callable[[Actor], Sequence[Waits]]
_TELLERS: list[Tell] = []
#: The same for whoever opens a unit's administration.
_STAFF_TELLERS: list[Tell] = []
#: And for a region's office, or the nation's.
_OFFICE_TELLERS: list[Tell] = []


def register_waits(tell: Tell) -> None:
    """Let a room tell what waits; called once, when its app is ready."""
    if tell not in _TELLERS:
        _TELLERS.append(tell)


def what_waits(actor: Actor) -> list[Waits]:
    """Return what waits for a resident beside her cases."""
    return [one for tell in _TELLERS for one in tell(actor)]


def register_staff_waits(tell: Tell) -> None:
    """Let a room tell what waits at a unit; called once, when its app is ready."""
    if tell not in _STAFF_TELLERS:
        _STAFF_TELLERS.append(tell)


def what_waits_at_unit(actor: Actor) -> list[Waits]:
    """Return what waits for the actor at her unit, beside cases."""
    return [one for tell in _STAFF_TELLERS for one in tell(actor)]


def register_office_waits(tell: Tell) -> None:
    """Let a room tell what waits for an office; called once, when its app is ready."""
    if tell not in _OFFICE_TELLERS:
        _OFFICE_TELLERS.append(tell)


def what_waits_at_office(actor: Actor) -> list[Waits]:
    """Return what waits for the actor at her office; each teller asks who she is, and may."""
    told = [one for tell in _OFFICE_TELLERS for one in tell(actor)]
    return sorted(told, key=lambda one: not one.first)
