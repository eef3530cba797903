"""The hub's manners that need no server: slow readers, the end of a stream's life."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from vardpost.kernel.actor import Actor, ResidentRef
from vardpost.kernel.ids import new_id
from vardpost.live.hub import BYE, Hub, Stream
from vardpost.live.stream import _next


def resident() -> Actor:
    person = new_id()
    return Actor(
        kind="resident",
        person_id=person,
        name="",
        session_id=new_id(),
        residents=(ResidentRef(person, "", date(1980, 1, 1), "self"),),
    )


def drained(stream: Stream) -> list[str | None]:
    return [stream.queue.get_nowait() for _ in range(stream.queue.qsize())]


def test_a_reader_that_does_not_keep_up_is_ended() -> None:
    stream = Hub().open(resident(), "token", "")
    for _ in range(65):
        stream.put("event")
    assert drained(stream) == [None]


def test_an_ended_session_is_told_so_and_forgotten() -> None:
    hub = Hub()
    stream = hub.open(resident(), "token", "")
    hub.end(stream)
    assert drained(stream) == [BYE, None]
    hub.close(stream)
    assert (hub.streams, hub.sessions) == (set(), {})


@pytest.mark.parametrize("payload", ["", "{}", "[]", '{"what":"x","case":"no"}', "x"])
def test_what_is_no_notification_of_ours_is_passed_over(payload: str) -> None:
    hub = Hub()
    stream = hub.open(resident(), "token", "")
    hub.heard(payload)
    assert drained(stream) == []


def test_a_stream_ends_by_itself_and_is_never_quiet_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("vardpost.live.stream.COMMENT_EVERY", 0.01)

    def written(ends_in: float) -> str | None:
        stream = Hub().open(resident(), "token", "")
        # In a thread of its own: a browser's test may have left its loop in this one.
        with ThreadPoolExecutor(1) as alone:
            return alone.submit(
                lambda: asyncio.run(_next(stream, time.monotonic() + ends_in))
            ).result()

    assert written(3600) == ": \n\n"
    assert written(0.005) is None
    assert written(-1) is None
