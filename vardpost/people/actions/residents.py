"""Reading about residents as a unit's administrator: each look leaves a row that names them."""

from collections.abc import Sequence
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Thing
from vardpost.people.numbers import IdentityNumber
from vardpost.people.queries import residents
from vardpost.people.queries.residents import FoundResident, LetIn
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import unit_of


def look_up(
    *, actor: Actor, unit_id: UUID, number: IdentityNumber, seen: bool = True
) -> FoundResident | None:
    """Return the resident with a number, or None. Never a list, so nobody is found by chance.

    With `seen` off the one who is found is not shown but let in, and that leaves the row.
    Raises `Denied`.
    """
    _ask(actor, unit_id)
    found = residents.by_number(number)
    if seen or found is None:
        _told(actor, unit_id, AuditEvent.RESIDENT_LOOKED_UP, (found.id,) if found else ())
    return found


def find_several(
    *, actor: Actor, unit_id: UUID, numbers: Sequence[IdentityNumber]
) -> dict[str, FoundResident]:
    """Return the residents with these numbers, by number: a list that somebody has already.

    At most 200 numbers are asked for. They are then shown (`show_found`) or given something.
    Raises `Denied`.
    """
    _ask(actor, unit_id)
    return residents.by_numbers(numbers)


def show_found(*, actor: Actor, unit_id: UUID, people: Sequence[UUID]) -> None:
    """Leave the row of residents who were found by number and are about to be shown.

    Raises `Denied`.
    """
    _ask(actor, unit_id)
    _told(actor, unit_id, AuditEvent.RESIDENT_LOOKED_UP, tuple(people))


def list_let_in(*, actor: Actor, unit_id: UUID) -> list[LetIn]:
    """Return whom the unit has let in. Raises `Denied`."""
    _ask(actor, unit_id)
    found = residents.let_in(unit_id)
    shown = tuple(one.person_id for one in found)
    _told(actor, unit_id, AuditEvent.APPROVED_RESIDENTS_LISTED, shown)
    return found


def _ask(actor: Actor, unit_id: UUID) -> None:
    unit = unit_of(unit_id)
    thing = Thing(region_id=unit.region_id, unit_id=unit_id)
    require(actor, Permission.RESIDENT_APPROVE, thing)


def _told(actor: Actor, unit_id: UUID, event: AuditEvent, people: tuple[UUID, ...]) -> None:
    record(
        actor,
        Entry(
            event=event,
            object_type="unit",
            object_id=unit_id,
            resident_ids=people,
            purpose="administration",
        ),
    )
