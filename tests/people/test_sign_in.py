"""Signing in and out over HTTP: rotation, the demo's limits, and what the ledger keeps."""

import json

import pytest
from django.conf import settings
from django.test import Client

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import db

pytestmark = pytest.mark.django_db


@pytest.fixture
def persona() -> str:
    with as_owner():
        person = made.person("Karin", "Berg")
        db.execute(
            "insert into demo_persona (key, person_id, name, kind, place, sentence_sv, "
            "sentence_en, roles) values ('karin', %s, 'Karin Berg', 'resident', 1, 'Hon.', "
            "'She.', %s)",
            [person, json.dumps([{"role": "resident", "unit": None, "region": "12"}])],
        )
    return "karin"


def rows(action: str) -> int:
    with as_owner():
        row = db.fetch_one("select count(*) from audit_entry where action = %s", [action])
    return int(row[0]) if row else 0


def test_the_personas_are_told_with_their_roles(persona: str) -> None:
    answer = Client().get("/demo/personas.json").json()
    assert answer == [
        {
            "key": "karin",
            "name": "Karin Berg",
            "roles": [{"role": "resident", "unit": None, "region": "12"}],
        }
    ]
    page = Client().get("/logga-in").content.decode()
    assert "Karin Berg" in page
    assert 'value="karin"' in page
    assert 'href="/demo/post"' in page


def test_signing_in_again_gives_a_new_secret_and_ends_the_old(persona: str) -> None:
    client = Client()
    assert client.post("/demo/logga-in", {"persona": persona}).headers["Location"] == "/mina"
    first = client.cookies[settings.SESSION_COOKIE].value
    client.post("/demo/logga-in", {"persona": persona})
    second = client.cookies[settings.SESSION_COOKIE].value
    assert first != second
    with as_owner():
        ended = db.fetch_all("select ended_why from login_session order by created_at, id")
    assert [row[0] for row in ended] == ["replaced", ""]
    assert (rows("people:session:sign-in"), rows("people:session:sign-out")) == (2, 1)


def test_signing_out_ends_the_session_on_the_server(persona: str) -> None:
    client = Client()
    client.post("/demo/logga-in", {"persona": persona})
    stolen = client.cookies[settings.SESSION_COOKIE].value
    answer = client.post("/logga-ut")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    other = Client()
    other.cookies[settings.SESSION_COOKIE] = stolen
    with as_owner():
        live = db.fetch_one("select count(*) from login_session where ended_at is null")
    assert live == (0,)
    assert rows("people:session:sign-out") == 1


@pytest.mark.parametrize(
    ("target", "goes"),
    [("/mottagningar", "/mottagningar"), ("//evil.example", "/mina"), ("https://x.se", "/mina")],
)
def test_only_own_pages_are_gone_to_after_signing_in(persona: str, target: str, goes: str) -> None:
    answer = Client().post("/demo/logga-in", {"persona": persona, "next": target})
    assert (answer.status_code, answer.headers["Location"]) == (303, goes)


def test_a_foreign_origin_cannot_sign_anyone_in(persona: str) -> None:
    answer = Client().post(
        "/demo/logga-in", {"persona": persona}, headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert rows("people:session:sign-in") == 0


def test_outside_the_demo_there_are_no_personas(persona: str, settings: pytest.MonkeyPatch) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]  # pytest-django's fixture
    client = Client()
    assert client.get("/demo/personas.json").status_code == 404
    assert client.post("/demo/logga-in", {"persona": persona}).status_code == 404
    assert client.get("/demo/post").status_code == 404
    page = client.get("/logga-in").content.decode()
    assert "Inloggning är inte inkopplad" in page
    assert "Karin" not in page
    assert "/demo/" not in page


def test_a_sign_in_that_is_refused_leaves_a_row_that_names_the_person(persona: str) -> None:
    with as_owner():
        db.execute("update person set deceased_on = '2026-01-01'")
    assert Client().post("/demo/logga-in", {"persona": persona}).status_code == 404
    with as_owner():
        found = db.fetch_all(
            "select person_name, outcome, purpose, roles, detail->>'as' from audit_entry"
        )
    assert found == [("Karin Berg", "refused", "sign_in", "resident", "resident")]
