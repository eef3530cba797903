"""What a unit decides about a case type on its page: made by the form, kept by the verb. Pure."""

from dataclasses import dataclass
from datetime import date

from vardpost.casetypes.overrides import Overrides


@dataclass(frozen=True, slots=True)
class Decided:
    """What one form of the administration says about a case type."""

    active: bool
    #: Only for residents to whom it is handed out.
    restricted: bool
    follows: bool
    first_days: int
    final_days: int
    overrides: Overrides


@dataclass(frozen=True, slots=True)
class Given:
    """What residents are given: from which day, until which (none: until further notice), why."""

    starts: date
    until: date | None
    reason: str
