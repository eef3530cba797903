"""Advice while a resident writes and before she sends: never a hindrance, and nothing is kept."""

import logging
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.resident_world import FIELDS, accepted, browser, fill_in, start, with_child
from tests.cases.world import World
from tests.database import as_owner
from tests.markup import faults
from tests.useterms.nation import Nation
from vardpost.kernel import db

pytestmark = pytest.mark.django_db

CHEST = "Jag har ont i bröstet och svårt att andas"


@pytest.fixture
def world() -> World:
    return with_child()


def writing(text: str) -> dict[str, str]:
    """Return what the page posts by itself while the first step is being written."""
    return {**FIELDS, "steg": "beskriv", "text": text}


def test_advice_while_writing(world: World) -> None:
    client = browser(world, "resident")
    draft = start(client, world)
    told = client.post(f"{draft}/larmord", writing(CHEST)).content.decode()
    assert 'href="tel:112"' in told
    assert "bröstsmärta och svårt att andas" in told
    assert "nationell lista version 1" in told
    assert client.post(f"{draft}/larmord", writing("Jag har inte ont i bröstet")).content == b""
    assert client.post(f"{draft}/larmord", writing("")).content == b""


def test_advice_does_not_wait_for_terms_of_use(world: World) -> None:
    client = browser(world, "resident")
    draft = start(client, world)
    Nation().publish()
    assert client.post(f"{draft}/spara", writing(CHEST)).status_code == 403
    told = client.post(f"{draft}/larmord", writing(CHEST))
    assert told.status_code == 200
    assert "bröstsmärta och svårt att andas" in told.content.decode()


def test_it_speaks_english(world: World) -> None:
    client = browser(world, "resident")
    client.cookies["lang"] = "en"
    told = client.post(f"{start(client, world)}/larmord", writing(CHEST)).content.decode()
    assert "Call 112 now" in told
    assert "chest pain and trouble breathing" in told


def test_less_urgent_advice_leads_elsewhere(world: World) -> None:
    client = browser(world, "resident")
    draft = start(client, world)
    told = client.post(f"{draft}/larmord", writing("Kan det vara blindtarmen?")).content.decode()
    assert "tel:1177" in told
    assert 'tel:112"' not in told


def test_nothing_is_kept_or_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    client = browser(world, "resident")
    draft = start(client, world)
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as seen:
        client.post(f"{draft}/larmord", writing(f"{CHEST} Zyxine"))
    assert "Zyxine" not in caplog.text
    written = ("insert", "update ", "delete")
    assert [one["sql"] for one in seen if one["sql"].lower().startswith(written)] == []
    assert not any("Zyxine" in one["sql"] for one in seen)


def test_only_the_one_who_writes_may_ask(world: World) -> None:
    draft = start(browser(world, "resident"), world)
    for who in ("guardian", "receiver"):
        answer = browser(world, who).post(f"{draft}/larmord", writing(CHEST))
        assert answer.status_code == 404, who
    assert browser(world, "resident").get(f"{draft}/larmord").status_code == 405


def test_without_a_script_it_stands_above_send_and_hinders_nobody(world: World) -> None:
    client = browser(world, "resident")
    draft = start(client, world)
    fill_in(client, draft, {**FIELDS, "text": CHEST})
    page = client.get(f"{draft}/granska").content.decode()
    assert faults(page) == []
    assert page.index('href="tel:112"', page.index("</header>")) < page.index('name="spara"')
    assert "Du kan skicka ärendet ändå" in page
    answer = client.post(f"{draft}/granska", accepted(client, draft))
    assert answer.headers["Location"] == f"{draft}/klart"


def test_a_page_that_is_opened_again_shows_it_too(world: World) -> None:
    client = browser(world, "resident")
    draft = start(client, world)
    client.post(f"{draft}/beskriv", {**FIELDS, "text": CHEST})
    assert "bröstsmärta" in client.get(f"{draft}/beskriv").content.decode()
    client.post(f"{draft}/beskriv", dict(FIELDS))
    assert "data-flags-url" in client.get(f"{draft}/beskriv").content.decode()


def test_a_child_is_as_old_as_it_is(world: World) -> None:
    """Feber is no red flag by itself, but in a child under three months it is."""
    client = browser(world, "guardian")
    draft = start(client, world)
    client.post(f"{draft}/vem", {"resident": str(world.people["elsa"])})
    fever = writing("Hon har feber sedan i går")
    assert client.post(f"{draft}/larmord", fever).content == b""
    young(world.people["elsa"])
    told = client.post(f"{draft}/larmord", fever).content.decode()
    assert "feber hos barn under tre månader" in told


def young(child: UUID) -> None:
    with as_owner():
        db.execute("update person set birth_date = current_date - 40 where id = %s", [child])
