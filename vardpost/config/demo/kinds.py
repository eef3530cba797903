"""A unit of each kind: what their administrators have set, by the product's own verbs.

Closed for new cases with another unit in its place, a closing that is planned, a limit that has
been reached, a resident let in one by one; beside them stand those that `places` and `routing`
make: a night unit, a dispatcher, one where everyone does everything, and one where nothing is set.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from vardpost.config.demo.places import BUSY, GRANBY, NIGHT
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.ids import stable_key
from vardpost.units.actions.area import let_in
from vardpost.units.actions.closings import change_limit, keep_closing
from vardpost.units.values import ClosingData, LimitData

if TYPE_CHECKING:
    from vardpost.config.demo.personas import Cast

DISPATCHER = "Klockbergets ögonmottagning"
CLOSED = "Sjövikens vårdcentral"
PLANNED = "Kvarnbäckens folktandvård"
ONE_BY_ONE = "Ekdalens vårdcentral"
#: The units that one administrator looks after, a kind each.
SEVERAL = (GRANBY, BUSY, DISPATCHER, CLOSED, PLANNED, ONE_BY_ONE, NIGHT)
#: How many wait at the busy unit before its promise is longer.
_LIMIT = 40


@dataclass(frozen=True, slots=True)
class _At:
    """The administrator at one unit."""

    actor: Actor
    unit_id: UUID


def set_up(cast: "Cast", now: datetime) -> None:
    """Set what makes the units differ; their rows are there already."""
    today = now.astimezone(STOCKHOLM).date()
    alternative = str(cast.units[GRANBY].id)
    _close(
        _at(cast, CLOSED),
        ClosingData(
            *_days(today, -2, 19),
            stops_clock=False,
            stops_intake=True,
            case_type="",
            reason_sv="Vi bygger om och tar inte emot nya ärenden.",
            reason_en="We are rebuilding and take no new cases.",
            alternative=alternative,
        ),
    )
    _close(
        _at(cast, PLANNED),
        ClosingData(
            *_days(today, 9, 13),
            stops_clock=True,
            stops_intake=False,
            case_type="",
            reason_sv="Vi har utbildning och stänger några dagar.",
            reason_en="We are in training and close for some days.",
            alternative=None,
        ),
    )
    here = _at(cast, BUSY)
    limit = LimitData(_LIMIT, extra_days=3, alternative=alternative)
    change_limit(actor=here.actor, unit_id=here.unit_id, version=0, data=limit)
    here = _at(cast, ONE_BY_ONE)
    let_in(
        actor=here.actor,
        unit_id=here.unit_id,
        person_id=cast.people["resident"].id,
        version=0,
        until=today + timedelta(days=300),
        reason="Går hos vår astmasköterska",
    )


def _days(today: date, first: int, last: int) -> tuple[str, str]:
    return (today + timedelta(days=first)).isoformat(), (today + timedelta(days=last)).isoformat()


def _close(here: _At, data: ClosingData) -> None:
    keep_closing(
        actor=here.actor,
        unit_id=here.unit_id,
        closing_id=stable_key("demo", "closing", here.unit_id),
        version=0,
        data=data,
    )


def _at(cast: "Cast", name: str) -> _At:
    unit, who = cast.units[name], cast.staff["unit_admin_several"]
    actor = Actor(
        kind="staff",
        person_id=who.id,
        name=who.name,
        title=who.title,
        hsa_id=who.hsa_id,
        unit=unit.ref,
        roles=frozenset({"unit_admin"}),
        region_id=unit.region,
    )
    return _At(actor, unit.id)
