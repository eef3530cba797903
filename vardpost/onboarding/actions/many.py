"""Many units at once: asked for, approved and made, each whole or not at all; twice is once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput
from vardpost.kernel.tenancy import Thing
from vardpost.onboarding.actions.join import approve, request_unit
from vardpost.onboarding.actions.open import activate
from vardpost.onboarding.actions.turns import hold_addresses, hold_people, hold_ways
from vardpost.onboarding.pasted import Line
from vardpost.onboarding.queries.joining import joining_of
from vardpost.onboarding.states import State
from vardpost.onboarding.values import Plan
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission


def connect_many(
    *,
    actor: Actor,
    region_id: str,
    form_id: UUID,
    lines: Sequence[Line],
    plan: Plan,
    progress: Callable[[int], None] = lambda _count: None,
) -> list[tuple[Line, UUID | None, str]]:
    """Connect the units of lines that were read without a fault, hidden, by one plan.

    Returns for each line its way in, or why not in words. `form_id` is the form's own: the ids of
    the ways are made of it, so that the same press twice connects nothing twice. Raises `Denied`,
    and `BadInput` while another list of the region is connected.
    """
    require(actor, Permission.UNIT_ADD, Thing(region_id=region_id))
    _alone(region_id, lines)
    fresh = [line for line in lines if not line.fault]
    hold_ways(region_id, (line.key for line in fresh))
    hold_addresses(line.unit.name for line in fresh if line.unit)
    hold_people(line.admin or plan.first_admin for line in fresh)
    done: list[tuple[Line, UUID | None, str]] = []
    for count, line in enumerate(lines, start=1):
        if not line.fault:
            done.append(_connect(actor, region_id, uuid5(form_id, line.key), line, plan))
        progress(count)
    return done


def _alone(region_id: str, lines: Sequence[Line]) -> None:
    """Let one list at a time of a region be connected.

    Waiting for the other is no help, a long one takes minutes.
    """
    if len(lines) == 1:
        return
    row = db.fetch_one(
        "select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"joining list {region_id}"]
    )
    if row is None or not row[0]:
        told = _("En annan lista i regionen ansluts just nu. Vänta en stund och försök igen")
        raise BadInput({"lista": told})


def connect(*, actor: Actor, region_id: str, joining_id: UUID, key: str, plan: Plan) -> None:
    """Ask for one unit, approve it and make it, hidden: all of it or nothing.

    Raises as `request_unit` and `activate`.
    """
    with transaction.atomic():
        request_unit(actor=actor, region_id=region_id, joining_id=joining_id, key=key, plan=plan)
        for state, verb in ((State.REQUESTED, approve), (State.APPROVED, activate)):
            stands = joining_of(region_id, joining_id)
            if stands.state is state:
                verb(actor=actor, joining_id=joining_id, version=stands.version)


def _connect(
    actor: Actor, region_id: str, joining_id: UUID, line: Line, plan: Plan
) -> tuple[Line, UUID | None, str]:
    own = replace(plan, first_admin=line.admin or plan.first_admin)
    try:
        connect(actor=actor, region_id=region_id, joining_id=joining_id, key=line.key, plan=own)
    except BadInput as error:
        return line, None, " ".join(error.errors.values())
    return line, joining_id, ""
