"""Which queues there are: their conditions and order, and who has them. Makes no statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from uuid import UUID

from vardpost.kernel.actor import Actor
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import Role
from vardpost.policy.scope import effective_roles


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: its condition, the column it is sorted by, and whether newest comes first."""

    key: str
    where: str
    order: str
    newest_first: bool = False
    #: The queue holds only the actor's own cases.
    mine: bool = False
    #: Only those who may read the unit's whole inbox have it.
    receivers_only: bool = False
    #: What is in it is late.
    late: bool = False
    #: Conditions that part what is in it, each counted by an index of its own; `where` if empty.
    counted: tuple[str, ...] = ()
    #: The team whose queue it is.
    team: UUID | None = None


OPEN = "c.is_open"
_UNANSWERED = f"{OPEN} and c.first_response_at is null"
_LATE = f"{_UNANSWERED} and c.first_due < %(now)s"
#: After every place of a pinned case (`models.Case.queue_at`), and before every clock.
CLOCKS = datetime(1971, 1, 1, tzinfo=UTC)

#: In the order of the rail.
QUEUES: Mapping[str, Queue] = MappingProxyType(
    {
        queue.key: queue
        for queue in (
            Queue("mina", OPEN, "queue_at", mine=True),
            Queue(
                "att-fordela", f"{OPEN} and c.assignee_id is null", "queue_at", receivers_only=True
            ),
            Queue(
                "forsenade",
                f"{_LATE} and c.queue_at < %(now)s",
                "queue_at",
                late=True,
                # Pinned ones stand first in the queue's index, late or not: counted by themselves.
                counted=(
                    f"{_UNANSWERED} and c.queue_at > %(clocks)s and c.queue_at < %(now)s",
                    f"{_LATE} and c.raised > 0",
                ),
            ),
            Queue("vantar", "c.state = 'awaiting_resident'", "queue_at"),
            Queue("alla", OPEN, "queue_at"),
            Queue("avslutade", "not c.is_open", "updated_at", newest_first=True),
        )
    }
)

#: The key of a team's queue is this and the team's id.
_TEAM = "team-"
#: What waits in a team's queue: a part of *Att fördela*.
IN_TEAM = f"{OPEN} and c.assignee_id is null and c.team_id ="


def team_key(team: UUID) -> str:
    """Return the key of a team's queue, as addresses carry it."""
    return f"{_TEAM}{team}"


def team_queue(key: str) -> Queue | None:
    """Return the queue of a team by its key; None for a key of another kind.

    Whether the unit has such a team is told by the page's own statement.
    """
    if not key.startswith(_TEAM):
        return None
    try:
        team = UUID(key.removeprefix(_TEAM))
    except ValueError:
        return None
    if team_key(team) != key:  # one queue, one address
        return None
    where = f"{IN_TEAM} %(team)s"
    return Queue(key, where, "queue_at", receivers_only=True, team=team)


def queues_for(actor: Actor) -> tuple[Queue, ...]:
    """Return the queues that exist for the actor: the whole inbox, or only the own cases."""
    whole = can(actor, Permission.INBOX_READ)
    responder = Role.RESPONDER in effective_roles(actor)
    return tuple(
        queue
        for queue in QUEUES.values()
        if (whole or not queue.receivers_only) and (responder or not queue.mine)
    )
