"""One draft in two tabs, or on two devices: neither text is lost, and nothing unseen is sent."""

import re

import pytest
from django.test import Client

from tests.cases.resident_world import FIELDS, accepted, browser, fill_in, start, with_child
from tests.cases.test_resident_case import asked
from tests.cases.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return with_child()


@pytest.fixture
def client(world: World) -> Client:
    return browser(world, "resident")


def state(client: Client, path: str) -> str:
    """Return which state of the draft a page says it was drawn from."""
    found = re.search(r'name="draft_version" value="(\w+)"', client.get(path).content.decode())
    assert found
    return found[1]


def save(client: Client, path: str, base: str, tab: str, **fields: str) -> int:
    """Save as the page does by itself; return the status."""
    machinery = {"draft_version": base, "draft_tab": tab}
    return client.post(path, fields | machinery).status_code


def test_a_tab_saves_over_itself_but_not_over_another(world: World, client: Client) -> None:
    draft = start(client, world)
    base = state(client, f"{draft}/beskriv")
    mine = {"steg": "beskriv", "subject": "Mitt ämne", "text": "Min text"}
    assert save(client, f"{draft}/spara", base, "a.2", **mine) == 200
    assert save(client, f"{draft}/spara", base, "a.1", **mine | {"text": "Min"}) == 200
    assert save(client, f"{draft}/spara", base, "b.1", **mine | {"subject": "Annat"}) == 409
    page = client.get(f"{draft}/beskriv").content.decode()
    assert "Min text" in page
    assert "Annat" not in page


def test_both_texts_are_shown_and_the_next_press_decides(world: World, client: Client) -> None:
    draft = start(client, world)
    base = state(client, f"{draft}/beskriv")
    client.post(f"{draft}/beskriv", FIELDS | {"text": "Från telefonen", "draft_version": base})
    late = FIELDS | {"text": "Från datorn", "draft_version": base}
    answer = client.post(f"{draft}/beskriv", late)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Från telefonen" in page
    assert "Från datorn" in page
    found = re.search(r'name="draft_version" value="(\w+)"', page)
    assert found
    assert client.post(f"{draft}/beskriv", late | {"draft_version": found[1]}).status_code == 303
    page = client.get(f"{draft}/beskriv").content.decode()
    assert "Från datorn" in page
    assert "Från telefonen" not in page


def test_what_was_not_shown_is_not_sent(world: World, client: Client) -> None:
    draft = start(client, world)
    fill_in(client, draft)
    seen = state(client, f"{draft}/granska")
    press = accepted(client, draft) | {"draft_version": seen}
    client.post(f"{draft}/beskriv", FIELDS | {"text": "Något annat"})
    answer = client.post(f"{draft}/granska", press)
    assert answer.status_code == 409
    assert "Något annat" in answer.content.decode()
    press["draft_version"] = state(client, f"{draft}/granska")
    assert client.post(f"{draft}/granska", press).headers["Location"] == f"{draft}/klart"


def test_a_reply_from_an_older_tab_sends_nothing_unseen(world: World, client: Client) -> None:
    case = asked(world)
    path = f"/mina/arenden/{case}"
    base = state(client, path)
    kept = {"kind": "reply", "body": "Det började i mars."}
    assert save(client, f"{path}/spara", base, "a.1", **kept) == 200
    page = client.get(path).content.decode()
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    late = {"kind": "reply", "body": "I mars.", "version": found[1], "draft_version": base}
    answer = client.post(path, late)
    assert answer.status_code == 409
    assert "Det började i mars." in answer.content.decode()
    assert "I mars." in answer.content.decode()
    assert world.count("case_message", "kind = 'reply'") == 0
    late["draft_version"] = state(client, path)
    assert client.post(path, late).status_code == 303
    assert world.count("case_message", "kind = 'reply'") == 1
