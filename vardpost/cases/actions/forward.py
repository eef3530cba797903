"""Ja, skicka vidare: a new case at the other unit, and the old one ends, in one transaction.

What moves is what the resident wrote when she sent the case. What the unit has written, and every
mark of its own, stays; the red flags go with her words, which raised them (ADR 0029).
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions import route
from vardpost.cases.actions.change import Change, finish, take_hold, write
from vardpost.cases.actions.route import Routed
from vardpost.cases.actions.submit import preview
from vardpost.cases.promise import Opening
from vardpost.cases.queries.intake import STANDING, told
from vardpost.cases.states import Event, State
from vardpost.casetypes import queries as casetypes
from vardpost.casetypes.queries.handed import MAY_USE
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import NotFound, WrongState
from vardpost.kernel.ids import new_id, stable_key
from vardpost.kernel.tenancy import Thing
from vardpost.live.actions import tell
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.redflags.lists import ADVICE
from vardpost.routing.queries.rules import FOR
from vardpost.units.catchment import Row, Someone, why_not
from vardpost.units.queries import CATCHMENT, HOURS

_RULES = FOR.format(unit="u.id", resident="c.resident_id", case_type="c.case_type")
_THERE = (
    f"select u.id, u.region_id, {HOURS}, u.closed_on_eves, u.live and coalesce(o.active, false), "
    f"coalesce({MAY_USE.format(o='o', person='c.resident_id')}, false), {CATCHMENT}, {STANDING}, "
    "o.first_days, o.final_days, p.number, p.given_name || ' ' || p.family_name, p.birth_date, "
    "p.sex, p.municipality_code, p.region_code, p.protected, u.slug, u.name, u.hsa_id, "
    f"{_RULES}, (select m.answers::text from case_message m where m.case_id = c.id "
    "and m.kind = 'submission' order by m.id limit 1), h.name, "
    "array(select f.advice::text from case_flag f where f.case_id = c.id) "
    "from care_case c join care_unit u on u.id = c.move_unit_id "
    "join care_unit h on h.id = c.unit_id "
    "join case_type_version v on v.id = c.type_version_id "
    "join person p on p.id = c.resident_id left join unit_case_type o "
    "on o.unit_id = u.id and o.case_type_id = v.case_type_id where c.id = %s"
)
#: What the new case has of the old one, as it was: the form and the terms, and who it is about.
_AS_IT_WAS = (
    "region_id, resident_id, capacity, case_type, type_version_id, type_name_sv, type_name_en, "
    "terms_id, terms_hash, terms_lang, terms_shown, terms_accepted_at"
)


@dataclass(frozen=True, slots=True)
class _There:
    """The other unit as it stands now, and the person the case is about."""

    unit_id: UUID
    region_id: str
    hours: str | None
    closed_on_eves: bool
    offered: bool
    handed: bool
    catchment: str | None
    stops: str | None
    limit: str | None
    busy: bool | None
    first_days: int | None
    final_days: int | None
    number: str | None
    name: str
    birth_date: date
    sex: str
    municipality: str
    region: str
    protected: bool
    slug: str
    unit_name: str
    hsa_id: str
    rules: str | None
    answers: str | None
    from_name: str
    #: What each red flag of the case advised.
    advice: list[str]


def forward_unit(*, actor: Actor, case_id: UUID, version: int) -> None:
    """Say yes: send the same words to the unit that was asked about, and end the case here.

    Raises as `take_hold`; `WrongState` when that unit does not take the case any more: nothing is
    sent, and the question stands until it is taken back or answered with no.
    """
    change = take_hold(actor, case_id=case_id, version=version, event=Event.FORWARD_UNIT)
    held, today = change.held, change.at.astimezone(clock.STOCKHOLM).date()
    row = db.fetch_one(_THERE, [today, case_id])
    if row is None:
        raise NotFound(f"case {case_id}")
    there = _There(*row)
    require(actor, Permission.CASE_SUBMIT, Thing(there.region_id, there.unit_id, held.resident_id))
    extra = _check(change, there, today)
    values = json.loads(there.answers or "{}")
    given = route.routed(
        there.rules,
        unit_id=there.unit_id,
        region_id=there.region_id,
        resident_id=held.resident_id,
        case_type=held.case_type,
        answers=values,
        today=today,
    )
    new = new_id()
    _insert_case(change, there, new, given, values, extra)
    _insert_thread(change, new, given, values)
    change.columns |= {"finished_at": change.at, "moved_to_id": new}
    change.reason = held.move_name
    write(change)
    finish(change, AuditEvent.CASE_FORWARDED, to=str(there.unit_id), case=str(new))
    _tell(change, there, new, given)


def _check(change: Change, there: _There, today: date) -> int:
    """Return the days that the other unit adds; refuse unless it takes this very case today."""
    held = change.held
    intake = told(today, there.stops, there.limit, there.busy)
    someone = Someone(
        there.birth_date,
        there.sex,
        there.municipality,
        there.region,
        there.protected,
        held.resident_id,
    )
    rows = [Row(*one) for one in json.loads(there.catchment or "[]")]
    if not (there.offered and there.handed and there.region_id == held.region_id):
        raise WrongState("not offered there", hinder="not_there")
    if intake.stopped(held.case_type) is not None or why_not(rows, someone, today) is not None:
        raise WrongState("not taken there", hinder="not_there")
    return intake.extra_days


def _insert_case(
    change: Change, there: _There, new: UUID, given: Routed, values: dict[str, Any], extra: int
) -> None:
    held, actor, now = change.held, change.actor, change.at
    form = casetypes.version(held.type_version_id).definition
    opening = Opening(there.hours, there.closed_on_eves)
    first = (there.first_days or form.promise.first_days) + extra
    final = (there.final_days or form.promise.final_days) + extra
    columns: dict[str, Any] = {
        "id": new,
        "unit_id": there.unit_id,
        "resident_name": there.name,
        "resident_number": there.number or "",
        "resident_birth": there.birth_date,
        "resident_protected": there.protected,
        "sent_by_id": actor.person_id,
        "sent_by_name": actor.name,
        "state": given.to.value,
        "version": 1,
        "assignee_name": "",
        "submitted_at": now,
        "updated_at": now,
        "first_due": opening.due(now, first),
        "final_due": opening.due(now, final),
        "final_days": final,
        "unread": True,
        "raised": _raised(there, held.raised),
        "message_count": 1,
        "last_kind": "submission",
        "preview": preview(form, values),
        "moved_from_id": held.id,
        "moved_from_name": there.from_name,
        **given.columns,
    }
    year = now.astimezone(clock.STOCKHOLM).year
    db.execute(
        f"insert into care_case (number, {_AS_IT_WAS}, {', '.join(columns)}) "
        f"select %s || lpad(n::text, greatest(5, length(n::text)), '0'), {_AS_IT_WAS}, "
        f"{', '.join(['%s'] * len(columns))} from nextval('case_number') n, care_case "
        "where care_case.id = %s",
        [f"{year}-", *columns.values(), held.id],
    )


def _raised(there: _There, before: int) -> int:
    """Return what pins the new case: every sign in her words anew, or else what pins it here.

    Whoever lowered a flag judged for this unit; the other judges for itself.
    """
    signs = [ADVICE.index(one) + 1 for one in there.advice]
    return min(signs, default=before)


def _insert_thread(change: Change, new: UUID, given: Routed, values: dict[str, Any]) -> None:
    """Write the same first message, lines of history, and the red flags of her words."""
    held, actor, now = change.held, change.actor, change.at
    first, second = sorted((new_id(), new_id()))
    rule, rule_params = route.line(given, second, new, new, now)
    db.execute(
        "with m as (insert into case_message (id, case_id, kind, author_id, author_name, "
        "author_title, author_role, capacity, body, answers, created_at) "
        "values (%s, %s, 'submission', %s, %s, '', %s, %s, '', %s, %s)), "
        "h as (insert into case_history (id, case_id, key, at, version, event, from_state, "
        "to_state, actor_id, actor_name, actor_role, assignee_name, reason) "
        f"values (%s, %s, %s, %s, 1, %s, %s, %s, %s, %s, %s, '', '')){rule} "
        "insert into case_flag (id, case_id, list_id, level, list_version, key, label_sv, "
        "label_en, advice, at) select gen_random_uuid(), %s, list_id, level, list_version, key, "
        "label_sv, label_en, advice, %s from case_flag where case_id = %s",
        [
            *(new_id(), new, actor.person_id, actor.name, change.role, held.capacity),
            *(db.json(values), now),
            *(first, new, _key(change), now, Event.SUBMIT.value),
            *(State.DRAFT.value, State.SUBMITTED.value),
            *(actor.person_id, actor.name, change.role),
            *rule_params,
            *(new, now, held.id),
        ],
    )


def _key(change: Change) -> UUID:
    """Return what the sending is known by: a case is sent on once, whoever asks how often."""
    return stable_key("forward", change.held.id)


def _tell(change: Change, there: _There, new: UUID, given: Routed) -> None:
    held, actor = change.held, change.actor
    route.tell_staff(
        actor, given, event_key=_key(change), region_id=there.region_id, unit_id=there.unit_id
    )
    unit = UnitRef(there.unit_id, there.slug, there.unit_name, there.hsa_id, there.region_id)
    own = held.resident_id == actor.person_id
    record(
        actor,
        Entry(
            event=AuditEvent.CASE_SUBMITTED,
            object_type="case",
            object_id=new,
            resident_ids=(held.resident_id,),
            relation="self" if own else "guardian",
            acting_as="" if own else "guardian",
            state=State.SUBMITTED.value,
            unit=unit,
            region_id=there.region_id,
            detail={"form_version": str(held.type_version_id), "moved_from": str(held.id)},
        ),
        *route.entries(given, new, held.resident_id, unit),
    )
    tell(
        actor,
        what=Event.SUBMIT.value,
        unit_id=there.unit_id,
        case_id=new,
        resident_id=held.resident_id,
        assignees=(given.person_id,) if given.person_id else (),
    )
