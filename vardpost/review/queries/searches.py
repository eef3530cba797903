"""Reads of a reviewer's own searches."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.review.values import Filters, filters_from


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A search: why, and for what."""

    id: UUID
    at: datetime
    reason: str
    filters: Filters


def search_of(unit_id: UUID, search_id: UUID, person_id: UUID | None) -> SearchRow:
    """Return a search that the person has begun at the unit. Raises `NotFound`."""
    row = db.fetch_one(
        "select id, at, reason, filters::text from review_search "
        "where unit_id = %s and id = %s and person_id = %s",
        [unit_id, search_id, person_id],
    )
    if row is None:
        raise NotFound("search")
    return _search(row)


def recent(unit_id: UUID, person_id: UUID | None) -> list[SearchRow]:
    """Return the person's latest searches at the unit."""
    rows = db.fetch_all(
        "select id, at, reason, filters::text from review_search "
        "where unit_id = %s and person_id = %s order by at desc limit 5",
        [unit_id, person_id],
    )
    return [_search(row) for row in rows]


def _search(row: tuple[Any, ...]) -> SearchRow:
    key, at, reason, filters = row
    return SearchRow(key, at, reason, filters_from(json.loads(filters)))
