"""Templates: shipped, made, changed in versions, and applied to a fresh unit."""

import pytest
from django.db import DatabaseError, transaction

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
from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions import set_promise
from vardpost.casetypes.national import national_types
from vardpost.kernel import db
from vardpost.kernel.actor import command_actor
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound
from vardpost.kernel.ids import new_id
from vardpost.unit_templates.actions import apply_template
from vardpost.unit_templates.actions.change import (
    drop_draft,
    keep_draft,
    make_template,
    publish_draft,
)
from vardpost.unit_templates.actions.ship import ship_templates
from vardpost.unit_templates.queries import template_of, templates_for, version_of, versions_of
from vardpost.unit_templates.values import CATCHMENT, Mode, Rule, Said, active, promise
from vardpost.unit_templates.words import in_order
from vardpost.units.models import UnitKind
from vardpost.units.queries.area import area_rows

SHIPPED = set(UnitKind.values)


def test_one_for_every_kind_ships(offices: Offices) -> None:
    found = templates_for(REGION)
    assert {one.code for one in found if not one.region_id} == SHIPPED
    assert {one.kind for one in found} == SHIPPED
    assert all(one.number == 1 and not one.has_draft for one in found)
    known = {one.definition.key: one.definition for one in national_types()}
    for code in SHIPPED:
        fields = version_of(code, 1).fields
        types = {key.split(":")[1] for key in fields if key.startswith("type:")}
        assert types <= set(known)
        assert all(known[key].direction != "outbound" for key in types)


def test_an_upgrade_ships_each_once_and_overwrites_none(offices: Offices) -> None:
    with as_owner():
        assert ship_templates(actor=command_actor("upgrade")) == []
    with pytest.raises(Denied):
        ship_templates(actor=offices.actor("nation"))


def test_a_region_makes_its_own_in_versions(offices: Offices) -> None:
    code = offices.template()
    assert template_of(code).number == 1
    assert offices.publish(code, {**FIELDS, active("book_time"): Rule(True, Mode.LOCKED)}) == 2
    assert [one.number for one in versions_of(code)] == [2, 1]
    assert active("book_time") not in version_of(code, 1).fields
    assert version_of(code, 2).fields[active("book_time")].mode is Mode.LOCKED
    assert code not in {one.code for one in templates_for(ELSEWHERE)}


def test_a_version_that_is_published_never_changes(offices: Offices) -> None:
    offices.template()
    for sql in (
        "update unit_template_version set note = 'x' where published_at is not null",
        "delete from unit_template_version where published_at is not null",
    ):
        assert db.execute(sql) == 0


def test_the_second_lock_is_the_region(offices: Offices) -> None:
    offices.template()
    offices.actor("there")
    assert db.execute("update unit_template set name_sv = 'x'") == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute(
            "insert into unit_template (id, code, region_id, kind, name_sv, name_en) "
            "values (gen_random_uuid(), 'r_x', %s, 'dental', 'x', '')",
            [REGION],
        )


def test_refusals(offices: Offices) -> None:
    code = offices.template()
    actor = offices.actor()
    with pytest.raises(NotFound):  # the nation's is the nation's to change
        keep_draft(
            actor=actor, region_id=REGION, code="dental", version=0, said=Said("x", "", FIELDS)
        )
    with pytest.raises(Moved):
        keep_draft(actor=actor, region_id=REGION, code=code, version=1, said=Said("x", "", {}))
    with pytest.raises(Denied):
        keep_draft(
            actor=offices.actor("there"),
            region_id=REGION,
            code=code,
            version=3,
            said=Said("x", "", FIELDS),
        )
    with pytest.raises(Denied):
        keep_draft(
            actor=offices.actor("boss", offices.units[0].slug),
            region_id=REGION,
            code=code,
            version=3,
            said=Said("x", "", FIELDS),
        )
    actor = offices.actor()
    with pytest.raises(BadInput):
        make_template(actor=actor, region_id=REGION, code="r_14_b", kind="zoo", name_sv="Zoo")
    keep_draft(actor=actor, region_id=REGION, code=code, version=3, said=Said("Nära", "", FIELDS))
    with pytest.raises(BadInput):  # nothing new
        publish_draft(actor=actor, region_id=REGION, code=code, version=3)


