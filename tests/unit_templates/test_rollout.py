"""Roll-outs: previewed, ordered, done unit by unit, stopped, undone; never over a local edit."""

import re
from uuid import UUID

import pytest
from django.db import transaction

from tests import people_made as made
from tests.database import as_owner
from tests.markup import faults
from tests.unit_templates.offices import (
    ELSEWHERE,
    FIELDS,
    REGION,
    Offices,
    offer,
    stands,
    type_id,
)
from vardpost.casetypes.actions import set_promise
from vardpost.kernel import db
from vardpost.kernel.errors import BadInput, Denied, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.people.system import region_scope
from vardpost.unit_templates.actions import rolling
from vardpost.unit_templates.actions.rolling import roll_out_next
from vardpost.unit_templates.actions.rollout import move_rollout, start_rollout
from vardpost.unit_templates.queries.rollouts import rolled_units, rollout_of
from vardpost.unit_templates.values import Mode, Rule, Value, promise

PROMISE = promise("contact_me")
NEW = {**FIELDS, PROMISE: Rule([3, 6], Mode.LOCKED)}


@pytest.fixture
def code(offices: Offices) -> str:
    """Return a template with two versions; the units stand on the first, one with its own words."""
    code = offices.template()
    offices.put(code)
    offices.publish(code, NEW)
    set_promise(
        actor=offices.actor("boss", offices.units[1].slug),
        unit_id=offices.units[1].id,
        case_type_id=type_id("contact_me"),
        first_days=4,
        final_days=9,
    )
    return code


def start(
    offices: Offices,
    code: str,
    overwrite: dict[UUID, dict[str, Value]] | None = None,
    key: UUID | None = None,
) -> UUID:
    """Order version 2 to both units."""
    key = key or new_id()
    start_rollout(
        actor=offices.actor(),
        region_id=REGION,
        rollout_id=key,
        code=code,
        number=2,
        units={unit.id: (overwrite or {}).get(unit.id, {}) for unit in offices.units},
    )
    return key


def run(key: UUID, most: int = 100) -> None:
    """Do what the job does, or only its first steps."""
    for _number in range(most):
        with region_scope("test", REGION) as actor:
            if not roll_out_next(actor=actor, rollout_id=key):
                return


def promised(unit: made.Unit) -> tuple[int, int]:
    """Return what a unit promises."""
    found = offer(unit, "contact_me")
    assert found
    return found[1:]


def test_a_clean_unit_changes_and_a_local_edit_stays(offices: Offices, code: str) -> None:
    key = start(offices, code)
    run(key)
    clean, own = offices.units
    assert promised(clean) == (3, 6)
    assert promised(own) == (4, 9)
    assert stands(clean) == stands(own) == (code, 2)
    offices.actor()
    found = {one.name: one for one in rolled_units(key)}
    assert found["Eken 0"].written == {PROMISE: [[2, 5], [3, 6]]}
    assert (found["Eken 1"].written, found["Eken 1"].kept) == ({}, [PROMISE])
    assert rollout_of(REGION, key).state == "done"


def test_a_ticked_local_edit_is_overwritten_as_it_was_seen(offices: Offices, code: str) -> None:
    own = offices.units[1]
    run(start(offices, code, {own.id: {PROMISE: [4, 9]}}))
    assert promised(own) == (3, 6)


def test_one_that_has_changed_since_it_was_seen_is_left(offices: Offices, code: str) -> None:
    own = offices.units[1]
    run(start(offices, code, {own.id: {PROMISE: [4, 8]}}))
    assert promised(own) == (4, 9)


def test_a_unit_that_has_closed_meanwhile_is_left_and_told_of(offices: Offices, code: str) -> None:
    key, (closed, other) = start(offices, code), offices.units
    with as_owner():
        db.execute("update care_unit set live = false where id = %s", [closed.id])
    run(key)
    assert (promised(closed), stands(closed)) == ((2, 5), (code, 1))
    assert stands(other) == (code, 2)
    offices.actor()
    found = {one.name: one for one in rolled_units(key)}
    assert (found["Eken 0"].written, dict(found["Eken 0"].refused)) == ({}, {PROMISE: "closed"})
    assert rollout_of(REGION, key).state == "done"


def test_the_history_the_ledger_and_the_administrators_are_told(
    offices: Offices, code: str
) -> None:
    run(start(offices, code))
    offices.actor()
    row = db.fetch_one(
        "select actor_name, reason, old->>'first_days', new->>'first_days' from setting_change "
        "where unit_id = %s and kind = 'casetypes:offer' order by at desc, version desc limit 1",
        [offices.units[0].id],
    )
    assert row == ("Rita here (mallutrullning)", "Mall: Nära, version 2", "2", "3")
    with region_scope("test", REGION):
        told = db.fetch_all("select recipient_id from notice where template = 'review'")
    assert told == [(offices.boss,)]


def test_killed_half_way_it_carries_on_and_does_nothing_twice(
    offices: Offices, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rolling, "AT_ONCE", 1)
    key = start(offices, code)
    run(key, 1)
    with transaction.atomic(), region_scope("test", REGION) as actor:
        roll_out_next(actor=actor, rollout_id=key)
        transaction.set_rollback(True)
    offices.actor()
    assert rollout_of(REGION, key).done == 1
    run(key)
    run(key)
    offices.actor()
    count = "select count(*) from setting_change where unit_id = %s and reason like '%%version 2'"
    assert db.fetch_one(count, [offices.units[0].id]) == (2,)  # the promise, and the template
    assert db.fetch_one(count, [offices.units[1].id]) == (1,)
    assert rollout_of(REGION, key).state == "done"


