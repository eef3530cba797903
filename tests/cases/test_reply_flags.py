"""Advice while a resident answers a question or writes again, and on what she has sent."""

import logging
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.resident_world import browser, with_child
from tests.cases.test_resident_case import answered, asked, post, text
from tests.cases.world import World
from tests.database import as_owner
from tests.markup import faults
from vardpost.kernel import db

pytestmark = pytest.mark.django_db

CHEST = "Nu har jag ont i bröstet och svårt att andas"
URGENT = "Ring 112 nu."
CALM = "Jag har inte ont i bröstet"


@pytest.fixture
def world() -> World:
    return with_child()


def raised(case: UUID) -> int:
    with as_owner():
        row = db.fetch_one("select raised from care_case where id = %s", [case])
    return int(row[0]) if row else -1


@pytest.mark.parametrize("made", [asked, answered])
def test_advice_while_a_message_is_being_written(world: World, made: object) -> None:
    case = made(world)  # type: ignore[operator]  # one of two functions
    client = browser(world, "resident")
    assert f'data-flags-url="/mina/arenden/{case}/larmord"' in text(client, case)
    address = f"/mina/arenden/{case}/larmord"
    told = client.post(address, {"body": CHEST, "kind": "reply"}).content.decode()
    assert 'href="tel:112"' in told
    assert "bröstsmärta och svårt att andas" in told
    assert "Du kan skicka ändå." in told
    for calm in (CALM, "", "   ", "x" * 60_000):
        assert client.post(address, {"body": calm}).content == b"", calm[:20]
    # A text too long to be sent says what it says all the same.
    assert b"tel:112" in client.post(address, {"body": f"{CHEST}. " + "Hej. " * 2000}).content
    assert raised(case) == 0


def test_nothing_is_kept_or_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    case = asked(world)
    client = browser(world, "resident")
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as seen:
        client.post(f"/mina/arenden/{case}/larmord", {"body": f"{CHEST} Zyxine"})
    assert "Zyxine" not in caplog.text
    assert not any("Zyxine" in one["sql"] for one in seen)
    written = ("insert", "update ", "delete")
    assert [one["sql"] for one in seen if one["sql"].lower().startswith(written)] == []


def test_only_the_one_whose_case_it_is_may_ask(world: World) -> None:
    case = asked(world)
    address = f"/mina/arenden/{case}/larmord"
    for who in ("guardian", "receiver"):
        assert browser(world, who).post(address, {"body": CHEST}).status_code == 404, who
    assert browser(world, "resident").get(address).status_code == 405


def test_without_a_script_it_is_told_after_sending_and_the_case_is_pinned(world: World) -> None:
    case = asked(world)
    client = browser(world, "resident")
    assert post(client, world, case, body=CHEST).status_code == 303
    assert raised(case) == 1
    page = text(client, case, "?klart=reply")
    assert faults(page) == []
    assert URGENT in page
    assert "Det du skrev är skickat. Mottagningen ser att det kan vara bråttom." in page
    # Only right after the sending: an old message is no news.
    assert URGENT not in text(client, case)


def test_what_is_kept_is_advised_on_when_the_page_is_opened(world: World) -> None:
    case = asked(world)
    client = browser(world, "resident")
    post(client, world, case, body=CHEST, spara="1")
    page = text(client, case)
    assert page.index('id="svara"') < page.index(URGENT) < page.index('name="body"')
    assert post(client, world, case, body=CALM).status_code == 303
    assert raised(case) == 0
    assert "skrev är skickat. Mottagningen ser" not in text(client, case, "?klart=reply")


def test_it_speaks_english(world: World) -> None:
    case = asked(world)
    client = browser(world, "resident")
    client.cookies["lang"] = "en"
    told = client.post(f"/mina/arenden/{case}/larmord", {"body": CHEST}).content.decode()
    assert "Call 112 now" in told
