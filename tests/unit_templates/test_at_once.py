"""Two administrators of a region at one moment, on real transactions, while the job goes on."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests import people_made as made_people
from tests.cases.test_two_at_once import Act, at_once
from tests.database import as_owner
from tests.unit_templates.offices import FIELDS, REGION, Offices, offer, stands, type_id
from vardpost.casetypes.actions import set_promise
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.people.system import region_scope
from vardpost.unit_templates.actions import rolling
from vardpost.unit_templates.actions.drift import align, mark
from vardpost.unit_templates.actions.rolling import roll_out_next
from vardpost.unit_templates.actions.rollout import move_rollout, start_rollout
from vardpost.unit_templates.queries.drift import drift
from vardpost.unit_templates.queries.found import UnitNow, units_by_id
from vardpost.unit_templates.queries.rollouts import rolled_units, rollout_of
from vardpost.unit_templates.values import Rule, promise

pytestmark = pytest.mark.django_db(transaction=True)
NEW = {**FIELDS, promise("contact_me"): Rule([3, 6])}


def made() -> tuple[Offices, str]:
    """Return two offices' people and a template with a version that nobody has yet."""
    with transaction.atomic():
        offices = Offices()
        code = offices.template()
        offices.put(code)
        offices.publish(code, NEW)
    return offices, code


def start(offices: Offices, code: str, key: UUID) -> Act:
    """Return the order of version 2 to both units."""

    def act(actor: Actor) -> None:
        start_rollout(
            actor=actor,
            region_id=REGION,
            rollout_id=key,
            code=code,
            number=2,
            units={unit.id: {} for unit in offices.units},
        )

    return act


def move(key: UUID, what: str) -> Act:
    """Return a stop, a going on, or an undoing."""
    return lambda actor: move_rollout(actor=actor, region_id=REGION, rollout_id=key, what=what)


def both(offices: Offices, *acts: Act) -> list[str]:
    """Let two at the office do something at once."""
    return at_once(*((offices.tokens["here"], "", act) for act in acts))


def run(key: UUID) -> bool:
    """Do one turn of the job."""
    with region_scope("test", REGION) as actor:
        return roll_out_next(actor=actor, rollout_id=key)


def to_the_end(key: UUID) -> None:
    """Work as one of several workers."""
    try:
        while run(key):
            pass
    finally:
        connection.close()


def state(offices: Offices, key: UUID) -> tuple[str, int, int]:
    """Return where a roll-out is, and how many units are done and undone."""
    with transaction.atomic():
        offices.actor()
        found = rollout_of(REGION, key)
    return found.state, found.done, found.undone


def changes(reason: str) -> int:
    """Return how many changes of a promise stand in the history with a reason."""
    with region_scope("test", REGION):
        row = db.fetch_one(
            "select count(*) from setting_change where kind = 'casetypes:offer' and reason = %s",
            [reason],
        )
    return int(row[0]) if row else 0


def test_the_same_order_from_two_windows_is_one() -> None:
    offices, code = made()
    key = new_id()
    order = start(offices, code, key)
    assert both(offices, order, order) == ["done", "done"]
    with region_scope("test", REGION):
        told = db.fetch_one(
            "select count(*) from audit_entry where object_id = %s and outcome = 'ok'", [str(key)]
        )
    assert told == (1,)
    while run(key):
        pass
    assert state(offices, key) == ("done", 2, 0)
    assert changes("Mall: Nära, version 2") == 2


def test_two_orders_and_two_workers_write_each_unit_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rolling, "AT_ONCE", 1)
    offices, code = made()
    keys = [new_id(), new_id()]
    assert both(offices, *(start(offices, code, key) for key in keys)) == ["done", "done"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(to_the_end, keys * 2))
    assert [state(offices, key)[:2] for key in keys] == [("done", 2)] * 2
    assert changes("Mall: Nära, version 2") == 2
    with transaction.atomic():
        offices.actor()
        assert {stands(unit) for unit in offices.units} == {(code, 2)}


def test_one_undoes_while_the_other_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rolling, "AT_ONCE", 1)
    offices, code = made()
    key = new_id()
    assert both(offices, start(offices, code, key)) == ["done"]
    run(key)
    assert both(offices, move(key, "stop"), move(key, "stop")) == ["done", "done"]
    assert state(offices, key) == ("stopped", 1, 0)
    assert not run(key)
    ended = both(offices, move(key, "undo"), move(key, "resume"))
    assert sorted(ended) == ["WrongState", "done"]  # whoever came second is told
    while run(key):
        pass
    assert state(offices, key)[0] in {"undone", "done"}
    with transaction.atomic():
        offices.actor()
        days = {offer(unit, "contact_me") for unit in offices.units}
    assert days in ({(True, 2, 5)}, {(True, 3, 6)})


def test_what_a_unit_saves_while_the_job_writes_is_not_overwritten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The unit saves between what the job has read of it and what it writes there."""
    offices, code = made()
    key, unit = new_id(), offices.units[0]
    assert both(offices, start(offices, code, key)) == ["done"]

    def saves(actor: Actor) -> None:
        set_promise(
            actor=actor,
            unit_id=unit.id,
            case_type_id=type_id("contact_me"),
            first_days=4,
            final_days=9,
        )

    def read(unit_ids: Sequence[UUID]) -> list[UnitNow]:
        found = units_by_id(unit_ids)
        monkeypatch.setattr(rolling, "units_by_id", units_by_id)
        assert at_once((offices.tokens["boss"], unit.slug, saves)) == ["done"]
        return found

    monkeypatch.setattr(rolling, "units_by_id", read)
    while run(key):
        pass
    assert state(offices, key) == ("done", 2, 0)
    with transaction.atomic():
        offices.actor()
        assert [offer(one, "contact_me") for one in offices.units] == [(True, 4, 9), (True, 3, 6)]
        told = {one.name: dict(one.refused) for one in rolled_units(key)}
    assert told == {"Eken 0": {promise("contact_me"): "moved"}, "Eken 1": {}}


def test_two_put_the_same_field_right_and_it_is_done_once() -> None:
    offices, _code = made()
    unit, field = offices.units[0], promise("contact_me")
    with transaction.atomic():
        set_promise(
            actor=offices.actor("boss", unit.slug),
            unit_id=unit.id,
            case_type_id=type_id("contact_me"),
            first_days=4,
            final_days=9,
        )
        with as_owner():
            other = made_people.staff(None, "region_admin", name="Rut Två")
        offices.actor()
        seen = mark(drift(REGION)[0].step)
    tokens = [offices.tokens["here"], made_people.sign_in(other, "staff")]

    def act(actor: Actor) -> None:
        align(actor=actor, unit_id=unit.id, field=field, seen=seen)

    before = changes("Mall: Nära, version 1")
    ended = at_once(*((token, "", act) for token in tokens))
    assert "done" in ended
    assert set(ended) <= {"WrongState", "done"}
    with transaction.atomic():
        offices.actor()
        assert offer(unit, "contact_me") == (True, 2, 5)
    assert changes("Mall: Nära, version 1") == before + 1


def test_two_undo_at_once_and_it_is_undone_once() -> None:
    offices, code = made()
    key = new_id()
    assert both(offices, start(offices, code, key)) == ["done"]
    while run(key):
        pass
    assert both(offices, move(key, "undo"), move(key, "undo")) == ["done", "done"]
    while run(key):
        pass
    assert state(offices, key) == ("undone", 0, 2)
    assert changes("Ångrad utrullning: Nära, version 2") == 2
