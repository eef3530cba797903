"""Prova en ändring: what other settings would have done with the last month, saving nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.simulation.queries import Month, month
from vardpost.simulation.replay import Told, replay
from vardpost.simulation.timeline import Change


@dataclass(frozen=True, slots=True)
class Tried:
    """The month, and what the change would have done with it."""

    month: Month
    told: Told
    change: Change


def try_change(
    *,
    actor: Actor,
    unit: UnitRef,
    permission: Permission,
    moments: tuple[datetime, datetime],
    read: Callable[[Month], Change],
) -> Tried:
    """Return what a change would have done with the cases sent between two moments.

    `permission` is asked at the unit: to run it, or to oversee its region. `read` makes the change
    of what was typed and what stands. The ledger is told that somebody tried, and what was changed.
    Raises `Denied`.
    """
    require(actor, permission, Thing(region_id=unit.region_id, unit_id=unit.id))
    since, until = moments
    found = month(unit.id, since, until)
    change = read(found)
    changed = found.book.changed(change) if change else found.book
    told = replay(found.cases, found.book, changed, clock.now())
    record(
        actor,
        Entry(
            event=AuditEvent.CHANGE_TRIED,
            object_type="unit",
            object_id=unit.id,
            purpose="administration",
            unit=unit,
            region_id=unit.region_id,
            detail={"changed": _parts(change)},
        ),
    )
    return Tried(found, told, change)


def _parts(change: Change) -> list[str]:
    """Return which settings were changed, by name alone."""
    parts = {
        "hours": change.hours,
        "closings": change.gone or change.closing,
        "limit": change.limit,
        "promises": change.promises,
    }
    return [name for name, value in parts.items() if value or (name == "limit" and value == {})]
