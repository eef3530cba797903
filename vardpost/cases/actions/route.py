"""Fördelning efter regler: who gets a case in the moment it is sent. Parts of `submit`.

The unit's rules act as the system, by the table of moves like everybody else. What they give is
what a receiver could have given: a responder who answers there today and is not close to the
resident. A rule that cannot passes on to the next, and none is the common queue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry
from vardpost.audit.events import AuditEvent
from vardpost.cases.states import Event, Party, State, move
from vardpost.kernel.actor import Actor, UnitRef, system_actor
from vardpost.kernel.ids import stable_key
from vardpost.kernel.tenancy import Thing
from vardpost.notices.actions.queue import queue_for_receivers, queue_given
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.routing.queries.rules import hold, placed
from vardpost.routing.rules import Placed, matching

#: Who acts in the history; a name without blanks is a job's.
BY = "routing"


@dataclass(frozen=True, slots=True)
class Routed:
    """What the rules decided; without an event no rule matched, and nobody did anything."""

    to: State = State.SUBMITTED
    event: Event | None = None
    by: Placed | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)

    @property
    def person_id(self) -> UUID | None:
        """Who was given the case."""
        found: UUID | None = self.columns.get("assignee_id")
        return found

    @property
    def name(self) -> str:
        """Who was given it, or the team it is marked with; nothing for the common queue."""
        return str(self.columns.get("assignee_name") or self.columns.get("team_name") or "")


def routed(
    rules: str | None,
    *,
    unit_id: UUID,
    region_id: str,
    resident_id: UUID,
    case_type: str,
    answers: Mapping[str, Any],
    today: date,
) -> Routed:
    """Return what the first rule that matches decides; `rules` is what `queries.rules.FOR` gave.

    One statement for each person asked, and none where no rule leads to a person.
    """
    for one in matching(placed(rules), case_type, answers):
        system = system_actor(BY, region_id)
        require(system, Permission.CASE_ROUTE, Thing(region_id, unit_id, resident_id))
        if one.rule.target != "person":
            return _to_queue(one)
        name = hold(unit_id, one.rule.person_id, resident_id, today)
        if name is not None:
            return _to_person(one, name)
    return Routed()


def _to_person(one: Placed, name: str) -> Routed:
    event = Event.ROUTE
    to = move(State.SUBMITTED, event, frozenset({Party.SYSTEM}))
    who = {"assignee_id": UUID(one.rule.person_id), "assignee_name": name}
    return Routed(to, event, one, {**who, "version": 2})


def _to_queue(one: Placed) -> Routed:
    event = Event.ROUTE_TO_QUEUE
    to = move(State.SUBMITTED, event, frozenset({Party.SYSTEM}))
    if one.rule.target == "queue":
        return Routed(to, event, one)
    mark = {"team_id": UUID(one.rule.team_id), "team_name": one.rule.target_name}
    return Routed(to, event, one, mark)


def line(
    found: Routed, line_id: UUID, case_id: UUID, draft_id: UUID, now: datetime
) -> tuple[str, list[Any]]:
    """Return the insert of the system's line in the history, after that of the sending.

    Why is kept as it was: the rule's number, and what it is about (`views.staff_thread`).
    """
    if found.event is None or found.by is None:
        return "", []
    sql = (
        ", r as (insert into case_history (id, case_id, key, at, version, event, from_state, "
        "to_state, actor_id, actor_name, actor_role, assignee_name, reason) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, null, %s, 'system', %s, %s))"
    )
    return sql, [
        *(line_id, case_id, stable_key("route", draft_id), now, found.columns.get("version", 1)),
        *(found.event.value, State.SUBMITTED.value, found.to.value, BY, found.name),
        f"{found.by.number} {found.by.rule.short()}".strip(),
    ]


def entries(found: Routed, case_id: UUID, resident_id: UUID, unit: UnitRef) -> list[Entry]:
    """Return the ledger's row of what the rules did, beside that of the sending.

    It stands in the name of whoever sent, since nobody else is there; `by` tells who decided.
    """
    if found.by is None:
        return []
    detail = {"by": BY, "rule": found.by.number, "target": found.by.rule.target}
    detail["to"] = str(found.person_id or found.columns.get("team_id", ""))
    return [
        Entry(
            event=AuditEvent.CASE_ROUTED,
            object_type="case",
            object_id=case_id,
            resident_ids=(resident_id,),
            relation="none",
            state=found.to.value,
            unit=unit,
            region_id=unit.region_id,
            detail=detail,
        )
    ]


def tell_staff(
    actor: Actor, found: Routed, *, event_key: UUID, region_id: str, unit_id: UUID
) -> None:
    """Tell the person who was given the case, or the receivers that one waits; and the mailbox."""
    if found.person_id is None:
        queue_for_receivers(
            actor, event_key=event_key, template="new_case", region_id=region_id, unit_id=unit_id
        )
        return
    queue_given(
        actor,
        event_key=event_key,
        region_id=region_id,
        unit_id=unit_id,
        person_id=found.person_id,
    )
