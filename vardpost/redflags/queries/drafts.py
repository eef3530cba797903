"""Drafts of the nation's list, and the versions that have been published of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.four_eyes import State
from vardpost.redflags.lists import Definition, canonical, content_hash, stored_list
from vardpost.redflags.queries import _SHOWN, ListCard

#: How many versions, and how many lines of a history, stand on one page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of the nation's list that is open, or one that was decided."""

    id: UUID
    state: State
    version: int
    base: int
    definition: Definition
    reason: str
    started_by_name: str
    proposed_by_id: UUID | None
    proposed_by_name: str


@dataclass(frozen=True, slots=True)
class DraftEvent:
    """A line of a draft's history."""

    version: int
    at: datetime
    event: str
    part: str
    actor_id: UUID
    actor_name: str
    words: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]


def open_draft() -> Draft | None:
    """Return the draft that is open; there is one at most."""
    row = db.fetch_one(
        "select id, state, version, base, definition::text, reason, started_by_name, "
        "proposed_by_id, proposed_by_name from red_flag_draft "
        "where state in ('draft', 'proposed')"
    )
    if row is None:
        return None
    key, state, version, base, definition, *rest = row
    return Draft(key, State(state), version, base, stored_list(definition), *rest)


def proposal_waits() -> bool:
    """Whether somebody of the national office has proposed a version that nobody has decided."""
    return db.fetch_one("select 1 from red_flag_draft where state = 'proposed'") is not None


def draft_events(draft_id: UUID, *, after: int = -1) -> list[DraftEvent]:
    """Return what has happened to a draft after a version, newest first, a page of it."""
    rows = db.fetch_all(
        "select version, at, event, part, actor_id, actor_name, words, old::text, new::text "
        "from red_flag_draft_event where draft_id = %s and version > %s "
        "order by version desc limit %s",
        [draft_id, after, PAGE],
    )
    return [DraftEvent(*row[:7], *map(json.loads, row[7:])) for row in rows]


def national_versions(before: int | None = None) -> list[tuple[ListCard, str]]:
    """Return a page of the nation's versions, newest first, each with the reason it was given."""
    rows = db.fetch_all(
        f"select {_SHOWN}, coalesce((select d.reason from red_flag_draft d "
        "where d.state = 'published' and d.base = l.version - 1 limit 1), '') "
        "from red_flag_list l where l.level = 'national' and (%s::int is null or l.version < %s) "
        "order by l.version desc limit %s",
        [before, before, PAGE + 1],
    )
    return [(ListCard(*row[:-1]), row[-1]) for row in rows]


def national_version(number: int) -> ListCard | None:
    """Return one version of the nation's list."""
    row = db.fetch_one(
        f"select {_SHOWN} from red_flag_list l where l.level = 'national' and l.version = %s",
        [number],
    )
    return ListCard(*row) if row else None


def was_published(definition: Definition) -> bool:
    """Whether the nation has had this very list."""
    return (
        db.fetch_one(
            "select 1 from red_flag_list where level = 'national' and content_hash = %s limit 1",
            [content_hash(canonical(definition))],
        )
        is not None
    )
