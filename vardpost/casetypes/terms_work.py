"""What a unit writes about the terms of one case type, as plain data."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TermsWork:
    """The text in both languages, who owns it, and by when somebody reads it through again."""

    sv: str
    en: str
    owner_id: UUID | None = None
    review_by: date | None = None
