"""A unit's page: every setting as the unit has it, its history, and nothing about a resident."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.database import as_owner
from tests.markup import faults
from tests.overview.made_region import OTHER, REGION, Office, unit
from vardpost.kernel import clock, db
from vardpost.notices.actions.unit import change_unit_told
from vardpost.notices.queries import unit_told
from vardpost.overview.queries import settings as shown_settings
from vardpost.overview.queries.settings import FROM_HISTORY, OF_RESIDENTS, READERS
from vardpost.people.session import open_scope
from vardpost.units.actions.area import let_in
from vardpost.units.actions.contact import change_contact
from vardpost.units.settings import kinds
from vardpost.units.values import ContactData

pytestmark = pytest.mark.django_db

#: Kinds that a unit has many of: its page shows them as lists, or in the history alone.
MANY = {
    *("units:closing", "units:region-day"),
    *("casetypes:offer", "casetypes:order", "casetypes:terms", "casetypes:form"),
    *("people:grants", "people:account", "people:shown", "routing:team"),
    *("review:plan", "review:rule", "review:built-in", "review:contact"),
    *("review:alarm-limit", "units:recommended", "templates:exemption"),
}
#: Kinds that the national office decides for a region (ADR 0028): on no unit's page.
OF_REGIONS = {"units:accent", "units:guardian-age", "units:patient-board", "units:retention"}


@pytest.fixture
def place(office: Office) -> made.Unit:
    found = unit("Ekens vårdcentral", admins=0)
    with as_owner():
        office.people["eva"] = made.staff(found, "unit_admin", name="Eva Ros")
        office.people["anna"] = made.person("Anna")
    eva = office.enter("eva", found.slug)
    change_contact(actor=eva, unit_id=found.id, version=0, data=ContactData(phone="0980-319 221"))
    told = replace(unit_told(found.id), mailbox="nya@vard.example")
    change_unit_told(actor=eva, unit_id=found.id, version=0, new=told)
    return found


def page(office: Office, of: made.Unit, who: str = "dag", more: str = "", at: str = REGION) -> Any:
    return office.browser(who).get(f"/r/{at}/mottagning/{of.slug}{more}")


def test_every_setting_of_a_unit_has_its_place() -> None:
    assert {kind.key for kind in kinds()} == {
        *(*READERS, *FROM_HISTORY, *OF_RESIDENTS, *MANY, *OF_REGIONS)
    }


def test_each_setting_is_as_the_unit_has_it(office: Office, place: made.Unit) -> None:
    answer = page(office, place)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert faults(text) == []
    for words in ("0980-319 221", "nya@vard.example", "Ändrat av Eva Ros", "Eva Ros", "Kontakta"):
        assert words in text
    assert "<form method" not in text.split("</header>")[1].split('id="prefs"')[0]  # read-only


def test_the_template_is_named_and_not_coded(office: Office, place: made.Unit) -> None:
    with as_owner():
        db.execute(
            "update care_unit set template = 'maternity', template_version = 1 where id = %s",
            [place.id],
        )
    text = page(office, place).content.decode()
    assert '<dd class="typed">Barnmorskemottagning</dd>' in text
    assert "maternity" not in text


def test_what_was_set_without_the_history_is_read_from_where_it_stands(
    office: Office, place: made.Unit
) -> None:
    with as_owner():
        db.execute("update care_unit set phone = '0980-319 229' where id = %s", [place.id])
    assert "0980-319 229" in page(office, place).content.decode()


def test_who_changed_what(office: Office, place: made.Unit) -> None:
    text = page(office, place, more="/andringar").content.decode()
    assert faults(text) == []
    assert text.count("Eva Ros") >= 2
    assert "0980-319 221" in text
    only = page(office, place, more="/andringar?typ=notices:unit").content.decode()
    assert "nya@vard.example" in only
    assert "0980-319 221" not in only


def test_what_was_changed_for_a_resident_is_the_units_own(office: Office, place: made.Unit) -> None:
    let_in(
        actor=office.enter("eva", place.slug),
        unit_id=place.id,
        person_id=office.people["anna"],
        version=0,
        until=(clock.now() + timedelta(days=9)).date(),
        reason="kanariefågel",
    )
    for more in ("", "/andringar", "/andringar?typ=units:approval"):
        assert "kanariefågel" not in page(office, place, more=more).content.decode()


def test_another_regions_unit_is_not_there(office: Office, place: made.Unit) -> None:
    there = unit("Alens", region=OTHER)
    for more in ("", "/andringar"):
        assert page(office, there, more=more).status_code == 404
        assert page(office, there, more=more, at=OTHER).status_code == 404
        assert page(office, there, "nora", more, OTHER).status_code == 200
        assert page(office, place, "stina", more).status_code == 404
        assert page(office, place, "eva", more).status_code == 404
    assert page(office, place, more="/andringar?typ=nothing").status_code == 404


def test_a_number_of_questions_that_does_not_grow(office: Office, place: made.Unit) -> None:
    page(office, place)
    with CaptureQueriesContext(connection) as before:
        page(office, place)
    eva = open_scope(office.token("eva"), place.slug, request_id="r", address="a")
    assert eva is not None
    for version in range(1, 5):
        change_contact(
            actor=eva, unit_id=place.id, version=version, data=ContactData(about_sv=f"{version}")
        )
    with CaptureQueriesContext(connection) as after:
        page(office, place)
    assert len(after) == len(before) <= 24


def test_the_look_is_told(office: Office, place: made.Unit) -> None:
    page(office, place)
    with as_owner():
        told = db.fetch_all(
            "select person_name, unit_id from audit_entry where action = 'overview:unit:read'"
        )
    assert told == [("Dag Hav", place.id)]


def test_a_reader_that_says_nothing_is_told_so(
    office: Office, place: made.Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_settings, "READERS", {"units:contact": lambda _unit: {}})
    assert "Inget eget är inställt" in page(office, place).content.decode()
