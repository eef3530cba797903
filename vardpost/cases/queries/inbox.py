"""The unit's queues: one statement gives the rows of a page and the counts of every queue."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Scope
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import Role
from vardpost.policy.scope import effective_roles
from vardpost.units.queries import HOURS

#: Where a row stands in its queue: the value it is sorted by, and its id.
Key = tuple[datetime, UUID]

PAGE = 50
#: Counts are exact up to here, then shown as 99+; no count walks a growing table.
COUNTED = 100


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


_OPEN = "c.is_open"
_UNANSWERED = f"{_OPEN} and c.first_response_at is null"
_LATE = f"{_UNANSWERED} and c.first_due < %(now)s"
#: After every place of a pinned case (`models.Case.queue_at`), and before every clock.
_CLOCKS = datetime(1971, 1, 1, tzinfo=UTC)

#: In the order of the rail.
QUEUES: Mapping[str, Queue] = MappingProxyType(
    {
        queue.key: queue
        for queue in (
            Queue("mina", _OPEN, "queue_at", mine=True),
            Queue(
                "att-fordela", f"{_OPEN} and c.assignee_id is null", "queue_at", receivers_only=True
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
            Queue("alla", _OPEN, "queue_at"),
            Queue("avslutade", "not c.is_open", "updated_at", newest_first=True),
        )
    }
)

_SELECTED = (
    "c.id, c.resident_id, case when c.resident_protected then '' else c.resident_name end, "
    "c.resident_birth, c.resident_protected, c.capacity, c.type_name_sv, c.type_name_en, c.state, "
    "c.assignee_id, c.assignee_name, c.unread, c.last_kind, "
    "case when c.resident_protected then '' else c.preview end, "
    "c.raised, c.submitted_at, c.updated_at, c.due_at, c.team_name"
)


class InboxRow(NamedTuple):
    """One row of a queue. A protected person's name and text are not fetched.

    A tuple and not a frozen dataclass, which takes ten times as long to make, fifty times a page.
    """

    id: UUID
    resident_id: UUID
    name: str
    birth: date
    protected: bool
    capacity: str
    type_sv: str
    type_en: str
    state: str
    assignee_id: UUID | None
    assignee_name: str
    unread: bool
    last_kind: str
    preview: str
    raised: int
    submitted_at: datetime
    updated_at: datetime
    due_at: datetime
    #: The team that a rule led to.
    team: str


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of a queue, the counts of all queues, and where the next page starts."""

    rows: tuple[InboxRow, ...]
    counts: Mapping[str, int]
    #: How many cases of the queue are pinned, counted to `COUNTED`.
    pinned: int
    #: The key after which the next page starts, and that before which the previous one ends.
    next_after: "Key | None"
    previous_before: "Key | None"
    #: The unit's opening hours as `units.queries.HOURS` gives them, for the time left of each row.
    hours: str | None
    closed_on_eves: bool


