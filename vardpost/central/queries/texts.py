"""Changes of words that an office has made, and how far units have answered."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vardpost.casetypes.queries.terms_proposed import NONE, Count, counted
from vardpost.casetypes.word_change import WordChange
from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.units.once import refuse_other

#: Changes on one page, the latest first.
MOST = 50


@dataclass(frozen=True, slots=True)
class Changed:
    """One change that an office has made, and how far units have answered."""

    id: UUID
    words: WordChange
    publish: bool
    own: list[list[str]]
    at: datetime
    by: str
    undone_at: datetime | None
    undone_by: str
    #: What units have answered.
    units: Count


_CHANGES = (
    "select x.id, x.find, x.put, x.whole, x.publish, x.own::text, x.at, x.by_name, x.undone_at, "
    "x.undone_by_name from text_change x where coalesce(x.region_id, '') = %s {} "
    "order by x.id desc limit %s"
)


def changes(region_id: str) -> list[Changed]:
    """Return an office's changes, the latest first; two statements."""
    return _changed(db.fetch_all(_CHANGES.format(""), [region_id, MOST]))


def change_of(region_id: str, change_id: UUID) -> Changed:
    """Return one change. Raises `NotFound` for another office's."""
    found = _changed(db.fetch_all(_CHANGES.format("and x.id = %s"), [region_id, change_id, 1]))
    if not found:
        raise NotFound("text change")
    return found[0]


def is_made(region_id: str, change_id: UUID, words: WordChange, *, publish: bool) -> bool:
    """Whether an office has made a change already: the form's own key, sent twice.

    Raises `BadInput` when it was another change.
    """
    row = db.fetch_one(
        "select find, put, whole, publish from text_change "
        "where id = %s and coalesce(region_id, '') = %s",
        [change_id, region_id],
    )
    if row is None:
        return False
    refuse_other(same=(WordChange(*row[:3]), row[3]) == (words, publish))
    return True


def _changed(rows: list[db.Row]) -> list[Changed]:
    units = counted([row[0] for row in rows])
    made = []
    for row in rows:
        words, own = WordChange(*row[1:4]), json.loads(row[5])
        answers = units.get(row[0], NONE)
        made.append(Changed(*(row[0], words, row[4], own, *row[6:], answers)))
    return made
