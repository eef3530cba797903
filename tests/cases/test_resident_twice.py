"""Twelve presses at one moment leave one row and show the same page; each costs little."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.resident_world import accepted, browser, fill_in, start, with_child
from tests.cases.test_resident_case import TEXT, asked, version
from tests.cases.world import World
from tests.product import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)
PRESSES = 12
MOST = 10


@pytest.fixture
def world() -> World:
    with transaction.atomic():
        made = with_child()
        made.as_("resident")
    return made


def at_once(token: str, path: str, fields: dict[str, str]) -> set[tuple[int, str]]:
    """Post the same thing from twelve browsers at one moment; return how it ended for each."""
    barrier = Barrier(PRESSES)

    def press(_number: int) -> tuple[int, str]:
        client = Client()
        client.cookies["session"] = token
        try:
            barrier.wait(timeout=PATIENCE)
            answer = client.post(path, fields)
            return answer.status_code, str(answer.headers.get("Location", ""))
        finally:
            connection.close()

    with ThreadPoolExecutor(PRESSES) as pool:
        return set(pool.map(press, range(PRESSES)))


def test_twelve_presses_on_send_leave_one_case(world: World) -> None:
    with transaction.atomic():
        client = browser(world, "resident")
    draft = start(client, world)
    fill_in(client, draft)
    ended = at_once(world.tokens["resident"], f"{draft}/granska", accepted(client, draft))
    assert ended == {(303, f"{draft}/klart")}
    assert world.count("care_case") == 1
    assert world.count("case_message") == 1
    assert world.count("audit_entry", "action = 'cases:case:submit'") == 1


def test_twelve_presses_on_reply_leave_one_message(world: World) -> None:
    with transaction.atomic():
        case = asked(world)
        number = version(world, case)
    fields = {"kind": "reply", "version": str(number), "seen": "2", "body": TEXT}
    ended = at_once(world.tokens["resident"], f"/mina/arenden/{case}", fields)
    assert ended == {(303, f"/mina/arenden/{case}?klart=reply#senaste")}
    assert world.count("case_message", "kind = 'reply'") == 1
    assert version(world, case) == number + 1


def test_sending_and_replying_take_few_statements(world: World) -> None:
    with transaction.atomic():
        client = browser(world, "resident")
        case = asked(world)
        number = version(world, case)
    draft = start(client, world)
    fill_in(client, draft)
    reply = {"kind": "reply", "version": str(number), "seen": "2", "body": TEXT}
    for path, fields in (
        (f"{draft}/granska", accepted(client, draft)),
        (f"/mina/arenden/{case}", reply),
    ):
        with CaptureQueriesContext(connection) as seen:
            assert client.post(path, fields).status_code == 303
        spent = [one for one in seen if not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT"))]
        assert len(spent) <= MOST, (path, [one["sql"][:60] for one in spent])