def queues_for(actor: Actor) -> tuple[Queue, ...]:
    """Return the queues that exist for the actor: the whole inbox, or only the own cases."""
    whole = can(actor, Permission.INBOX_READ)
    responder = Role.RESPONDER in effective_roles(actor)
    return tuple(
        queue
        for queue in QUEUES.values()
        if (whole or not queue.receivers_only) and (responder or not queue.mine)
    )


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the scope, the person, the queues there are for them, and the moment."""

    scope: Scope
    person: UUID
    queues: tuple[Queue, ...]
    now: datetime


def _values(viewer: Viewer, key: Key | None = None) -> dict[str, Any]:
    """Return what the conditions below ask for, by name: a value is sent once a statement."""
    at, row = key or (None, None)
    named = {"person": viewer.person, "now": viewer.now, "at": at, "row": row, "clocks": _CLOCKS}
    scope = {f"scope{n}": value for n, value in enumerate(viewer.scope.where("c")[1])}
    return {**scope, **named, "unit": viewer.scope.unit_ids[0]}


def _filter(queue: Queue, viewer: Viewer, where: str = "") -> str:
    scope, values = viewer.scope.where("c")
    condition = scope % tuple(f"%(scope{n})s" for n in range(len(values)))
    if queue.mine and viewer.scope.kind == "unit":
        condition += " and c.assignee_id = %(person)s"
    return f"{condition} and {where or queue.where}"


def _counts(viewer: Viewer) -> str:
    return ", ".join(
        f"'{queue.key}', {_count(queue, viewer)}"
        for queue in viewer.queues
        if not queue.newest_first
    )


def _count(queue: Queue, viewer: Viewer) -> str:
    parts = [_number(_filter(queue, viewer, where)) for where in queue.counted or ("",)]
    return parts[0] if len(parts) == 1 else f"least({' + '.join(parts)}, {COUNTED})"


def _pinned(queue: Queue, viewer: Viewer) -> str:
    if queue.newest_first:  # what is finished is pinned no longer
        return "0"
    return _number(f"{_filter(queue, viewer)} and {_OPEN} and c.raised > 0")


def _number(condition: str) -> str:
    return f"(select count(*) from (select 1 from care_case c where {condition} limit {COUNTED}) x)"


def page(
    viewer: Viewer, queue: Queue, after: Key | None = None, before: Key | None = None
) -> InboxPage:
    """Return up to `PAGE` rows of the queue after or before a key, and the counts of all queues."""
    backwards = before is not None
    descending = queue.newest_first is not backwards
    sign, direction = ("<", "desc") if descending else (">", "asc")
    condition, key, order = _filter(queue, viewer), before or after, queue.order
    if key is not None:
        condition += f" and (c.{order}, c.id) {sign} (%(at)s, %(row)s)"
    sql = (
        f"with k as materialized (select json_build_object({_counts(viewer)}, '_hours', {HOURS}, "
        f"'_pinned', {_pinned(queue, viewer)}, '_eves', u.closed_on_eves)::text as counts "
        "from care_unit u where u.id = %(unit)s), "
        f"r as materialized (select {_SELECTED}, c.{order} as sorted_by from care_case c "
        f"where {condition} "
        f"order by c.{order} {direction}, c.id {direction} limit {PAGE + 1}) "
        f"select k.counts, r.* from k left join r on true "
        f"order by r.sorted_by {direction}, r.id {direction}"
    )
    found = db.fetch_all(sql, _values(viewer, key), binary=True)
    more = len(found) > PAGE
    shown = [row for row in found[:PAGE] if row[1] is not None]
    if backwards:
        shown.reverse()
    facts: dict[str, Any] = json.loads(found[0][0])
    first, last = (_key(shown[0]), _key(shown[-1])) if shown else (None, None)
    return InboxPage(
        tuple(InboxRow(*row[1:20]) for row in shown),
        {name: count for name, count in facts.items() if name[0] != "_"},
        facts["_pinned"],
        last if more or backwards else None,
        first if (more if backwards else after is not None) else None,
        facts["_hours"],
        facts["_eves"],
    )


def counts(viewer: Viewer) -> Mapping[str, int]:
    """Return the counts of all queues alone, for the live update."""
    row = db.fetch_one(f"select json_build_object({_counts(viewer)})::text", _values(viewer))
    answer: dict[str, int] = json.loads(row[0]) if row else {}
    return answer


def open_held(scope: Scope, people: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many open cases within the scope each person has, counted to `COUNTED`."""
    condition, params = scope.where("c")
    rows = db.fetch_all(
        f"select p.id, (select count(*) from (select 1 from care_case c where {condition} "
        f"and c.is_open and c.assignee_id = p.id limit {COUNTED}) x) "
        "from unnest(%s::uuid[]) as p(id)",
        [*params, list(people)],
    )
    return {row[0]: row[1] for row in rows}


def following(viewer: Viewer, queue: Queue, key: Key) -> UUID | None:
    """Return the case after this place in the queue, else the first one; None when it is empty."""
    sign, direction = ("<", "desc") if queue.newest_first else (">", "asc")
    one = f"select c.id from care_case c where {_filter(queue, viewer)} and c.id <> %(row)s"
    order = f"order by c.{queue.order} {direction}, c.id {direction} limit 1"
    row = db.fetch_one(
        f"select id from ((select 0 as n, x.id from ({one} and (c.{queue.order}, c.id) {sign} "
        f"(%(at)s, %(row)s) {order}) x) union all (select 1 as n, y.id from ({one} {order}) y)) z "
        "order by n limit 1",
        _values(viewer, key),
    )
    return row[0] if row else None


def _key(row: tuple[Any, ...]) -> Key:
    return row[-1], row[1]
