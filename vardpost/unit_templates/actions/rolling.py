"""The work of a roll-out, some units a transaction: each unit once, whoever was killed half-way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from vardpost.casetypes.queries.many import CentralForm, central_forms
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import stable_key
from vardpost.kernel.tenancy import Thing
from vardpost.notices.actions.queue import queue
from vardpost.people.queries.staff import unit_admins
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.unit_templates.actions.apply import Seen, Written, said, stand_on, write
from vardpost.unit_templates.compare import Outcome, steps
from vardpost.unit_templates.queries.drift import KINDS
from vardpost.unit_templates.queries.found import UnitNow, units_by_id
from vardpost.unit_templates.queries.templates import published, template_of
from vardpost.unit_templates.values import Fields, Template, Value
from vardpost.units.queries.settings import json_of, versions_of

#: Units in one transaction: few, so that a stop is soon and a killed worker loses little.
AT_ONCE = 10
#: What a notice to administrators says: that something waits to be looked through, and no more.
_TOLD = "review"
#: Why nothing is written at a unit that has closed since the roll-out was ordered.
_CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class _Rollout:
    """A roll-out that is under way."""

    id: UUID
    region_id: str
    undoing: bool
    template: Template
    number: int


@dataclass(frozen=True, slots=True)
class _Turn:
    """One unit whose turn it is."""

    id: UUID
    unit_id: UUID
    overwrite: Mapping[str, Value]
    written: Mapping[str, Any]
    was_template: str
    was_version: int


def roll_out_next(*, actor: Actor, rollout_id: UUID) -> bool:
    """Do the next units of a roll-out, or undo them; return whether there may be more.

    A unit that is done is never taken again. One that is stopped meanwhile does nothing.
    Raises `Denied` for anybody but the system of the region.
    """
    found = _under_way(rollout_id)
    if found is None:
        return False
    require(actor, Permission.TEMPLATE_ROLL_OUT, Thing(region_id=found.region_id))
    turns = _turns(found)
    if not turns:
        _end(found)
        return False
    by_name = replace(actor, name=_ordered_by(rollout_id))
    # First the versions, then what they hold: what a unit saves from now on is not overwritten.
    seen = versions_of([turn.unit_id for turn in turns], KINDS)
    units = {one.id: one for one in units_by_id([turn.unit_id for turn in turns])}
    forms = {one.key: one for one in central_forms(found.region_id)}
    bases = published({found.template.code, *(one.template for one in units.values())})
    changed = []
    for turn in turns:
        unit = units[turn.unit_id]
        if found.undoing:
            done = _undo(by_name, found, turn, unit, forms, seen)
        else:
            done = _do(by_name, found, turn, unit, forms, bases, seen)
        if done:
            changed.append(unit.id)
    if changed:
        queue(
            by_name,
            event_key=stable_key("unit_templates", rollout_id, found.undoing),
            template=_TOLD,
            region_id=found.region_id,
            recipients=unit_admins(changed),
        )
    return True


def _under_way(rollout_id: UUID) -> _Rollout | None:
    # Held: a stop waits for the units that are under way, and then for no more.
    row = db.fetch_one(
        "select r.region_id, r.state, t.code, v.number from template_rollout r "
        "join unit_template_version v on v.id = r.version_id "
        "join unit_template t on t.id = v.template_id "
        "where r.id = %s and r.state in ('running', 'undoing') for update of r",
        [rollout_id],
    )
    if row is None:
        return None
    return _Rollout(rollout_id, row[0], row[1] == "undoing", template_of(row[2]), row[3])


def _turns(found: _Rollout) -> list[_Turn]:
    rows = db.fetch_all(
        "select id, unit_id, overwrite::text, written::text, was_template, was_version "
        "from template_rollout_unit where rollout_id = %s and state = %s "
        "order by id limit %s for update skip locked",
        [found.id, "done" if found.undoing else "waiting", AT_ONCE],
    )
    return [_Turn(row[0], row[1], json_of(row[2]), json_of(row[3]), row[4], row[5]) for row in rows]


def _ordered_by(rollout_id: UUID) -> str:
    row = db.fetch_one("select ordered_by_name from template_rollout where id = %s", [rollout_id])
    return f"{row[0] if row else ''} (mallutrullning)"[:160]


def _do(
    actor: Actor,
    found: _Rollout,
    turn: _Turn,
    unit: UnitNow,
    forms: Mapping[str, CentralForm],
    bases: Mapping[tuple[str, int], Fields],
    seen: Seen,
) -> bool:
    base = unit.meant(bases.get((unit.template, unit.version), {}))
    target = unit.meant(bases[found.template.code, found.number])
    planned = steps(base, target, unit.found, turn.overwrite)
    reason = said(found.template, found.number)
    wanted = {one.field: one.wanted for one in planned if one.written}
    if unit.live:
        made = write(actor, unit, wanted, forms, reason, seen)
        if (unit.template, unit.version) != (found.template.code, found.number):
            stand_on(actor, unit, found.template.code, found.number, reason=reason)
    else:
        made = Written(refused=dict.fromkeys(wanted, _CLOSED))
    kept = [one.field for one in planned if one.outcome is Outcome.LOCAL]
    db.execute(
        "update template_rollout_unit set state = 'done', written = %s, kept = %s, refused = %s, "
        "was_template = %s, was_version = %s, at = %s where id = %s",
        [
            *(db.json({key: list(pair) for key, pair in made.done.items()}), db.json(kept)),
            *(db.json(made.refused), unit.template, unit.version, clock.now(), turn.id),
        ],
    )
    return bool(made.done)


def _undo(
    actor: Actor,
    found: _Rollout,
    turn: _Turn,
    unit: UnitNow,
    forms: Mapping[str, CentralForm],
    seen: Seen,
) -> bool:
    """Put back what was written and still stands; what the unit has changed since is its own."""
    back, kept = {}, []
    for key, (before, after) in turn.written.items():
        now = unit.found.get(key)
        if now is None or now.value != after:
            kept.append(key)
        elif key.endswith(":active"):
            back[key] = bool(before)
        elif before is not None:
            back[key] = before
    reason = f"Ångrad utrullning: {found.template.name_sv}, version {found.number}"
    if unit.live:
        made = write(actor, unit, back, forms, reason, seen) if back else Written()
        here = (unit.template, unit.version) == (found.template.code, found.number)
        if turn.was_template and here:
            stand_on(actor, unit, turn.was_template, turn.was_version, reason=reason)
    else:
        made = Written(refused=dict.fromkeys(back, _CLOSED))
    db.execute(
        "update template_rollout_unit set state = 'undone', kept = %s, refused = %s, at = %s "
        "where id = %s",
        [db.json(kept), db.json(made.refused), clock.now(), turn.id],
    )
    return bool(made.done)


def _end(found: _Rollout) -> None:
    """Say that it is over, unless another worker still has units of it."""
    left, over = ("done", "undone") if found.undoing else ("waiting", "done")
    db.execute(
        "update template_rollout set state = %s, ended_at = %s where id = %s and not exists "
        "(select 1 from template_rollout_unit where rollout_id = %s and state = %s)",
        [over, clock.now(), found.id, found.id, left],
    )
