"""The record of a review: everything that was looked at and said, as it was when it closed.

`build` is the one place that decides what is kept, and in which form; its bytes are written once,
with their hash, in the transaction that closes the review (`actions/close.py`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import IntFlag
from hashlib import sha256
from typing import Any
from uuid import UUID

from vardpost.review.printing import pdf
from vardpost.review.protocol_words import document
from vardpost.review.queries.questions import Question
from vardpost.review.queries.reviews import ItemRow, Marking, ReviewRow
from vardpost.review.queries.why import Question as ResidentQuestion


@dataclass(frozen=True, slots=True)
class Told:
    """What the region was told of suspected breaches in the review."""

    at: datetime
    by_name: str
    count: int
    note: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A whole review at the moment it closes, also what the reader herself may not see."""

    unit_name: str
    unit_hsa_id: str
    review: ReviewRow
    outcome: str
    conclusion: str
    closed_at: datetime
    closed_by_name: str
    items: Sequence[ItemRow]
    #: By item.
    markings: Mapping[UUID, Sequence[Marking]]
    questions: Sequence[Question]
    escalations: Sequence[Told]
    #: What a resident asked, when the review came of that, with the answer she was given.
    asked_by_resident: ResidentQuestion | None = None


@dataclass(frozen=True, slots=True)
class Protocol:
    """A finished record: its bytes, what sort of file they are, and its name's ending."""

    data: bytes
    media_type: str
    suffix: str

    @property
    def hash(self) -> str:
        """Return the SHA-256 that the review keeps."""
        return sha256(self.data).hexdigest()


#: Endings of the files that a protocol can be, by their media type. Those of reviews that closed
#: before there was a PDF are JSON.
SUFFIXES: Mapping[str, str] = {"application/json": "json", "application/pdf": "pdf"}


def build(facts: Facts) -> Protocol:
    """Return the record of a review as PDF/A, the same bytes for the same facts.

    Raises `Unavailable` when it cannot be typeset: then the review stays open.
    """
    text = json.dumps(_plain(asdict(facts)), ensure_ascii=False, sort_keys=True, indent=1)
    data = pdf("protocol", document(facts, sha256(f"{text}\n".encode()).hexdigest()))
    media_type = "application/pdf"
    return Protocol(data, media_type, SUFFIXES[media_type])


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, IntFlag):
        return [flag.name for flag in type(value) if flag in value]
    if isinstance(value, UUID):
        return str(value)
    return value
