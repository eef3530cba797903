"""Prova en annan ordning på reglerna: who would have got how many of the month's cases."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.routing.rules import Rule

#: Seconds: a page of numbers may not hold up the unit's own pages for longer.
PATIENCE = 8


@dataclass(frozen=True, slots=True)
class Got:
    """Somebody, a team or the common queue (no name), and how many; None for fewer than five."""

    target: str
    name: str
    was: int | None
    would: int | None


@dataclass(frozen=True, slots=True)
class Routed:
    """Who got and who would have got; `unlike` cases do not come out of the rules' history."""

    lines: tuple[Got, ...] = ()
    unlike: int = 0
    late: bool = False


def ordered(query: QueryDict, rules: Sequence[Rule]) -> list[UUID] | None:
    """Return the ids of the rules in the order that is asked for, those left out gone.

    A rule without a number keeps its place; None when all stand as they stand.
    """
    places: list[tuple[float, int, str]] = []
    for number, rule in enumerate(rules, start=1):
        if f"utan-{rule.id}" in query:
            continue
        text = query.get(f"plats-{rule.id}", "").strip()
        place = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else number
        # A rule that is moved down goes after the one whose number it takes.
        places.append((place + (0.5 if place > number else -0.5 if place < number else 0), number,
                       rule.id))  # fmt: skip
    kept = [key for _place, _number, key in sorted(places)]
    return None if kept == [rule.id for rule in rules] else [UUID(key) for key in kept]


def try_order(
    *, actor: Actor, unit: UnitRef, moments: tuple[datetime, datetime], order: list[UUID] | None
) -> Routed:
    """Return who would have got the cases by the rules in another order, and who got them.

    The ledger keeps the order that was tried, as the history would if it had been saved to be
    tried. Raises `Denied`.
    """
    require(actor, Permission.ROUTING_EDIT, Thing(region_id=unit.region_id, unit_id=unit.id))
    rows: list[db.Row] | None = None
    with suppress(db.TooSlow), db.within(PATIENCE):
        rows = db.fetch_all(
            "select target, name, was, would, unlike from simulation_routing(%s, %s, %s, %s)",
            [unit.id, *moments, order],
        )
    record(
        actor,
        Entry(
            event=AuditEvent.ROUTING_TRIED,
            object_type="unit",
            object_id=unit.id,
            purpose="administration",
            unit=unit,
            detail={"order": [str(one) for one in order]} if order is not None else {},
        ),
    )
    if rows is None:
        return Routed(late=True)
    return Routed(tuple(Got(*row[:4]) for row in rows), int(rows[0][4]) if rows else 0)
