"""Reading is an act too: it fetches within the scope, and leaves its row before anyone sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, record, statement
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import entry
from vardpost.cases.guards import CaseFacts, available
from vardpost.cases.queries import inbox, queues, resident, thread
from vardpost.cases.queries.inbox import InboxPage, Key, TeamQueue, Viewer
from vardpost.cases.queries.queues import Queue
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.states import Event, State
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.kernel.ids import new_id, stable_key
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

#: By whom a message is written that the resident has to read.
_UNIT_ROLES = ("case_receiver", "responder", "system")


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of one queue as the actor sees it."""

    queues: tuple[Queue, ...]
    queue: Queue
    page: InboxPage
    #: Why those listed may be seen, in the ledger's words.
    relation: str


def viewer(actor: Actor) -> Viewer:
    """Return who looks at the unit's queues. Raises `Denied` for those who read no case."""
    scope = require(actor, Permission.CASE_READ)
    person = actor.person_id
    if person is None:
        raise NotFound
    return Viewer(scope, person, queues.queues_for(actor), clock.now())


def open_inbox(
    *,
    actor: Actor,
    queue: str,
    after: Key | None = None,
    before: Key | None = None,
    seen: bool = True,
) -> Inbox:
    """Return a page of a queue; the row of the ledger names everyone shown.

    With `seen` off the caller writes the row, together with that of the case beside the list.
    Raises `Denied` for a queue that other roles have, `NotFound` for one there is not.
    """
    who = viewer(actor)
    found = _queue(actor, who, queue)
    assigned = found.mine or who.scope.kind == "assigned"
    relation = "assignee" if assigned else "receiver"
    page = inbox.page(who, found, after, before)
    if found.team is not None and all(one.id != found.team for one in page.teams):
        raise NotFound(f"queue {queue}")
    listed = Inbox(who.queues, found, page, relation)
    if seen:
        record(actor, listing(listed))
    return listed


def queue_counts(*, actor: Actor) -> tuple[Mapping[str, int], tuple[TeamQueue, ...]]:
    """Return the counts of the actor's queues, and the unit's teams for those who see them.

    Numbers without people, so no row is left.
    """
    require(actor, Permission.CASE_READ)
    return inbox.counts(viewer(actor))


def first_queue(*, actor: Actor) -> str:
    """Return where a receiver begins: her own team's queue when something waits there, else all's.

    A number is not even told, so no row is left. Raises `Denied` for those who receive nothing.
    """
    require(actor, Permission.INBOX_READ)
    team = inbox.team_waiting(viewer(actor))
    return queues.team_key(team) if team else "att-fordela"


def next_in_queue(*, actor: Actor, queue: str, after: Key) -> UUID | None:
    """Return the id of the case after this place in a queue, so that one works from the top.

    An id is no reading: opening the case is, and leaves its row. Raises `Denied` and `NotFound`.
    """
    require(actor, Permission.CASE_READ)
    who = viewer(actor)
    return inbox.following(who, _queue(actor, who, queue), after)


def _queue(actor: Actor, who: Viewer, key: str) -> Queue:
    """Return a queue of the actor's. Raises `Denied` for one that other roles have here, and
    `NotFound` for one that nobody has.
    """
    found = next((one for one in who.queues if one.key == key), None)
    if found is not None:
        return found
    if team := queues.team_queue(key):
        require(actor, Permission.INBOX_READ)
        return team
    if key in queues.QUEUES:
        receivers = queues.QUEUES[key].receivers_only
        require(actor, Permission.INBOX_READ if receivers else Permission.CASE_FINAL_ANSWER)
    raise NotFound(f"queue {key}")


def listing(listed: Inbox) -> Entry:
    """Return the audit row of a list that shows people."""
    rows = listed.page.rows
    return Entry(
        event=AuditEvent.CASE_LISTED,
        object_type="queue",
        object_id=listed.queue.key,
        resident_ids=tuple(dict.fromkeys(row.resident_id for row in rows)),
        relation=listed.relation,
        detail={"rows": len(rows)},
    )


def open_case(*, actor: Actor, case_id: UUID, beside: Inbox | None = None) -> CaseRow:
    """Return a case within the actor's scope, audited; the list beside it is audited with it.

    The assignee's first opening moves the case to *in progress*, once, and raises no version; the
    first opening by staff is what the resident sees as read. Raises `NotFound`.
    """
    permission = Permission.CASE_READ if actor.is_staff else Permission.CASE_READ_OWN
    scope = require(actor, permission)
    if actor.person_id is None:
        raise NotFound
    case = thread.find(scope, actor.person_id, case_id)
    if case is None:
        _tried(actor, case_id)
        raise NotFound(f"case {case_id}")
    facts: dict[str, Any] = {"version": case.version}
    if case.resident_protected:
        facts["protected"] = True
    entries = [entry(actor, case, AuditEvent.CASE_READ, facts)]
    if beside is not None:
        entries.insert(0, listing(beside))
    sql, params = statement(actor, entries)
    before, values = _marks(actor, case)
    db.execute(before + sql, [*values, *params])
    return case


