"""Anslutning: a unit of the directory is asked for, approved, or not wanted after all (7.2)."""

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, Stale, WrongState
from vardpost.kernel.tenancy import Thing
from vardpost.onboarding.actions.step import hold, take, tell, write_step
from vardpost.onboarding.actions.turns import hold_ways
from vardpost.onboarding.queries.directory import in_directory, known_person
from vardpost.onboarding.queries.joining import held, joining_of
from vardpost.onboarding.states import PLANNED, Event, State
from vardpost.onboarding.values import Plan
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.once import refuse_other


def request_unit(*, actor: Actor, region_id: str, joining_id: UUID, key: str, plan: Plan) -> None:
    """Ask for a unit of the directory; `joining_id` is the form's own, so twice is once.

    Raises `Denied`, `NotFound` for a unit that the region's directory has not, and `BadInput` for
    one that is connected or on its way, or a first administrator whom nobody knows.
    """
    require(actor, Permission.UNIT_ADD, Thing(region_id=region_id))
    hold_ways(region_id, [key])
    before = held(joining_id)
    if before is not None:
        if before.key != key:
            raise Stale("another unit's form")
        refuse_other(same=before.plan == plan)
        return
    found = in_directory([key]).get(key)
    if found is None or found.region_id != region_id:
        raise NotFound("directory unit")
    if found.unit_slug:
        raise BadInput({"hsa": _("Mottagningen är redan ansluten")})
    if found.joining:
        raise BadInput({"hsa": _("Mottagningen är redan på väg in")})
    _check(region_id, plan)
    made = db.execute(
        "insert into unit_joining (id, region_id, directory_id, state, version, template, "
        "template_version, starts_on, contact_name, contact_phone, contact_email, first_admin, "
        "training, created_at) values (%s, %s, %s, %s, 1, %s, %s, %s, %s, %s, %s, %s, %s, %s) "
        "on conflict (id) do nothing",
        [joining_id, region_id, key, State.REQUESTED, *asdict(plan).values(), clock.now()],
    )
    if not made:  # the key is one of another region's
        raise NotFound("joining")
    write_step(actor, joining_id, Event.REQUEST, State.REQUESTED)
    joined = joining_of(region_id, joining_id)
    tell(actor, Event.REQUEST, joined, None, {"old": {}, "new": plan.told()})


def change_plan(*, actor: Actor, joining_id: UUID, version: int, plan: Plan) -> None:
    """Change what is planned for a unit that is on its way; the template only before it is here.

    Raises `NotFound`, `Denied`, `Stale`, `WrongState` for one that is open or withdrawn, and
    `BadInput`.
    """
    found = held(joining_id)
    if found is None:
        raise NotFound("joining")
    require(actor, Permission.UNIT_ADD, Thing(region_id=found.region_id))
    if found.plan == plan:
        return
    if found.version != version:
        raise Stale("the plan has been changed")
    if found.state not in PLANNED:
        raise WrongState(f"a plan in {found.state}")
    if found.unit_id is not None and found.plan.template != plan.template:
        raise BadInput({"template": _("Mallen är redan använd. Ändra den på mottagningen")})
    _check(found.region_id, plan, day_kept=found.plan.starts_on)
    values = asdict(plan)
    columns = ", ".join(f"{name} = %s" for name in values)
    db.execute(
        f"update unit_joining set {columns}, version = version + 1 where id = %s",
        [*values.values(), joining_id],
    )
    old, new = found.plan.told(), plan.told()
    record(
        actor,
        Entry(
            event=AuditEvent.UNIT_PLAN_CHANGED,
            object_type="joining",
            object_id=joining_id,
            purpose="administration",
            region_id=found.region_id,
            detail={
                "hsa_id": found.hsa_id,
                "old": {name: value for name, value in old.items() if new[name] != value}
                or {"training": "before"},
                "new": {name: value for name, value in new.items() if old[name] != value}
                or {"training": "after"},
            },
        ),
    )


def approve(*, actor: Actor, joining_id: UUID, version: int) -> None:
    """Say yes to a unit that was asked for. Raises as `step.hold`."""
    taking = hold(actor, joining_id, version, Event.APPROVE)
    if taking is not None:
        take(taking)


def withdraw(*, actor: Actor, joining_id: UUID, version: int, reason: str) -> None:
    """Take back what was asked for, before there is a unit. Raises as `hold`, and `BadInput`."""
    taking = hold(actor, joining_id, version, Event.WITHDRAW)
    if taking is None:
        return
    if not reason:
        raise BadInput({"reason": _("Skriv varför")})
    take(taking, reason=reason)


def _check(region_id: str, plan: Plan, *, day_kept: date | None = None) -> None:
    errors = dict[str, str]()
    if plan.starts_on < clock.today() and (plan.starts_on != day_kept):
        errors["starts_on"] = _("Startdagen har passerat")
    if plan.first_admin and not known_person(region_id, plan.first_admin):
        errors["first_admin"] = _("Ingen i regionens katalog har det HSA-id:t")
    if errors:
        raise BadInput(errors)
