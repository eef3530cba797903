"""The unit's queues: one statement gives the rows of a page and the counts of every queue."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from vardpost.cases.queries.queues import CLOCKS, IN_TEAM, OPEN, Queue, team_key
from vardpost.kernel import db
from vardpost.kernel.tenancy import Scope
from vardpost.units.queries import HOURS

#: Where a row stands in its queue: the value it is sorted by, and its id.
Key = tuple[datetime, UUID]

PAGE = 50
#: Counts are exact up to here, then shown as 99+; no count walks a growing table.
COUNTED = 100


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


class TeamQueue(NamedTuple):
    """A team of the unit: whether the one who looks is in it, and how many cases wait there."""

    id: UUID
    name: str
    mine: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of a queue, the counts of all queues, and where the next page starts."""

    rows: tuple[InboxRow, ...]
    counts: Mapping[str, int]
    #: The unit's teams, by name; none for those who do not see its whole inbox.
    teams: tuple[TeamQueue, ...]
    #: How many cases of the queue are pinned, counted to `COUNTED`.
    pinned: int
    #: The key after which the next page starts, and that before which the previous one ends.
    next_after: "Key | None"
    previous_before: "Key | None"
    #: The unit's opening hours as `units.queries.HOURS` gives them, for the time left of each row.
    hours: str | None
    closed_on_eves: bool


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the scope, the person, the queues there are for them, and the moment."""

    scope: Scope
    person: UUID
    queues: tuple[Queue, ...]
    now: datetime


def _values(viewer: Viewer, key: Key | None = None, team: UUID | None = None) -> dict[str, Any]:
    """Return what the conditions below ask for, by name: a value is sent once a statement."""
    at, row = key or (None, None)
    named: dict[str, Any] = {
        "team": team,
        "person": viewer.person,
        "now": viewer.now,
        "at": at,
        "row": row,
        "clocks": CLOCKS,
    }
    scope = {f"scope{n}": value for n, value in enumerate(viewer.scope.where("c")[1])}
    return {**scope, **named, "unit": viewer.scope.unit_ids[0]}


def _scope(viewer: Viewer) -> str:
    scope, values = viewer.scope.where("c")
    return scope % tuple(f"%(scope{n})s" for n in range(len(values)))


def _filter(queue: Queue, viewer: Viewer, where: str = "") -> str:
    condition = _scope(viewer)
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


def _teams(viewer: Viewer) -> str:
    """Return the unit's teams with what waits in the queue of each, as a part of a statement."""
    if not any(queue.receivers_only for queue in viewer.queues):
        return "null"
    count = _number(f"{_scope(viewer)} and {IN_TEAM} t.id")
    return (
        "(select json_agg(json_build_array(t.id, t.name, exists (select 1 from team_member m "
        f"where m.team_id = t.id and m.person_id = %(person)s), {count}) order by t.name, t.id) "
        "from team t where t.unit_id = %(unit)s)"
    )


def _pinned(queue: Queue, viewer: Viewer) -> str:
    if queue.newest_first:  # what is finished is pinned no longer
        return "0"
    return _number(f"{_filter(queue, viewer)} and {OPEN} and c.raised > 0")


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
        f"'_pinned', {_pinned(queue, viewer)}, '_teams', {_teams(viewer)}, "
        "'_eves', u.closed_on_eves)::text as counts from care_unit u where u.id = %(unit)s), "
        f"r as materialized (select {_SELECTED}, c.{order} as sorted_by from care_case c "
        f"where {condition} "
        f"order by c.{order} {direction}, c.id {direction} limit {PAGE + 1}) "
        f"select k.counts, r.* from k left join r on true "
        f"order by r.sorted_by {direction}, r.id {direction}"
    )
    found = db.fetch_all(sql, _values(viewer, key, queue.team), binary=True)
    more = len(found) > PAGE
    shown = [row for row in found[:PAGE] if row[1] is not None]
    if backwards:
        shown.reverse()
    facts: dict[str, Any] = json.loads(found[0][0])
    first, last = (_key(shown[0]), _key(shown[-1])) if shown else (None, None)
    return InboxPage(
        tuple(InboxRow(*row[1:20]) for row in shown),
        *_standing(facts),
        facts["_pinned"],
        last if more or backwards else None,
        first if (more if backwards else after is not None) else None,
        facts["_hours"],
        facts["_eves"],
    )


def counts(viewer: Viewer) -> tuple[Mapping[str, int], tuple[TeamQueue, ...]]:
    """Return the counts of all queues alone, and the teams, for the live update."""
    sql = f"select json_build_object({_counts(viewer)}, '_teams', {_teams(viewer)})::text"
    row = db.fetch_one(sql, _values(viewer))
    return _standing(json.loads(row[0]) if row else {})


def _standing(facts: Mapping[str, Any]) -> tuple[Mapping[str, int], tuple[TeamQueue, ...]]:
    """Return the counts by queue, those of teams among them, and the teams."""
    teams = tuple(TeamQueue(UUID(key), *rest) for key, *rest in facts.get("_teams") or ())
    counts = {name: count for name, count in facts.items() if name[0] != "_"}
    return counts | {team_key(one.id): one.waiting for one in teams}, teams


def team_waiting(viewer: Viewer) -> UUID | None:
    """Return the first team of the viewer's own, by name, in whose queue something waits."""
    waits = f"select 1 from care_case c where {_scope(viewer)} and {IN_TEAM} t.id"
    row = db.fetch_one(
        "select t.id from team_member m join team t on t.id = m.team_id "
        "where m.person_id = %(person)s and t.unit_id = %(unit)s "
        f"and exists ({waits}) order by t.name, t.id limit 1",
        _values(viewer),
    )
    return row[0] if row else None


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
        _values(viewer, key, queue.team),
    )
    return row[0] if row else None


def _key(row: tuple[Any, ...]) -> Key:
    return row[-1], row[1]