def _tried(actor: Actor, case_id: UUID) -> None:
    """Let the refusal's row name whom the case was about, when it is one of the actor's unit.

    Whoever tries at her own or a neighbour's case is told that there is none; a reviewer is told
    more (`review`).
    """
    row = db.fetch_one("select resident_id, state from case_tried(%s)", [case_id])
    if row is not None:
        actor.facts["concerned"] = Entry(
            event=AuditEvent.CASE_READ,
            object_type="case",
            object_id=case_id,
            resident_ids=(row[0],),
            relation="none",
            state=row[1],
        )


def _marks(actor: Actor, case: CaseRow) -> tuple[str, list[Any]]:
    """Return what a first reading leaves behind, to ride on the audit row's statement."""
    now = clock.now()
    if actor.is_resident:
        unread = any(m.read_at is None and m.author_role in _UNIT_ROLES for m in case.messages)
        if not unread:
            return "", []
        return (
            "with s as (update case_message set read_at = %s where case_id = %s "
            "and read_at is null and author_role = any(%s)) ",
            [now, case.id, list(_UNIT_ROLES)],
        )
    if case.state == State.ASSIGNED and case.assignee_id == actor.person_id:
        key = stable_key("open", case.id, case.version, actor.person_id)
        return (
            "with o as (update care_case set state = %s, unread = false, "
            "first_read_at = coalesce(first_read_at, %s) where id = %s and state = %s), "
            "h as (insert into case_history (id, case_id, key, at, version, event, from_state, "
            "to_state, actor_id, actor_name, actor_role, assignee_name, reason) values "
            "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'responder', '', '') "
            "on conflict (key) do nothing) ",
            [
                State.IN_PROGRESS.value,
                now,
                case.id,
                State.ASSIGNED.value,
                new_id(),
                case.id,
                key,
                now,
                case.version,
                Event.OPEN.value,
                State.ASSIGNED.value,
                State.IN_PROGRESS.value,
                actor.person_id,
                actor.name,
            ],
        )
    if case.unread or case.first_read_at is None:
        return (
            "with o as (update care_case set unread = false, "
            "first_read_at = coalesce(first_read_at, %s) where id = %s) ",
            [now, case.id],
        )
    return "", []


def buttons(actor: Actor, case: CaseRow, *, follow_up: bool = True) -> frozenset[Event]:
    """Return the events that the server would accept from the actor on the case as shown."""
    state = State(case.state)
    if state is State.ASSIGNED and case.assignee_id == actor.person_id:
        state = State.IN_PROGRESS
    facts = CaseFacts(
        state=state,
        assignee_id=case.assignee_id,
        answered_at=case.answered_at,
        closed_at=case.finished_at,
        first_due_at=case.first_due,
        first_response_at=case.first_response_at,
        pending_question=state is State.AWAITING_RESIDENT,
        reminded=case.reminded_at is not None,
        raised=case.raised,
        move_asked=case.move_unit_id is not None,
        sent_it=case.sent_by_id == actor.person_id,
        take_offered=case.unit_self_take,
        follow_up_offered=follow_up,
    )
    return frozenset(available(actor, case, facts, clock.now()))


def list_own(*, actor: Actor, finished: bool, before: tuple[datetime, UUID] | None = None) -> Any:
    """Return a page of the resident's own and children's cases, audited as one list."""
    scope = require(actor, Permission.CASE_READ_OWN)
    page = resident.own_cases(scope, finished=finished, before=before)
    _record_own(actor, [row.resident_id for row in page.rows], "finished" if finished else "open")
    return page


def open_home(*, actor: Actor) -> Any:
    """Return what waits for the resident: questions, drafts, ongoing cases, units; audited."""
    scope = require(actor, Permission.CASE_READ_OWN)
    if actor.person_id is None:
        raise NotFound
    home = resident.home(scope, actor.person_id)
    people = [row.resident_id for row in home.cases[: resident.SHOWN]]
    people += [draft.resident_id or actor.person_id for draft in home.drafts]
    _record_own(actor, people, "home")
    return home


def _record_own(actor: Actor, residents: list[UUID], what: str) -> None:
    shown = tuple(dict.fromkeys(residents))
    record(
        actor,
        Entry(
            event=AuditEvent.CASE_LISTED,
            object_type="own-cases",
            object_id=what,
            resident_ids=shown,
            relation="self" if actor.person_id in shown or not shown else "guardian",
            acting_as="guardian" if any(one != actor.person_id for one in shown) else "",
            detail={"rows": len(residents)},
        ),
    )
