"""What a template has locked, its units do not change: not by a page, nor past it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests import people_made as made
from tests.markup import faults
from tests.unit_templates.offices import REGION, Offices, offer, type_id
from vardpost.casetypes.actions import activate, activate_several, deactivate, set_promise
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput
from vardpost.notices.actions.unit import UNIT_TOLD, change_unit_told
from vardpost.notices.queries import unit_told
from vardpost.people.system import region_scope
from vardpost.unit_templates.actions.drift import align, exempt, mark
from vardpost.unit_templates.queries.drift import drift
from vardpost.unit_templates.queries.locks import locks_at
from vardpost.unit_templates.values import CATCHMENT, Mode, Rule, Value, active, promise
from vardpost.units.actions.area import AREA, change_area
from vardpost.units.actions.settings import restore
from vardpost.units.queries.area import area_rows
from vardpost.units.queries.settings import history, version
from vardpost.units.values import AreaRow

LOCKED = {
    CATCHMENT: Rule([["region", "", 0, 199]], Mode.LOCKED),
    active("contact_me"): Rule(True, Mode.LOCKED),
    promise("contact_me"): Rule([2, 5], Mode.LOCKED),
    active("send_message"): Rule(False, Mode.LOCKED),
    "notices:new_case": Rule("digest", Mode.LOCKED),
    "notices:remind_hours": Rule(6, Mode.LOCKED),
    "notices:replied": Rule("direct"),
}


@pytest.fixture
def unit(offices: Offices) -> made.Unit:
    """Return a unit that has everything as its template has locked it."""
    offices.put(offices.template(LOCKED), 1, offices.units[0])
    return offices.units[0]


@pytest.fixture
def boss(offices: Offices, unit: made.Unit) -> Actor:
    """Return the unit's administrator."""
    return offices.actor("boss", unit.slug)


def tell(actor: Actor, unit: made.Unit, **new: Any) -> None:
    """Change how the unit is told."""
    told = {name: getattr(unit_told(unit.id), name) for name in type(unit_told(unit.id)).__slots__}
    change_unit_told(
        actor=actor,
        unit_id=unit.id,
        version=version(unit.id, UNIT_TOLD.key),
        new=type(unit_told(unit.id))(**{**told, **new}),
    )


def narrow(actor: Actor, unit: made.Unit) -> None:
    """Let fewer find the unit."""
    change_area(
        actor=actor,
        unit_id=unit.id,
        version=version(unit.id, AREA.key),
        rows=[AreaRow(REGION, "", "woman", 0, 199)],
    )


def promised(actor: Actor, unit: made.Unit, first: int, final: int) -> None:
    """Promise something else."""
    set_promise(
        actor=actor,
        unit_id=unit.id,
        case_type_id=type_id("contact_me"),
        first_days=first,
        final_days=final,
    )


CHANGES: dict[str, Callable[[Actor, made.Unit], None]] = {
    CATCHMENT: narrow,
    active("contact_me"): lambda actor, unit: deactivate(
        actor=actor, unit_id=unit.id, case_type_id=type_id("contact_me")
    ),
    promise("contact_me"): lambda actor, unit: promised(actor, unit, 4, 9),
    active("send_message"): lambda actor, unit: activate(
        actor=actor, unit_id=unit.id, case_type_id=type_id("send_message")
    ),
    "notices:new_case": lambda actor, unit: tell(actor, unit, new_case="off"),
    "notices:remind_hours": lambda actor, unit: tell(actor, unit, remind_hours=7),
}


def test_every_locked_field_is_tried() -> None:
    assert set(CHANGES) == {key for key, rule in LOCKED.items() if rule.mode is Mode.LOCKED}


