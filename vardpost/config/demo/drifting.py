"""Mallar: which units stand on which, and where some of them differ; nowhere else does any.

Every unit that offers anything stands on the template of its kind, and has what that says: what
`places.OFFERS` lets a kind offer is what its template names. The region has a template of its own
with two versions, rolled out but for one unit. Some differ since long, by the product's own verbs:
two without leave, one with an exemption that counts, and one with an exemption that has ended.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vardpost.casetypes.actions import set_promise
from vardpost.config.demo.offices import REGION, office_actor
from vardpost.config.demo.places import REGIONS
from vardpost.kernel import db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.ids import stable_key
from vardpost.notices.actions.unit import change_unit_told
from vardpost.notices.queries import unit_told
from vardpost.people.system import region_scope
from vardpost.policy.roles import Role
from vardpost.unit_templates.actions import apply_template
from vardpost.unit_templates.actions.change import keep_draft, make_template, publish_draft
from vardpost.unit_templates.actions.drift import count_drift, exempt
from vardpost.unit_templates.actions.rolling import roll_out_next
from vardpost.unit_templates.actions.rollout import start_rollout
from vardpost.unit_templates.queries import version_of
from vardpost.unit_templates.values import Mode, Rule, Said, promise

if TYPE_CHECKING:
    from vardpost.config.demo.personas import Cast

#: The region's own template, on which these stand; the last has not got the newest version.
CODE, NAME, NAME_EN = (
    "r_14_regionens_vardcentral_1",
    "Regionens vårdcentral",
    "Regional primary care",
)
NEWEST, OLDER = ("Hamnparkens vårdcentral", "Ekdalens vårdcentral"), "Åsens vårdcentral"
_LOCKED, _CHANGED = "notices:new_case", "notices:remind_hours"
_HOURS = 6
#: What is unlike the template, by unit: without leave, with leave, and with leave that has ended.
OPEN = {
    "Vänerskogs hudmottagning": promise("contact_me"),
    "Tallmo rehab": "notices:unassigned_hours",
}
EXEMPT = {"Ungdomsmottagningen Kajen": promise("book_time")}
ENDED = {"Norrängens vuxenpsykiatri": promise("contact_me")}
_PROMISED = (4, 10)
_UNASSIGNED = 16
#: How many days each has differed, in the order above.
_SINCE = (45, 20, 120, 200)
_ENDED_DAYS, _LEFT_DAYS = 12, 90


@dataclass(frozen=True, slots=True)
class _At:
    """An administrator at her unit."""

    actor: Actor
    unit_id: UUID


def plant(cast: "Cast", now: datetime) -> None:
    """Put units on the region's template, and let some differ; the units have everything else."""
    office = office_actor(cast.staff["region_admin"], Role.REGION_ADMIN, REGION)
    _own_template(cast, office)
    today = now.astimezone(STOCKHOLM).date()
    planted = {**OPEN, **EXEMPT, **ENDED}
    for (name, field), days in zip(planted.items(), _SINCE, strict=True):
        here = _at(cast.units[name].ref)
        _differ(here, field)
        db.execute(
            "update setting_change set at = %s where unit_id = %s and actor_id = %s",
            [now - timedelta(days=days), here.unit_id, here.actor.person_id],
        )
    for name, field in EXEMPT.items():
        exempt(
            actor=office,
            unit_id=cast.units[name].id,
            field=field,
            version=0,
            reason="Öppen mottagning: de flesta kommer utan tid",
            until=today + timedelta(days=_LEFT_DAYS),
        )
    for name, field in ENDED.items():
        db.execute(
            "insert into template_exemption (id, unit_id, field, reason, until, by_name, at) "
            "values (%s, %s, %s, %s, %s, %s, %s)",
            [
                *(stable_key("demo", "exemption", name), cast.units[name].id, field),
                *("Två läkare saknas till hösten", today - timedelta(days=_ENDED_DAYS)),
                *(office.name, now - timedelta(days=_SINCE[-1] - 5)),
            ],
        )
    for region in REGIONS:
        with region_scope("demo", region) as actor:
            count_drift(actor=actor)
    db.fetch_one("select scope_clear()")


def _own_template(cast: "Cast", office: Actor) -> None:
    who: dict[str, Any] = {"actor": office, "region_id": REGION, "code": CODE}
    make_template(**who, kind="primary_care", name_sv=NAME)
    fields = dict(version_of("primary_care", 1).fields)
    fields[_LOCKED] = replace(fields[_LOCKED], mode=Mode.LOCKED)
    keep_draft(**who, version=1, said=Said(NAME, NAME_EN, fields))
    publish_draft(**who, version=2)
    units = {name: cast.units[name].id for name in (*NEWEST, OLDER)}
    for name, unit_id in units.items():
        apply_template(office, unit_id, CODE, 1, key=stable_key("demo", "template", name))
    fields[_CHANGED] = Rule(_HOURS)
    keep_draft(**who, version=3, said=Said(NAME, NAME_EN, fields))
    publish_draft(**who, version=4)
    rollout = stable_key("demo", "rollout", CODE)
    start_rollout(
        actor=office,
        region_id=REGION,
        rollout_id=rollout,
        code=CODE,
        number=2,
        units={units[name]: {} for name in NEWEST},
    )
    more = True
    while more:
        with region_scope("demo", REGION) as actor:
            more = roll_out_next(actor=actor, rollout_id=rollout)
    db.fetch_one("select scope_clear()")


def _differ(here: _At, field: str) -> None:
    change: Callable[[_At, str], None] = _promise if field.endswith(":promise") else _told
    change(here, field)


def _promise(here: _At, field: str) -> None:
    row = db.fetch_one(
        "select id from case_type where key = %s and region_id is null and unit_id is null",
        [field.split(":")[1]],
    )
    set_promise(
        actor=here.actor,
        unit_id=here.unit_id,
        case_type_id=row[0] if row else here.unit_id,
        first_days=_PROMISED[0],
        final_days=_PROMISED[1],
    )


def _told(here: _At, field: str) -> None:
    told: dict[str, Any] = {field.partition(":")[2]: _UNASSIGNED}
    new = replace(unit_told(here.unit_id), **told)
    change_unit_told(actor=here.actor, unit_id=here.unit_id, version=0, new=new)


def _at(unit: UnitRef) -> _At:
    """Return who runs a unit, as an actor there."""
    row = db.fetch_one(
        "select a.person_id, a.name, a.title, a.hsa_id from role_grant g join staff_account a "
        "on a.person_id = g.person_id where g.unit_id = %s and g.role = 'unit_admin' "
        "and g.ends_on is null and a.active order by g.created_at, g.id limit 1",
        [unit.id],
    )
    if row is None:
        raise LookupError(f"nobody runs {unit.name}")
    actor = Actor(
        kind="staff",
        person_id=row[0],
        name=row[1],
        title=row[2],
        hsa_id=row[3],
        unit=unit,
        roles=frozenset({"unit_admin"}),
        region_id=unit.region_id,
    )
    return _At(actor, unit.id)
