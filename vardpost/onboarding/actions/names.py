"""A unit's new name is told to those who administer it (domain 7.1): they mend texts and signs.

The verbs are those of `units`; what is told stands or falls with them. The notice is neutral: that
there is something to read, and neither the name nor the unit.
"""

from collections.abc import Sequence
from uuid import UUID

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.notices.actions.queue import queue
from vardpost.people.queries.staff import unit_admins
from vardpost.people.system import as_system
from vardpost.units.actions import names
from vardpost.units.actions.names import NewName
from vardpost.units.actions.settings import unit_of
from vardpost.units.queries.names import called, due


def rename(*, actor: Actor, unit_id: UUID, version: int, data: NewName) -> None:
    """Give a unit a new name, today or from a day to come. Raises as `names.rename_unit`."""
    before = called(unit_id)
    names.rename_unit(actor=actor, unit_id=unit_id, version=version, data=data)
    after = called(unit_id)
    if (before.name, before.planned) == (after.name, after.planned):
        return
    region_id = unit_of(unit_id).region_id
    with as_system(actor, "onboarding.told", region_id) as system:
        _tell(system, region_id, [unit_id], apart_from=actor.person_id)


def names_in_force(*, actor: Actor) -> int:
    """Give the units of the system's region the names whose day has come. Raises `Denied`."""
    region_id = actor.region_id or ""
    renamed = [unit_id for unit_id, old, new in due(region_id, clock.today()) if old != new]
    done = names.names_in_force(actor=actor)
    _tell(actor, region_id, renamed)
    return done


def _tell(
    actor: Actor, region_id: str, units: Sequence[UUID], *, apart_from: UUID | None = None
) -> None:
    people = [one for one in unit_admins(units) if one != apart_from]
    queue(actor, event_key=new_id(), template="review", region_id=region_id, recipients=people)
