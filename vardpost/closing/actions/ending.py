"""Avveckling: told three weeks ahead, frozen on its day, closed when nothing is open (7.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.move import end_questions
from vardpost.closing.actions import telling
from vardpost.closing.queries import left_at
from vardpost.closing.states import Event, State, move
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Denied
from vardpost.policy.permissions import Permission
from vardpost.shell.dates import full_day
from vardpost.shell.jinja import language
from vardpost.units.actions.ending import hold_endings
from vardpost.units.actions.settings import begin, note, unit_of
from vardpost.units.queries.ending import Ends, ends
from vardpost.units.queries.intake import neighbours
from vardpost.units.settings import Kind, Line, Values

#: Residents and staff hear of it so long before (domain 7.3).
NOTICE = timedelta(weeks=3)
_FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class EndingData:
    """From when there are no new cases, when the unit closes, and which unit takes over."""

    freezes_on: date
    closes_on: date
    to_unit: UUID | None


def _words(values: Values) -> Sequence[Line]:
    if not values.get("state"):
        return []
    states = {
        State.ANNOUNCED: _("Avvecklas"),
        State.CALLED_OFF: _("Avbruten"),
        State.CLOSED: _("Avslutad"),
    }
    return [
        (_("Avveckling"), states[State(str(values["state"]))]),
        (_("Inga nya ärenden från"), _day(values["freezes_on"])),
        (_("Avslutas"), _day(values["closes_on"])),
        (_("Ny mottagning"), str(values["to"])),
    ]


def _day(value: object) -> str:
    return full_day(date.fromisoformat(str(value)), language())


def announce(*, actor: Actor, unit_id: UUID, version: int, data: EndingData) -> None:
    """Say that a unit will close: residents are told, and from its day no new cases are taken.

    Both are read of this row (`units/queries/intake.STOPS`), which nobody at the unit may write.
    Those with something open there get an e-mail that something waits (`telling`).

    Raises as `settings.begin`, `WrongState` for one that has closed, and `BadInput` for days that
    are too near or run backwards, or a unit that cannot take over.
    """
    hold_endings(unit_of(unit_id).region_id)
    names = dict(neighbours(unit_id))
    new = _values(State.ANNOUNCED, data, names.get(str(data.to_unit), ""))
    held = begin(actor, ENDING, unit_id=unit_id, version=version, new=new)
    if held is None:
        return
    stands = ends(unit_id)
    move(stands.state, Event.ANNOUNCE)
    _check(data, names, stands)
    db.execute(
        "insert into unit_ending (unit_id, to_unit_id, state, freezes_on, closes_on) "
        "values (%s, %s, %s, %s, %s) on conflict (unit_id) do update set "
        "to_unit_id = excluded.to_unit_id, state = excluded.state, "
        "freezes_on = excluded.freezes_on, closes_on = excluded.closes_on",
        [unit_id, data.to_unit, State.ANNOUNCED, data.freezes_on, data.closes_on],
    )
    telling.announced(unit_id, held.region_id)
    note(held, old=_old(stands), new=new)


def call_off(*, actor: Actor, unit_id: UUID, version: int) -> None:
    """Let a unit stay after all; who was told that it closes is told so.

    Raises as `settings.begin`, and `WrongState`.
    """
    hold_endings(unit_of(unit_id).region_id)
    stands = ends(unit_id)
    new = {**_old(stands), "state": State.CALLED_OFF.value}
    held = begin(actor, ENDING, unit_id=unit_id, version=version, new=new)
    if held is None:
        return
    db.execute(
        "update unit_ending set state = %s where unit_id = %s",
        [move(stands.state, Event.CALL_OFF), unit_id],
    )
    telling.called_off(unit_id, held.region_id)
    note(held, old=_old(stands), new=new)


def close_unit(*, actor: Actor, unit_id: UUID, version: int) -> None:
    """Close a unit: no resident finds it, permissions end, its address leads to the next unit.

    Raises as `settings.begin`, `WrongState`, and `BadInput` while a case is open or before its day.
    """
    hold_endings(unit_of(unit_id).region_id)  # two that close into each other: one, then the other
    stands = ends(unit_id)
    new = {**_old(stands), "state": State.CLOSED.value}
    held = begin(actor, ENDING, unit_id=unit_id, version=version, new=new)
    if held is None:
        return
    move(stands.state, Event.CLOSE)
    left = left_at(unit_id)
    if left.get("cases"):
        raise BadInput({"": _("Det finns öppna ärenden. De måste besvaras och avslutas först.")})
    if stands.closes_on is not None and stands.closes_on > clock.today():
        raise BadInput({"": _("Mottagningen avslutas tidigast den dag invånare har fått veta.")})
    asked = end_questions(actor=actor, unit_id=unit_id, region_id=held.region_id)
    row = db.fetch_one(
        "select unit_close(%s, %s, %s)", [unit_id, actor.person_id, actor.name[:160]]
    )
    if row is None or row[0] is None:  # row security said no where the rules said yes
        raise Denied(Permission.UNIT_CLOSE)
    if not row[0]:
        raise BadInput({"": _("Ett ärende har kommit in. Det måste avslutas först.")})
    ended = {name: number for name, number in {**left, "asked_here": asked}.items() if number}
    old, told = _old(stands), {**new, "ended": ended}
    note(held, old=old, new=new, told=(old, told))


def _check(data: EndingData, names: dict[str, str], stands: Ends) -> None:
    errors = dict[str, str]()
    today = clock.today()
    known = stands.state == State.ANNOUNCED
    if data.freezes_on < today and not (known and data.freezes_on == stands.freezes_on):
        errors["freezes_on"] = _("Välj i dag eller en dag som kommer")
    if data.closes_on < data.freezes_on:
        errors["closes_on"] = _("Mottagningen kan inte avslutas innan nya ärenden stoppas")
    elif data.closes_on < today + NOTICE and not (known and data.closes_on == stands.closes_on):
        errors["closes_on"] = _("Välj en dag minst tre veckor fram")
    elif data.closes_on > today + _FURTHEST:
        errors["closes_on"] = _("Välj en dag inom ett år")
    if data.to_unit is not None and str(data.to_unit) not in names:
        errors["to_unit"] = _("Välj en öppen mottagning i regionen")
    if errors:
        raise BadInput(errors)


def _values(state: State, data: EndingData, name: str) -> dict[str, str]:
    return {
        "state": state.value,
        "freezes_on": data.freezes_on.isoformat(),
        "closes_on": data.closes_on.isoformat(),
        "to": name,
    }


def _old(stands: Ends) -> dict[str, str]:
    if not stands.state or stands.freezes_on is None or stands.closes_on is None:
        return {}
    data = EndingData(stands.freezes_on, stands.closes_on, stands.to_unit)
    return _values(State(stands.state), data, stands.to_name)


ENDING = Kind(
    "closing:ending",
    later("Avveckling"),
    Permission.UNIT_CLOSE,
    AuditEvent.UNIT_ENDING_CHANGED,
    "",
    _words,
)
