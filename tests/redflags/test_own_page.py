"""The administrator's page: lists in force, own signs, a text to try, two editors, taking back."""

import pytest
from django.test import Client

from tests.cases.staff_http import Answer, location, text
from tests.markup import faults
from tests.redflags.test_published import OWNER, Office
from vardpost.kernel import db

pytestmark = pytest.mark.django_db

FIELDS = {
    "name_sv": "fästingbett",
    "name_en": "tick bite",
    "advice": "unit",
    "sv": "Fästing*\nröd ~2 ring.",
    "en": "tick bite",
    "owner_name": OWNER.name,
    "owner_title": OWNER.title,
}


@pytest.fixture
def office() -> Office:
    return Office()


def browser(office: Office, who: str = "admin") -> Client:
    client = Client()
    client.cookies["session"] = office.tokens[who]
    return client


def url(office: Office, path: str = "") -> str:
    return f"/m/{office.unit.slug}/admin/larmord{path}"


def save(client: Client, address: str, version: int = 0, **changed: str) -> Answer:
    """Post the form of a sign, with fields changed."""
    fields = {**FIELDS, "version": str(version), "nyckel": "own_1", **changed}
    return client.post(address, fields)


def test_the_lists_in_force_with_version_owner_and_day(office: Office) -> None:
    page = browser(office).get(url(office))
    assert faults(page.content.decode()) == []
    shown = text(page)
    assert "Nationell lista Version 1 Ansvarig Ingrid Sandahl Ek, överläkare" in shown
    assert "Gäller från 1 oktober 2026" in shown
    assert "bröstsmärta Ring 112" in shown
    assert "Mottagningen har inga egna larmord." in shown


def test_an_own_sign_is_added_changed_and_removed(office: Office) -> None:
    client = browser(office)
    assert faults(client.get(url(office, "/nytt")).content.decode()) == []
    assert location(save(client, url(office, "/nytt"))) == url(office) + "?sparat=1"
    shown = text(client.get(url(office)))
    assert "fästingbett Ring mottagningen i dag fästing* · röd ~2 ring · tick bite Ändra" in shown
    assert office.keys("En röd liten ring på benet") == ["own_1"]
    assert faults(client.get(url(office, "/own_1")).content.decode()) == []
    save(client, url(office, "/own_1"), 1, sv="borrelia", advice="1177")
    assert office.keys("fästing") == []
    assert office.keys("borrelia") == ["own_1"]
    gone = client.post(url(office, "/own_1/ta-bort"), {"version": "2"})
    assert location(gone) == url(office) + "?sparat=1"
    assert office.keys("borrelia") == []
    assert client.get(url(office, "/own_1")).status_code == 404
    history = text(client.get(f"/m/{office.unit.slug}/admin/historik"))
    assert history.count("Larmord") >= 3
    assert "Ring 1177: borrelia" in history


def test_a_sign_that_a_colleague_changed_is_not_removed_unseen(office: Office) -> None:
    client = browser(office)
    save(client, url(office, "/nytt"))
    save(client, url(office, "/own_1"), 1, sv="borrelia")
    late = client.post(url(office, "/own_1/ta-bort"), {"version": "1"})
    assert late.status_code == 409
    assert faults(late.content.decode()) == []
    told = text(late)
    assert "Larmordet är kvar." in told
    assert "borrelia" in told.partition("Larmordet är kvar.")[0]
    assert f'action="{url(office, "/own_1")}"' in late.content.decode()
    assert office.keys("borrelia") == ["own_1"]
    assert location(client.post(url(office, "/own_1/ta-bort"), {"version": "2"})).endswith("=1")


def test_the_same_press_twice_is_one_sign(office: Office) -> None:
    client = browser(office)
    save(client, url(office, "/nytt"))
    assert save(client, url(office, "/nytt")).status_code == 303
    row = db.fetch_one("select count(*) from red_flag_list where unit_id = %s", [office.unit.id])
    assert row == (1,)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("sv", "a*", "skriv minst 3 bokstäver"),
        ("sv", "ont i b/röst", "är inget ord"),
        ("sv", "~2", "mellan två ord"),
        ("sv", "<b>ont</b>", "är inget ord"),
        ("name_sv", "", "Skriv vad larmet heter"),
        ("name_en", "x" * 90, "Korta texten med 10 tecken"),
        ("advice", "911", "Välj vilket råd"),
        ("owner_name", " ", "Skriv namnet"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_kept(
    office: Office, field: str, typed: str, told: str
) -> None:
    answer = save(browser(office), url(office, "/nytt"), 0, **{field: typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert faults(page) == []
    assert told in text(answer)
    assert f'id="f-{field}-e"' in page
    assert 'value="tick bite"' in page or field == "name_en"
    assert db.fetch_one(
        "select count(*) from red_flag_list where unit_id = %s", [office.unit.id]
    ) == (0,)


def test_no_phrase_at_all_is_told(office: Office) -> None:
    answer = save(browser(office), url(office, "/nytt"), sv="", en="")
    assert "Skriv minst en fras" in text(answer)


def test_the_slower_of_two_editors_sees_what_was_saved(office: Office) -> None:
    save(browser(office), url(office, "/nytt"))
    slow = save(browser(office, "second"), url(office, "/nytt"), name_sv="ormbett", sv="huggorm*")
    assert slow.status_code == 409
    assert faults(slow.content.decode()) == []
    assert "Eva Ros sparade medan du skrev" in text(slow)
    assert "huggorm*" in slow.content.decode()


def test_a_text_is_tried_and_not_kept(office: Office) -> None:
    save(browser(office), url(office, "/nytt"))
    client = browser(office)
    tried = "Fästing på benet. Inte ont i bröstet. Zyxine"
    answer = client.post(url(office), {"text": tried})
    assert faults(answer.content.decode()) == []
    shown = text(answer)
    assert "Fästing fästingbett Ring mottagningen i dag mottagningens lista version 1" in shown
    assert "ont i bröstet bröstsmärta Räknas inte: nekas nationell lista version 1" in shown
    kept = db.fetch_one("select count(*) from setting_change where new::text like %s", ["%Zyxine%"])
    assert kept == (0,)
    assert "Inget larmord finns i texten." in text(client.post(url(office), {"text": "Hej"}))


@pytest.mark.parametrize("who", ["responder", "next door"])
def test_for_the_administrator_alone(office: Office, who: str) -> None:
    client = browser(office, who)
    refused = {client.get(url(office, path)).status_code for path in ("", "/nytt")}
    assert refused <= {403, 404}
    assert client.post(url(office), {"text": "ont i bröstet"}).status_code in {403, 404}


def test_in_english(office: Office) -> None:
    client = browser(office)
    client.cookies["lang"] = "en"
    save(client, url(office, "/nytt"))
    shown = text(client.get(url(office)))
    assert "tick bite Call the unit today" in shown
    assert "chest pain Call 112" in shown
