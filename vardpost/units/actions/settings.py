"""How every setting is changed: hold it, compare versions, write, and note who changed what.

A verb of any room borrows `begin` and `note` (parts, see house.md 3):

    held = begin(actor, KIND, unit_id=unit_id, version=version, new=values)
    if held is None:  # the very same change stands already: a double click, a lost answer
        return
    ...write the tables...
    note(held, old=old, new=values)

`begin` locks the one setting, asks the policy and raises `Moved` with what is new when somebody
saved first. `note` leaves the line that the history shows and the ledger's row, in the same
transaction. Nothing is noted when nothing differs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import Earlier, Moved, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.locks import refuse_locked
from vardpost.units.queries.settings import Change, change, history, standing
from vardpost.units.settings import Kind, Values, differences, kind_of, plain


@dataclass(frozen=True, slots=True)
class Held:
    """One setting, locked for the rest of the transaction."""

    actor: Actor
    kind: Kind
    unit: UnitRef | None
    region_id: str
    object_id: str
    version: int


def begin(
    actor: Actor,
    kind: Kind,
    *,
    version: int,
    new: Values,
    unit_id: UUID | None = None,
    region_id: str = "",
    object_id: object = "",
) -> Held | None:
    """Lock a setting of a unit, or of a region or the nation (no unit), within the actor's scope.

    `version` is the one the form was drawn from, 0 for a setting that nobody has changed; `new` is
    what the form says. Returns None when this person has already saved exactly that.

    Raises `NotFound` for a unit that is unknown, `Denied` without the kind's permission there,
    `Moved` when the setting has changed since, and `BadInput` (hinder `template`) when a unit
    changes what its template has locked.
    """
    unit = unit_of(unit_id) if unit_id is not None else None
    region = unit.region_id if unit else region_id
    require(actor, kind.permission, Thing(region_id=region, unit_id=unit_id))
    thing = str(object_id)
    db.fetch_one(
        "select pg_advisory_xact_lock(hashtextextended(%s, 0))",
        [f"setting {region} {unit_id} {kind.key} {thing}"],
    )
    later = standing(kind.key, region, unit_id, thing, after=version)
    if later:
        first = later[0]
        if len(later) == 1 and first.actor_id == actor.person_id and first.new == plain(new):
            return None
        raise Moved(later[-1].version, [_earlier(actor, kind, one) for one in later])
    if unit is not None:
        refuse_locked(actor, kind.key, unit, thing, plain(new))
    return Held(actor, kind, unit, region, thing, version)


def note(
    held: Held,
    *,
    old: Values,
    new: Values,
    reason: str = "",
    undoes: UUID | None = None,
    resident_ids: tuple[UUID, ...] = (),
    told: tuple[Values, Values] | None = None,
) -> None:
    """Write the line of the history and the ledger's row of a change that has been made.

    `told` is what the ledger says stood and stands, where more was changed than the history shows.
    """
    before, after = plain(old), plain(new)
    if before == after:
        return
    unit_id = held.unit.id if held.unit else None
    db.execute(
        "insert into setting_change (id, region_id, unit_id, kind, object_id, version, at, "
        "actor_id, actor_name, old, new, reason, undoes_id) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(new_id(), held.region_id, unit_id, held.kind.key, held.object_id),
            *(held.version + 1, clock.now(), held.actor.person_id, held.actor.name),
            *(db.json(before), db.json(after), reason, undoes),
        ],
    )
    stood, stands = told or (held.kind.told(before), held.kind.told(after))
    detail: dict[str, Any] = {
        "kind": held.kind.key,
        "version": held.version + 1,
        "old": {key: value for key, value in stood.items() if stands.get(key) != value},
        "new": {key: value for key, value in stands.items() if stood.get(key) != value},
    }
    if undoes is not None:
        detail["undoes"] = str(undoes)
    record(
        held.actor,
        Entry(
            event=held.kind.event,
            object_type="setting",
            object_id=held.object_id or held.kind.key,
            resident_ids=resident_ids,
            purpose="administration",
            unit=held.unit,
            region_id=held.region_id,
            detail=detail,
        ),
    )


def read_history(
    *,
    actor: Actor,
    unit_id: UUID,
    kind: str = "",
    after: UUID | None = None,
    without: Sequence[str] = (),
) -> list[Change]:
    """Return a page of a unit's changes, newest first; `kind` chooses one kind of setting.

    Kinds in `without` are left out.

    Raises `Denied`, and `NotFound` for an unknown kind.
    """
    unit = unit_of(unit_id)
    require(actor, Permission.SETTINGS_READ, Thing(region_id=unit.region_id, unit_id=unit_id))
    found = history(unit_id, kind_of(kind).key if kind else "", after, without=without)
    record(
        actor,
        Entry(
            event=AuditEvent.SETTINGS_HISTORY_READ,
            object_type="unit",
            object_id=unit_id,
            purpose="administration",
            unit=unit,
            detail={"kind": kind} if kind else {},
        ),
    )
    return found


def read_change(*, actor: Actor, unit_id: UUID, change_id: UUID) -> Change:
    """Return one change of a unit, with what stands now. Raises `Denied` and `NotFound`."""
    unit = unit_of(unit_id)
    require(actor, Permission.SETTINGS_READ, Thing(region_id=unit.region_id, unit_id=unit_id))
    found = change(unit_id, change_id)
    record(
        actor,
        Entry(
            event=AuditEvent.SETTINGS_HISTORY_READ,
            object_type="setting",
            object_id=change_id,
            purpose="administration",
            unit=unit,
        ),
    )
    return found


def restore(*, actor: Actor, unit_id: UUID, change_id: UUID, version: int) -> Kind:
    """Put back what stood before a change (*Återställ*); return the kind of setting.

    The room's own verb does it, so that nothing can be put back that could not be saved, and what
    was put back is a change like any other. `version` is what the page showed as standing.

    Raises `NotFound`, `Denied`, `Moved`, `BadInput` for what can no longer be saved, and
    `WrongState` for a setting that is not taken back.
    """
    unit = unit_of(unit_id)
    require(actor, Permission.SETTINGS_READ, Thing(region_id=unit.region_id, unit_id=unit_id))
    found = change(unit_id, change_id)
    kind = kind_of(found.kind)
    if kind.restore is None:
        raise WrongState(f"{kind.key} is not taken back")
    kind.restore(
        actor=actor,
        unit_id=unit_id,
        object_id=found.object_id,
        version=version,
        values=found.old,
        undoes=change_id,
    )
    return kind


def unit_of(unit_id: UUID) -> UnitRef:
    """Return a unit as an actor and the ledger name it. Raises `NotFound`."""
    row = db.fetch_one(
        "select id, slug, name, hsa_id, region_id from care_unit where id = %s", [unit_id]
    )
    if row is None:
        raise NotFound("unit")
    return UnitRef(*row)


def _earlier(actor: Actor, kind: Kind, one: Change) -> Earlier:
    name = _("Du") if one.actor_id == actor.person_id else one.actor_name
    return Earlier(name, one.at, differences(kind, one.old, one.new))
