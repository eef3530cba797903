"""What every verb has in common: take hold of the case, move it, write it, tell of it.

The order is the law of the house: lock within scope, compare version, require, move, write,
history, audit, notice, live. A change is known by a key made of who, what, on which version and
with which content; the key is unique in the history, so the same change happens once however
often it is sent (ADR 0005).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.cases import states
from vardpost.cases.actions import flags
from vardpost.cases.guards import CaseFacts, hinder
from vardpost.cases.states import EVENT_ROLES, Event, Party, State
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import NotFound, Stale, WrongState
from vardpost.kernel.ids import new_id, stable_key
from vardpost.live.actions import tell
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.policy.scope import scope_for
from vardpost.redflags.match import Hit

PREVIEW = 160


@dataclass(frozen=True, slots=True)
class Held:
    """The locked row of a case, as the rules ask about it."""

    id: UUID
    number: str
    region_id: str
    unit_id: UUID
    resident_id: UUID
    resident_birth: date
    sent_by_id: UUID
    capacity: str
    case_type: str
    type_version_id: UUID
    state: State
    version: int
    assignee_id: UUID | None
    assignee_name: str
    submitted_at: datetime
    first_due: datetime
    final_due: datetime
    final_days: int
    first_response_at: datetime | None
    paused_at: datetime | None
    reply_by: date | None
    reminded_at: datetime | None
    unassigned_told_at: datetime | None
    question_due_at: datetime | None
    answered_at: datetime | None
    finished_at: datetime | None
    raised: int
    team_id: UUID | None
    #: The unit that the resident is asked about, and its name (`actions.move`).
    move_unit_id: UUID | None
    move_name: str
    #: Until which birthday a guardian is told of the child's case; 0 where none sent it.
    guardian_until: int
    self_take: bool
    unit_slug: str
    unit_name: str
    unit_hsa_id: str

    def facts(self, **known: Any) -> CaseFacts:
        """Return what the guards ask; `known` holds what this row does not tell."""
        known.setdefault("reminded", self.reminded_at is not None)
        return CaseFacts(
            state=self.state,
            assignee_id=self.assignee_id,
            answered_at=self.answered_at,
            closed_at=self.finished_at,
            first_due_at=self.first_due,
            first_response_at=self.first_response_at,
            pending_question=self.state is State.AWAITING_RESIDENT,
            raised=self.raised,
            move_asked=self.move_unit_id is not None,
            take_offered=self.self_take,
            **known,
        )


_HOLD = (
    "select c.id, c.number, c.region_id, c.unit_id, c.resident_id, c.resident_birth, "
    "c.sent_by_id, c.capacity, c.case_type, c.type_version_id, c.state, c.version, "
    "c.assignee_id, c.assignee_name, c.submitted_at, c.first_due, c.final_due, "
    "c.final_days, c.first_response_at, c.paused_at, c.reply_by, c.reminded_at, "
    "c.unassigned_told_at, "
    "c.question_due_at, c.answered_at, c.finished_at, c.raised, c.team_id, "
    "c.move_unit_id, c.move_name, "
    "case when c.capacity = 'guardian' then guardian_until_of(c.resident_id) else 0 end, "
    "u.self_take, u.slug, u.name, u.hsa_id from care_case c join care_unit u "
    "on u.id = c.unit_id where c.id = %s and {scope} for update of c"
)


class AlreadyDone(Exception):  # not an error: the same change was made before
    """The very same change has been made; the caller shows the same page again."""


@dataclass(frozen=True, slots=True)
class Words:
    """A message that a change leaves in the thread."""

    kind: str
    body: str
    answers: Mapping[str, Any] | None = None
    reply_by: date | None = None


@dataclass(slots=True)
class Change:
    """One move of one case, being written."""

    actor: Actor
    held: Held
    event: Event
    party: Party
    to: State
    key: UUID
    at: datetime
    columns: dict[str, Any] = field(default_factory=dict)
    words: Words | None = None
    #: Red flags that the resident's words raise.
    flags: Sequence[Hit] = ()
    assignee_name: str = ""
    reason: str = ""
    #: Whom the history names, where it is not the actor: a human for whom the system acts.
    by_name: str = ""

    @property
    def role(self) -> str:
        """The capacity in which the actor does this, as history and messages name it."""
        if self.party is Party.RESIDENT:
            own = self.held.resident_id == self.actor.person_id
            return "resident" if own else "guardian"
        return {
            Party.RECEIVER: "case_receiver",
            Party.RESPONDER: "responder",
        }.get(self.party, "system")


def take_hold(
    actor: Actor,
    *,
    case_id: UUID,
    version: int,
    event: Event,
    content: Sequence[object] = (),
    **known: Any,
) -> Change:
    """Lock the case within the actor's scope and check that the event is open to the actor.

    `version` is the one the form was drawn from; `content` is what the change says, so that the
    same words sent twice are one change and other words are another.

    Raises `NotFound` outside the scope, `AlreadyDone` when this very change stands, `Stale` when
    the case has moved, `Denied` without the permission, `WrongState` when the event is not open.
    """
    key = stable_key(actor.person_id, case_id, event.value, version, *content)
    held = lock(actor, case_id)
    if held is not None:
        # Should it be refused, the ledger's row of the refusal names the case and the resident.
        actor.facts["concerned"] = entry(actor, held, AuditEvent.REFUSED)
    if held is None or held.version != version:
        if is_done(key):
            raise AlreadyDone
        if held is None:
            raise NotFound
        raise Stale(f"{event} on version {version} of {held.version}", case=str(case_id))
    rule = EVENT_ROLES[event]
    require(actor, rule.permission, held)
    by = states.parties(actor, held)
    to = states.move(held.state, event, by)
    now = clock.now()
    sent_it = held.sent_by_id == actor.person_id
    why = hinder(event, held.facts(sent_it=sent_it, **known), now)
    if why is not None:
        if event in states.QUIET and is_done(key):
            raise AlreadyDone  # the version has not risen: the same press once more
        raise WrongState(f"{event}: {why}", event=event.value, hinder=why.value)
    party = next(one for one in _BY_PARTY if one in by and held.state in rule.by.get(one, ()))
    return Change(actor, held, event, party, to, key, now)


def is_done(key: UUID) -> bool:
    """Whether this very change stands in the history, made by the actor."""
    row = db.fetch_one("select change_done(%s)", [key])
    return bool(row and row[0])


#: A person who is both acts as the responder where both may.
_BY_PARTY = (Party.RESIDENT, Party.RESPONDER, Party.RECEIVER, Party.SYSTEM)


def lock(actor: Actor, case_id: UUID) -> Held | None:
    """Lock and return the case, or None when it is unknown or outside the actor's scope."""
    reading = {
        "resident": Permission.CASE_READ_OWN,
        "staff": Permission.CASE_READ,
        "system": Permission.CASE_REMIND,
    }[actor.kind]
    condition, params = scope_for(actor, reading).where("c")
    row = db.fetch_one(_HOLD.format(scope=condition), [case_id, *params])
    if row is None:
        return None
    return Held(*(*row[:10], State(row[10]), *row[11:]))


