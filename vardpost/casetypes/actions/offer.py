"""What a unit offers: on and off, which form, with which promise and words of its own.

Each change is one setting in the unit's history (ADR 0014), whichever verb made it: so two
administrators see each other's, and everything can be put back.
"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.offer_rules import (
    Offering,
    hold,
    may,
    offering_of,
    values_of,
    words,
)
from vardpost.casetypes.actions.settle import settle
from vardpost.casetypes.actions.upstream import subscription
from vardpost.casetypes.decided import Decided
from vardpost.casetypes.overrides import Overrides, plain_overrides
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import WrongState
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note
from vardpost.units.queries import settings as standing
from vardpost.units.settings import Kind, Values


def activate(
    *, actor: Actor, unit_id: UUID, case_type_id: UUID, version: int | None = None
) -> None:
    """Let the unit offer a case type from now on; one it does not have yet it subscribes to.

    Raises `NotFound` for a type of another region or unit, and `WrongState` with hinder
    `outbound` (staff begin those), `patient_board` (the region has told none), or `unpublished`.
    """
    subscription(actor, unit_id, case_type_id)
    _change(actor, unit_id, case_type_id, version, lambda now: replace(now, active=True))


def deactivate(
    *, actor: Actor, unit_id: UUID, case_type_id: UUID, version: int | None = None
) -> None:
    """Offer a case type no more. Cases that have come in go on; a draft cannot be sent."""
    _change(actor, unit_id, case_type_id, version, lambda now: replace(now, active=False))


def set_promise(
    *,
    actor: Actor,
    unit_id: UUID,
    case_type_id: UUID,
    first_days: int,
    final_days: int,
    version: int | None = None,
) -> None:
    """Promise a first and a final answer within so many weekdays; sent cases keep theirs.

    Raises `BadInput` by field, and `WrongState` (hinder `locked`) when the central type keeps its
    promise to itself.
    """
    _change(
        actor,
        unit_id,
        case_type_id,
        version,
        lambda now: replace(now, first_days=first_days, final_days=final_days),
    )


def set_overrides(
    *,
    actor: Actor,
    unit_id: UUID,
    case_type_id: UUID,
    overrides: Overrides,
    version: int | None = None,
) -> None:
    """Say the open parts of a central form in the unit's own words; empty takes them away again.

    Raises `BadInput` (fact `findings`) for a part that is locked or gone and for words that make
    it no form, and `WrongState` (hinder `own`) for the unit's own type, whose draft is edited.
    """
    _change(actor, unit_id, case_type_id, version, lambda now: replace(now, overrides=overrides))


def set_follows(
    *, actor: Actor, unit_id: UUID, case_type_id: UUID, follows: bool, version: int | None = None
) -> None:
    """Use each new central version by itself, or keep the one in use until another is taken.

    Beginning to follow takes what is new at once. Raises `BadInput` (fact `findings`) when the
    unit's own words do not go with the newest form.
    """
    _change(actor, unit_id, case_type_id, version, lambda now: replace(now, follows=follows))


def take_upstream(
    *,
    actor: Actor,
    unit_id: UUID,
    case_type_id: UUID,
    version_id: UUID,
    version: int | None = None,
) -> None:
    """Take the newest central version, the one whose differences were shown.

    Raises `WrongState` with hinder `same` when it is in use already and `newer` when there is a
    newer one than was shown, and `BadInput` when the unit's own words do not fit it.
    """

    def taken(now: Offering) -> Offering:
        if now.base_id == version_id:
            raise WrongState("in use already", hinder="same")
        return replace(now, base_id=version_id)

    _change(actor, unit_id, case_type_id, version, taken, newest=version_id)


def decide(
    *, actor: Actor, unit_id: UUID, case_type_id: UUID, decided: Decided, version: int
) -> None:
    """Keep everything that the page of a case type says, as one change of the setting.

    Raises as `activate`, `set_promise`, `set_overrides` and `set_follows`.
    """
    _change(
        actor,
        unit_id,
        case_type_id,
        version,
        lambda now: replace(
            now,
            active=decided.active,
            restricted=decided.restricted,
            follows=decided.follows,
            first_days=decided.first_days,
            final_days=decided.final_days,
            overrides=decided.overrides,
        ),
    )


def fit(
    *,
    actor: Actor,
    unit_id: UUID,
    case_type_id: UUID,
    active: bool | None = None,
    promise: tuple[int, int] | None = None,
    reason: str = "",
    version: int | None = None,
) -> None:
    """Let an offer be as a template says; what it says nothing of stays. One change of the setting.

    `version` is the setting's, as it was when the caller looked; none means what stands. Raises as
    `activate` and `set_promise`, and `Moved` when the unit has changed it since.
    """
    if active:
        subscription(actor, unit_id, case_type_id)

    def fitted(now: Offering) -> Offering:
        if active is not None:
            now = replace(now, active=active)
        if promise is not None:
            now = replace(now, first_days=promise[0], final_days=promise[1])
        return now

    _change(actor, unit_id, case_type_id, version, fitted, reason=reason)


def restore_offer(
    *,
    actor: Actor,
    unit_id: UUID,
    object_id: str,
    version: int,
    values: Values,
    undoes: UUID,
) -> None:
    """Put back what the unit had decided about a case type. Raises as the other verbs."""
    before = offering_of(values)
    _change(actor, unit_id, UUID(object_id), version, lambda _now: before, undoes=undoes)


def _change(
    actor: Actor,
    unit_id: UUID,
    case_type_id: UUID,
    version: int | None,
    edit: Callable[[Offering], Offering],
    *,
    newest: UUID | None = None,
    undoes: UUID | None = None,
    reason: str = "",
) -> None:
    """Lock the offer, change it, note it. `version` is the setting's; none means what stands."""
    held = hold(actor, unit_id, case_type_id)
    if newest is not None and held.newest_id != newest:
        raise WrongState("there is a newer version", hinder="newer")
    old, new = held.now, edit(held.now)
    if new.follows:
        new = replace(new, base_id=held.newest_id)
    if version is None:
        version = standing.version(unit_id, OFFER.key, case_type_id)
    values = values_of(new)
    setting = begin(
        actor, OFFER, version=version, new=values, unit_id=unit_id, object_id=case_type_id
    )
    if setting is None or new == old:
        return
    may(held, old, new)
    used = held.version_id
    if (new.overrides, new.follows, new.base_id) != (old.overrides, old.follows, old.base_id):
        planned = held.planned_id if new.follows else None
        used = settle(actor, unit_id, new.base_id, new.overrides, planned_id=planned)
    db.execute(
        "update unit_case_type set active = %s, restricted = %s, follows = %s, "
        "first_days = %s, final_days = %s, overrides = %s, version_id = %s where id = %s",
        [
            *(new.active, new.restricted, new.follows, new.first_days, new.final_days),
            *(db.json(plain_overrides(new.overrides)), used, held.id),
        ],
    )
    note(setting, old=values_of(old), new=values, undoes=undoes, reason=reason)


OFFER = Kind(
    "casetypes:offer",
    later("Ärendetyp"),
    Permission.CASE_TYPE_ACTIVATE,
    AuditEvent.CASE_TYPE_OFFER_CHANGED,
    "arendetyper",
    words,
    restore_offer,
)
