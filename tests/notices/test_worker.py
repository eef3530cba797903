"""The real worker against a real mail server: refusals, restarts, and nothing told on the way."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests import database
from tests import people_made as made
from tests.live.test_stream import Direct
from tests.product import PATIENCE, free_ports
from vardpost.config import roles
from vardpost.kernel.ids import new_id
from vardpost.kernel.queue import DEFER, parameters
from vardpost.notices.actions.queue import SEND

NAME = f"notices_{database.NAME}"
#: Nothing of this may stand in a letter, a job or a log.
CANARIES = re.compile("kanarie|testsson|psykiatri|eken|19121212", re.IGNORECASE)
TIMERS = ("cases.remind", "cases.question_due", "cases.close")


class Postman:
    """A mail server's manners: it can refuse, hang, and remember what it accepted."""

    def __init__(self) -> None:
        self.refuse = 0
        self.hang = 0
        self.asked = 0
        self.hanging = threading.Event()
        self.accepted: list[Envelope] = []

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked += 1
        if self.refuse:
            self.refuse -= 1
            return "451 4.7.1 Kanariefågel Testsson, try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.hang:
            self.hang -= 1
            self.hanging.set()
            await asyncio.sleep(3600)
        self.accepted.append(envelope)
        return "250 accepted"


@pytest.fixture
def postman() -> Iterator[tuple[Postman, int]]:
    handler = Postman()
    controller = Controller(handler, hostname="127.0.0.1", port=free_ports())
    controller.start()
    yield handler, controller.port
    controller.stop()


@pytest.fixture
def ground() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A database of its own, since the worker sees only what is committed."""
    database.renew(NAME)
    with psycopg.connect(database.address(roles.OWNER, NAME), autocommit=True) as connection:
        yield connection
    database.drop(NAME)


@contextmanager
def worker(port: int, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run `./manage.py worker`, and end it afterwards if the test has not."""
    surroundings = {
        **database.surroundings(NAME),
        "DJANGO_SETTINGS_MODULE": "vardpost.config.settings.local",
        "DEMO": "0",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(port),
        "MAIL_FROM": "Vårdpost <inget-svar@vardpost.invalid>",
    }
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, str(database.ROOT / "manage.py"), "worker"],
            env=surroundings,
            stdout=out,
            stderr=out,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=PATIENCE)


def person(connection: "psycopg.Connection[tuple[object, ...]]", address: str) -> UUID:
    made = uuid4()
    connection.execute(
        "insert into person (id, number_kind, given_name, family_name, birth_date, sex, street, "
        "postal_code, place, municipality_code, region_code, protected, phone, email) values "
        "(%s, 'personnummer', 'Kanariefågel', 'Testsson', '1980-01-01', 'man', '', '', '', '', "
        "'14', false, '', %s)",
        [made, address],
    )
    return made


def tell(connection: "psycopg.Connection[tuple[object, ...]]", *people: UUID) -> UUID:
    event = new_id()
    for one in people:
        connection.execute(
            "insert into notice (id, region_id, event_key, template, recipient_id, created_at, "
            "attempts, last_error) values (%s, '14', %s, 'waiting', %s, now(), 0, '')",
            [new_id(), event, one],
        )
    put = parameters(SEND, "14", {"event": event, "template": "waiting"})
    connection.execute(f"select {DEFER}".encode(), put)
    return event


#: The timers put their own jobs in the queue whenever the clock says so.
SENDING = "select {} from procrastinate_jobs where task_name = 'notices.send'"


