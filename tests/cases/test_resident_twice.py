"""Twelve presses at one moment leave one row and show the same page; each costs little."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.cases.resident_world import accepted, browser, fill_in, start, with_child
from tests.cases.test_resident_case import TEXT, asked, version
from tests.cases.world import World
from tests.database import as_owner
from tests.product import PATIENCE
from vardpost.casetypes.actions import offer_on_units
from vardpost.kernel import db

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
    return set(each_at_once(token, [(path, fields)] * PRESSES))


def each_at_once(token: str, posts: list[tuple[str, dict[str, str]]]) -> list[tuple[int, str]]:
    """Post from as many browsers at one moment; return how each ended."""
    barrier = Barrier(len(posts))

    def press(post: tuple[str, dict[str, str]]) -> tuple[int, str]:
        path, fields = post
        client = Client()
        client.cookies["session"] = token
        try:
            barrier.wait(timeout=PATIENCE)
            answer = client.post(path, fields)
            return answer.status_code, str(answer.headers.get("Location", ""))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as pool:
        return list(pool.map(press, posts))


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


def test_the_limit_of_cases_holds_for_drafts_sent_at_one_moment(
    world: World, settings: LazySettings
) -> None:
    settings.CASES_PER_HOUR = 2
    with transaction.atomic():
        client = browser(world, "resident")
        with as_owner():
            units = [made.unit(f"Vårdcentralen {number}") for number in range(5)]
            for unit in units:
                everybody = "insert into catchment_row (unit_id, sex, age_from, age_to) "
                db.execute(f"{everybody} values (%s, '', 0, 199)", [unit.id])
            offer_on_units([unit.id for unit in units])
    posts = []
    for unit in units:
        draft = start(client, replace(world, unit=unit))
        fill_in(client, draft)
        posts.append((f"{draft}/granska", accepted(client, draft)))
    ended = each_at_once(world.tokens["resident"], posts)
    assert sorted(status for status, _to in ended) == [303, 303, 429, 429, 429]
    assert world.count("care_case") == 2


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