def test_the_same_order_twice_is_one_and_another_by_its_key_is_refused(
    offices: Offices, code: str
) -> None:
    key = start(offices, code)
    assert start(offices, code, key=key) == key
    assert rollout_of(REGION, key).units == 2
    others: list[dict[UUID, dict[str, Value]]] = [
        {offices.units[0].id: {}},
        {one.id: {"x": 1} for one in offices.units},
    ]
    for other in others:
        with pytest.raises(BadInput):
            start_rollout(
                actor=offices.actor(),
                region_id=REGION,
                rollout_id=key,
                code=code,
                number=2,
                units=other,
            )
    assert rollout_of(REGION, key).units == 2


def test_stopped_it_rests_and_goes_on(
    offices: Offices, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rolling, "AT_ONCE", 1)
    key = start(offices, code)
    run(key, 1)
    move_rollout(actor=offices.actor(), region_id=REGION, rollout_id=key, what="stop")
    run(key)
    offices.actor()
    assert (rollout_of(REGION, key).state, rollout_of(REGION, key).done) == ("stopped", 1)
    move_rollout(actor=offices.actor(), region_id=REGION, rollout_id=key, what="resume")
    run(key)
    offices.actor()
    assert rollout_of(REGION, key).state == "done"


def test_undone_it_is_as_before_but_for_what_was_changed_since(offices: Offices, code: str) -> None:
    clean, own = offices.units
    key = start(offices, code, {own.id: {PROMISE: [4, 9]}})
    run(key)
    set_promise(
        actor=offices.actor(),  # it is locked to the unit itself
        unit_id=own.id,
        case_type_id=type_id("contact_me"),
        first_days=7,
        final_days=7,
    )
    move_rollout(actor=offices.actor(), region_id=REGION, rollout_id=key, what="undo")
    run(key)
    assert promised(clean) == (2, 5)
    assert promised(own) == (7, 7)
    assert stands(clean) == stands(own) == (code, 1)
    offices.actor()
    assert rollout_of(REGION, key).state == "undone"


def test_refusals(offices: Offices, code: str) -> None:
    key = start(offices, code)
    for who, error in (("there", Denied), ("nation", Denied), ("boss", Denied)):
        with pytest.raises(error):
            move_rollout(actor=offices.actor(who), region_id=REGION, rollout_id=key, what="stop")
    with pytest.raises(NotFound):
        start_rollout(
            actor=offices.actor(),
            region_id=REGION,
            rollout_id=new_id(),
            code=code,
            number=2,
            units={offices.far.id: {}},
        )
    run(key)
    with pytest.raises(WrongState):
        move_rollout(actor=offices.actor(), region_id=REGION, rollout_id=key, what="resume")


def test_the_pages(offices: Offices, code: str) -> None:
    browser = offices.browser()
    path = f"/r/14/mallar/{code}/utrullning"
    assert faults(browser.get(path).content.decode()) == []
    bad = browser.post(path, {"vilka": "lista", "lista": "Fel\nSE2321000016-NOT"})
    assert bad.status_code == 422
    look = browser.post(path, {"vilka": "har"})
    text = look.content.decode()
    assert faults(text) == []
    assert "2 mottagningar är valda. Något ändras hos 1." in text
    assert "låst i mallen" in text
    assert "Skriv över hos Eken 1" in text
    order = {
        "vilka": "har",
        "steg": "rulla-ut",
        "sett": "x",
        "nyckel": str(new_id()),
        "skriv": f"{PROMISE}|{offices.units[1].id}",
    }
    late = browser.post(path, order)
    assert late.status_code == 409
    assert "checked" in late.content.decode().split("Skriv över hos Eken 1")[0][-200:]
    seen = re.search(r'name="sett" value="(\w+)"', text)
    assert seen
    done = browser.post(path, {**order, "sett": seen[1]})
    assert done.status_code == 303
    again = {**order, "sett": seen[1]}
    assert browser.post(path, again)["Location"] == done["Location"], "a double click"
    other = browser.post(path, {**again, "skriv": ""})
    assert other.status_code == 422
    assert "redan skickat en gång, med annat innehåll" in other.content.decode()
    run(UUID(order["nyckel"]))
    assert browser.post(path, again)["Location"] == done["Location"], "a lost answer"
    page = browser.get(done["Location"]).content.decode()
    assert faults(page) == []
    assert "2 av 2 mottagningar är klara" in page
    assert promised(offices.units[1]) == (3, 6)
    assert faults(browser.get("/r/14/utrullningar").content.decode()) == []
    assert browser.post(f"{done['Location']}/styr", {"vad": "angra"}).status_code == 303
    assert offices.browser("there").get(done["Location"]).status_code == 404


def test_roll_outs_templates_and_units_of_other_regions_are_not_there(
    offices: Offices, code: str
) -> None:
    key = start(offices, code)
    there, path = offices.browser("there"), f"/r/{ELSEWHERE}"
    assert there.get(f"{path}/utrullningar").status_code == 200
    assert there.get(f"{path}/utrullningar/{key}").status_code == 404
    assert there.post(f"{path}/utrullningar/{key}/styr", {"vad": "stoppa"}).status_code == 404
    for page in ("", "/utrullning", "/utkast"):
        assert there.get(f"{path}/mallar/{code}{page}").status_code == 404
    hsa_id = db.fetch_one("select hsa_id from care_unit where id = %s", [offices.units[0].id])
    assert hsa_id
    listed = {"vilka": "lista", "lista": hsa_id[0]}
    assert there.post(f"{path}/mallar/{code}/utrullning", listed).status_code == 404
    assert there.post(f"{path}/mallar/primary_care/utrullning", listed).status_code == 422
    offices.actor()
    assert rollout_of(REGION, key).state == "running"
