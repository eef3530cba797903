"""When: the way of a unit into the service (domain 7.2), and what moves it on. Pure.

Who may stands in `policy`; here stands from where each step leads where. What a page offers is
`open_events`, and every verb asks `move`: one table for both.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from vardpost.kernel.errors import WrongState


class State(StrEnum):
    """Where a unit is on its way. `ACTIVATED`: it is there, and no resident finds it."""

    REQUESTED = "requested"
    APPROVED = "approved"
    ACTIVATED = "activated"
    CONFIGURED = "configured"
    LIVE = "live"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What moves it."""

    REQUEST = "request"
    APPROVE = "approve"
    ACTIVATE = "activate"
    CONFIGURE = "configure"
    OPEN = "open"
    WITHDRAW = "withdraw"


_S, _E = State, Event
MOVES: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        (_S.REQUESTED, _E.APPROVE): _S.APPROVED,
        (_S.REQUESTED, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.APPROVED, _E.ACTIVATE): _S.ACTIVATED,
        (_S.APPROVED, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.ACTIVATED, _E.CONFIGURE): _S.CONFIGURED,
        (_S.CONFIGURED, _E.OPEN): _S.LIVE,
    }
)
#: In these the plan may still be changed.
PLANNED = frozenset({_S.REQUESTED, _S.APPROVED, _S.ACTIVATED, _S.CONFIGURED})
#: In these there is a unit.
HERE = frozenset({_S.ACTIVATED, _S.CONFIGURED, _S.LIVE})


def move(state: State, event: Event) -> State:
    """Return the state that an event leads to. Raises `WrongState`."""
    try:
        return MOVES[state, event]
    except KeyError:
        raise WrongState(f"{event} in {state}") from None


def open_events(state: State) -> list[Event]:
    """Return what can happen from a state, in the order of the table."""
    return [event for (before, event) in MOVES if before is state]
