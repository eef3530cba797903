"""Terms texts as those who write them work with them: in force, planned, draft, older.

A unit's, and the type's own, which the office of the region or the nation writes.
"""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.offers import IN_FORCE, TERMS_IN_FORCE
from vardpost.kernel import clock, db
from vardpost.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class TermsLine:
    """One published text: the owner's own, or the type's; `state` is in-force, planned, earlier."""

    id: UUID
    number: int
    at: datetime
    author: str
    own: bool
    state: str


@dataclass(frozen=True, slots=True)
class TermsDesk:
    """The terms of one case type at a unit, or of the type itself at its office (`central`).

    `open` says whether the unit, or the office, may write them.
    """

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
    central: bool = False

    @property
    def written(self) -> Text:
        """What the page's form shows: the draft, else what is planned, else what is in force."""
        return self.draft or self.planned or self.body

    @property
    def overdue(self) -> bool:
        """Whether the day to read it through has passed."""
        today = clock.today()
        return self.review_by is not None and self.review_by < today


#: The columns that a unit's desk and an office's have alike; `x` is in force, `p` planned.
_TEXTS = (
    "x.id, x.version, x.body_sv, x.body_en, x.published_at, {own}, p.id, coalesce(p.version, 0), "
    "p.body_sv, p.body_en, p.published_at, w.draft_sv, w.draft_en, w.owner_id, "
    "coalesce(w.owner_name, ''), w.review_by, coalesce(w.version, 0), "
    "coalesce(w.before::text, '{{}}'), w.updated_at, w.updated_by_id, "
    "coalesce(w.updated_by_name, '') "
)
_DESK = (
    "select t.id, t.key, v.definition->'title'->>'sv', v.definition->'title'->>'en', u.active, "
    "t.unit_id is not null, t.unit_id is not null or coalesce(v.definition->'open' ? 'terms', "
    "false), u.first_days, "
    + _TEXTS.format(own="x.unit_id is not null")
    + "from unit_case_type u join case_type t on t.id = u.case_type_id "
    f"join case_type_version v on v.id = {IN_FORCE} "
    f"join terms_text x on x.id = {TERMS_IN_FORCE} "
    "left join lateral (select n.* from terms_text n where n.case_type_id = u.case_type_id "
    "and n.unit_id = u.unit_id and n.published_at > %s order by n.published_at limit 1) p on true "
    "left join unit_terms w on w.unit_id = u.unit_id and w.case_type_id = u.case_type_id "
    "where u.unit_id = %s"
)
#: The title is that of the newest form, of the draft while there is no other.
_CENTRAL = (
    "select t.id, t.key, f.definition->'title'->>'sv', f.definition->'title'->>'en', true, "
    "false, true, coalesce((f.definition->'promise'->>'first_days')::int, 1), "
    + _TEXTS.format(own="true")
    + "from case_type t "
    "join lateral (select n.* from terms_text n where n.case_type_id = t.id and n.unit_id is null "
    "and n.published_at <= %s order by n.published_at desc, n.version desc limit 1) x on true "
    "left join lateral (select n.* from terms_text n where n.case_type_id = t.id "
    "and n.unit_id is null and n.published_at > %s order by n.published_at limit 1) p on true "
    "left join lateral (select coalesce((select v.definition from case_type_version v "
    "where v.case_type_id = t.id and v.unit_id is null order by v.version desc limit 1), "
    "(select d.definition from case_type_draft d where d.case_type_id = t.id)) as definition) f "
    "on true left join unit_terms w on w.unit_id is null and w.case_type_id = t.id "
    "where t.unit_id is null and t.id = %s"
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


def central_desk(case_type_id: UUID) -> TermsDesk:
    """Return a central type's own terms, as its office has them; one statement.

    Whose the type is, the caller asks. Raises `NotFound` for a unit's own type.
    """
    now = clock.now()
    row = db.fetch_one(_CENTRAL, [now, now, case_type_id])
    if row is None:
        raise NotFound(f"central terms of {case_type_id}")
    return replace(_desk(row), central=True)


def terms_lines(unit_id: UUID | None, desk: TermsDesk) -> list[TermsLine]:
    """Return the published texts that have been in force here, newest first: one statement.

    With no unit those of the type itself.
    """
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
        lines.append(TermsLine(text_id, number, at, author, own or desk.central, state))
    return lines


def _params(unit_id: UUID) -> list[object]:
    return [*[clock.now()] * 7, unit_id]


def _desk(row: db.Row) -> TermsDesk:
    planned = Text(row[16], row[17]) if row[14] else None
    draft = Text(row[19], row[20]) if row[19] is not None else None
    return TermsDesk(
        *(row[0], row[1], Text(row[2], row[3]), *row[4:10], Text(row[10], row[11])),
        *(row[12], row[13], row[14], row[15], planned, row[18], draft, *row[21:25]),
        *(json.loads(row[25]), *row[26:29]),
    )
