"""Versions, the draft and its history, and what somebody has accepted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.kernel.four_eyes import State
from vardpost.useterms.values import Audience, Words

#: How many versions, and how many lines of a history, stand on one page.
PAGE = 50
_VERSION = (
    "id, audience, version, valid_from, proposed_by_name, published_at, published_by_name, "
    "text_sv, text_en, summary_sv, summary_en"
)
_DRAFT = (
    "id, audience, state, version, base, valid_from, started_by_name, proposed_by_id, "
    "proposed_by_name, text_sv, text_en, summary_sv, summary_en"
)


@dataclass(frozen=True, slots=True)
class Version:
    """A published version."""

    id: UUID
    audience: Audience
    version: int
    valid_from: date
    proposed_by_name: str
    published_at: datetime
    published_by_name: str
    words: Words


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft that is open for an audience."""

    id: UUID
    audience: Audience
    state: State
    version: int
    base: int
    valid_from: date | None
    started_by_name: str
    proposed_by_id: UUID | None
    proposed_by_name: str
    words: Words


@dataclass(frozen=True, slots=True)
class DraftEvent:
    """A line of a draft's history; `old` and `new` hold the texts that were changed, by name."""

    version: int
    at: datetime
    event: str
    actor_id: UUID
    actor_name: str
    words: str
    old: Mapping[str, str]
    new: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Accepted:
    """That somebody has accepted a version, and when."""

    version: int
    at: datetime


def in_force(audience: Audience) -> Version | None:
    """Return the version in force: the newest whose first day has come."""
    return _one(
        f"select {_VERSION} from terms_of_use where audience = %s and valid_from <= %s "
        "order by version desc limit 1",
        [audience.value, clock.today()],
    )


def newest(audience: Audience) -> Version | None:
    """Return the newest version, in force or planned."""
    return _one(
        f"select {_VERSION} from terms_of_use where audience = %s order by version desc limit 1",
        [audience.value],
    )


def version_of(audience: Audience, number: int) -> Version | None:
    """Return one version."""
    return _one(
        f"select {_VERSION} from terms_of_use where audience = %s and version = %s",
        [audience.value, number],
    )


def versions(audience: Audience) -> list[Version]:
    """Return the newest versions, newest first, a page of them at most."""
    rows = db.fetch_all(
        f"select {_VERSION} from terms_of_use where audience = %s order by version desc limit %s",
        [audience.value, PAGE],
    )
    return [_version(row) for row in rows]


def summaries(audience: Audience, after: int, until: int) -> list[Version]:
    """Return the versions after one up to another, oldest first, a page of them at most."""
    rows = db.fetch_all(
        f"select {_VERSION} from terms_of_use where audience = %s and version > %s "
        "and version <= %s order by version desc limit %s",
        [audience.value, after, until, PAGE],
    )
    return [_version(row) for row in reversed(rows)]


def open_draft(audience: Audience) -> Draft | None:
    """Return the draft that is open for an audience; there is one at most."""
    row = db.fetch_one(
        f"select {_DRAFT} from terms_of_use_draft "
        "where audience = %s and state in ('draft', 'proposed')",
        [audience.value],
    )
    return _draft(row) if row else None


def open_by_id(draft_id: UUID) -> Draft | None:
    """Return a draft while it is open."""
    row = db.fetch_one(
        f"select {_DRAFT} from terms_of_use_draft where id = %s and state in ('draft', 'proposed')",
        [draft_id],
    )
    return _draft(row) if row else None


def proposal_waits() -> bool:
    """Whether somebody of the national office has proposed a version that nobody has decided."""
    found = db.fetch_one("select 1 from terms_of_use_draft where state = 'proposed' limit 1")
    return found is not None


def draft_events(draft_id: UUID, *, after: int = -1) -> list[DraftEvent]:
    """Return what has happened to a draft after a version, newest first, a page of it."""
    rows = db.fetch_all(
        "select version, at, event, actor_id, actor_name, words, old::text, new::text "
        "from terms_of_use_draft_event where draft_id = %s and version > %s "
        "order by version desc limit %s",
        [draft_id, after, PAGE],
    )
    return [DraftEvent(*row[:6], *map(json.loads, row[6:])) for row in rows]


def last_accepted(person_id: UUID, audience: Audience) -> Accepted | None:
    """Return the newest version that somebody has accepted; row security shows one's own."""
    row = db.fetch_one(
        "select version, accepted_at from terms_of_use_acceptance "
        "where person_id = %s and audience = %s order by version desc limit 1",
        [person_id, audience.value],
    )
    return Accepted(*row) if row else None


def all_accepted(person_id: UUID, audience: Audience) -> dict[int, datetime]:
    """Return when somebody accepted which version, of the newest page of them."""
    rows = db.fetch_all(
        "select version, accepted_at from terms_of_use_acceptance "
        "where person_id = %s and audience = %s order by version desc limit %s",
        [person_id, audience.value, PAGE],
    )
    return dict(rows)


def _one(sql: str, params: list[object]) -> Version | None:
    row = db.fetch_one(sql, params)
    return _version(row) if row else None


def _version(row: db.Row) -> Version:
    key, audience, number, day, proposer, at, publisher, *texts = row
    return Version(key, Audience(audience), number, day, proposer, at, publisher, Words(*texts))


def _draft(row: db.Row) -> Draft:
    key, audience, state, number, base, day, starter, proposer_id, proposer, *texts = row
    at = (number, base, day, starter, proposer_id, proposer)
    return Draft(key, Audience(audience), State(state), *at, Words(*texts))
