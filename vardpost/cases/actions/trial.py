"""Prova reglerna: what they would have done with the cases of the last thirty days, in numbers."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.cases.queries.trial import routing_trial
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.routing.queries.rules import routing
from vardpost.routing.rules import Rule
from vardpost.units.actions.settings import unit_of


@dataclass(frozen=True, slots=True)
class Tried:
    """The rules with how many cases each would have taken, None for fewer than five.

    `late` says that counting took too long, and was given up: then nothing is known of any rule.
    """

    rules: tuple[tuple[Rule, int | None], ...] = ()
    queue: int | None = None
    late: bool = False


#: Seconds: a page of numbers may not hold up the unit's own pages for longer.
PATIENCE = 8


def try_rules(*, actor: Actor, unit_id: UUID) -> Tried:
    """Return how many cases each rule would have taken. The administrator sees no case.

    Raises `NotFound` for a unit that is unknown, and `Denied`.
    """
    unit = unit_of(unit_id)
    require(actor, Permission.ROUTING_EDIT, Thing(region_id=unit.region_id, unit_id=unit_id))
    found: dict[int, int | None] | None = None
    with suppress(db.TooSlow), db.within(PATIENCE):
        found = routing_trial(unit_id)
    record(
        actor,
        Entry(
            event=AuditEvent.ROUTING_TRIED,
            object_type="unit",
            object_id=unit_id,
            purpose="administration",
            unit=unit,
            detail={} if found is not None else {"late": True},
        ),
    )
    if found is None:
        return Tried(late=True)
    rules = enumerate(routing(unit_id).rules, start=1)
    return Tried(tuple((rule, found.get(number)) for number, rule in rules), found.get(0))
