"""Namn: the office above a unit renames it (permissions.csv 39), now or from a day to come.

A case that was sent before keeps showing the name of its day (`queries/names.NAME_AT`), and the
unit is found by the old name too. The address of its pages stays: links go on working.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Denied
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note, unit_of
from vardpost.units.queries.names import called, due, same_name
from vardpost.units.settings import Kind, Line, Values

LONGEST = 120
SHORTEST = 3
#: A name is planned at most so many days ahead.
FURTHEST = 366


@dataclass(frozen=True, slots=True)
class NewName:
    """A unit's name, and the day from which it is called so."""

    name: str
    from_on: date


def _words(values: Values) -> list[Line]:
    return [
        (_("Namn"), str(values.get("name", ""))),
        (_("Från och med"), str(values.get("from", ""))),
    ]


def rename_unit(*, actor: Actor, unit_id: UUID, version: int, data: NewName) -> None:
    """Give a unit a new name, today or from a day to come; the present one ends a plan.

    Raises `BadInput` for a name that another open unit of the region has or a day that has passed,
    and as `settings.begin`.
    """
    new = {"name": data.name, "from": data.from_on.isoformat()}
    held = begin(actor, NAME, unit_id=unit_id, version=version, new=new)
    if held is None:
        return
    stands = called(unit_id)
    _check(unit_id, held.region_id, data)
    db.execute("delete from unit_planned_name where unit_id = %s", [unit_id])
    if data.name == stands.name:
        if stands.planned is None:
            return
    elif data.from_on > clock.today():
        db.execute(
            "insert into unit_planned_name (unit_id, name, from_on) values (%s, %s, %s)",
            [unit_id, data.name, data.from_on],
        )
    else:
        _rename(unit_id, data.name)
    plan = stands.planned
    since = stands.since.astimezone(clock.STOCKHOLM).date().isoformat() if stands.since else ""
    old = (
        {"name": plan.name, "from": plan.from_on.isoformat()}
        if plan
        else {"name": stands.name, "from": since}
    )
    note(held, old=old, new=new)


def names_in_force(*, actor: Actor) -> int:
    """Give the units of the system's region the names whose day has come; return how many.

    Raises `Denied`.
    """
    region = actor.region_id or ""
    require(actor, Permission.UNIT_RENAME, Thing(region_id=region))
    found = due(region, clock.today())
    for unit_id, old, new in found:
        db.execute("delete from unit_planned_name where unit_id = %s", [unit_id])
        if old == new:
            continue
        unit = unit_of(unit_id)
        _rename(unit_id, new)
        entry = Entry(
            event=AuditEvent.UNIT_RENAMED,
            object_type="setting",
            object_id=NAME.key,
            purpose="administration",
            unit=unit,
            region_id=region,
            detail={"kind": NAME.key, "old": {"name": old}, "new": {"name": new}},
        )
        record(actor, entry)
    return len(found)


def _rename(unit_id: UUID, name: str) -> None:
    row = db.fetch_one("select unit_rename(%s, %s, %s, %s)", [new_id(), unit_id, name, clock.now()])
    if row is None or not row[0]:  # row security said no where the rules said yes
        raise Denied(Permission.UNIT_RENAME)


def _check(unit_id: UUID, region_id: str, data: NewName) -> None:
    errors = dict[str, str]()
    if same_name(unit_id, region_id, data.name):
        errors["name"] = _("En annan mottagning i regionen heter redan så")
    days = (data.from_on - clock.today()).days
    if days < 0:
        errors["from_on"] = _("Välj i dag eller en dag som kommer")
    elif days > FURTHEST:
        errors["from_on"] = _("Välj en dag inom ett år")
    if errors:
        raise BadInput(errors)


NAME = Kind(
    "units:name",
    later("Namn"),
    Permission.UNIT_RENAME,
    AuditEvent.UNIT_RENAMED,
    "namn",
    _words,
)
