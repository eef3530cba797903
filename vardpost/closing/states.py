"""When: how the closing of a unit goes on (domain 7.3). Pure.

Frozen is no state of its own: from its day on, no new case is taken, whoever looks.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from vardpost.kernel.errors import WrongState


class State(StrEnum):
    """Where it is; `NONE` is a unit that nobody has thought of closing."""

    NONE = ""
    ANNOUNCED = "announced"
    CALLED_OFF = "called_off"
    CLOSED = "closed"


class Event(StrEnum):
    """What can happen."""

    ANNOUNCE = "announce"
    CALL_OFF = "call_off"
    CLOSE = "close"


_S, _E = State, Event
MOVES: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        (_S.NONE, _E.ANNOUNCE): _S.ANNOUNCED,
        (_S.CALLED_OFF, _E.ANNOUNCE): _S.ANNOUNCED,
        (_S.ANNOUNCED, _E.ANNOUNCE): _S.ANNOUNCED,
        (_S.ANNOUNCED, _E.CALL_OFF): _S.CALLED_OFF,
        (_S.ANNOUNCED, _E.CLOSE): _S.CLOSED,
    }
)


def move(state: str, event: Event) -> State:
    """Return the state that an event leads to. Raises `WrongState`."""
    try:
        return MOVES[State(state), event]
    except KeyError:
        raise WrongState(f"{event} in {state or 'none'}") from None


def open_events(state: str) -> list[Event]:
    """Return what can happen from a state."""
    return [event for (before, event) in MOVES if before == state]
