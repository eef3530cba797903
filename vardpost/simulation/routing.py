"""Prova andra regler: who would have got how many of the month's cases.

Rules that stand, in another order or some left out, meet the cases with their answers, inside the
database. A new or changed rule meets kinds and days alone, which whoever tries it reads anyway.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.routing.forms.rule import target_of
from vardpost.routing.queries.rules import routing
from vardpost.routing.rules import Rule
from vardpost.routing.values import routing_from
from vardpost.simulation.form_rules import Tried
from vardpost.simulation.timeline import Timeline
from vardpost.simulation.unsaved import Able, Alike, Span, summed

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


def try_rules(
    *, actor: Actor, unit: UnitRef, moments: tuple[datetime, datetime], tried: Tried | None
) -> Routed:
    """Return who would have got the cases by other rules, and who got them.

    The ledger keeps what was tried, as the history would if it had been saved to be tried.
    Raises `Denied`.
    """
    require(actor, Permission.ROUTING_EDIT, Thing(region_id=unit.region_id, unit_id=unit.id))
    found = Routed(late=True)
    with suppress(db.TooSlow), db.within(PATIENCE):
        if tried and tried.unsaved:
            found = _unsaved(unit.id, moments, tried.rules)
        else:
            found = _standing(unit.id, moments, tried.order if tried else None)
    record(
        actor,
        Entry(
            event=AuditEvent.ROUTING_TRIED,
            object_type="unit",
            object_id=unit.id,
            purpose="administration",
            unit=unit,
            detail=_noted(tried) if tried else {},
        ),
    )
    return found


def _noted(tried: Tried) -> dict[str, Any]:
    if not tried.unsaved:
        return {"order": [one.id for one in tried.rules]}
    lines = [{"id": one.id, "kind": one.case_type, "to": target_of(one)} for one in tried.rules]
    return {"rules": lines}


def _standing(
    unit_id: UUID, moments: tuple[datetime, datetime], order: list[UUID] | None
) -> Routed:
    rows = db.fetch_all(
        "select target, name, was, would, unlike from simulation_routing(%s, %s, %s, %s)",
        [unit_id, *moments, order],
    )
    return Routed(tuple(Got(*row[:4]) for row in rows), int(rows[0][4]) if rows else 0)


def _unsaved(unit_id: UUID, moments: tuple[datetime, datetime], tried: tuple[Rule, ...]) -> Routed:
    """Return it for rules of which one is saved nowhere: four statements."""
    changes = db.fetch_all(
        "select s.at, s.old::text, s.new::text from setting_change s where s.unit_id = %s "
        "and s.kind = 'routing:rules' and s.object_id = '' and s.at >= %s order by s.version",
        [unit_id, moments[0]],
    )
    line = Timeline.of({}, [(at, json.loads(old), json.loads(new)) for at, old, new in changes])
    lists = [routing_from(one).rules for one in (line.first, *line.after)]
    if not changes:
        lists = [routing(unit_id).rules]
    rows = db.fetch_all(
        "select c.case_type, (c.sent_at at time zone 'Europe/Stockholm')::date, "
        "width_bucket(c.sent_at, %s::timestamptz[]), count(*) from simulation_cases(%s, %s, %s) c "
        "where c.inside group by 1, 2, 3",
        [list(line.moments), unit_id, *moments],
    )
    cases = [Alike(*row) for row in rows]
    return Routed(tuple(Got(*one) for one in summed(cases, lists, tried, _able(unit_id))))


def _able(unit_id: UUID) -> Able:
    """Return who answers here and when, and which teams have somebody in them: as they are now."""
    people: dict[str, list[Span]] = {}
    teams: set[str] = set()
    for key, first, last in db.fetch_all(
        "select g.person_id::text, g.starts_on, g.ends_on from role_grant g "
        "join staff_account a on a.person_id = g.person_id and a.active "
        "where g.unit_id = %s and g.role = 'responder' "
        "union all select m.team_id::text, null, null from team_member m where m.unit_id = %s",
        [unit_id, unit_id],
    ):
        if first is None:
            teams.add(key)
        else:
            people.setdefault(key, []).append((first, last))
    return Able(people, frozenset(teams))
