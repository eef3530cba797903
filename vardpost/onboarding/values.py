"""What a unit's way in is made of, as plain data."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vardpost.onboarding.states import State

LONGEST_TRAINING = 500
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Plan:
    """What the office has planned for a unit that is to join."""

    template: str
    template_version: int
    starts_on: date
    contact_name: str
    contact_phone: str = ""
    contact_email: str = ""
    #: An HSA-id in capitals, or nothing: nobody is invited yet.
    first_admin: str = ""
    training: str = ""

    def told(self) -> dict[str, Any]:
        """Return the plan as the ledger keeps it: of what was typed, only that it was."""
        told = asdict(self) | {"starts_on": self.starts_on.isoformat()}
        return told | {"training": bool(self.training)}


@dataclass(frozen=True, slots=True)
class InDirectory:
    """A unit of the directory; `joining` and `unit` say what has become of it here."""

    key: str
    hsa_id: str
    region_id: str
    municipality: str
    name: str
    kind: str
    place: str = ""
    joining: UUID | None = None
    unit_slug: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """A unit on its way in, as the office sees it."""

    id: UUID
    region_id: str
    key: str
    hsa_id: str
    name: str
    kind: str
    municipality: str
    state: State
    version: int
    plan: Plan
    unit_id: UUID | None
    unit_slug: str
    created_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was taken."""

    at: datetime
    event: str
    actor_name: str
    reason: str
