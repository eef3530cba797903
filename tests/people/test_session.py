"""A session ends by itself: after an hour without an act, and after a working day in any case."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import clock

pytestmark = pytest.mark.django_db
PAGE = "/mina/aviseringar"
Stop = Callable[[datetime], None]


@pytest.fixture
def client() -> Client:
    with as_owner():
        person = made.person()
    browser = Client()
    browser.cookies["session"] = made.sign_in(person, "resident")
    return browser


def status(client: Client) -> int:
    return int(client.get(PAGE).status_code)


def test_an_hour_without_an_act_ends_it(client: Client, stopped: Stop) -> None:
    begun = clock.now()
    stopped(begun + timedelta(minutes=59))
    assert status(client) == 200
    stopped(begun + timedelta(minutes=59 + 59))
    assert status(client) == 200, "each act begins a new hour"
    stopped(begun + timedelta(minutes=59 + 59 + 61))
    answer = client.get(PAGE)
    assert answer.status_code == 303
    assert str(answer.headers["Location"]).startswith("/logga-in")


def test_twelve_hours_end_it_whatever_one_does(client: Client, stopped: Stop) -> None:
    begun = clock.now()
    for half_hours in range(1, 24):
        stopped(begun + timedelta(minutes=30 * half_hours))
        assert status(client) == 200
    stopped(begun + timedelta(hours=12, minutes=1))
    assert status(client) == 303


def test_the_limits_are_the_operators_to_set(client: Client, stopped: Stop, settings: Any) -> None:
    settings.SESSION_IDLE_MINUTES = 5
    stopped(clock.now() + timedelta(minutes=6))
    assert status(client) == 303
