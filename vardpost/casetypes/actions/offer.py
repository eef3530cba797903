"""What a unit offers: on and off, which form, with which promise and words of its own.

Each change is one setting in the unit's history (ADR 0014), whichever verb made it: so two
administrators see each other's, and everything can be put back.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.utils.translation import ngettext

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.hold import ask_within, bad_form, lock, plain
from vardpost.casetypes.actions.settle import settle
from vardpost.casetypes.actions.upstream import subscription
from vardpost.casetypes.decided import Decided
from vardpost.casetypes.fields import OpenPart
from vardpost.casetypes.overrides import Overrides, locked, plain_overrides, read_overrides
from vardpost.casetypes.queries.offers import IN_FORCE
from vardpost.casetypes.queries.published import version as published
from vardpost.casetypes.reading import DefinitionError
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, WrongState
from vardpost.kernel.tenancy import Thing
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note
from vardpost.units.queries import settings as standing
from vardpost.units.settings import Kind, Line, Values

_MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Offering:
    """What a unit decides about one case type. `base_id` is the central version it uses."""

    active: bool
    follows: bool
    first_days: int
    final_days: int
    overrides: Overrides
    base_id: UUID


@dataclass(frozen=True, slots=True)
class _Held:
    """The locked row of an offer, with what stands around it."""

    id: UUID
    own_type: bool
    active: bool
    first_days: int
    final_days: int
    follows: bool
    overrides: Overrides
    version_id: UUID
    newest_id: UUID
    planned_id: UUID | None
    patient_board: str

    @property
    def now(self) -> Offering:
        """What the unit has decided so far."""
        used = published(self.version_id)
        return Offering(
            self.active,
            self.follows,
            self.first_days,
            self.final_days,
            self.overrides,
            used.upstream_id or used.id,
        )


_CENTRAL = (
    "(select v.id from case_type_version v where v.case_type_id = u.case_type_id "
    "and v.unit_id is null and v.published_at {} %s "
    "order by v.published_at {}, v.version desc limit 1)"
)
_LOCK = "select 1 from unit_case_type where unit_id = %s and case_type_id = %s for update"
_HOLD = (
    "select c.region_id, u.id, t.unit_id is not null, u.active, u.first_days, u.final_days, "
    f"u.follows, u.overrides, {IN_FORCE}, "
    f"coalesce({_CENTRAL.format('<=', 'desc')}, u.version_id), {_CENTRAL.format('>', 'asc')}, "
    "coalesce(r.patient_board, '') from unit_case_type u join case_type t on t.id = u.case_type_id "
    "join care_unit c on c.id = u.unit_id join region r on r.code = c.region_id "
    "where u.unit_id = %s and u.case_type_id = %s"
)


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
            follows=decided.follows,
            first_days=decided.first_days,
            final_days=decided.final_days,
            overrides=decided.overrides,
        ),
    )


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

    def before(now: Offering) -> Offering:
        return Offering(
            bool(values["active"]),
            bool(values["follows"]),
            int(values["first_days"]),
            int(values["final_days"]),
            read_overrides(values["overrides"]),
            UUID(str(values["form"])),
        )

    _change(actor, unit_id, UUID(object_id), version, before, undoes=undoes)


def _change(
    actor: Actor,
    unit_id: UUID,
    case_type_id: UUID,
    version: int | None,
    edit: Callable[[Offering], Offering],
    *,
    newest: UUID | None = None,
    undoes: UUID | None = None,
) -> None:
    """Lock the offer, change it, note it. `version` is the setting's; none means what stands."""
    held = _hold(actor, unit_id, case_type_id)
    if newest is not None and held.newest_id != newest:
        raise WrongState("there is a newer version", hinder="newer")
    old, new = held.now, edit(held.now)
    if new.follows:
        new = replace(new, base_id=held.newest_id)
    if version is None:
        version = standing.version(unit_id, OFFER.key, case_type_id)
    values = _values(new)
    setting = begin(
        actor, OFFER, version=version, new=values, unit_id=unit_id, object_id=case_type_id
    )
    if setting is None or new == old:
        return
    _may(held, old, new)
    used = held.version_id
    if (new.overrides, new.follows, new.base_id) != (old.overrides, old.follows, old.base_id):
        planned = held.planned_id if new.follows else None
        used = settle(actor, unit_id, new.base_id, new.overrides, planned_id=planned)
    db.execute(
        "update unit_case_type set active = %s, follows = %s, first_days = %s, final_days = %s, "
        "overrides = %s, version_id = %s where id = %s",
        [
            *(new.active, new.follows, new.first_days, new.final_days),
            *(db.json(plain_overrides(new.overrides)), used, held.id),
        ],
    )
    note(setting, old=_values(old), new=values, undoes=undoes)


