"""What a notice is made of, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

#: Mildest first.
SEVERITIES = ("information", "limited", "outage")
AUDIENCES = ("everyone", "residents", "staff")
LONGEST_TITLE = 80
LONGEST_TEXT = 600


@dataclass(frozen=True, slots=True)
class NoticeData:
    """What the office says of a notice. Moments are aware; no end means until it is ended."""

    severity: str
    audience: str
    regions: tuple[str, ...]
    title_sv: str
    text_sv: str
    title_en: str
    text_en: str
    starts_at: datetime
    ends_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def values(self) -> Mapping[str, Any]:
        """Return the notice as the history keeps it."""
        return {
            "severity": self.severity,
            "audience": self.audience,
            "regions": list(self.regions),
            "title_sv": self.title_sv,
            "text_sv": self.text_sv,
            "title_en": self.title_en,
            "text_en": self.text_en,
            "starts_at": _text(self.starts_at),
            "ends_at": _text(self.ends_at),
            "withdrawn_at": _text(self.withdrawn_at),
        }


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it stands."""

    id: UUID
    version: int
    data: NoticeData

    def standing(self, now: datetime) -> str:
        """Return `planned`, `in force` or `past`."""
        data = self.data
        if data.withdrawn_at is not None or (data.ends_at is not None and data.ends_at <= now):
            return "past"
        return "planned" if data.starts_at > now else "in force"

    def ended_at(self) -> datetime | None:
        """Return when it ended or will end; whichever comes first."""
        ends = [one for one in (self.data.ends_at, self.data.withdrawn_at) if one is not None]
        return min(ends) if ends else None


@dataclass(frozen=True, slots=True)
class Strip:
    """A notice as the strip on top of a page shows it, in the page's language.

    `lang` is the text's own language where it is not the page's. `key` changes with the notice.
    """

    key: str
    #: How serious it is, in words, and the colour that goes with it.
    severity: str
    color: str
    title: str
    text: str
    lang: str
    regions: tuple[str, ...]
    ends_at: datetime | None
    #: Whether the reader may put it away: never while the service is away.
    may_be_hidden: bool


def _text(moment: datetime | None) -> str:
    return moment.isoformat(timespec="minutes") if moment else ""
