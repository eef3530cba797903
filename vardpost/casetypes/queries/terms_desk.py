"""A unit's terms texts as its administrator works with them: in force, planned, draft, older."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.offers import IN_FORCE, TERMS_IN_FORCE
from vardpost.kernel import clock, db
from vardpost.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class TermsLine:
    """One published text: the unit's own, or the type's; `state` is in-force, planned, earlier."""

    id: UUID
    number: int
    at: datetime
    author: str
    own: bool
    state: str


@dataclass(frozen=True, slots=True)
class TermsDesk:
    """The terms of one case type at one unit. `open` says whether the unit may write its own."""

    case_type_id: UUID
    key: str
    title: Text
    active: bool
    own_type: bool
    open: bool
    first_days: int
    text_id: UUID
    number: int
    body: Text
    published_at: datetime
    #: Whether the text in force is the unit's own.
    own_text: bool
    planned_id: UUID | None
    planned_number: int
    planned: Text | None
    planned_at: datetime | None
    draft: Text | None
    owner_id: UUID | None
    owner_name: str
    review_by: date | None
    #: Rises with every save and publication; `before` is what stood until the last of them.
    version: int
    before: dict[str, Any]
    updated_at: datetime | None
    updated_by_id: UUID | None
    updated_by_name: str

    @property
    def written(self) -> Text:
        """What the page's form shows: the draft, else what is planned, else what is in force."""
        return self.draft or self.planned or self.body

    @property
    def overdue(self) -> bool:
        """Whether the day to read it through has passed."""
        today = clock.today()
        return self.review_by is not None and self.review_by < today


_DESK = (
    "select t.id, t.key, v.definition->'title'->>'sv', v.definition->'title'->>'en', u.active, "
    "t.unit_id is not null, t.unit_id is not null or coalesce(v.definition->'open' ? 'terms', "
    "false), u.first_days, x.id, x.version, x.body_sv, x.body_en, x.published_at, "
    "x.unit_id is not null, p.id, coalesce(p.version, 0), p.body_sv, p.body_en, p.published_at, "
    "w.draft_sv, w.draft_en, w.owner_id, coalesce(w.owner_name, ''), w.review_by, "
    "coalesce(w.version, 0), coalesce(w.before::text, '{}'), w.updated_at, w.updated_by_id, "
    "coalesce(w.updated_by_name, '') "
    "from unit_case_type u join case_type t on t.id = u.case_type_id "
    f"join case_type_version v on v.id = {IN_FORCE} "
    f"join terms_text x on x.id = {TERMS_IN_FORCE} "
    "left join lateral (select n.* from terms_text n where n.case_type_id = u.case_type_id "
    "and n.unit_id = u.unit_id and n.published_at > %s order by n.published_at limit 1) p on true "
    "left join unit_terms w on w.unit_id = u.unit_id and w.case_type_id = u.case_type_id "
    "where u.unit_id = %s"
)


def terms_desks(unit_id: UUID) -> list[TermsDesk]:
    """Return the terms of everything that the unit has, in its order: one statement."""
    rows = db.fetch_all(f"{_DESK} order by u.position, t.position, t.key", _params(unit_id))
    return [_desk(row) for row in rows]


def terms_desk(unit_id: UUID, case_type_id: UUID) -> TermsDesk:
    """Return the terms of one case type. Raises `NotFound` when the unit does not have it."""
    row = db.fetch_one(f"{_DESK} and u.case_type_id = %s", [*_params(unit_id), case_type_id])
    if row is None:
        raise NotFound(f"terms of {case_type_id}")
    return _desk(row)


def terms_lines(unit_id: UUID, desk: TermsDesk) -> list[TermsLine]:
    """Return the published texts that have been in force here, newest first: one statement."""
    rows = db.fetch_all(
        "select x.id, x.version, x.published_at, x.author_name, x.unit_id is not null "
        "from terms_text x where x.case_type_id = %s and (x.unit_id = %s or x.unit_id is null) "
        "order by x.published_at desc, x.version desc limit 100",
        [desk.case_type_id, unit_id],
    )
    now = clock.now()
    lines = []
    for text_id, number, at, author, own in rows:
        state = "in-force" if text_id == desk.text_id else "earlier"
        state = "planned" if at > now else state
        lines.append(TermsLine(text_id, number, at, author, own, state))
    return lines


def _params(unit_id: UUID) -> list[object]:
    return [*[clock.now()] * 6, unit_id]


def _desk(row: db.Row) -> TermsDesk:
    planned = Text(row[16], row[17]) if row[14] else None
    draft = Text(row[19], row[20]) if row[19] is not None else None
    return TermsDesk(
        *(row[0], row[1], Text(row[2], row[3]), *row[4:10], Text(row[10], row[11])),
        *(row[12], row[13], row[14], row[15], planned, row[18], draft, *row[21:25]),
        *(json.loads(row[25]), *row[26:29]),
    )