@pytest.mark.parametrize("field", CHANGES)
def test_the_unit_changes_no_locked_field(boss: Actor, unit: made.Unit, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        CHANGES[field](boss, unit)
    assert refused.value.facts == {"hinder": "template", "field": field}
    assert "i mallen Nära, version 1" in refused.value.errors[""]


def test_what_is_open_it_changes_beside_what_is_locked(boss: Actor, unit: made.Unit) -> None:
    tell(boss, unit, replied="off", digest_hour=9)
    assert (unit_told(unit.id).replied, unit_told(unit.id).new_case) == ("off", "digest")


def test_another_unit_is_not_bound(offices: Offices, unit: made.Unit) -> None:
    free = offices.units[1]
    narrow(offices.actor("boss", free.slug), free)
    assert [row.sex for row in area_rows(free.id)] == ["woman"]


def test_an_exemption_lifts_the_lock_until_its_day(offices: Offices, unit: made.Unit) -> None:
    field = promise("contact_me")
    offices.publish("r_14_nara", {**LOCKED, field: Rule([1, 3], Mode.LOCKED)})
    offices.put("r_14_nara", 2, unit)  # what the unit has been given already stays: it differs
    with pytest.raises(BadInput):
        promised(offices.actor("boss", unit.slug), unit, 4, 9)
    today = clock.today()
    exempt(
        actor=offices.actor(),
        unit_id=unit.id,
        field=field,
        version=0,
        reason="Få läkare",
        until=today,
    )
    promised(offices.actor("boss", unit.slug), unit, 4, 9)
    assert locks_at(unit.id)[field].exempt_until == today
    db.execute("update template_exemption set until = %s", [today - timedelta(days=1)])
    with pytest.raises(BadInput):
        promised(offices.actor("boss", unit.slug), unit, 5, 9)
    promised(offices.actor("boss", unit.slug), unit, 1, 3)  # as the template says
    assert offer(unit, "contact_me") == (True, 1, 3)
    assert locks_at(unit.id)[field].fixed


def test_the_office_and_the_systems_jobs_are_not_bound(offices: Offices, unit: made.Unit) -> None:
    field = promise("contact_me")
    promised(offices.actor(), unit, 4, 9)
    found = drift(REGION, [unit.id])
    assert [one.step.field for one in found] == [field]
    align(actor=offices.actor(), unit_id=unit.id, field=field, seen=mark(found[0].step))
    with region_scope("test", REGION) as actor:
        promised(actor, unit, 3, 9)
    assert offer(unit, "contact_me") == (True, 3, 9)


def test_nothing_locked_is_put_back(offices: Offices, unit: made.Unit) -> None:
    promised(offices.actor(), unit, 4, 9)
    boss = offices.actor("boss", unit.slug)
    promised(boss, unit, 2, 5)
    last = history(unit.id, "casetypes:offer")[0]
    with pytest.raises(BadInput):
        restore(actor=boss, unit_id=unit.id, change_id=last.id, version=last.version)
    assert offer(unit, "contact_me") == (True, 2, 5)


def test_a_type_locked_as_not_offered_is_not_taken_with_others(
    boss: Actor, unit: made.Unit
) -> None:
    types = [type_id("book_time"), type_id("send_message")]
    with pytest.raises(BadInput):
        activate_several(actor=boss, unit_id=unit.id, case_type_ids=types)
    assert offer(unit, "book_time") is None


def posted(offices: Offices, unit: made.Unit, place: str, values: dict[str, Value]) -> str:
    """Send a form past its page; return what the page says."""
    answer = offices.browser("boss").post(f"/m/{unit.slug}/admin/{place}", values)
    assert answer.status_code in (409, 422)
    page = answer.content.decode()
    assert faults(page) == []
    assert "i mallen Nära, version 1" in page
    return page


def refusals() -> list[str]:
    """Return the fields that refusals in the ledger name."""
    with region_scope("test", REGION):
        rows = db.fetch_all(
            "select object_id from audit_entry where outcome = 'refused' "
            "and object_type = 'setting' order by at"
        )
    return [row[0] for row in rows]


def test_the_pages_show_what_is_locked_and_refuse_it(offices: Offices, unit: made.Unit) -> None:
    browser, base = offices.browser("boss"), f"/m/{unit.slug}/admin"
    key = type_id("contact_me")
    pages = {
        f"arendetyper/{key}": ('name="active" value="1"', "Svarstid</span>: "),
        "arendetyper": ("Låst i mallen", "Låst av "),
        "aviseringar": ('type="hidden" name="new_case"', 'type="hidden" name="remind_hours"'),
        "betjaningsomrade": ("i mallen Nära, version 1",),
    }
    for place, said in pages.items():
        page = browser.get(f"{base}/{place}").content.decode()
        assert faults(page) == []
        for words in said:
            assert words in page
    assert (
        '<select class="ds-input" id="f-new_case"'
        not in browser.get(f"{base}/aviseringar").content.decode()
    )
    assert "Fler rader" not in browser.get(f"{base}/betjaningsomrade").content.decode()
    offer_ = {"active": "1", "follows": "1", "first_days": "4", "final_days": "9", "version": "1"}
    posted(offices, unit, f"arendetyper/{key}", offer_)
    posted(offices, unit, "arendetyper/valj", {"typ": str(type_id("send_message"))})
    area = {"plats-0": "Skövde", "kon-0": "", "fran-0": "", "till-0": "", "version": "1"}
    posted(offices, unit, "betjaningsomrade", area)
    told = {
        **dict.fromkeys(("new_case", "unassigned", "reminder", "replied"), "direct"),
        "digest_hour": "8",
        "quiet_from": "0",
        "quiet_to": "0",
        "mailbox": "",
        "unassigned_hours": "8",
        "remind_hours": "6",
        "version": "1",
    }
    posted(offices, unit, "aviseringar", told)
    assert refusals() == [
        promise("contact_me"),
        active("send_message"),
        CATCHMENT,
        "notices:new_case",
    ]
    assert offer(unit, "contact_me") == (True, 2, 5)
    saved = browser.post(f"{base}/aviseringar", {**told, "new_case": "digest"})
    assert saved.status_code == 303
