"""What the pages about staff hand to the verbs: plain data."""

from dataclasses import dataclass
from datetime import date

#: Why an account is put to sleep: on leave the permissions wait, whoever has quit loses them.
LEAVE, LEFT = "leave", "left"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be given: roles, the first day, the first day without them, and why."""

    roles: frozenset[str]
    starts: date
    ends: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Presentation:
    """Name and title, and how residents see them."""

    name: str
    title: str
    protected: bool
    show_as: str
    signature: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody's own signature, with the name and title of the account."""

    name: str
    title: str
    protected: bool
    show_as: str
    signature: str
