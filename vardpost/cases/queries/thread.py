"""One case with its messages, its history and the viewer's draft, in one statement."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vardpost.cases.marks import Mark
from vardpost.cases.queries.marks import STANDS
from vardpost.kernel import db
from vardpost.kernel.tenancy import Scope
from vardpost.units.queries.names import NAME_AT


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message as the page shows it; `answers` are the values of a form, by field key."""

    id: UUID
    kind: str
    author_id: UUID | None
    author_name: str
    author_title: str
    author_role: str
    capacity: str
    body: str
    answers: dict[str, Any] | None
    reply_by: date | None
    created_at: datetime
    read_at: datetime | None
    #: How residents see the author, as it was when the message was sent.
    shown_name: str
    shown_title: str
    signature: str
    #: The author has a protected identity today, whatever was shown before.
    protected: bool


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of what has happened to the case."""

    at: datetime
    event: str
    from_state: str
    to_state: str
    actor_name: str
    actor_role: str
    assignee_name: str
    reason: str
    version: int
    actor_id: str | None


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A red flag as it was raised; `level` and `version` tell by which list."""

    key: str
    label_sv: str
    label_en: str
    advice: str
    level: str
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class UnitEnds:
    """That the unit closes or has closed, and the open one that takes over; empty for none."""

    closed: bool
    closes_on: date
    to_slug: str
    to_name: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The case itself, with what rules and pages ask of it."""

    id: UUID
    number: str
    region_id: str
    unit_id: UUID
    #: As the unit was called when the case was sent.
    unit_name: str
    unit_now: str
    unit_slug: str
    unit_hsa_id: str
    unit_phone: str
    unit_self_take: bool
    resident_id: UUID
    resident_name: str
    resident_number: str
    resident_birth: date
    resident_protected: bool
    sent_by_id: UUID
    sent_by_name: str
    capacity: str
    case_type: str
    type_version_id: UUID
    type_sv: str
    type_en: str
    terms_id: UUID
    terms_lang: str
    terms_shown: str
    terms_version: int
    terms_accepted_at: datetime
    state: str
    version: int
    assignee_id: UUID | None
    assignee_name: str
    submitted_at: datetime
    updated_at: datetime
    first_due: datetime
    final_due: datetime
    due_at: datetime
    queue_at: datetime
    first_response_at: datetime | None
    reply_by: date | None
    reminded_at: datetime | None
    answered_at: datetime | None
    finished_at: datetime | None
    first_read_at: datetime | None
    unread: bool
    raised: int
    team_name: str
    #: The unit that the resident is asked about; its name; and where the case went or came from.
    move_unit_id: UUID | None
    move_name: str
    moved_to_id: UUID | None
    moved_from_id: UUID | None
    moved_from_name: str
    messages: tuple[MessageRow, ...]
    history: tuple[HistoryRow, ...]
    drafts: dict[str, dict[str, Any]]
    flags: tuple[FlagRow, ...] = ()
    #: What is ticked off, by key; residents see nothing of it.
    marks: dict[str, Mark] = field(default_factory=dict)
    #: That the unit closes, or has closed.
    ends: UnitEnds | None = None


_COLUMNS = (
    # As the unit was called when the case was sent, and as it is called now.
    f"c.id, c.number, c.region_id, c.unit_id, {NAME_AT.format('c.submitted_at')}, u.name, "
    "u.slug, u.hsa_id, u.phone, u.self_take, "
    "c.resident_id, c.resident_name, "
    "c.resident_number, c.resident_birth, c.resident_protected, c.sent_by_id, c.sent_by_name, "
    "c.capacity, c.case_type, c.type_version_id, c.type_name_sv, c.type_name_en, c.terms_id, "
    "c.terms_lang, c.terms_shown, coalesce((select x.version from terms_text x "
    "where x.id = c.terms_id), 0), c.terms_accepted_at, c.state, c.version, c.assignee_id, "
    "c.assignee_name, c.submitted_at, c.updated_at, c.first_due, c.final_due, c.due_at, "
    "c.queue_at, c.first_response_at, c.reply_by, c.reminded_at, c.answered_at, c.finished_at, "
    "c.first_read_at, c.unread, c.raised, c.team_name, c.move_unit_id, "
    "c.move_name, c.moved_to_id, c.moved_from_id, c.moved_from_name"
)

_MESSAGES = (
    "(select json_agg(json_build_array(m.id, m.kind, m.author_id, m.author_name, m.author_title, "
    "m.author_role, m.capacity, m.body, m.answers, m.reply_by, m.created_at, m.read_at, "
    "m.shown_name, m.shown_title, m.signature, m.author_role not in ('resident', 'guardian') "
    "and staff_is_protected(m.author_id)) order by m.id) "
    "from case_message m where m.case_id = c.id)::text"
)
_HISTORY = (
    "(select json_agg(json_build_array(h.at, h.event, h.from_state, h.to_state, h.actor_name, "
    "h.actor_role, h.assignee_name, h.reason, h.version, h.actor_id) order by h.id) "
    "from case_history h where h.case_id = c.id)::text"
)
_FLAGS = (
    "(select json_agg(json_build_array(f.key, f.label_sv, f.label_en, f.advice, f.level, "
    "f.list_version, f.at) order by f.at, f.advice, f.key) "
    "from case_flag f where f.case_id = c.id)::text"
)
_MARKS = (
    f"(select json_agg(json_build_array(m.key, {STANDS}, m.turn, m.at, m.by_id, m.by_name)) "
    "from case_mark m where m.case_id = c.id)::text"
)
_DRAFTS = (
    "(select json_object_agg(d.kind, json_build_object('data', d.data, 'at', d.updated_at, "
    "'version', d.version)) from case_draft d where d.case_id = c.id and d.person_id = %s)::text"
)


#: Read where the region's office has said so; nobody at the unit can take it away.
_ENDS = (
    "(select json_build_array(e.state = 'closed', e.closes_on, coalesce(a.slug, ''), "
    "coalesce(a.name, '')) from unit_ending e left join care_unit a on a.id = e.to_unit_id "
    "and a.live where e.unit_id = c.unit_id and e.state in ('announced', 'closed'))::text"
)


@dataclass(frozen=True, slots=True)
class CaseHead:
    """Whose a case is, by which form, and which drafts the viewer has in it."""

    id: UUID
    region_id: str
    unit_id: UUID
    unit_name: str
    unit_slug: str
    unit_hsa_id: str
    resident_id: UUID
    assignee_id: UUID | None
    state: str
    case_type: str
    type_version_id: UUID
    draft_kinds: list[str]


def head(scope: Scope, person: UUID, case_id: UUID) -> CaseHead | None:
    """Return the head of a case within the scope, without anything a person wrote."""
    condition, params = scope.where("c")
    row = db.fetch_one(
        "select c.id, c.region_id, c.unit_id, u.name, u.slug, u.hsa_id, c.resident_id, "
        "c.assignee_id, c.state, c.case_type, c.type_version_id, "
        "array(select d.kind::text from case_draft d where d.case_id = c.id "
        "and d.person_id = %s) from care_case c join care_unit u on u.id = c.unit_id "
        f"where c.id = %s and {condition}",
        [person, case_id, *params],
    )
    return CaseHead(*row) if row else None


def find(scope: Scope, person: UUID, case_id: UUID) -> CaseRow | None:
    """Return the case when it lies within the scope, else None."""
    condition, params = scope.where("c")
    row = db.fetch_one(
        f"select {_COLUMNS}, {_MESSAGES}, {_HISTORY}, {_DRAFTS}, {_FLAGS}, {_MARKS}, {_ENDS} "
        f"from care_case c join care_unit u on u.id = c.unit_id "
        f"where c.id = %s and {condition}",
        [person, case_id, *params],
        binary=True,
    )
    if row is None:
        return None
    *fields, messages, history, drafts, flags, marks, ends = row
    thread = tuple(_message(one) for one in json.loads(messages or "[]"))
    past = tuple(_history(one) for one in json.loads(history or "[]"))
    raised = tuple(_flag(one) for one in json.loads(flags or "[]"))
    ticked = {one[0]: _mark(one) for one in json.loads(marks or "[]")}
    closing = _ends(json.loads(ends)) if ends else None
    return CaseRow(*(*fields, thread, past, json.loads(drafts or "{}"), raised, ticked, closing))


def _message(one: list[Any]) -> MessageRow:
    author = UUID(one[2]) if one[2] else None
    reply_by = date.fromisoformat(one[9]) if one[9] else None
    read_at = datetime.fromisoformat(one[11]) if one[11] else None
    created_at = datetime.fromisoformat(one[10])
    made = (UUID(one[0]), one[1], author, *one[3:9], reply_by, created_at, read_at, *one[12:])
    return MessageRow(*made)


def _flag(one: list[Any]) -> FlagRow:
    *fields, at = one
    return FlagRow(*(*fields, datetime.fromisoformat(at)))


def _mark(one: list[Any]) -> Mark:
    key, done, turn, at, by_id, by_name = one
    return Mark(key, done, turn, datetime.fromisoformat(at), UUID(by_id), by_name)


def _ends(one: list[Any]) -> UnitEnds:
    closed, closes_on, slug, name = one
    return UnitEnds(closed, date.fromisoformat(closes_on), slug, name)


def _history(one: list[Any]) -> HistoryRow:
    return HistoryRow(datetime.fromisoformat(one[0]), *one[1:])
