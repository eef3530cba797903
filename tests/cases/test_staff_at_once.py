"""Posts of the same moment, each on its own connection: one change, nobody's words lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests.cases.staff_http import Answer, Browser, browser, case, world
from tests.cases.world import World
from tests.product import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place() -> World:
    with transaction.atomic():
        return world()


def made(place: World, *people: str, **more: Any) -> tuple[UUID, list[Browser]]:
    """Return a case in progress by the responder, and everybody's browser."""
    with transaction.atomic():
        one = case(place, "in_progress", "responder", **more)
        return one, [browser(place, who) for who in people]


def at_once(*posts: Callable[[], Answer]) -> list[Answer]:
    """Send every post at the same moment."""
    barrier = Barrier(len(posts))

    def run(post: Callable[[], Answer]) -> Answer:
        try:
            barrier.wait(timeout=PATIENCE)
            return post()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as pool:
        return list(pool.map(run, posts))


def test_twelve_identical_posts_leave_one_message(place: World) -> None:
    one, (responder,) = made(place, "responder")
    fields = {"kind": "final_answer", "text": "Provet var bra."}
    answers = at_once(*[lambda: responder.post("mina", one, "svara", **fields)] * 12)
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    with transaction.atomic():
        assert place.count("case_message", "kind = 'final_answer'") == 1
        assert place.count("case_history", "event = 'final_answer'") == 1
        assert place.count("audit_entry", "action = 'cases:case:answer'") == 1
        assert place.row(one)["version"] == 2


def test_two_answers_at_once_and_the_slower_keeps_every_word(place: World) -> None:
    one, (responder, receiver) = made(place, "responder", "receiver")
    answers = at_once(
        lambda: responder.post("mina", one, "svara", kind="partial_answer", text="Från Anders."),
        lambda: receiver.post("alla", one, "svara", kind="partial_answer", text="Från Rut."),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    slower = next(answer for answer in answers if answer.status_code == 409)
    page = slower.content.decode()
    assert "svarade medan du skrev" in page
    assert "Från Anders." in page
    assert "Från Rut." in page
    with transaction.atomic():
        assert place.count("case_message", "kind = 'partial_answer'") == 1


def test_two_receivers_give_one_case_to_two_people(place: World) -> None:
    with transaction.atomic():
        one = case(place)
        receiver, both = browser(place, "receiver"), browser(place, "both")
    first, second = (str(place.people[name]) for name in ("responder", "colleague"))
    answers = at_once(
        lambda: receiver.post("att-fordela", one, "fordela", till=first, text="Rut skriver."),
        lambda: both.post("att-fordela", one, "fordela", till=second, text="Bo skriver."),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    slower = next(answer for answer in answers if answer.status_code == 409).content.decode()
    assert "Rut skriver." in slower
    assert "Bo skriver." in slower
    assert "Ärendet har ändrats: " in slower
    assert 'name="till"' not in slower
    assert "Till ärendet" in slower
    with transaction.atomic():
        assert place.row(one)["version"] == 2
        assert place.count("notice", "template = 'assigned'") == 1


def test_a_handover_and_an_answer_at_once(place: World) -> None:
    one, (responder, receiver) = made(place, "responder", "receiver")
    target = str(place.people["colleague"])
    answers = at_once(
        lambda: responder.post("mina", one, "svara", kind="final_answer", text="Klart nu."),
        lambda: receiver.post("alla", one, "omfordela", till=target),
    )
    codes = [answer.status_code for answer in answers]
    assert codes in ([303, 409], [404, 303])
    if codes[0] == 404:
        assert "Klart nu." in answers[0].content.decode()
    with transaction.atomic():
        assert place.row(one)["version"] == 2