def write(change: Change) -> None:
    """Write the row, the message and the history of the change, in one statement."""
    held, now = change.held, change.at
    columns: dict[str, Any] = {"state": change.to.value, "updated_at": now, **change.columns}
    version = held.version
    if change.event not in states.QUIET:
        version += 1
        columns["version"] = version
    parts: list[str] = []
    params: list[Any] = []
    if change.words is not None:
        sql, values = _message(change, change.words)
        parts.append(sql)
        params += values
        columns["last_kind"] = change.words.kind
        if change.party is Party.RESIDENT:
            columns["unread"] = True
            columns["preview"] = change.words.body[:PREVIEW]
    if change.flags:
        sql, values = flags.rows(held.id, change.flags, now)
        parts.append(sql)
        params += values
        columns["raised"] = flags.raised(change.flags, held.raised)
    if change.to not in states.OPEN:
        columns["raised"] = 0
    if held.move_unit_id is not None and change.to is not State.SUBMITTED:
        columns["move_unit_id"] = None  # who distributes or ends the case has answered for her
    sql, values = history_row(change, version)
    parts.append(sql)
    params += values
    sets = ", ".join(f"{name} = %s" for name in columns)
    count = ", message_count = message_count + 1" if change.words is not None else ""
    params += [*columns.values(), held.id]
    sql = f"with {', '.join(parts)} update care_case set {sets}{count} where id = %s"
    if db.execute(sql, params) != 1:
        raise NotFound


