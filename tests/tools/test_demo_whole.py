"""The demo as one sees it: READY, people, kill -9 of everything, again, and a clean end."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.product import HOST, PATIENCE, free_ports
from tools import environment, postgres
from vardpost.config.supervisor import marked

#: What may not change when everything is killed.
COUNTS = "select (select count(*) from care_case), (select count(*) from person), "
COUNTS += "(select count(*) from audit_entry)"


class Running:
    """A demo in a process of its own."""

    def __init__(self, data: Path, port: int) -> None:
        """Start it; its words go to a file beside the folder."""
        self.data = data
        self.words = data.with_suffix(".words")
        kept = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}
        with self.words.open("w") as words:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tools.demo"],
                cwd=environment.ROOT,
                env={**kept, "DATA_DIR": str(data), "PORT": str(port)},
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def ready(self) -> None:
        """Wait for READY and all that is told after it; the last words say how to stop."""
        deadline = time.monotonic() + PATIENCE
        while "Ctrl-C stops everything" not in self.words.read_text():
            assert self.process.poll() is None, self.words.read_text()
            assert time.monotonic() < deadline, self.words.read_text()
            time.sleep(0.1)

    def children(self) -> list[int]:
        """Return the processes that the demo started, database apart."""
        mark = self.data / "run/mark"
        return marked(mark.read_text()) if mark.exists() else []

    def postmaster(self) -> int:
        """Return the database's process."""
        return int((self.data / "postgres/postmaster.pid").read_text().split()[0])

    def counts(self) -> tuple[int, ...]:
        """Return how many rows there are, past row security."""
        server = postgres.start(self.data / "postgres")
        try:
            with psycopg.connect(server.owner_dsn) as connection:
                return connection.execute(COUNTS.encode()).fetchone() or ()
        finally:
            server.stop()


@pytest.fixture(scope="module")
def port() -> int:
    return free_ports()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[list[Running]]:
    """Start a demo; the newest is the last: these tests go on, one after another, where one ended.

    A start is dear. What one test leaves behind, killed or with a new database, the next one meets.
    """
    demos = [Running(tmp_path_factory.mktemp("demo") / "var", port)]
    yield demos
    for demo in demos:
        if demo.process.poll() is None:
            demo.process.terminate()
            demo.process.wait(PATIENCE)


def test_the_first_start_shows_whom_one_can_be(running: list[Running], port: int) -> None:
    running[-1].ready()
    address = f"http://{HOST}:{port}"
    words = running[-1].words.read_text()
    assert f"\nREADY {address}\n" in words
    with urllib.request.urlopen(f"{address}/demo/personas.json") as answer:  # noqa: S310  # loopback
        people = json.load(answer)
    assert people
    assert all(person["key"] in words for person in people)


def test_nothing_is_lost_when_everything_is_killed(running: list[Running], port: int) -> None:
    killed = running[-1]
    killed.ready()
    before = killed.counts()
    victims = [killed.process.pid, *killed.children(), killed.postmaster()]
    assert len(victims) >= 6, "demo, web and its workers, stream, worker, database"
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    killed.process.wait()

    running.append(Running(killed.data, port))
    running[-1].ready()
    assert all(now >= then > 0 for now, then in zip(running[-1].counts(), before, strict=True))


def test_the_pages_come_back_when_the_database_was_gone(running: list[Running], port: int) -> None:
    demo = running[-1]
    demo.ready()
    os.kill(demo.postmaster(), signal.SIGKILL)
    deadline = time.monotonic() + 60
    told: set[int] = set()
    # What was connected may answer once more before it notices.
    while (status := _status(port)) != 200 or not told:
        told |= {status} - {200}
        assert time.monotonic() < deadline, demo.words.read_text()
        time.sleep(0.2)
    assert told == {503}
    assert demo.process.poll() is None


def _status(port: int) -> int:
    """Return the status of a page that needs the database."""
    connection = http.client.HTTPConnection(HOST, port, timeout=20)
    connection.request("GET", "/demo/personas.json")
    return connection.getresponse().status


def test_a_signal_ends_everything_within_seconds(running: list[Running]) -> None:
    demo = running[-1]
    demo.ready()
    children, postmaster = demo.children(), demo.postmaster()
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(PATIENCE) == 0
    assert [pid for pid in [*children, postmaster] if not _gone(pid)] == []


def _gone(pid: int) -> bool:
    """Whether a process has ended; one whose end nobody has asked about yet has."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"