def test_a_draft_is_thrown_away(offices: Offices) -> None:
    code = offices.template()
    actor = offices.actor()
    said = Said("Nära", "", {active("book_time"): Rule(True)})
    keep_draft(actor=actor, region_id=REGION, code=code, version=3, said=said)
    drop_draft(actor=actor, region_id=REGION, code=code, version=4)
    assert not template_of(code).has_draft
    assert version_of(code, 1).fields == FIELDS


def test_a_fresh_unit_gets_what_the_template_says(offices: Offices) -> None:
    unit = offices.units[0]
    fields = {**FIELDS, CATCHMENT: Rule([["municipality", "", 0, 6]], Mode.START)}
    code, key = offices.template(fields), new_id()
    made = apply_template(offices.actor(), unit.id, code, 1, key=key)
    assert stands(unit) == (code, 1)
    assert made.refused == {}
    assert offer(unit, "contact_me") == (True, 2, 5)
    assert offer(unit, "book_time") is None
    assert [(row.region, row.age_to) for row in area_rows(unit.id)] == [(REGION, 6)]
    told = db.fetch_one("select new_case from unit_notice where unit_id = %s", [unit.id])
    assert told == ("digest",)
    rows = db.fetch_all(
        "select kind, reason from setting_change where unit_id = %s order by kind", [unit.id]
    )
    assert [row[0] for row in rows] == [
        *("casetypes:offer", "casetypes:offer", "notices:unit", "templates:unit"),
        "units:catchment",
    ]
    assert {row[1] for row in rows} == {"Mall: Nära, version 1"}
    again = apply_template(offices.actor(), unit.id, code, 1, key=key)
    assert again.done == {}
    count = db.fetch_one("select count(*) from setting_change where unit_id = %s", [unit.id])
    assert count == (5,)


def test_what_a_unit_has_been_given_already_stays(offices: Offices) -> None:
    unit = offices.units[0]
    code = offices.template()
    offices.put("primary_care", 1, unit)
    set_promise(
        actor=offices.actor("boss", unit.slug),
        unit_id=unit.id,
        case_type_id=type_id("contact_me"),
        first_days=4,
        final_days=9,
    )
    offices.put(code, 1, unit)
    assert offer(unit, "contact_me") == (True, 4, 9)


def test_a_field_that_cannot_be_written_stops_nothing_else(offices: Offices) -> None:
    unit = offices.units[0]
    code = offices.template({**FIELDS, active("complaint"): Rule(True)})
    made = apply_template(offices.actor(), unit.id, code, 1, key=new_id())
    assert made.refused == {active("complaint"): "patient_board"}
    assert offer(unit, "contact_me") == (True, 2, 5)


def test_the_template_of_another_region_is_not_found(offices: Offices) -> None:
    code = offices.template()
    with pytest.raises(NotFound):
        apply_template(offices.actor("there"), offices.far.id, code, 1, key=new_id())
    with pytest.raises(Denied):
        apply_template(offices.actor(), offices.far.id, "dental", 1, key=new_id())
    with pytest.raises(Denied):
        apply_template(offices.actor("nation"), offices.far.id, "dental", 1, key=new_id())


