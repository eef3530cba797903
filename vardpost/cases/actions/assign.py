"""Fördela, omfördela, ta, lämna tillbaka, till team: who answers the case, or where it waits."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import (
    AlreadyDone,
    Change,
    Words,
    finish,
    is_done,
    take_hold,
    write,
)
from vardpost.cases.actions.told import tell_assignee, tell_former, tell_receivers, tell_resident
from vardpost.cases.guards import Target, target_hinder
from vardpost.cases.queries import inbox
from vardpost.cases.states import Event
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, WrongState
from vardpost.people.actions.leaving import hold_answering
from vardpost.policy.check import can, require
from vardpost.policy.permissions import Permission
from vardpost.routing.queries.rules import team_name


def assign(
    *, actor: Actor, case_id: UUID, version: int, target_id: UUID, partial: str = ""
) -> None:
    """Give an undistributed case to a responder, if asked together with a partial answer.

    Raises as `take_hold`, and `WrongState` when the colleague cannot have the case.
    """
    event = Event.ASSIGN_WITH_PARTIAL if partial else Event.ASSIGN
    change = take_hold(
        actor, case_id=case_id, version=version, event=event, content=(target_id, partial)
    )
    target = _target(change, target_id)
    change.columns |= {"assignee_id": target_id, "assignee_name": target}
    change.assignee_name = target
    if partial:
        change.words = Words("partial_answer", partial)
        if change.held.first_response_at is None:
            change.columns["first_response_at"] = change.at
    write(change)
    tell_assignee(change, target_id)
    if partial:
        tell_resident(change)
    events = [AuditEvent.CASE_ASSIGNED, *([AuditEvent.CASE_PARTIAL_SENT] if partial else [])]
    finish(change, *events, told=(target_id,), to=str(target_id))


def self_take(*, actor: Actor, case_id: UUID, version: int) -> None:
    """Take an undistributed case: for a person who is both receiver and responder on the unit."""
    change = take_hold(actor, case_id=case_id, version=version, event=Event.SELF_TAKE)
    target = _target(change, actor.person_id)
    change.columns |= {"assignee_id": actor.person_id, "assignee_name": target}
    change.assignee_name = target
    write(change)
    finish(change, AuditEvent.CASE_TAKEN, told=(actor.person_id,) if actor.person_id else ())


def reassign(
    *, actor: Actor, case_id: UUID, version: int, target_id: UUID, reason: str = ""
) -> None:
    """Move a case to another responder; the former one sees nothing of it afterwards.

    Raises as `take_hold`, and `WrongState` when the colleague cannot have the case.
    """
    change = take_hold(
        actor,
        case_id=case_id,
        version=version,
        event=Event.REASSIGN,
        content=(target_id, reason),
    )
    target = _target(change, target_id)
    change.columns |= {"assignee_id": target_id, "assignee_name": target}
    change.assignee_name, change.reason = target, reason
    # The row leaves the scope of the responder who hands it over, in this very statement.
    db.execute("select set_config('app.releasing', %s, true)", [str(case_id)])
    write(change)
    tell_assignee(change, target_id)
    tell_former(change)
    finish(
        change,
        AuditEvent.CASE_REASSIGNED,
        told=(target_id,),
        to=str(target_id),
        before=str(change.held.assignee_id or ""),
    )


def return_to_inbox(*, actor: Actor, case_id: UUID, version: int, reason: str) -> None:
    """Take the assignee away, so that the case waits to be distributed again.

    Raises as `take_hold`, and `BadInput` without a reason.
    """
    if not reason:
        raise BadInput({"reason": "Skriv varför ärendet lämnas tillbaka"})
    change = take_hold(
        actor, case_id=case_id, version=version, event=Event.RETURN_TO_INBOX, content=(reason,)
    )
    change.columns |= {"assignee_id": None, "assignee_name": ""}
    change.reason = reason
    write(change)
    tell_receivers(change)
    finish(change, AuditEvent.CASE_RETURNED, before=str(change.held.assignee_id))


def to_team(
    *, actor: Actor, case_id: UUID, version: int, team_id: UUID | None, turn: int = 0
) -> None:
    """Put a case that nobody has in a team's queue, or with None in no team's.

    It stays in *Att fördela*, and nobody may read it who could not before. Quiet, with a turn as in
    `urgent`. Raises as `take_hold`, and `BadInput` for a team there is not.
    """
    change = take_hold(
        actor, case_id=case_id, version=version, event=Event.TO_TEAM, content=(team_id, turn)
    )
    held = change.held
    name = team_name(held.unit_id, team_id) if team_id else ""
    if name is None:
        raise BadInput({"team": _("Teamet finns inte längre. Välj i listan")})
    if is_done(change.key) or team_id == held.team_id:
        raise AlreadyDone
    change.columns |= {"team_id": team_id, "team_name": name}
    change.assignee_name = name
    write(change)
    before = str(held.team_id or "")
    finish(change, AuditEvent.CASE_TO_TEAM, to=str(team_id or ""), before=before)


def colleagues(*, actor: Actor, resident_id: UUID) -> list[tuple[UUID, str, str]]:
    """Return the responders of the unit who may have a case about this resident, by name.

    Each is (person, name, title). Raises `Denied` for those who distribute nothing.
    """
    require(actor, Permission.COLLEAGUE_LIST)
    return [(row[0], row[1], row[2]) for row in _responders(resident_id) if not row[3]]


def open_held(*, actor: Actor, people: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many open cases each colleague has; nothing for those who see only their own."""
    if not can(actor, Permission.INBOX_READ):
        return {}
    return inbox.open_held(require(actor, Permission.INBOX_READ), people)


def _responders(resident_id: UUID) -> list[tuple[UUID, str, str, bool]]:
    today = clock.today()
    rows = db.fetch_all("select * from unit_responders(%s, %s)", [resident_id, today])
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _target(change: Change, target_id: UUID | None) -> str:
    """Return the colleague's name, or raise `WrongState` saying why it cannot be that one."""
    held = change.held
    if target_id is not None:
        hold_answering(held.unit_id, target_id, shared=True)
    found = next((row for row in _responders(held.resident_id) if row[0] == target_id), None)
    if found is None or target_id is None:
        raise WrongState("target", hinder="target_no_responder")
    kin = frozenset({held.resident_id}) if found[3] else frozenset[UUID]()
    target = Target(target_id, is_responder=True, is_active=True, kin=kin)
    why = target_hinder(target, held.resident_id, held.assignee_id)
    if why is not None:
        raise WrongState("target", hinder=why.value)
    return found[1]