def _hold(actor: Actor, unit_id: UUID, case_type_id: UUID) -> _Held:
    lock(case_type_id, shared=True)
    db.fetch_one(_LOCK, [unit_id, case_type_id])
    now = clock.now()
    row = db.fetch_one(_HOLD, [now, now, now, now, unit_id, case_type_id])
    if row is None:
        ask_within(actor, Permission.CASE_TYPE_ACTIVATE, Thing(unit_id=unit_id))
        raise NotFound(f"offer of {case_type_id}")
    ask_within(actor, Permission.CASE_TYPE_ACTIVATE, Thing(row[0], unit_id))
    return _Held(*(*row[1:7], read_overrides(plain(row[7])), *row[8:]))


def _may(held: _Held, old: Offering, new: Offering) -> None:
    """Refuse what the form, the region or the calendar does not let a unit decide."""
    base = published(new.base_id)
    if base.unit_id is not None or base.case_type_id != published(held.version_id).case_type_id:
        raise NotFound("case type version")
    form = base.definition
    if new.active and not old.active:
        if form.direction == "outbound":
            raise WrongState("outbound", hinder="outbound")
        if form.needs_patient_board and not held.patient_board:
            raise WrongState("no patients' advisory board", hinder="patient_board")
    if (new.first_days, new.final_days) != (old.first_days, old.final_days):
        if not held.own_type and "promise" not in form.open:
            part: OpenPart = "promise"
            raise WrongState("the promise is locked", hinder="locked", part=part)
        _promise(new)
    if new.overrides != old.overrides:
        if held.own_type:
            raise WrongState("the unit's own type", hinder="own")
        findings = locked(form, new.overrides)
        if findings:
            raise bad_form(DefinitionError(findings))


def _promise(new: Offering) -> None:
    wrong = {}
    if not 1 <= new.first_days <= _MOST_DAYS:
        wrong["first_days"] = _("Skriv 1 till 90 vardagar")
    if not max(new.first_days, 1) <= new.final_days <= _MOST_DAYS:
        wrong["final_days"] = _("Skriv minst lika många vardagar som för första svaret, högst 90")
    if wrong:
        raise BadInput(wrong)


def _values(offering: Offering) -> dict[str, Any]:
    base = published(offering.base_id)
    return {
        "title": base.definition.title.sv,
        "active": offering.active,
        "follows": offering.follows,
        "form": str(offering.base_id),
        "number": base.number,
        "first_days": offering.first_days,
        "final_days": offering.final_days,
        "overrides": plain_overrides(offering.overrides),
    }


def _words(values: Values) -> list[Line]:
    days = {
        name: ngettext("{n} vardag", "{n} vardagar", int(values[name])).replace(
            "{n}", str(values[name])
        )
        for name in ("first_days", "final_days")
    }
    own = read_overrides(values["overrides"])
    lines = [
        (_("Ärendetyp"), str(values["title"])),
        (_("Erbjuds"), _("Ja") if values["active"] else _("Nej")),
        (_("Följer nya versioner"), _("Ja") if values["follows"] else _("Nej")),
        (_("Formulärets version"), str(values["number"])),
        (_("Första svar"), days["first_days"]),
        (_("Slutligt svar"), days["final_days"]),
        (_("Egen beskrivning"), own.description.sv if own.description else ""),
        (_("Egna hjälptexter"), "; ".join(f"{key}: {own.help[key].sv}" for key in own.help)),
    ]
    options = [
        f"{key}: " + ", ".join(one.label.sv for one in own.options[key]) for key in own.options
    ]
    return [*lines, (_("Egna svarsalternativ"), "; ".join(options))]


OFFER = Kind(
    "casetypes:offer",
    later("Ärendetyp"),
    Permission.CASE_TYPE_ACTIVATE,
    AuditEvent.CASE_TYPE_OFFER_CHANGED,
    "arendetyper",
    _words,
    restore_offer,
)