def until(true: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def settled(connection: "psycopg.Connection[tuple[object, ...]]", event: UUID) -> bool:
    row = connection.execute(
        "select bool_and(sent_at is not null) from notice where event_key = %s", [event]
    ).fetchone()
    return bool(row and row[0])


def test_refused_then_accepted_and_a_stop_that_is_clean(
    ground: "psycopg.Connection[tuple[object, ...]]",
    postman: tuple[Postman, int],
    tmp_path: Path,
) -> None:
    server, port = postman
    server.refuse = 1
    log = tmp_path / "worker.log"
    first, second = person(ground, "en@exempel.invalid"), person(ground, "tva@exempel.invalid")
    event = tell(ground, first, second)
    with worker(port, log) as process:
        until(lambda: settled(ground, event), "both are sent")
        until(lambda: ground.execute("select 1 from worker_seen").fetchone(), "a sign of life")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 0
    assert sorted(to for letter in server.accepted for to in letter.rcpt_tos) == [
        "en@exempel.invalid",
        "tva@exempel.invalid",
    ]
    assert server.asked == 3
    rows = ground.execute("select attempts, last_error from notice order by attempts").fetchall()
    assert rows == [(1, ""), (2, "")]
    assert ground.execute("select count(*) from worker_seen").fetchone() == (0,)
    assert ground.execute(SENDING.format("count(*)")).fetchone() == (0,)
    audited = ground.execute("select action, outcome, region_id, actor_kind from audit_entry")
    assert audited.fetchall() == [("notices:notice:send", "ok", "14", "system")] * 2
    for letter in server.accepted:
        text = (letter.original_content or b"").decode("utf-8", "replace")
        assert "Auto-Submitted: auto-generated" in text
        assert re.search(r"^Date: ", text, re.MULTILINE)
        assert re.search(r"^Message-ID: <[0-9a-f-]{36}@vardpost.invalid>", text, re.MULTILINE)
        assert not CANARIES.search(text)
    assert not CANARIES.search(log.read_text(encoding="utf-8"))


def test_a_worker_killed_in_the_middle_leaves_one_effect(
    ground: "psycopg.Connection[tuple[object, ...]]",
    postman: tuple[Postman, int],
    tmp_path: Path,
) -> None:
    server, port = postman
    server.hang = 1
    event = tell(ground, person(ground, "en@exempel.invalid"))
    with worker(port, tmp_path / "first.log") as process:
        assert server.hanging.wait(PATIENCE)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert not settled(ground, event)
    # The next worker waits half a minute before it trusts the silence; the test does not.
    ground.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
    with worker(port, tmp_path / "second.log"):
        until(lambda: settled(ground, event), "sent by the next worker")
        until(
            lambda: ground.execute(SENDING.format("count(*)")).fetchone() == (0,),
            "the job is done",
        )
    assert len(server.accepted) == 1


def test_the_worker_runs_the_timers_of_every_region_with_units(
    ground: "psycopg.Connection[tuple[object, ...]]",
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(made, "db", Direct(ground))
    made.unit(region="14")
    log = tmp_path / "worker.log"
    with worker(free_ports(), log):
        for name in TIMERS:
            ground.execute(
                "select procrastinate_defer_jobs_v1(array[row('vardpost', %s::text, 0, "
                "null, null, jsonb_build_object('timestamp', 1), null)]"
                "::procrastinate_job_to_defer_v1[])",
                [f"{name}.tick"],
            )
        for name in TIMERS:
            until(partial(_ran, log, name), name)


def _ran(log: Path, name: str) -> bool:
    """Whether the log tells of the job: whole lines only, their parts in whatever order."""
    lines = log.read_text(encoding="utf-8").split("\n")[:-1]
    done = [json.loads(line) for line in lines if '"job done"' in line]
    return any(line["job"] == name and line["region"] == "14" for line in done)


def test_no_mail_server_keeps_the_notice_and_says_why(
    ground: "psycopg.Connection[tuple[object, ...]]", tmp_path: Path
) -> None:
    event = tell(ground, person(ground, "kanarie@exempel.invalid"))
    log = tmp_path / "worker.log"

    def tried() -> bool:
        row = ground.execute(
            "select attempts, last_error, settled_at from notice where event_key = %s", [event]
        ).fetchone()
        return bool(row and row[0] and row[1:] == ("no_server", None))

    with worker(free_ports(), log):
        until(tried, "the try is noted")
    (row,) = ground.execute(SENDING.format("status, attempts, args")).fetchall()
    assert row[:2] == ("todo", 1)
    assert not CANARIES.search(str(row))
    assert not CANARIES.search(log.read_text(encoding="utf-8"))
