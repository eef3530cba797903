"""Who acts: plain data set once per request, asked by every rule."""

import getpass
import os
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

Kind = Literal["resident", "staff", "system"]
Capacity = Literal["self", "guardian"]
#: A guardian acts for a child until this birthday, where no other age has been decided.
GUARDIAN_UNTIL = 13
#: Under what an actor's facts name the person at the machine who ran a command.
BY = "by"


@dataclass(frozen=True, slots=True)
class UnitRef:
    """The unit a staff member acts in."""

    id: UUID
    slug: str
    name: str
    hsa_id: str
    region_id: str


@dataclass(frozen=True, slots=True)
class ResidentRef:
    """A person whose cases the actor may handle: the actor, or a young child of hers.

    `until_age` is the birthday on which a guardian's right ends, as the child's region has it.
    """

    id: UUID
    name: str
    birth_date: date
    capacity: Capacity
    until_age: int = GUARDIAN_UNTIL


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one capacity, or the system in one region.

    `roles` holds role names (`policy.roles.Role` values) on `unit`; a resident has none there.
    `residents` lists those a resident may act for, the actor first.
    `kin` holds the actor's own id and the ids of the actor's children of any age: staff never
    open those cases.
    """

    kind: Kind
    person_id: UUID | None
    name: str
    session_id: UUID | None = None
    title: str = ""
    #: What residents read in place of name and title, and under what the actor writes.
    shown_name: str = ""
    shown_title: str = ""
    signature: str = ""
    hsa_id: str = ""
    unit: UnitRef | None = None
    roles: frozenset[str] = frozenset()
    region_id: str | None = None
    residents: tuple[ResidentRef, ...] = ()
    kin: frozenset[UUID] = frozenset()
    units: tuple[tuple[str, str], ...] = ()
    locale: str = "sv"
    request_id: str = ""
    address: str = ""
    facts: dict[str, object] = field(default_factory=dict, hash=False, compare=False)

    @property
    def is_staff(self) -> bool:
        """Whether the actor acts as staff."""
        return self.kind == "staff"

    @property
    def is_resident(self) -> bool:
        """Whether the actor acts as resident, or as guardian of a child."""
        return self.kind == "resident"


def system_actor(name: str, region_id: str | None = None) -> Actor:
    """Return the actor of a scheduled job. One region a run; `None` is for acts with no region."""
    return Actor(kind="system", person_id=None, name=name, region_id=region_id)


def command_actor(name: str, region_id: str | None = None) -> Actor:
    """Return the actor of an operator's command; every row it leaves names who ran it."""
    return Actor("system", None, name, region_id=region_id, facts={BY: operator()})


def operator() -> str:
    """Return as whom the operator has signed in to the machine; her number when it has no name."""
    try:
        return getpass.getuser()[:60]
    except (KeyError, OSError):
        return str(os.getuid())
