"""Who may hear of an event: the same scope that decides what the pages show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Scope, Thing
from vardpost.policy.permissions import Permission
from vardpost.policy.scope import scope_for


@dataclass(frozen=True, slots=True)
class Event:
    """What a notification says, ids only (`live.actions`)."""

    what: str
    case: str = ""
    unit_id: UUID | None = None
    resident_id: UUID | None = None
    people: tuple[UUID, ...] = ()
    session: str = ""
    person: str = ""

    @classmethod
    def read(cls, facts: Mapping[str, Any]) -> "Event":
        """Return the event of a notification. Raises `ValueError` or `KeyError` for any other."""
        if facts["what"] == "revoked":
            return cls("revoked", session=facts.get("session", ""), person=facts.get("person", ""))
        return cls(
            str(facts["what"]),
            case=str(UUID(facts["case"])),
            unit_id=UUID(facts["unit"]),
            resident_id=UUID(facts["resident"]),
            people=tuple(UUID(one) for one in facts.get("people", ())),
        )


def hearing(actor: Actor) -> Scope:
    """Return what the actor may hear of: the cases that the actor may read, no others."""
    reading = Permission.CASE_READ if actor.is_staff else Permission.CASE_READ_OWN
    return scope_for(actor, reading)


def hears(scope: Scope, event: Event) -> bool:
    """Whether the event is inside the scope, for any of those who answer the case or just did."""
    return any(
        scope.covers(
            Thing(unit_id=event.unit_id, resident_id=event.resident_id, assignee_id=assignee)
        )
        for assignee in (event.people or (None,))
    )
