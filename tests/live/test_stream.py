"""The stream process as its readers meet it: a real server, real notifications."""

import json
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests import database, people_made
from tests import people_made as made
from tests.product import HOST, PATIENCE, free_ports
from vardpost.config import processes, roles
from vardpost.kernel.actor import system_actor
from vardpost.kernel.ids import new_id
from vardpost.live import actions
from vardpost.people.actions import leaving
from vardpost.people.session import token_hash

NAME = f"live_{database.NAME}"
ORIGIN = "http://pages.invalid:8000"
Row = tuple[Any, ...]


class Direct:
    """Stands for `kernel.db`: the same calls, on a connection of the test's own."""

    def __init__(self, connection: "psycopg.Connection[Row]") -> None:
        self.connection = connection

    def fetch_one(self, sql: str, params: Sequence[Any] | None = None) -> Row | None:
        return self.connection.execute(sql.encode(), params).fetchone()

    def execute(self, sql: str, params: Sequence[Any] | None = None) -> int:
        return self.connection.execute(sql.encode(), params).rowcount


@dataclass
class Reader:
    """A browser's EventSource, near enough: what came, and when."""

    port: int
    path: str
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "GET"

    def __post_init__(self) -> None:
        sent = {"Origin": ORIGIN, "Cookie": f"other=1; session={self.token}", **self.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items() if value)
        self.socket = socket.create_connection((HOST, self.port), timeout=PATIENCE)
        # HTTP/1.0 keeps the body free of chunks.
        self.socket.sendall(f"{self.method} {self.path} HTTP/1.0\r\n{lines}\r\n".encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.answered: dict[str, str] = {}
        while line := self.file.readline().strip():
            name, _, value = line.decode().partition(": ")
            self.answered[name.lower()] = value
        self.events: queue.Queue[tuple[str, dict[str, str]] | None] = queue.Queue()
        if self.status == 200:
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        name = ""
        try:
            for raw in self.file:
                line = raw.decode().strip()
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    facts = json.loads(line.removeprefix("data: "))
                    self.events.put((name, facts))
        except OSError:
            pass
        self.events.put(None)

    def next(self) -> tuple[str, dict[str, str]] | None:
        return self.events.get(timeout=PATIENCE)

    def close(self) -> None:
        with closing(self.socket):
            self.socket.shutdown(socket.SHUT_RDWR)


@contextmanager
def server(surroundings: dict[str, str], log: Path) -> Iterator[tuple[int, int]]:
    """Run the stream process; give its port and its pid."""
    port = free_ports()
    program = processes.streams(HOST, port)
    command = [sys.executable, *program.command[1:]]
    with log.open("ab") as out:
        process = subprocess.Popen(command, env=surroundings, stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + PATIENCE
        while "listening" not in log.read_text(encoding="utf-8"):
            assert process.poll() is None, log.read_text(encoding="utf-8")[-2000:]
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")[-2000:]
            time.sleep(0.05)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def surroundings(name: str) -> dict[str, str]:
    return {
        **database.surroundings(name),
        "DJANGO_SETTINGS_MODULE": "vardpost.config.settings.local",
        "PUBLIC_ORIGIN": ORIGIN,
    }


@pytest.fixture(scope="module")
def owner() -> Iterator["psycopg.Connection[Row]"]:
    database.renew(NAME)
    place = database.address(roles.OWNER, NAME)
    with psycopg.connect(place, autocommit=True) as connection:
        yield connection
    database.drop(NAME)


@pytest.fixture(scope="module")
def live(
    owner: "psycopg.Connection[Row]", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, int]]:
    log = tmp_path_factory.mktemp("live") / "stream.log"
    with server(surroundings(NAME), log) as running:
        yield running
    text = log.read_text(encoding="utf-8")
    assert not re.search("Alva|Bo Alm|Eken", text)


@pytest.fixture(autouse=True)
def direct(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "owner" in request.fixturenames:
        stand_in = Direct(request.getfixturevalue("owner"))
        for module in (people_made, actions, leaving):
            monkeypatch.setattr(module, "db", stand_in)


def tell(unit: UUID, resident: UUID, *people: UUID, what: str = "submit") -> UUID:
    case = new_id()
    actions.tell(
        system_actor("test", "14"),
        what=what,
        unit_id=unit,
        case_id=case,
        resident_id=resident,
        assignees=people,
    )
    return case


def case_of(got: tuple[str, dict[str, str]] | None) -> str:
    assert got is not None
    assert got[0] == "case"
    assert set(got[1]) == {"case", "what"}
    return got[1]["case"]


def test_each_hears_of_what_each_may_read_within_two_seconds(
    owner: "psycopg.Connection[Row]", live: tuple[int, int]
) -> None:
    port, _ = live
    unit, other = made.unit(), made.unit()
    receiver, responder = made.staff(unit, "case_receiver"), made.staff(unit, "responder")
    stranger, admin = made.staff(other, "case_receiver"), made.staff(unit, "unit_admin")
    person, neighbour = made.person(), made.person()
    listeners = {
        "receiver": (made.sign_in(receiver, "staff"), f"/strom?unit={unit.slug}"),
        "responder": (made.sign_in(responder, "staff"), f"/strom?unit={unit.slug}"),
        "stranger": (made.sign_in(stranger, "staff"), f"/strom?unit={other.slug}"),
        "admin": (made.sign_in(admin, "staff"), f"/strom?unit={unit.slug}"),
        "person": (made.sign_in(person, "resident"), "/strom"),
        "neighbour": (made.sign_in(neighbour, "resident"), "/strom"),
    }
    readers = {name: Reader(port, path, token) for name, (token, path) in listeners.items()}
    assert {name: one.status for name, one in readers.items()} == dict.fromkeys(readers, 200)
    assigned = tell(unit.id, person, responder, what="assign")
    unassigned = tell(unit.id, neighbour)
    elsewhere = tell(other.id, person)
    own = tell(unit.id, receiver)
    last = tell(unit.id, new_id(), responder)
    expected = {
        "receiver": [assigned, unassigned, last],
        "responder": [assigned, last],
        "stranger": [elsewhere],
        "admin": [],
        "person": [assigned, elsewhere],
        "neighbour": [unassigned],
    }
    for token, _ in listeners.values():
        owner.execute("select session_end(%s, 'sign-out', now())", [token_hash(token)])
    heard: dict[str, list[str]] = {name: [] for name in readers}
    for name, reader in readers.items():
        while (got := reader.next()) is not None and got[0] != "bye":
            heard[name].append(case_of(got))
    assert heard == {name: [str(one) for one in cases] for name, cases in expected.items()}
    assert str(own) not in str(heard)


def test_who_may_not_listen_is_told_by_status(
    owner: "psycopg.Connection[Row]", live: tuple[int, int]
) -> None:
    port, _ = live
    unit, other = made.unit(), made.unit()
    staff = made.sign_in(made.staff(unit, "responder"), "staff")
    resident = made.sign_in(made.person(), "resident")
    here, there = f"/strom?unit={unit.slug}", f"/strom?unit={other.slug}"
    tried: list[tuple[int, Reader]] = [
        (401, Reader(port, "/strom")),
        (401, Reader(port, "/strom", "no-such-token")),
        (404, Reader(port, there, staff)),
        (404, Reader(port, "/strom", staff)),
        (404, Reader(port, "/strom?unit=%00", staff)),
        (404, Reader(port, "/annat", resident)),
        (405, Reader(port, "/strom", resident, method="POST")),
        (405, Reader(port, "/strom", resident, method="TRACE")),
        (403, Reader(port, "/strom", resident, headers={"Origin": "http://evil.invalid"})),
        (403, Reader(port, "/strom", resident, headers={"Origin": ORIGIN + "0"})),
        (
            403,
            Reader(port, "/strom", resident, headers={"Origin": "", "Sec-Fetch-Site": "same-site"}),
        ),
        (200, Reader(port, "/strom", resident, headers={"Origin": ""})),
        (200, Reader(port, here, staff)),
    ]
    assert [reader.status for _, reader in tried] == [status for status, _ in tried]
    for _, reader in tried:
        assert reader.answered["access-control-allow-origin"] == ORIGIN
        assert reader.answered["access-control-allow-credentials"] == "true"
        assert "Origin" in reader.answered["vary"]
    streaming = tried[-1][1].answered
    assert streaming["content-type"].startswith("text/event-stream")
    assert streaming["x-accel-buffering"] == "no"
    assert streaming["cache-control"] == "no-store"
    for _, reader in tried:
        reader.close()
    refused = owner.execute(
        "select detail->>'status', unit_id from audit_entry where outcome = 'refused' "
        "and detail->>'route' = 'stream' order by at, id"
    ).fetchall()
    known = [str(status) for status, _ in tried if status not in {200, 401}]
    assert [row[0] for row in refused] == known, "each one of a known person, and no others"


def test_signing_out_closes_the_stream(
    owner: "psycopg.Connection[Row]", live: tuple[int, int]
) -> None:
    port, _ = live
    person = made.person()
    token, other = made.sign_in(person, "resident"), made.sign_in(person, "resident")
    first, second = Reader(port, "/strom", token), Reader(port, "/strom", other)
    owner.execute("select session_end(%s, 'sign-out', now())", [token_hash(token)])
    got = first.next()
    assert got is not None
    assert got[0] == "bye"
    assert first.next() is None
    case = tell(new_id(), person)
    assert case_of(second.next()) == str(case)
    assert Reader(port, "/strom", token).status == 401
    second.close()


def test_a_grant_that_ends_closes_the_stream_and_a_session_in_doubt_is_asked(
    owner: "psycopg.Connection[Row]", live: tuple[int, int]
) -> None:
    port, _ = live
    unit = made.unit()
    leaver, stayer = made.staff(unit, "case_receiver"), made.staff(unit, "case_receiver")
    path = f"/strom?unit={unit.slug}"
    first = Reader(port, path, made.sign_in(leaver, "staff"))
    second = Reader(port, path, made.sign_in(stayer, "staff"))
    owner.execute("update role_grant set ends_on = current_date where person_id = %s", [leaver])
    for person in (leaver, stayer):
        leaving.tell_revoked(person)
    got = first.next()
    assert got is not None
    assert got[0] == "bye"
    case = tell(unit.id, new_id())
    assert case_of(second.next()) == str(case)
    second.close()


def test_looking_does_not_keep_a_session_alive(
    owner: "psycopg.Connection[Row]", live: tuple[int, int]
) -> None:
    port, _ = live
    token = made.sign_in(made.person(), "resident")
    seen = "select seen_at from login_session where token_hash = %s"
    owner.execute(
        "update login_session set seen_at = now() - interval '50 minutes' where token_hash = %s",
        [token_hash(token)],
    )
    before = owner.execute(seen, [token_hash(token)]).fetchone()
    reader = Reader(port, "/strom", token)
    assert reader.status == 200
    assert owner.execute(seen, [token_hash(token)]).fetchone() == before
    owner.execute(
        "update login_session set seen_at = now() - interval '61 minutes' where token_hash = %s",
        [token_hash(token)],
    )
    assert Reader(port, "/strom", token).status == 401
    reader.close()


def test_what_happened_while_the_page_was_drawn_is_told(
    owner: "psycopg.Connection[Row]", live: tuple[int, int]
) -> None:
    port, _ = live
    person = made.person()
    token = made.sign_in(person, "resident")
    case = tell(new_id(), person)
    reader = Reader(port, "/strom", token)
    assert case_of(reader.next()) == str(case)
    reader.close()


def test_a_session_has_room_for_some_streams_and_no_more(
    owner: "psycopg.Connection[Row]", live: tuple[int, int]
) -> None:
    port, _ = live
    token = made.sign_in(made.person(), "resident")
    readers = [Reader(port, "/strom", token) for _ in range(13)]
    assert [reader.status for reader in readers] == [200] * 12 + [429]
    for reader in readers:
        reader.close()
    deadline = time.monotonic() + PATIENCE
    while (again := Reader(port, "/strom", token)).status != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    again.close()


def resident_memory(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    match = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    assert match
    return int(match.group(1)) / 1024


def test_two_hundred_open_streams_take_little_memory_and_two_connections(
    owner: "psycopg.Connection[Row]", live: tuple[int, int], record_property: Any
) -> None:
    port, pid = live
    unit = made.unit()
    before = resident_memory(pid)
    staff = [made.staff(unit, "case_receiver") for _ in range(200)]
    path = f"/strom?unit={unit.slug}"
    readers = [Reader(port, path, made.sign_in(one, "staff")) for one in staff]
    assert {reader.status for reader in readers} == {200}
    case = tell(unit.id, new_id())
    for reader in readers:
        assert case_of(reader.next()) == str(case)
    after = resident_memory(pid)
    record_property("stream_memory_mb", f"{before:.0f} -> {after:.0f}")
    assert after < 120
    assert after - before < 25
    row = owner.execute(
        "select count(*) from pg_stat_activity where datname = %s and usename = %s",
        [NAME, roles.WEB],
    ).fetchone()
    assert row is not None
    assert row[0] <= 3
    for reader in readers:
        reader.close()
