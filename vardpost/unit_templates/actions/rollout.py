"""Utrullning: a version ordered to chosen units, stopped, carried on, undone."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db, queue
from vardpost.kernel.actor import BY, Actor
from vardpost.kernel.errors import NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.unit_templates.queries.rollouts import rollout_said
from vardpost.unit_templates.queries.templates import template_of, version_of
from vardpost.unit_templates.values import Value
from vardpost.units.once import refuse_other

#: The job that goes on with a roll-out.
JOB = "unit_templates.roll_out"
#: What one asks for → from which states, to which.
MOVES = {
    "stop": (("running",), "stopped"),
    "resume": (("stopped",), "running"),
    "undo": (("stopped", "done"), "undoing"),
}
#: Local edits that may be overwritten at each unit, each with the value that was seen.
Overwrite = Mapping[UUID, Mapping[str, Value]]


def start_rollout(
    *,
    actor: Actor,
    region_id: str,
    rollout_id: UUID,
    code: str,
    number: int,
    units: Overwrite,
) -> None:
    """Order a version to units of the region; `rollout_id` is the form's own, twice is once.

    Raises `NotFound` for an unknown version and for units elsewhere, `Denied`.
    """
    require(actor, Permission.TEMPLATE_ROLL_OUT, Thing(region_id=region_id))
    template, version = template_of(code), version_of(code, number)
    if template.region_id not in {"", region_id} or not units:
        raise NotFound("template or units")
    ids = sorted(units)
    known = db.fetch_one(
        "select count(*) from care_unit where id = any(%s) and region_id = %s and live",
        [ids, region_id],
    )
    if known != (len(ids),):
        raise NotFound("unit")
    name = str(actor.facts.get(BY, "")) or actor.name
    made = db.execute(
        "insert into template_rollout (id, region_id, version_id, state, ordered_at, "
        "ordered_by_id, ordered_by_name) values (%s, %s, %s, 'running', %s, %s, %s) "
        "on conflict (id) do nothing",
        [rollout_id, region_id, version.id, clock.now(), actor.person_id, name[:160]],
    )
    if not made:
        seen = json.loads(json.dumps({str(one): dict(units[one]) for one in ids}))
        said = (code, number, {one: seen[str(one)] for one in ids})
        refuse_other(same=rollout_said(region_id, rollout_id) == said)
        return
    _wait(rollout_id, ids, units)
    queue.defer(JOB, region_id, {"rollout": rollout_id})
    _tell(
        actor,
        AuditEvent.TEMPLATE_ROLLED_OUT,
        region_id,
        rollout_id,
        old={},
        new={
            "template": code,
            "version": number,
            "units": len(ids),
            "overwrite": sum(len(units[one]) for one in ids),
        },
    )


def _wait(rollout_id: UUID, ids: Sequence[UUID], units: Overwrite) -> None:
    """Put every unit in the roll-out's line, with what of its own may be written over."""
    db.execute(
        "insert into template_rollout_unit (id, rollout_id, unit_id, state, overwrite, written, "
        "kept, refused, was_template, was_version) select x.id, %s, x.unit, 'waiting', "
        "x.seen::jsonb, '{}', '[]', '{}', '', 0 "
        "from unnest(%s::uuid[], %s::uuid[], %s::text[]) as x (id, unit, seen)",
        [
            rollout_id,
            [new_id() for _one in ids],
            ids,
            [json.dumps(dict(units[one])) for one in ids],
        ],
    )


def move_rollout(*, actor: Actor, region_id: str, rollout_id: UUID, what: str) -> str:
    """Stop a roll-out, go on with it, or undo it; return the state it is in.

    What has been done at a unit before it stops stands until it is undone. Asking for what is so
    already does nothing. Raises `NotFound`, `Denied`, `WrongState`.
    """
    require(actor, Permission.TEMPLATE_ROLL_OUT, Thing(region_id=region_id))
    row = db.fetch_one(
        "select state from template_rollout where id = %s and region_id = %s for update",
        [rollout_id, region_id],
    )
    if row is None or what not in MOVES:
        raise NotFound("roll-out")
    states, new = MOVES[what]
    if row[0] == new:
        return new
    if row[0] not in states:
        raise WrongState(f"a roll-out that is {row[0]}")
    db.execute(
        "update template_rollout set state = %s, ended_at = null where id = %s", [new, rollout_id]
    )
    if what != "stop":
        queue.defer(JOB, region_id, {"rollout": rollout_id})
    _tell(
        actor,
        AuditEvent.TEMPLATE_ROLLOUT_MOVED,
        region_id,
        rollout_id,
        old={"state": row[0]},
        new={"state": new},
    )
    return new


def _tell(
    actor: Actor,
    event: AuditEvent,
    region_id: str,
    rollout_id: UUID,
    *,
    old: Mapping[str, object],
    new: Mapping[str, object],
) -> None:
    record(
        actor,
        Entry(
            event=event,
            object_type="rollout",
            object_id=rollout_id,
            purpose="administration",
            region_id=region_id,
            detail={"old": dict(old), "new": dict(new)},
        ),
    )
