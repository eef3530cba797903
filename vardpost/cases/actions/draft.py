"""What a person is writing is kept as it is written, and is theirs alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import entry
from vardpost.cases.states import Event
from vardpost.casetypes.audience import hindrance
from vardpost.casetypes.queries import version
from vardpost.casetypes.queries.handed import MAY_USE
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput, NotFound, Stale, WrongState
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

#: Kinds of message a draft may be of, and the permission without which it is not kept.
MESSAGE_KINDS: Mapping[str, Permission] = {
    "partial_answer": Permission.CASE_PARTIAL_ANSWER,
    "counter_question": Permission.CASE_COUNTER_QUESTION,
    "final_answer": Permission.CASE_FINAL_ANSWER,
    "reply": Permission.CASE_REPLY,
    "followup": Permission.CASE_FOLLOW_UP,
}
#: Why a case cannot be about a child.
ONLY_ONESELF = gettext_noop("Det här ärendet kan bara gälla dig själv")
#: Why it cannot be about somebody to whom the unit has not handed it out.
NOT_FOR_THEM = gettext_noop("Mottagningen har inte lämnat ut det här ärendet till den personen")
#: Whether an offer `o` is for somebody of some people, and for one person.
_FOR_SOMEBODY = MAY_USE.format(o="o", person="any(%s)")
_FOR_ONE = MAY_USE.format(o="o", person="%s")
#: By what a message that was being written is sent.
_SENDING = [
    event.value
    for event in (
        Event.PARTIAL_ANSWER,
        Event.COUNTER_QUESTION,
        Event.FINAL_ANSWER,
        Event.RESIDENT_REPLY,
        Event.RESIDENT_FOLLOWUP,
    )
]
_KEEP = (
    "insert into case_draft (id, person_id, case_id, kind, unit_id, case_type, data, "
    "urgent_checked, version, created_at, updated_at) "
    "select %s, %s, %s, %s, %s, %s, %s, false, 1, %s, %s where %s = 0 or not exists ("
    "select 1 from case_history h where h.case_id = %s and h.actor_id = %s "
    "and h.version > %s and h.event = any(%s)) "
    "on conflict (person_id, case_id, kind) where case_id is not null "
    "do update set data = excluded.data, updated_at = excluded.updated_at, "
    "version = case_draft.version + 1 returning version"
)
#: Longest text that is kept; the form's own limit is lower and is told at the field.
MAX_TEXT = 40_000


def start_case_draft(
    *, actor: Actor, unit_id: UUID, case_type: str, version_id: UUID, told: bool = True
) -> UUID:
    """Return the draft of a new case of this type at this unit, made when there is none.

    One unsent draft per person, unit and type: a double click or a second tab opens the same. With
    `told` off the caller saves words into it at once, and that leaves the row.
    Raises `WrongState` for a type that staff begin, that the actor is too young for, or that the
    unit offers to nobody whom the actor may write for.
    """
    require(actor, Permission.CASE_SUBMIT)
    now = clock.now()
    _may_begin(actor, version_id, now)
    draft_id = new_id()
    row = db.fetch_one(
        "with d as (insert into case_draft (id, person_id, kind, unit_id, case_type, "
        "type_version_id, data, urgent_checked, version, created_at, updated_at) "
        "select %s, %s, 'submission', o.unit_id, %s, v.id, '{}', false, 1, %s, %s "
        "from case_type_version v join unit_case_type o on o.case_type_id = v.case_type_id "
        f"where v.id = %s and o.unit_id = %s and o.active and {_FOR_SOMEBODY} "
        "on conflict (person_id, unit_id, case_type) where case_id is null and sent_at is null "
        "do update set version = case_draft.version returning *) "
        f"select d.id, {_CONCERNS} from d join care_unit u on u.id = d.unit_id",
        [
            *(draft_id, actor.person_id, case_type, now, now, version_id, unit_id),
            [one.id for one in actor.residents],
        ],
    )
    if row is None:
        raise WrongState("not offered", hinder="not_offered")
    if told and row[0] == draft_id:
        record(actor, _entry(actor, AuditEvent.DRAFT_SAVED, draft_id, row[1:]))
    found: UUID = row[0]
    return found


def save_case_draft(
    *,
    actor: Actor,
    draft_id: UUID,
    raw: Mapping[str, Any] | None = None,
    pen: Mapping[str, Any] | None = None,
    resident_id: UUID | None = None,
    urgent_checked: bool | None = None,
    by_itself: bool = False,
) -> None:
    """Keep what has been typed so far. `by_itself` marks the page's own saving as one types.

    `pen` says which tab wrote it, for `forms/pen.py` to judge the next save by.

    Raises `NotFound` when the draft is not the actor's or has been sent, `Denied` when the actor
    may not write for `resident_id`, and `BadInput` when the case type is for oneself alone or is
    not handed out to that person.
    """
    if resident_id is not None:
        require(actor, Permission.CASE_SUBMIT, Thing(resident_id=resident_id))
        _may_be_about(actor, draft_id, resident_id)
    sets = ["updated_at = %s", "version = d.version + 1"]
    params: list[Any] = [clock.now()]
    if raw is not None:
        sets.append("data = %s")
        params.append(db.json({"raw": raw, "pen": dict(pen or {})}))
    if resident_id is not None:
        sets.append("resident_id = %s")
        params.append(resident_id)
    if urgent_checked is not None:
        sets.append("urgent_checked = %s")
        params.append(urgent_checked)
    require(actor, Permission.CASE_SUBMIT)
    row = db.fetch_one(
        f"update case_draft d set {', '.join(sets)} from care_unit u where u.id = d.unit_id "
        "and d.id = %s and d.person_id = %s and d.sent_at is null and d.case_id is null "
        f"returning {_CONCERNS}",
        [*params, draft_id, actor.person_id],
    )
    if row is None:
        raise NotFound
    if not by_itself:
        record(actor, _entry(actor, AuditEvent.DRAFT_SAVED, draft_id, row))


def save_message_draft(
    *,
    actor: Actor,
    case: Any,
    kind: str,
    data: Mapping[str, Any],
    pen: Mapping[str, Any] | None = None,
    since: int = 0,
) -> None:
    """Keep a message that is being written in a case the actor has just been shown.

    `case` is the row from `queries.thread`, found within the actor's scope; `pen` says which tab
    wrote it, for `forms/pen.py`. An empty text drops the draft. `since` is the version that the
    page was drawn from, when it saves by itself: what the actor has sent meanwhile must not come
    back as a draft.

    Raises `NotFound` for an unknown kind, `Denied` when the actor could not send that kind of
    message, `Stale` when it has been sent.
    """
    permission = MESSAGE_KINDS.get(kind)
    if permission is None:
        raise NotFound(f"draft of {kind[:20]!r}")
    require(actor, permission, case)
    if not any(str(value).strip() for value in data.values()):
        gone = db.execute(
            "delete from case_draft where case_id = %s and person_id = %s and kind = %s",
            [case.id, actor.person_id, kind],
        )
        if gone:
            record(actor, _in_case(actor, case, AuditEvent.DRAFT_DELETED, kind))
        return
    if since:
        # Wait for a sending that is under way: only the next statement sees what it has written.
        db.fetch_one("select 1 from care_case where id = %s for share", [case.id])
    now = clock.now()
    row = db.fetch_one(
        _KEEP,
        [
            *(new_id(), actor.person_id, case.id, kind, case.unit_id, case.case_type),
            db.json({**data, "pen": dict(pen)} if pen else dict(data)),
            *(now, now, since, case.id, actor.person_id, since, _SENDING),
        ],
    )
    if row is None:
        raise Stale(f"draft of case {case.id}")
    if row[0] == 1:
        record(actor, _in_case(actor, case, AuditEvent.DRAFT_SAVED, kind))


def delete_draft(*, actor: Actor, draft_id: UUID) -> None:
    """Throw away an unsent draft of a new case: it was never a case, so nothing is left of it.

    Raises `NotFound` when it is not the actor's or has been sent.
    """
    require(actor, Permission.CASE_SUBMIT)
    row = db.fetch_one(
        "delete from case_draft d using care_unit u where u.id = d.unit_id and d.id = %s "
        "and d.person_id = %s and d.sent_at is null and d.case_id is null "
        f"returning {_CONCERNS}",
        [draft_id, actor.person_id],
    )
    if row is None:
        raise NotFound
    record(actor, _entry(actor, AuditEvent.DRAFT_DELETED, draft_id, row))


def _may_begin(actor: Actor, version_id: UUID, now: datetime) -> None:
    form = version(version_id).definition
    born = [one.birth_date for one in actor.residents if one.id == actor.person_id]
    today = now.astimezone(clock.STOCKHOLM).date()
    why = hindrance(form, own=True, born=born[0], today=today) if born else None
    if why is not None:
        raise WrongState(f"type: {why}", hinder="not_offered", why=why.value)


def _may_be_about(actor: Actor, draft_id: UUID, resident_id: UUID) -> None:
    row = db.fetch_one(
        f"select v.id, {_FOR_ONE} from case_draft d "
        "join case_type_version v on v.id = d.type_version_id left join unit_case_type o "
        "on o.unit_id = d.unit_id and o.case_type_id = v.case_type_id "
        "where d.id = %s and d.person_id = %s",
        [resident_id, draft_id, actor.person_id],
    )
    if row is None:
        raise NotFound(f"draft {draft_id}")
    if resident_id != actor.person_id and not version(row[0]).definition.proxy_allowed:
        raise BadInput({"resident": _(ONLY_ONESELF)}, step="vem")
    if row[1] is False:
        raise BadInput({"resident": _(NOT_FOR_THEM)}, step="vem")


#: Whom a draft of a new case concerns and the unit it is for, for the ledger.
_CONCERNS = "coalesce(d.resident_id, d.person_id), u.id, u.slug, u.name, u.hsa_id, u.region_id"


def _entry(actor: Actor, event: AuditEvent, draft_id: UUID, concerns: Sequence[Any]) -> Entry:
    """Return the audit row of a draft of a new case; `concerns` is what `_CONCERNS` fetched."""
    resident_id, *unit = concerns
    own = resident_id == actor.person_id
    return Entry(
        event=event,
        object_type="draft",
        object_id=draft_id,
        resident_ids=(resident_id,),
        relation="self" if own else "guardian",
        acting_as="" if own else "guardian",
        unit=UnitRef(*unit),
    )


def _in_case(actor: Actor, case: Any, event: AuditEvent, kind: str) -> Entry:
    """Return the audit row of a message being written in a case."""
    return replace(entry(actor, case, event, {"kind": kind}), object_type="draft")
