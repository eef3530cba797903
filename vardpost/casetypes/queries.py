"""What units offer, and the versions that cases point at."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from vardpost.casetypes.fields import FormDefinition, Text
from vardpost.casetypes.models import CaseTypeVersion, TermsText
from vardpost.casetypes.reading import stored_definition
from vardpost.casetypes.terms import Block, blocks
from vardpost.kernel import db
from vardpost.kernel.errors import NotFound

#: Versions never change, so a process keeps those it has met.
_KEPT = 512


@dataclass(frozen=True, slots=True)
class Offer:
    """One case type as a unit offers it now."""

    key: str
    title: Text
    description: Text
    version_id: UUID
    terms_id: UUID
    first_days: int
    final_days: int
    symptom: bool
    proxy_allowed: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One published form."""

    id: UUID
    number: int
    definition: FormDefinition
    content_hash: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """One published terms text; `content_hash` is stored with the case that accepted it."""

    id: UUID
    version: int
    body: Text
    content_hash: str
    published_at: datetime

    def blocks(self, lang: str) -> list[Block]:
        """Return the text in blocks, to be drawn by `casetypes/_terms.html`."""
        return blocks(self.body.of(lang))


_OFFERED = (
    "select t.key, d->'title'->>'sv', d->'title'->>'en', d->'description'->>'sv', "
    "d->'description'->>'en', u.version_id, u.terms_id, u.first_days, u.final_days, "
    "coalesce((d->>'symptom')::boolean, false), coalesce((d->>'proxy_allowed')::boolean, true) "
    "from unit_case_type u join case_type t on t.id = u.case_type_id "
    "join case_type_version v on v.id = u.version_id "
    "cross join lateral (select v.definition) as form(d) "
    "where u.unit_id = %s and u.active"
)


def offered(unit_id: UUID) -> list[Offer]:
    """Return what the unit offers, in its own order: one statement."""
    rows = db.fetch_all(f"{_OFFERED} order by u.position, t.position, t.key", [unit_id])
    return [_offer(row) for row in rows]


def offer(unit_id: UUID, key: str) -> Offer:
    """Return one case type of the unit; raises `NotFound` when it does not offer it now."""
    row = db.fetch_one(f"{_OFFERED} and t.key = %s order by t.region_id nulls last", [unit_id, key])
    if row is None:
        raise NotFound(f"case type {key[:40]!r}")
    return _offer(row)


@lru_cache(maxsize=_KEPT)
def version(version_id: UUID) -> Version:
    """Return a published form by its id; raises `NotFound`."""
    row = CaseTypeVersion.objects.filter(id=version_id).first()
    if row is None:
        raise NotFound("case type version")
    definition = stored_definition(json.dumps(row.definition))
    return Version(row.id, row.version, definition, row.content_hash, row.published_at)


@lru_cache(maxsize=_KEPT)
def terms(terms_id: UUID) -> Terms:
    """Return a published terms text by its id; raises `NotFound`."""
    row = TermsText.objects.filter(id=terms_id).first()
    if row is None:
        raise NotFound("terms text")
    body = Text(row.body_sv, row.body_en)
    return Terms(row.id, row.version, body, row.content_hash, row.published_at)


def _offer(row: db.Row) -> Offer:
    key, title_sv, title_en, description_sv, description_en, *rest = row
    return Offer(key, Text(title_sv, title_en), Text(description_sv, description_en), *rest)