def test_the_pages_lead_from_a_copy_to_a_version(offices: Offices) -> None:
    browser = offices.browser()
    page = browser.get("/r/14/mallar")
    assert page.status_code == 200
    assert faults(page.content.decode()) == []
    made = browser.post("/r/14/mallar/ny", {"namn": "Närvård", "kopia": "dental", "nyckel": "1a2b"})
    assert made.status_code == 303
    draft = made["Location"]
    assert draft == "/r/14/mallar/r_14_narvard_1a2b/utkast"
    page = browser.get(draft)
    assert faults(page.content.decode()) == []
    form = {
        "version": "1",
        "name_sv": "Närvård",
        "on:contact_me": "ja",
        "first:contact_me": "3",
        "final:contact_me": "2",
        "notices:remind_hours": "900",
        "reach": "region",
        "from": "x",
    }
    page = browser.post(draft, form)
    assert page.status_code == 422
    assert page.content.decode().count("ds-validation-message") == 3
    assert 'value="900"' in page.content.decode()
    form |= {
        "final:contact_me": "6",
        "notices:remind_hours": "9",
        "from": "",
        "mode:contact_me": "locked",
    }
    assert browser.post(draft, form)["Location"].endswith("/publicera?sparat=1")
    look = browser.get("/r/14/mallar/r_14_narvard_1a2b/publicera")
    assert faults(look.content.decode()) == []
    done = browser.post(
        "/r/14/mallar/r_14_narvard_1a2b/publicera", {"version": "2", "anteckning": "Ny"}
    )
    assert done.status_code == 303
    page = browser.get(done["Location"])
    assert faults(page.content.decode()) == []
    assert "första svar inom 3 vardagar, slutligt inom 6 vardagar" in page.content.decode()
    assert version_of("r_14_narvard_1a2b", 1).fields[promise("contact_me")] == Rule(
        [3, 6], Mode.LOCKED
    )

    def drawn(page: str) -> str:
        shown = browser.get(page).content.decode()
        return shown.split('name="version" value="')[1].split('"')[0]

    later = form | {"version": drawn(draft), "final:contact_me": "7"}
    assert browser.post(draft, later).status_code == 303
    address = "/r/14/mallar/r_14_narvard_1a2b/publicera"
    done = browser.post(address, {"version": drawn(address), "anteckning": "Längre"})
    text = browser.get(done["Location"]).content.decode()
    assert faults(text) == []
    assert text.count("Ändrat sedan version 1") == 1  # the heading's name is no other part's too


def test_another_regions_template_is_not_found_on_the_pages(offices: Offices) -> None:
    code = offices.template()
    for path in (
        f"/r/12/mallar/{code}",
        f"/r/12/mallar/{code}/utkast",
        "/r/14/mallar",
        "/n/mallar",
    ):
        assert offices.browser("there").get(path).status_code == 404, path
    for path in (
        "/r/14/mallar/dental/utkast",
        "/r/14/mallar/finns_inte",
        "/r/14/mallar/dental?version=7",
    ):
        assert offices.browser().get(path).status_code == 404, path


def test_the_nations_office_changes_its_own(offices: Offices) -> None:
    browser = offices.browser("nation")
    assert browser.get("/n/mallar").status_code == 200
    page = browser.get("/n/mallar/dental/utkast")
    assert faults(page.content.decode()) == []
    form = {"version": "0", "name_sv": "Tandvård", "on:contact_me": "ja"}
    assert browser.post("/n/mallar/dental/utkast", form).status_code == 303
    assert browser.get("/n/mallar/dental/publicera").status_code == 200
    assert browser.post("/n/mallar/dental/publicera", {"version": "1"}).status_code == 303
    assert template_of("dental").number == 2


def test_it_is_in_the_ledger(offices: Offices) -> None:
    code = offices.template()
    offices.put(code, 1, offices.units[0])
    with as_owner():
        rows = db.fetch_all(
            "select action, count(*) from audit_entry where action like 'templates:%%' "
            "and person_id is not null group by 1 order by 1"
        )
    assert dict(rows) == {
        AuditEvent.TEMPLATE_CHANGED.value: 3,
        AuditEvent.TEMPLATE_APPLIED.value: 1,
    }


def test_fields_are_read_the_area_first_each_type_with_its_promise_then_notices() -> None:
    types = ("type:contact_me:promise", "type:advice:active", "type:contact_me:active")
    fields = ["notices:remind_hours", *types, "notices:new_case", "catchment"]
    assert in_order(fields) == [
        "catchment",
        "type:contact_me:active",
        "type:contact_me:promise",
        "type:advice:active",
        "notices:new_case",
        "notices:remind_hours",
    ]
