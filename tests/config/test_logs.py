"""Logs and error reports hold ids only: tried with names and numbers that must not appear."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from vardpost.config.logs import Lines, guard_crashes
from vardpost.kernel import db
from vardpost.shell.access import public

CANARY = "Kanariefågel Testsson 191212121212"


@public
def broken(request: HttpRequest) -> HttpResponse:
    """Fail as a view does that meets a database error: its text quotes what was typed."""
    try:
        db.fetch_one("select %s::uuid", [CANARY])
    except DatabaseError as error:
        raise RuntimeError(f"could not keep {CANARY}") from error
    return HttpResponse()


urlpatterns = [path("trasig", broken, name="broken")]
handler500 = "vardpost.shell.errors.failed"
handler404 = "vardpost.shell.errors.missing"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the root logger writes, by the formatter of the product."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    before, root.handlers = root.handlers, [handler]
    yield out
    root.handlers = before


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_is_told_by_kind_place_and_reference(written: io.StringIO) -> None:
    answer = Client(raise_request_exception=False).get(f"/trasig?namn={CANARY}")
    assert answer.status_code == 500
    assert CANARY not in answer.content.decode()
    text = written.getvalue()
    assert "Kanarie" not in text
    assert "1912" not in text
    told = next(line for line in lines(written) if "problem" in line)
    assert told["request_id"] == answer["X-Request-Id"]
    assert told["request_id"] in answer.content.decode()
    assert told["problem"][0]["kind"] == "builtins.RuntimeError"
    assert "22P02" in {one.get("sqlstate") for one in told["problem"]}
    assert any(place.startswith(f"{__name__}:broken:") for place in told["problem"][0]["places"])
    connection.close()


@pytest.mark.django_db
def test_an_address_somebody_typed_is_not_logged(written: io.StringIO, client: Client) -> None:
    assert client.get("/mina/Kanariefågel").status_code in {302, 303, 404}
    assert client.get("/", headers={"Host": "kanarie.exempel"}).status_code == 400
    assert "anarie" not in written.getvalue()
    assert all("request_id" in line for line in lines(written))


def test_a_library_s_text_is_left_out(written: io.StringIO) -> None:
    logging.getLogger("procrastinate.worker").error(f"Side task failed: {CANARY}")  # noqa: G004  # as that library does
    logging.getLogger("django.request").warning("Not Found: %s", CANARY)
    library = logging.getLogger("asyncio")
    library.error("exception=" + CANARY, exc_info=ValueError(CANARY))
    assert "Kanarie" not in written.getvalue()
    assert [line["event"] for line in lines(written)] == ["library", "request failed", "library"]


def test_our_own_lines_carry_what_is_bound(written: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        structlog.get_logger("vardpost.test").warning("tried", number=3)
    (line,) = lines(written)
    assert {"event": "tried", "number": 3, "request_id": "abc", "level": "warning"}.items() <= (
        line.items()
    )
    assert line["logger"] == "vardpost.test"
    assert line["at"].endswith("Z")


def test_a_crash_ends_as_such_a_line(written: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    guard_crashes()
    error = ValueError(CANARY)
    sys.excepthook(ValueError, error, None)
    (line,) = lines(written)
    assert line["event"] == "crashed"
    assert line["problem"] == [{"kind": "builtins.ValueError", "places": []}]