def history_row(change: Change, version: int) -> tuple[str, list[Any]]:
    """Return the insert of the line of history, as a part of the change's own statement."""
    held, actor = change.held, change.actor
    sql = (
        "h as (insert into case_history (id, case_id, key, at, version, event, from_state, "
        "to_state, actor_id, actor_name, actor_role, assignee_name, reason) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s))"
    )
    return sql, [
        *(new_id(), held.id, change.key, change.at, version, change.event.value),
        *(held.state.value, change.to.value, actor.person_id),
        *(change.by_name or actor.name, change.role, change.assignee_name, change.reason),
    ]


def _message(change: Change, words: Words) -> tuple[str, list[Any]]:
    """Return the insert of the message, and of dropping the draft it came from.

    A person writes one message at a time in a case; a draft that was begun as another kind of
    message is the same text, and must not come back after it was sent.
    """
    actor, held = change.actor, change.held
    sql = (
        "m as (insert into case_message (id, case_id, kind, author_id, author_name, "
        "author_title, author_role, capacity, body, answers, reply_by, created_at, shown_name, "
        "shown_title, signature) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)), "
        "d as (delete from case_draft where case_id = %s and person_id = %s)"
    )
    capacity = ""
    if change.party is Party.RESIDENT:
        capacity = "self" if held.resident_id == actor.person_id else "guardian"
    answers = db.json(words.answers) if words.answers is not None else None
    return sql, [
        new_id(),
        held.id,
        words.kind,
        actor.person_id,
        actor.name,
        actor.title,
        change.role,
        capacity,
        words.body,
        answers,
        words.reply_by,
        change.at,
        *(actor.shown_name, actor.shown_title, actor.signature),
        held.id,
        actor.person_id,
    ]


def finish(
    change: Change, *events: AuditEvent, told: Sequence[UUID] = (), **detail: object
) -> None:
    """Write an audit row for each thing that was done, and tell the open pages of those concerned.

    `told` names assignees, former and new, beside those who see the whole unit.
    """
    held = change.held
    facts = {"event": change.event.value, **detail}
    record(change.actor, *(entry(change.actor, held, event, facts, change.to) for event in events))
    assignees = [one for one in (held.assignee_id, *told) if one is not None]
    tell(
        change.actor,
        what=change.event.value,
        unit_id=held.unit_id,
        case_id=held.id,
        resident_id=held.resident_id,
        assignees=assignees,
    )


def entry(
    actor: Actor,
    case: Any,
    event: AuditEvent,
    detail: dict[str, Any] | None = None,
    state: State | None = None,
) -> Entry:
    """Return the audit row of an act on one case: whom it concerned and why it was allowed."""
    return Entry(
        event=event,
        object_type="case",
        object_id=case.id,
        resident_ids=(case.resident_id,),
        relation=relation(actor, case),
        state=str(state or case.state),
        acting_as="guardian" if relation(actor, case) == "guardian" else "",
        unit=UnitRef(
            case.unit_id, case.unit_slug, case.unit_name, case.unit_hsa_id, case.region_id
        ),
        region_id=case.region_id,
        detail=detail or {},
    )


def relation(actor: Actor, case: Any) -> str:
    """Return what the actor is to the case, in the ledger's words."""
    if actor.kind == "resident":
        return "self" if case.resident_id == actor.person_id else "guardian"
    if actor.kind == "system":
        return "none"
    if case.assignee_id == actor.person_id:
        return "assignee"
    return "receiver" if "case_receiver" in actor.roles else "none"
