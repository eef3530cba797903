"""The small world as a resident's browser meets it: a child of seven, signed-in clients."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.test import Client

from tests import people_made as made
from tests.cases.world import RAW, World, make
from tests.database import as_owner
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

#: What a browser posts on every page of `send_message`.
FIELDS = {name: texts[0] for name, texts in RAW.items()}


def with_child() -> World:
    """Make the world, where *guardian* has a daughter of seven and *resident* has no child."""
    world = make()
    born = clock.now().date() - timedelta(days=7 * 365 + 100)
    world.people["guardian"] = world.people["other_resident"]
    world.people["elsa"] = child_of(world.people["guardian"], "Elsa", born)
    return world


def child_of(guardian: UUID, name: str, born: date) -> UUID:
    """Make a child of a guardian."""
    child = new_id()
    with as_owner():
        db.execute(
            "insert into person (id, number_kind, given_name, family_name, birth_date, sex, "
            "street, postal_code, place, municipality_code, region_code, protected, phone, email) "
            "values (%s, 'personnummer', %s, 'Dal', %s, 'woman', '', '', '', '', %s, false, "
            "'', '')",
            [child, name, born, made.REGION],
        )
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false)",
            [guardian, child, born],
        )
    return child


def browser(world: World, who: str) -> Client:
    """Return a client in which the person is signed in."""
    world.as_(who)
    client = Client()
    client.cookies["session"] = world.tokens[who]
    return client


def start(client: Client, world: World, slug: str = "skicka-meddelande") -> str:
    """Press *Börja* and return the address of the draft."""
    answer = client.post(f"/mottagningar/{world.unit.slug}/{slug}")
    assert answer.status_code == 303, answer.content.decode()
    return str(answer.headers["Location"])


def fill_in(client: Client, draft: str, fields: Mapping[str, str] = FIELDS) -> None:
    """Answer both pages of questions."""
    for step in ("beskriv", "uppgifter"):
        answer = client.post(f"{draft}/{step}", dict(fields))
        assert answer.status_code == 303, answer.content.decode()


def accepted(client: Client, draft: str) -> dict[str, str]:
    """Open *Granska* and return what is posted to accept the terms it shows."""
    page = client.get(f"{draft}/granska").content.decode()
    found = re.search(r'name="terms" value="([^"]+)"', page)
    assert found, page
    return {"terms": found[1], "villkor": "1"}


def sent(client: Client, world: World, about: str = "") -> UUID:
    """Send a case the way a resident does, about oneself or a child, and return it."""
    draft = start(client, world)
    if about:
        client.post(f"{draft}/vem", {"resident": str(world.people[about])})
    fill_in(client, draft)
    answer = client.post(f"{draft}/granska", accepted(client, draft))
    assert answer.headers["Location"] == f"{draft}/klart"
    page = client.get(f"{draft}/klart").content.decode()
    found = re.search(r"/mina/arenden/([0-9a-f-]{36})", page)
    assert found
    return UUID(found[1])
