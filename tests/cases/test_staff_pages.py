"""The staff's pages as each person sees them."""

import pytest
from django.test import Client

from tests.cases import world
from tests.cases.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> World:
    return world.make()


def browser(place: World, who: str) -> Client:
    """Return a browser in which the person is signed in."""
    place.as_(who)
    client = Client()
    client.cookies["session"] = place.tokens[who]
    return client


def test_inbox_and_case_open_for_a_receiver(place: World) -> None:
    case = place.submit()
    client = browser(place, "receiver")
    inbox = client.get(f"/m/{place.unit.slug}/inkorg/att-fordela")
    assert inbox.status_code == 200
    assert "Karin Berg" in inbox.content.decode()
    page = client.get(f"/m/{place.unit.slug}/inkorg/att-fordela/{case}")
    assert page.status_code == 200
    assert "Jag undrar om mitt provsvar" in page.content.decode()
