"""What a unit decides about a case type: held, checked, and as the history keeps it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vardpost.casetypes.actions.hold import ask_within, bad_form, lock, plain
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
from vardpost.units.settings import Line, Values

_MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Offering:
    """What a unit decides about one case type. `base_id` is the central version it uses."""

    active: bool
    #: Only for residents to whom it is handed out.
    restricted: bool
    follows: bool
    first_days: int
    final_days: int
    overrides: Overrides
    base_id: UUID


@dataclass(frozen=True, slots=True)
class Held:
    """The locked row of an offer, with what stands around it."""

    id: UUID
    own_type: bool
    active: bool
    restricted: bool
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
            self.restricted,
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
    "select c.region_id, u.id, t.unit_id is not null, u.active, u.restricted, u.first_days, "
    f"u.final_days, u.follows, u.overrides, {IN_FORCE}, "
    f"coalesce({_CENTRAL.format('<=', 'desc')}, u.version_id), {_CENTRAL.format('>', 'asc')}, "
    "coalesce(r.patient_board, '') from unit_case_type u join case_type t on t.id = u.case_type_id "
    "join care_unit c on c.id = u.unit_id join region r on r.code = c.region_id "
    "where u.unit_id = %s and u.case_type_id = %s"
)


def hold(actor: Actor, unit_id: UUID, case_type_id: UUID) -> Held:
    """Lock an offer, within the scope of who may change it. Raises `NotFound` and `Denied`."""
    lock(case_type_id, shared=True)
    db.fetch_one(_LOCK, [unit_id, case_type_id])
    now = clock.now()
    row = db.fetch_one(_HOLD, [now, now, now, now, unit_id, case_type_id])
    if row is None:
        ask_within(actor, Permission.CASE_TYPE_ACTIVATE, Thing(unit_id=unit_id))
        raise NotFound(f"offer of {case_type_id}")
    ask_within(actor, Permission.CASE_TYPE_ACTIVATE, Thing(row[0], unit_id))
    return Held(*(*row[1:8], read_overrides(plain(row[8])), *row[9:]))


def may(held: Held, old: Offering, new: Offering) -> None:
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


def values_of(offering: Offering) -> dict[str, Any]:
    """Return the decision as the history keeps it."""
    base = published(offering.base_id)
    return {
        "title": base.definition.title.sv,
        "active": offering.active,
        "restricted": offering.restricted,
        "follows": offering.follows,
        "form": str(offering.base_id),
        "number": base.number,
        "first_days": offering.first_days,
        "final_days": offering.final_days,
        "overrides": plain_overrides(offering.overrides),
    }


def offering_of(values: Values) -> Offering:
    """Return the decision from what the history keeps; older lines know of no holding back."""
    return Offering(
        bool(values["active"]),
        bool(values.get("restricted", False)),
        bool(values["follows"]),
        int(values["first_days"]),
        int(values["final_days"]),
        read_overrides(values["overrides"]),
        UUID(str(values["form"])),
    )


def words(values: Values) -> list[Line]:
    """Return the same in words."""
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
        (_("Lämnas bara ut till utvalda"), _("Ja") if values.get("restricted") else _("Nej")),
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
