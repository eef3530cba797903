"""One case played move by move: what each verb would have left, by the same rules and texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, statement
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import PREVIEW, entry
from vardpost.cases.guards import Limits
from vardpost.cases.promise import Opening
from vardpost.cases.states import OPEN, QUIET, Event, State, move
from vardpost.config.demo.dice import Dice
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.ids import stable_key
from vardpost.notices.queries import UnitTold

_E = Event
#: Which row of the ledger each event leaves.
_LEDGER = {
    _E.ASSIGN: AuditEvent.CASE_ASSIGNED,
    _E.ASSIGN_WITH_PARTIAL: AuditEvent.CASE_ASSIGNED,
    _E.SELF_TAKE: AuditEvent.CASE_TAKEN,
    _E.REASSIGN: AuditEvent.CASE_REASSIGNED,
    _E.RETURN_TO_INBOX: AuditEvent.CASE_RETURNED,
    _E.PARTIAL_ANSWER: AuditEvent.CASE_PARTIAL_SENT,
    _E.COUNTER_QUESTION: AuditEvent.CASE_QUESTION_SENT,
    _E.RESIDENT_REPLY: AuditEvent.CASE_REPLIED,
    _E.RESIDENT_FOLLOWUP: AuditEvent.CASE_REPLIED,
    _E.FINAL_ANSWER: AuditEvent.CASE_ANSWERED,
    _E.CLOSE: AuditEvent.CASE_CLOSED,
    _E.CLOSE_WITHOUT_ANSWER: AuditEvent.CASE_CLOSED_NO_ANSWER,
    _E.WITHDRAW: AuditEvent.CASE_WITHDRAWN,
    _E.REOPEN: AuditEvent.CASE_REOPENED,
    _E.QUESTION_DUE: AuditEvent.CASE_QUESTION_DUE,
    _E.REMIND: AuditEvent.CASE_REMINDED,
}
_ANSWERS = {_E.PARTIAL_ANSWER, _E.ASSIGN_WITH_PARTIAL, _E.COUNTER_QUESTION, _E.FINAL_ANSWER}
_RESIDENT = ("resident", "guardian")
#: The worker looks every few minutes.
_TICK = timedelta(minutes=3)


@dataclass(slots=True)
class DemoCase:
    """A case's row as it stands; the names are those of the table and of the ledger's writer."""

    id: UUID
    region_id: str
    unit_id: UUID
    unit_slug: str
    unit_name: str
    unit_hsa_id: str
    resident_id: UUID
    #: What never changes after sending, column by column.
    sent: dict[str, Any]
    submitted_at: datetime
    updated_at: datetime
    first_due: datetime
    final_due: datetime
    final_days: int
    preview: str
    number: str = ""
    state: State = State.SUBMITTED
    version: int = 1
    assignee_id: UUID | None = None
    assignee_name: str = ""
    first_response_at: datetime | None = None
    paused_at: datetime | None = None
    reply_by: date | None = None
    reminded_at: datetime | None = None
    question_due_at: datetime | None = None
    answered_at: datetime | None = None
    finished_at: datetime | None = None
    first_read_at: datetime | None = None
    unread: bool = True
    message_count: int = 1
    last_kind: str = "submission"


@dataclass(frozen=True, slots=True)
class Said:
    """A message that goes with a move."""

    kind: str
    body: str
    answers: Mapping[str, Any] | None = None
    reply_by: date | None = None


@dataclass(slots=True)
class Story:
    """A case and all the rows it leaves behind."""

    dice: Dice
    case: DemoCase
    opening: Opening
    resident: Actor
    capacity: str
    system: Actor
    messages: list[dict[str, Any]] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    audit: list[list[Any]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether the unit or the resident still owes something."""
        return self.case.state in OPEN

    def note(self, actor: Actor, at: datetime, *entries: Entry) -> None:
        """Leave rows in the ledger, written by the ledger's own function."""
        known = replace(actor, request_id=str(self.dice.id(at)))
        for one in entries:
            _, row = statement(known, [one])
            row[0], row[1] = self.dice.id(at), at
            self.audit.append(row)

    def say(self, actor: Actor, role: str, at: datetime, said: Said) -> None:
        """Leave a message in the thread."""
        self.messages.append(
            {
                "id": self.dice.id(at),
                "case_id": self.case.id,
                "kind": said.kind,
                "author_id": actor.person_id,
                "author_name": actor.name,
                "author_title": actor.title,
                "author_role": role,
                "capacity": self.capacity if role in _RESIDENT else "",
                "body": said.body,
                "answers": said.answers,
                "reply_by": said.reply_by,
                "created_at": at,
                "read_at": None,
            }
        )

    def remember(
        self,
        event: Event,
        actor: Actor,
        role: str,
        at: datetime,
        before: State,
        assignee: str = "",
        reason: str = "",
    ) -> None:
        """Leave a line of history."""
        case = self.case
        self.history.append(
            {
                "id": self.dice.id(at),
                "case_id": case.id,
                "key": stable_key(case.id, event.value, len(self.history)),
                "at": at,
                "version": case.version,
                "event": event.value,
                "from_state": before.value,
                "to_state": case.state.value,
                "actor_id": actor.person_id,
                "actor_name": actor.name,
                "actor_role": role,
                "assignee_name": assignee,
                "reason": reason,
            }
        )

    def act(
        self,
        event: Event,
        actor: Actor,
        role: str,
        at: datetime,
        said: Said | None = None,
        assignee: str = "",
        reason: str = "",
        detail: Mapping[str, object] | None = None,
        **columns: Any,
    ) -> None:
        """Make one move as the verbs do: row, message, history, ledger."""
        case = self.case
        before, to = case.state, move(case.state, event)
        told = {"event": event.value, **(detail or {})}
        self.note(actor, at, entry(actor, case, _LEDGER[event], told, to))
        if event in _ANSWERS and case.first_response_at is None:
            case.first_response_at = at
        case.state, case.updated_at = to, at
        for name, value in columns.items():
            setattr(case, name, value)
        if event not in QUIET:
            case.version += 1
        if said is not None:
            self.say(actor, role, at, said)
            case.message_count += 1
            case.last_kind = said.kind
            if role in _RESIDENT:
                case.unread, case.preview = True, said.body[:PREVIEW]
        self.remember(event, actor, role, at, before, assignee, reason)

    def read(self, actor: Actor, at: datetime) -> None:
        """Open the case as staff; the assignee's first opening moves it on."""
        case = self.case
        self.note(actor, at, entry(actor, case, AuditEvent.CASE_READ, {"version": case.version}))
        case.unread, case.first_read_at = False, case.first_read_at or at
        if case.state is State.ASSIGNED and case.assignee_id == actor.person_id:
            case.state = move(case.state, Event.OPEN)
            self.remember(Event.OPEN, actor, "responder", at, State.ASSIGNED)

    def look(self, at: datetime) -> None:
        """Open the case as resident: what the unit has written is then read."""
        case = self.case
        told = entry(self.resident, case, AuditEvent.CASE_READ, {"version": case.version})
        self.note(self.resident, at, told)
        for message in self.messages:
            if message["read_at"] is None and message["author_role"] not in _RESIDENT:
                message["read_at"] = at

    def assign(self, actor: Actor, to: Actor, at: datetime, partial: str = "") -> None:
        """Give the case to a responder, if asked with a partial answer."""
        event = _E.ASSIGN_WITH_PARTIAL if partial else _E.ASSIGN
        said = Said("partial_answer", partial) if partial else None
        self._give(event, actor, "case_receiver", to, at, said, {"to": str(to.person_id)})

    def take(self, actor: Actor, at: datetime) -> None:
        """Let a receiver who also answers take the case."""
        self._give(_E.SELF_TAKE, actor, "case_receiver", actor, at, None, {})

    def reassign(self, actor: Actor, to: Actor, at: datetime, reason: str) -> None:
        """Move the case to another responder."""
        before = self.case.assignee_id
        role = "responder" if before == actor.person_id else "case_receiver"
        detail = {"to": str(to.person_id), "before": str(before or "")}
        self._give(_E.REASSIGN, actor, role, to, at, None, detail, reason)

    def _give(
        self,
        event: Event,
        actor: Actor,
        role: str,
        to: Actor,
        at: datetime,
        said: Said | None,
        detail: Mapping[str, object],
        reason: str = "",
    ) -> None:
        self.act(
            event,
            actor,
            role,
            at,
            said,
            assignee=to.name,
            reason=reason,
            detail=detail,
            assignee_id=to.person_id,
            assignee_name=to.name,
        )

    def give_back(self, actor: Actor, at: datetime, reason: str) -> None:
        """Take the assignee away."""
        before = {"before": str(self.case.assignee_id)}
        columns: dict[str, Any] = {"assignee_id": None, "assignee_name": ""}
        self.act(_E.RETURN_TO_INBOX, actor, "case_receiver", at, reason=reason, detail=before, **columns)  # fmt: skip

    def partial(self, actor: Actor, role: str, at: datetime, body: str) -> None:
        """Send a partial answer."""
        self.act(_E.PARTIAL_ANSWER, actor, role, at, Said("partial_answer", body))

    def ask(self, actor: Actor, at: datetime, body: str, reply_by: date | None) -> None:
        """Ask the resident; the final clock pauses."""
        said = Said("counter_question", body, reply_by=reply_by)
        paused = self.case.paused_at or at
        columns: dict[str, Any] = {
            "reply_by": reply_by,
            "question_due_at": None,
            "paused_at": paused,
        }
        self.act(_E.COUNTER_QUESTION, actor, "responder", at, said, **columns)

    def reply(self, at: datetime, body: str) -> None:
        """Let the resident reply; the final clock runs again."""
        case = self.case
        columns: dict[str, Any] = {"reply_by": None, "question_due_at": None}
        if case.paused_at is not None:
            moved = self.opening.extend(case.final_due, case.paused_at, at)
            columns |= {"paused_at": None, "final_due": moved}
        role = self.history[0]["actor_role"]
        self.act(_E.RESIDENT_REPLY, self.resident, role, at, Said("reply", body), **columns)

    def follow_up(self, at: datetime, body: str) -> None:
        """Let the resident write again after the answer."""
        role = self.history[0]["actor_role"]
        detail = {"followup": True}
        said = Said("followup", body)
        self.act(_E.RESIDENT_FOLLOWUP, self.resident, role, at, said, detail=detail, **self._again(at))  # fmt: skip

    def _again(self, at: datetime) -> dict[str, Any]:
        due = self.opening.due(at, self.case.final_days)
        return {"finished_at": None, "answered_at": None, "final_due": due}

    def answer(self, actor: Actor, at: datetime, body: str, answers: Mapping[str, Any]) -> None:
        """Answer by the answer form; both clocks stop."""
        said = Said("final_answer", body, answers=answers)
        columns: dict[str, Any] = {
            "answered_at": at,
            "finished_at": at,
            "paused_at": None,
            "reply_by": None,
        }
        self.act(_E.FINAL_ANSWER, actor, "responder", at, said, **columns)

    def close(self, actor: Actor | None, at: datetime) -> None:
        """Close an answered case; without an actor time does it."""
        detail = {} if actor else {"automatic": True}
        role = "responder" if actor else "system"
        self.act(_E.CLOSE, actor or self.system, role, at, detail=detail, finished_at=at)

    def close_without(self, actor: Actor, role: str, at: datetime, reason: str, body: str) -> None:
        """Close an open case with a reason and a text."""
        said = Said("closing", body, answers={"reason": reason})
        first = self.case.first_response_at or at
        columns: dict[str, Any] = {"finished_at": at, "paused_at": None, "reply_by": None}
        self.act(_E.CLOSE_WITHOUT_ANSWER, actor, role, at, said, reason=reason, detail={"reason": reason}, first_response_at=first, **columns)  # fmt: skip

    def reopen(self, actor: Actor, role: str, at: datetime, reason: str) -> None:
        """Open a closed case again."""
        detail = {"reason": reason}
        self.act(_E.REOPEN, actor, role, at, reason=reason, detail=detail, **self._again(at))

    def withdraw(self, at: datetime) -> None:
        """Let the resident take the case back."""
        columns: dict[str, Any] = {"finished_at": at, "paused_at": None, "reply_by": None}
        self.act(_E.WITHDRAW, self.resident, self.history[0]["actor_role"], at, **columns)

    def until(self, moment: datetime) -> None:
        """Let time do what the timers do by themselves, up to a moment."""
        while (due := self._next_timer()) is not None and due[0] <= moment:
            at, event = due
            if event is _E.CLOSE:
                self.close(None, at)
            elif event is _E.REMIND:
                self.act(event, self.system, "system", at, reminded_at=at)
            else:
                self.act(event, self.system, "system", at, question_due_at=at)

    def _next_timer(self) -> tuple[datetime, Event] | None:
        case = self.case
        if case.state is State.ANSWERED and case.answered_at is not None:
            return case.answered_at + timedelta(days=Limits().close_after_days) + _TICK, _E.CLOSE
        if case.state is State.AWAITING_RESIDENT:
            if case.reply_by is None or case.question_due_at is not None:
                return None
            day = case.reply_by + timedelta(days=1)
            return datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM) + _TICK, _E.QUESTION_DUE
        waits = {State.SUBMITTED, State.ASSIGNED, State.IN_PROGRESS}
        if case.state in waits and case.first_response_at is None and case.reminded_at is None:
            return case.first_due - timedelta(hours=UnitTold().remind_hours) + _TICK, _E.REMIND
        return None
