"""When: a draft that somebody proposes and somebody else publishes, and where it goes next. Pure.

One machine for all that the nation's office writes so: its red-flag list (`redflags`) and the terms
of use (`useterms`). Who may at all stands in `policy`; here stands in which state. Four eyes:
whoever publishes a proposal is not the one who made it, and a proposal is not changed while
somebody looks at it.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from vardpost.kernel.errors import WrongState


class State(StrEnum):
    """Where a draft stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Event(StrEnum):
    """What happens to a draft; `BEGIN` makes it."""

    BEGIN = "begin"
    CHANGE = "change"
    PROPOSE = "propose"
    RETURN = "return"
    PUBLISH = "publish"
    DISCARD = "discard"


MOVES: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        (State.DRAFT, Event.CHANGE): State.DRAFT,
        (State.DRAFT, Event.PROPOSE): State.PROPOSED,
        (State.DRAFT, Event.DISCARD): State.DISCARDED,
        (State.PROPOSED, Event.RETURN): State.DRAFT,
        (State.PROPOSED, Event.PUBLISH): State.PUBLISHED,
    }
)


def move(state: State, event: Event) -> State:
    """Return the next state. Raises `WrongState` naming both."""
    try:
        return MOVES[state, event]
    except KeyError:
        raise WrongState(f"{event} in {state}", state=str(state), event=str(event)) from None


def may_publish(proposed_by: UUID | None, person: UUID | None) -> bool:
    """Whether a person, whose permission has been asked for, may publish what another proposed."""
    return person is not None and proposed_by is not None and person != proposed_by
