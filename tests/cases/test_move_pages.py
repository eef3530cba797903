"""The pages of a case that is sent on: the receiver's, the resident's, and what they find there."""

import pytest

from tests import people_made as made
from tests.cases.moving import Place, catchment
from tests.cases.staff_http import browser
from tests.database import as_owner
from tests.markup import faults
from vardpost.cases.queries import move as queries
from vardpost.casetypes.actions import offer_on_units
from vardpost.kernel import db


@pytest.fixture
def place(db: None) -> Place:  # pytest-django's own
    return Place()


def test_the_pages(place: Place) -> None:
    receiver, resident = browser(place.world, "receiver"), browser(place.world, "resident")
    page = receiver.get("att-fordela", place.case, "skicka-vidare").content.decode()
    assert not faults(page)
    assert "Almens vårdcentral" in page
    empty = receiver.post("att-fordela", place.case, "skicka-vidare", enhet="", text="")
    assert empty.status_code == 422
    assert not faults(empty.content.decode())
    asked = receiver.post(
        "att-fordela", place.case, "skicka-vidare", enhet=str(place.next.id), text="Kortare kö",
    )  # fmt: skip
    assert asked.status_code == 303
    page = receiver.get("att-fordela", place.case).content.decode()
    assert "Invånaren är tillfrågad om att skicka ärendet vidare till Almens vårdcentral" in page
    assert not faults(page)
    home = f"/mina/arenden/{place.case}"
    page = resident.client.get(home).content.decode()
    assert not faults(page)
    assert "ber att få skicka ditt ärende vidare till Almens vårdcentral" in page
    assert "Fråga till dig" in resident.client.get("/mina").content.decode()
    old = resident.client.post(f"{home}/flytt", {"svar": "ja", "version": "1"})
    assert old.status_code == 409
    assert "Läs det som är nytt och svara igen" in old.content.decode()
    for _ in range(2):  # a double click
        sent = resident.client.post(f"{home}/flytt", {"svar": "ja", "version": "2"})
        assert sent.status_code == 303
    page = resident.client.get(sent["Location"]).content.decode()
    assert not faults(page)
    assert "Ditt ärende är skickat vidare till Almens vårdcentral" in page
    assert f"/mina/arenden/{place.new()}" in page
    page = resident.client.get(f"/mina/arenden/{place.new()}").content.decode()
    assert not faults(page)
    assert f'href="{home}"' in page
    late = resident.client.post(f"{home}/flytt", {"svar": "nej", "version": "2"})
    assert late.status_code == 409
    assert "redan skickat vidare" in late.content.decode()
    page = receiver.get("avslutade", place.case).content.decode()
    assert "Skickat vidare till Almens vårdcentral" in page
    assert not faults(page)
    place.world.people["nurse"] = place.nurse
    token = made.sign_in(place.nurse, "staff")
    receiver.client.cookies["session"] = token
    page = receiver.client.get(
        f"/m/{place.next.slug}/inkorg/att-fordela/{place.new()}"
    ).content.decode()
    assert "Skickat vidare från Vårdcentralen Eken" in page
    assert str(place.case) not in page


def test_a_search_for_a_unit_keeps_what_is_written(place: Place) -> None:
    receiver = browser(place.world, "receiver")

    def look(sok: str) -> str:
        written = {"enhet": str(place.next.id), "text": "Kortare kö 🦔", "sok": sok, "leta": "1"}
        answer = receiver.post("att-fordela", place.case, "skicka-vidare", **written)
        assert answer.status_code == 200
        page: str = answer.content.decode()
        assert not faults(page)
        assert "Kortare kö 🦔" in page
        return page

    assert f'value="{place.next.id}" id="f-enhet" checked' in " ".join(look("almen").split())
    assert "Ingen mottagning passar" in look("ingen så")
    look("a\0b")
    path = f"/m/{place.world.unit.slug}/inkorg/att-fordela/{place.case}/skicka-vidare"
    assert receiver.client.get(path, {"sok": "\0"}).status_code == 200
    assert place.one("select move_unit_id from care_case") is None


def test_the_likeliest_units_come_first(place: Place) -> None:
    with as_owner():
        for name, kind, municipality in (
            ("Aspens rehab", "rehabilitation", "1480"),
            ("Björkens vårdcentral", "primary_care", "1480"),
            ("Cedrens vårdcentral", "primary_care", "1401"),
        ):
            unit = made.unit(name)
            offer_on_units([unit.id])
            catchment(unit)
            db.execute(
                "update care_unit set kind = %s, municipality_id = %s where id = %s",
                [kind, municipality, unit.id],
            )
        both = [place.world.unit.id, place.next.id]
        db.execute(
            "update care_unit set kind = 'primary_care', municipality_id = '1401' "
            "where id = any(%s)",
            [both],
        )
    place.world.as_("receiver")
    found = [one.name for one in queries.targets(place.case)]
    assert found == [
        *("Almens vårdcentral", "Cedrens vårdcentral", "Björkens vårdcentral", "Aspens rehab"),
    ]


def test_a_no_is_seen_by_the_receiver_and_in_the_residents_other_window(place: Place) -> None:
    receiver, resident = browser(place.world, "receiver"), browser(place.world, "resident")
    place.ask()
    asked = place.version()
    place.no()
    page = receiver.get("att-fordela", place.case).content.decode()
    assert "Invånaren sa nej till att skicka ärendet vidare till Almens vårdcentral" in page
    late = resident.client.post(
        f"/mina/arenden/{place.case}/flytt", {"svar": "ja", "version": str(asked)}
    )
    assert late.status_code == 409
    assert "Du har redan svarat nej" in late.content.decode()
    place.ask()
    page = receiver.get("att-fordela", place.case).content.decode()
    assert "Invånaren sa nej" not in page
    assert "Invånaren är tillfrågad" in page
