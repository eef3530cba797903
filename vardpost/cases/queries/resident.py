"""What a resident sees of own and children's cases and drafts."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.tenancy import Scope
from vardpost.units.queries.names import NAME_AT

PAGE = 20
#: On the home page; the rest are one click away.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class OwnCase:
    """One row of the resident's lists."""

    id: UUID
    number: str
    resident_id: UUID
    resident_name: str
    capacity: str
    unit_name: str
    type_sv: str
    type_en: str
    state: str
    first_due: datetime
    first_response_at: datetime | None
    final_due: datetime
    first_read_at: datetime | None
    reply_by: date | None
    submitted_at: datetime
    updated_at: datetime
    last_kind: str
    #: Who sent it: the one who answers whether it may move.
    sent_by_id: UUID
    sent_by_name: str
    #: The unit has written something that nobody on the resident's side has opened.
    unread: bool


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of own cases and where the next one starts."""

    rows: tuple[OwnCase, ...]
    next_before: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """An unsent draft of a new case."""

    id: UUID
    unit_name: str
    unit_slug: str
    case_type: str
    resident_id: UUID | None
    updated_at: datetime
    type_sv: str
    type_en: str


@dataclass(frozen=True, slots=True)
class Ending:
    """A unit that closes, or stays after all, which the resident has been told of by e-mail."""

    unit_name: str
    event: str
    closes_on: date
    unit_slug: str


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on the resident's first page."""

    cases: tuple[OwnCase, ...]
    drafts: tuple[OwnDraft, ...]
    units: tuple[tuple[str, str], ...]
    endings: tuple[Ending, ...]


_COLUMNS = (
    "c.id, c.number, c.resident_id, c.resident_name, c.capacity, "
    # As the unit was called when the case was sent.
    f"{NAME_AT.format('c.submitted_at')} as unit_name, c.type_name_sv, "
    "c.type_name_en, c.state, c.first_due, c.first_response_at, c.final_due, c.first_read_at, "
    "c.reply_by, c.submitted_at, c.updated_at, "
    # Whether a move is asked about now; the question may have been followed by other messages.
    "case when c.move_unit_id is null then c.last_kind else 'move_asked' end as last_kind, "
    "c.sent_by_id, c.sent_by_name, "
    "exists (select 1 from case_message m where m.case_id = c.id and m.read_at is null "
    "and m.author_role in ('case_receiver', 'responder', 'system')) as unread"
)


def own_cases(
    scope: Scope, *, finished: bool, before: tuple[datetime, UUID] | None = None
) -> OwnPage:
    """Return up to `PAGE` own cases, latest change first, before a key."""
    condition, params = scope.where("c")
    if before is not None:
        condition += " and (c.updated_at, c.id) < (%s, %s)"
        params = [*params, *before]
    rows = db.fetch_all(
        f"select {_COLUMNS} from care_case c join care_unit u on u.id = c.unit_id "
        f"where {condition} and {'not ' if finished else ''}c.is_open "
        f"order by c.updated_at desc, c.id desc limit {PAGE + 1}",
        params,
    )
    found = tuple(OwnCase(*row) for row in rows)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return OwnPage(
        found[:PAGE], (last.updated_at.isoformat(), str(last.id)) if last is not None else None
    )


def home(scope: Scope, person: UUID) -> Home:
    """Return ongoing cases, unsent drafts, units last written to and those that close.

    Two statements; what the resident was told of a closing is asked of `endings_told` (`closing`).
    """
    condition, params = scope.where("c")
    rows = db.fetch_all(
        f"select * from (select {_COLUMNS}, c.is_open from care_case c "
        f"join care_unit u on u.id = c.unit_id where {condition}) x "
        "where is_open or (unread and state in ('answered', 'closed_no_answer')) "
        "order by state <> 'awaiting_resident' and last_kind <> 'move_asked', not unread, "
        "updated_at desc, id desc "
        f"limit {SHOWN + 1}",
        params,
    )
    row = db.fetch_one(
        "select (select json_agg(json_build_array(d.id, u.name, u.slug, d.case_type, "
        "d.resident_id, d.updated_at, v.definition->'title'->>'sv', v.definition->'title'->>'en') "
        "order by d.updated_at desc) from case_draft d join care_unit u on u.id = d.unit_id "
        "join case_type_version v on v.id = d.type_version_id "
        "where d.person_id = %s and d.case_id is null and d.sent_at is null)::text, "
        "(select json_agg(json_build_array(x.slug, x.name)) from ("
        "select u.slug, u.name, max(c.submitted_at) as latest from care_case c "
        f"join care_unit u on u.id = c.unit_id where {condition} "
        "group by u.slug, u.name order by latest desc limit 5) x)::text, "
        "(select json_agg(json_build_array(e.unit, e.event, e.closes_on, e.slug)) "
        "from endings_told() e)::text",
        [person, *params],
    )
    drafts, units, endings = row if row is not None else (None, None, None)
    return Home(
        tuple(OwnCase(*one[:-1]) for one in rows),
        tuple(_draft(one) for one in json.loads(drafts or "[]")),
        tuple((slug, name) for slug, name in json.loads(units or "[]")),
        tuple(
            Ending(name, event, date.fromisoformat(day), slug)
            for name, event, day, slug in json.loads(endings or "[]")
        ),
    )


def _draft(one: list[Any]) -> OwnDraft:
    return OwnDraft(
        UUID(one[0]),
        one[1],
        one[2],
        one[3],
        UUID(one[4]) if one[4] else None,
        datetime.fromisoformat(one[5]),
        one[6],
        one[7],
    )
