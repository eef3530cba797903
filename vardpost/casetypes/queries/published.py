"""What was published, by id: a version and a terms text never change, so a process keeps them."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from vardpost.casetypes.fields import FormDefinition, Text
from vardpost.casetypes.models import CaseTypeVersion, TermsText
from vardpost.casetypes.reading import stored_definition
from vardpost.kernel.errors import NotFound

#: Versions never change, so a process keeps those it has met.
_KEPT = 512


@dataclass(frozen=True, slots=True)
class Version:
    """One published form; `published_at` may lie ahead (planned)."""

    id: UUID
    number: int
    definition: FormDefinition
    content_hash: str
    published_at: datetime
    case_type_id: UUID
    #: The unit whose own parts are laid in, and the central version they were laid into.
    unit_id: UUID | None
    upstream_id: UUID | None


@dataclass(frozen=True, slots=True)
class Terms:
    """One published terms text, as written; `content_hash` is stored with the case.

    With a unit it is that unit's own. `published_at` may lie ahead (planned).
    """

    id: UUID
    version: int
    body: Text
    content_hash: str
    published_at: datetime
    unit_id: UUID | None = None


@lru_cache(maxsize=_KEPT)
def version(version_id: UUID) -> Version:
    """Return a published form by its id; raises `NotFound`."""
    row = CaseTypeVersion.objects.filter(id=version_id).first()
    if row is None:
        raise NotFound("case type version")
    definition = stored_definition(json.dumps(row.definition))
    return Version(
        row.id,
        row.version,
        definition,
        row.content_hash,
        row.published_at,
        row.case_type_id,
        row.unit_id,
        row.upstream_id,
    )


@lru_cache(maxsize=_KEPT)
def terms(terms_id: UUID) -> Terms:
    """Return a published terms text by its id; raises `NotFound`."""
    row = TermsText.objects.filter(id=terms_id).first()
    if row is None:
        raise NotFound("terms text")
    body = Text(row.body_sv, row.body_en)
    return Terms(row.id, row.version, body, row.content_hash, row.published_at, row.unit_id)
