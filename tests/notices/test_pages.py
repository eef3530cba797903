"""The pages where a person chooses notices, and the one where the demo shows them."""

import json

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def signed_in(person_id: object, kind: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = made.sign_in(person_id, kind)  # type: ignore[arg-type]  # a UUID
    return client


def one(sql: str, *params: object) -> object:
    with as_owner():
        row = db.fetch_one(sql, params)
    return row[0] if row else None


def test_a_resident_chooses_whether_where_and_in_which_language() -> None:
    with as_owner():
        person = made.person(email="gammal@exempel.invalid")
    client = signed_in(person, "resident")
    page = client.get("/mina/aviseringar")
    assert page.status_code == 200
    assert "gammal@exempel.invalid" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    posted = {"language": "en", "email": " ny@exempel.se "}
    answer = client.post("/mina/aviseringar", posted)
    assert answer.status_code == 303
    assert answer["Location"] == "/mina/aviseringar?sparat=1"
    assert client.post("/mina/aviseringar", posted)["Location"] == answer["Location"]
    assert one("select count(*) from audit_entry where action = 'notices:settings:change'") == 1
    assert "Sparat" in client.get(answer["Location"]).content.decode()
    assert one("select email from person where id = %s", person) == "ny@exempel.se"
    kept = "select (waiting, new_case, assigned, language)::text from notice_setting"
    assert one(f"{kept} where person_id = %s", person) == "(f,t,t,en)"
    detail = one("select detail::text from audit_entry where action = 'notices:settings:change'")
    assert json.loads(str(detail))["old"] == {"waiting": True, "language": "sv", "email": True}
    assert json.loads(str(detail))["new"] == {"waiting": False, "language": "en", "email": True}
    assert "exempel" not in str(detail)
    assert one("select count(*) from audit_entry where action = 'notices:settings:read'") == 2


@pytest.mark.parametrize(
    "address",
    [
        "inte en adress",
        "a@b",
        "<b>@exempel.se",
        "a@exempel.se\r\nBcc: x@exempel.se",
        "\0a@exempel.se",
        "a" * 250 + "@exempel.se",
        "=cmd()@",
        "\u202ea@exempel.se",
        "a@\u202eexempel.se",
        "a@exem\u200bpel.se",
        "\ud800@exempel.se",
    ],
)
def test_a_bad_address_is_told_at_the_field_and_kept(address: str) -> None:
    with as_owner():
        person = made.person(email="gammal@exempel.invalid")
    client = signed_in(person, "resident")
    posted = {"language": "sv", "waiting": "1", "email": address.encode("utf-8", "replace")}
    answer = client.post("/mina/aviseringar", posted)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'aria-invalid="true"' in page
    assert 'href="#f-email"' in page
    assert "<b>@" not in page
    assert one("select email from person where id = %s", person) == "gammal@exempel.invalid"


def test_a_language_we_do_not_have_is_refused() -> None:
    with as_owner():
        person = made.person()
    answer = signed_in(person, "resident").post("/mina/aviseringar", {"language": "xx"})
    assert answer.status_code == 422


def test_staff_choose_on_a_page_of_no_unit_and_keep_the_directorys_address() -> None:
    with as_owner():
        unit = made.unit()
        person = made.staff(unit, "responder", email="bo@region.invalid")
    client = signed_in(person, "staff")
    page = client.get("/jag/installningar").content.decode()
    assert "bo@region.invalid" in page
    assert f"/m/{unit.slug}" in page
    form = dict.fromkeys(("new_case", "unassigned", "reminder", "replied"), "off") | {
        "digest_hour": "8",
        "quiet_from": "0",
        "quiet_to": "0",
        "assigned": "direct",
        "language": "en",
        "email": "x@exempel.se",
        "waiting": "0",
    }
    assert client.post("/jag/installningar", form).status_code == 303
    assert one("select (waiting, language)::text from notice_setting") == "(t,en)"
    assert one("select (new_case, assigned)::text from staff_notice") == "(off,direct)"
    assert (
        one("select email from staff_account where person_id = %s", person) == "bo@region.invalid"
    )
    assert one("select email from person where id = %s", person) == ""


def test_each_kind_has_its_own_page() -> None:
    with as_owner():
        unit = made.unit()
        staff, person = made.staff(unit, "responder"), made.person()
        without = made.staff(None)
    assert signed_in(staff, "staff").get("/mina/aviseringar").status_code == 404
    assert signed_in(person, "resident").get("/jag/installningar").status_code == 302
    assert signed_in(without, "staff").get("/jag/installningar").status_code == 403
    assert Client().get("/jag/installningar").status_code in {302, 303}


def test_the_demo_shows_what_it_would_have_sent() -> None:
    with as_owner():
        db.execute(
            "insert into demo_mail (id, sent_at, recipient, subject, body) values "
            "(%s, %s, 'alva@exempel.invalid', 'Nytt', 'Rad ett\n\nRad <två>')",
            [new_id(), clock.now()],
        )
    page = Client().get("/demo/post")
    assert page.status_code == 200
    assert "alva@exempel.invalid" in page.content.decode()
    assert "Rad &lt;två&gt;" in page.content.decode()
    with override_settings(DEMO=False):
        assert Client().get("/demo/post").status_code == 404


def test_the_demos_mail_is_kept_and_not_sent() -> None:
    from django.core.mail import EmailMessage, get_connection

    backend = get_connection("vardpost.notices.demo.DemoMail")
    letter = EmailMessage("Nytt", "Text", to=["alva@exempel.invalid"])
    assert backend.send_messages([letter]) == 1
    assert (
        one("select recipient || subject || body from demo_mail") == "alva@exempel.invalidNyttText"
    )
