"""Every setting is changed alike: once, by whom may, told to who was slower, and taken back."""

from uuid import UUID

import pytest

from tests import people_made as made
from tests.cases.staff_http import text
from tests.database import as_owner
from tests.units.office import Office
from vardpost.kernel import db
from vardpost.kernel.errors import Denied, Moved, NotFound
from vardpost.shell.administration import PLACES
from vardpost.units.actions.contact import CONTACT, change_contact
from vardpost.units.actions.settings import read_history, restore
from vardpost.units.queries import card
from vardpost.units.queries.settings import version
from vardpost.units.values import ContactData

pytestmark = pytest.mark.django_db


def change(office: Office, who: str, phone: str, made_from: int) -> None:
    actor = office.enter(who)
    change_contact(
        actor=actor, unit_id=office.unit.id, version=made_from, data=ContactData(phone=phone)
    )


def rows(office: Office) -> list[tuple[object, ...]]:
    with as_owner():
        return db.fetch_all(
            "select version, actor_name, old->>'phone', new->>'phone' from setting_change "
            "where unit_id = %s order by version",
            [office.unit.id],
        )


def ledger(office: Office) -> list[tuple[object, ...]]:
    with as_owner():
        return db.fetch_all(
            "select person_name, purpose, detail->'old'->>'phone', detail->'new'->>'phone' "
            "from audit_entry where action = 'units:contact:change' order by id"
        )


def test_a_change_leaves_a_line_and_a_row_with_old_and_new(office: Office) -> None:
    change(office, "eva", "0980-319 221", 0)
    change(office, "ulf", "0980-319 222", 1)
    assert rows(office) == [
        (1, "Eva Ros", "", "0980-319 221"),
        (2, "Ulf Sten", "0980-319 221", "0980-319 222"),
    ]
    assert ledger(office) == [
        ("Eva Ros", "administration", "", "0980-319 221"),
        ("Ulf Sten", "administration", "0980-319 221", "0980-319 222"),
    ]
    assert card(office.unit.id).phone == "0980-319 222"
    assert version(office.unit.id, CONTACT.key) == 2


def test_the_same_change_twice_is_one(office: Office) -> None:
    change(office, "eva", "0980-319 221", 0)
    change(office, "eva", "0980-319 221", 0)
    assert len(rows(office)) == len(ledger(office)) == 1


def test_the_slower_is_told_what_is_new_and_changes_nothing(office: Office) -> None:
    change(office, "eva", "0980-319 221", 0)
    with pytest.raises(Moved) as told:
        change(office, "ulf", "0980-319 222", 0)
    assert told.value.version == 1
    assert [(one.name, one.lines) for one in told.value.changes] == [
        ("Eva Ros", (("Telefon", "", "0980-319 221"),))
    ]
    assert card(office.unit.id).phone == "0980-319 221"


def test_nothing_new_leaves_no_trace(office: Office) -> None:
    change(office, "eva", "", 0)
    assert rows(office) == []


def test_others_may_not(office: Office) -> None:
    with pytest.raises(Denied):
        change(office, "responder", "0980-319 221", 0)
    actor = office.enter("next door", office.other.slug)
    data = ContactData(phone="0980-319 221")
    with pytest.raises(Denied):
        change_contact(actor=actor, unit_id=office.unit.id, version=0, data=data)
    with pytest.raises(NotFound):
        change_contact(actor=actor, unit_id=UUID(int=1), version=0, data=data)


def test_the_second_lock_hides_and_refuses(office: Office) -> None:
    change(office, "eva", "0980-319 221", 0)
    for who, slug in (("next door", office.other.slug), ("responder", office.unit.slug)):
        office.enter(who, slug)
        assert db.fetch_all("select 1 from setting_change") == []
        sql = "update care_unit set phone = 'x' where id = %s"
        assert db.execute(sql, [office.unit.id]) == 0
    office.enter("eva")
    assert db.fetch_all("select 1 from setting_change") == [(1,)]


def test_what_stood_before_is_put_back_as_a_change_of_its_own(office: Office) -> None:
    change(office, "eva", "0980-319 221", 0)
    change(office, "ulf", "0980-319 222", 1)
    actor = office.enter("eva")
    newest = read_history(actor=actor, unit_id=office.unit.id)[0]
    with pytest.raises(Moved):
        restore(actor=actor, unit_id=office.unit.id, change_id=newest.id, version=1)
    restore(actor=actor, unit_id=office.unit.id, change_id=newest.id, version=2)
    assert card(office.unit.id).phone == "0980-319 221"
    assert rows(office)[-1] == (3, "Eva Ros", "0980-319 222", "0980-319 221")
    assert read_history(actor=actor, unit_id=office.unit.id)[0].undoes_id == newest.id


def test_pages_keep_what_was_typed_and_tell_of_the_other_window(office: Office) -> None:
    eva, ulf = office.browser("eva"), office.browser("ulf")
    page = eva.get(office.url("/kontaktuppgifter"))
    assert 'name="version" value="0"' in page.content.decode()
    wrong = eva.post(office.url("/kontaktuppgifter"), {"version": "0", "phone": "<b>0980"})
    assert wrong.status_code == 422
    assert "Skriv ett telefonnummer" in text(wrong)
    assert 'value="&lt;b&gt;0980"' in wrong.content.decode()
    saved = eva.post(office.url("/kontaktuppgifter"), {"version": "0", "phone": "0980-319 221"})
    assert (saved.status_code, saved.headers["Location"][-9:]) == (303, "?sparat=1")
    form = {"version": "0", "phone": "0980-319 222", "about_sv": "Ring först."}
    second = ulf.post(office.url("/kontaktuppgifter"), form)
    assert second.status_code == 409
    assert "Eva Ros sparade medan du skrev" in text(second)
    assert "Ring först." in text(second)
    assert 'name="version" value="1"' in second.content.decode()
    again = ulf.post(office.url("/kontaktuppgifter"), form | {"version": "1"})
    assert again.status_code == 303
    own = ulf.post(office.url("/kontaktuppgifter"), form | {"version": "1", "about_sv": "Annat"})
    assert "Du sparade medan du skrev" in text(own)


def test_the_history_page_puts_back_after_a_question(office: Office) -> None:
    change(office, "eva", "0980-319 221", 0)
    change(office, "ulf", "0980-319 222", 1)
    eva = office.browser("eva")
    page = eva.get(office.url("/historik"))
    assert "Ulf Sten" in text(page)
    found = read_history(actor=office.enter("eva"), unit_id=office.unit.id)[0]
    address = office.url(f"/historik/{found.id}")
    asked = eva.get(address)
    assert "0980-319 222" in text(asked)
    assert card(office.unit.id).phone == "0980-319 222"
    done = eva.post(address, {"version": "2"})
    assert done.status_code == 303
    assert card(office.unit.id).phone == "0980-319 221"
    assert office.browser("next door").get(address).status_code == 404
    assert office.browser("responder").get(address).status_code == 403


def test_the_overview_says_what_is_missing(office: Office) -> None:
    eva = office.browser("eva")
    before = eva.get(office.url())
    assert "Telefonnummer saknas" in text(before)
    change(office, "eva", "0980-319 221", 0)
    assert "Telefonnummer saknas" not in text(eva.get(office.url()))
    assert eva.get(f"/m/{office.unit.slug}").headers["Location"] == office.url()


def test_every_place_has_a_page(office: Office) -> None:
    eva = office.browser("eva")
    with as_owner():
        made.grant(office.people["eva"], "reviewer", office.unit)
    for _heading, group in PLACES:
        for place in group:
            assert eva.get(place.address(office.unit.slug)).status_code == 200, place.path
