"""While the database is gone: help, contact and the statements still answer; all else says when."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests import people_made as made
from tests.database import as_owner
from tests.markup import faults
from vardpost.shell.views import TEXTS

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["signed in", "stranger"])
def client(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return a browser, of somebody or nobody, whose next page finds no database."""
    opened = Client()
    if request.param == "signed in":
        with as_owner():
            karin = made.person("Karin", "Berg")
        opened.cookies["session"] = made.sign_in(karin, "resident")
        assert "Karin Berg" in opened.get("/hjalp").content.decode()

    def gone(*_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(connection, "close", lambda: None)
    return opened


def test_running_texts_answer_as_to_a_stranger(client: Client) -> None:
    for name in TEXTS:
        answer = client.get(f"/{name}")
        page = answer.content.decode()
        assert answer.status_code == 200, name
        assert faults(page) == [], name
        assert "Karin" not in page


def test_everything_else_is_away_for_a_while(client: Client) -> None:
    for path in ("/", "/mina", "/mottagningar", "/logga-in"):
        answer = client.get(path)
        assert answer.status_code == 503, path
        assert answer.headers["Retry-After"]
    assert client.post("/hjalp").status_code in {403, 405, 503}
