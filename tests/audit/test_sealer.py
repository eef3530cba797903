"""The process of the seal: killed, doubled, without its key, and told to stop."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests import database
from tests.audit.ledgers import Ledger
from tests.product import PATIENCE
from vardpost.audit import keys
from vardpost.audit.alarms import Kind
from vardpost.audit.files import heads_files, read
from vardpost.audit.sealer import REFUSES
from vardpost.audit.statements import head_of

#: A sealer that is killed by kill -9 at a chosen place, with everything as it is just then.
DIE_AT = """
import os, signal, sys
import django; django.setup()
from vardpost.audit import sealing
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
setattr(sealing.Sealing, sys.argv[1], die)
from django.core.management import call_command
call_command("audit", "seal")
"""
#: A sealer that an operator starts, but for its rest between two passes: here nobody waits long.
RESTLESS = """
import django; django.setup()
from vardpost.audit import sealer
sealer.EVERY = 0.2
from vardpost.config.management.utility import Utility
Utility(["manage.py", "audit", "seal"]).execute()
"""
#: The same, as an operator starts it.
AS_IT_IS = (str(database.ROOT / "manage.py"), "audit", "seal")


@pytest.fixture
def sealers(ledger: Ledger) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Return what starts a sealer on the ledger; all of them are ended afterwards."""
    started = []

    def start(*code: str, **more: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, *(code or ("-c", RESTLESS))]
        surroundings = {
            **database.surroundings(ledger.name),
            "DJANGO_SETTINGS_MODULE": "vardpost.config.settings.local",
            "AUDIT_DIR": str(ledger.folder),
            "PYTHONPATH": str(database.ROOT),
            **more,
        }
        with (ledger.folder / "words").open("ab") as words:
            started.append(subprocess.Popen(command, env=surroundings, stdout=words, stderr=words))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def unsealed(ledger: Ledger) -> int:
    found: int = ledger.one(
        "select count(*) from audit_entry e where not exists (select from audit_leaf l "
        "where l.entry_id = e.id and l.entry_at = e.at)"
    )
    return found


def whole(ledger: Ledger) -> bool:
    """Whether numbers follow one another, without a gap and without a double."""
    asked = "select count(*) = max(number) + 1 and count(distinct entry_id) = count(*) from "
    return bool(ledger.one(f"{asked} audit_leaf where log = '12'"))


@pytest.mark.parametrize("place", ["_write", "_sign", "_tell", "_notice"])
def test_killed_anywhere_nothing_is_lost_and_nothing_twice(
    ledger: Ledger, sealers: Callable[..., "subprocess.Popen[bytes]"], place: str
) -> None:
    ledger.seal()
    written = ledger.write(20)
    killed = sealers("-c", DIE_AT, place)
    assert killed.wait(PATIENCE) == -signal.SIGKILL
    assert len(written) == ledger.one("select count(*) from audit_entry")
    ledger.write(3)
    while ledger.seal().more:
        pass
    assert unsealed(ledger) == 0
    assert whole(ledger)
    told = [head_of(one) for file in heads_files(ledger.folder) for one in read(file)]
    numbers = [head.number for head in told if head.log == "12"]
    assert numbers == list(
        range(1, ledger.one("select max(number) + 1 from audit_head where log = '12'"))
    )
    assert set(ledger.alarms()) <= {Kind.WAITED}


def test_two_at_once_while_pages_write(
    ledger: Ledger, sealers: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    both = [sealers(), sealers()]
    for _ in range(20):
        ledger.write(10)
        time.sleep(0.1)
    words = ledger.folder / "words"
    until(lambda: words.read_text().count("sealer starts") == 2 and unsealed(ledger) == 0)
    assert [process.poll() for process in both] == [None, None]
    assert whole(ledger)
    for process in both:
        process.send_signal(signal.SIGTERM)
    assert [process.wait(PATIENCE) for process in both] == [0, 0]
    assert ledger.alarms() == []


def test_told_to_stop_it_seals_what_was_written_last(
    ledger: Ledger, sealers: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    process = sealers(*AS_IT_IS)
    until(lambda: heads_files(ledger.folder))
    ledger.write(4)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert unsealed(ledger) == 0


def test_without_its_key_it_refuses_loudly_and_entries_go_on(
    ledger: Ledger, sealers: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    aside = ledger.key_file.with_name("aside")
    ledger.key_file.rename(aside)
    for _ in range(2):
        ledger.write(2)
        assert sealers().wait(PATIENCE) == REFUSES
    assert ledger.alarms() == [Kind.KEY]  # told once, not at each try
    assert "audit key create" in (ledger.folder / "words").read_text()
    assert unsealed(ledger) == 4
    aside.rename(ledger.key_file)
    process = sealers()
    until(lambda: unsealed(ledger) == 0)
    assert Kind.RESUMED in ledger.alarms()
    # Taken away while it runs: noticed as soon.
    ledger.key_file.rename(aside)
    assert process.wait(PATIENCE) == REFUSES


def test_a_new_key_is_taken_up_while_it_runs(
    ledger: Ledger, sealers: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    process = sealers()
    ledger.write(1)
    until(lambda: unsealed(ledger) == 0)
    _old, new = keys.rotate(ledger.key_file, ledger.folder)
    ledger.write(1)
    until(lambda: unsealed(ledger) == 0)
    asked = "select key_id from audit_head where log = '12' order by number desc limit 1"
    assert ledger.one(asked) == new
    assert ledger.one("select count(*) from audit_key") == 2
    assert process.poll() is None


def test_a_database_that_is_gone_for_a_while_is_waited_for(
    ledger: Ledger, sealers: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    process = sealers()
    until(lambda: heads_files(ledger.folder))
    with database.superuser() as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app_sealer'"
        )
    ledger.write(2)
    until(lambda: unsealed(ledger) == 0)
    assert process.poll() is None


def test_witnesses_are_told_and_never_waited_for(
    ledger: Ledger, sealers: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    heard: list[dict[str, list[dict[str, str]]]] = []

    class Witness(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Witness)
    deaf = HTTPServer(("127.0.0.1", 0), Witness)  # takes the call and never answers
    threading.Thread(target=server.serve_forever, daemon=True).start()
    places = [f"http://127.0.0.1:{one.server_port}/" for one in (deaf, server)]
    sealers(AUDIT_WITNESSES=",".join([*places, "ftp://127.0.0.1/"]))
    written = time.monotonic()
    ledger.write(1)
    until(lambda: unsealed(ledger) == 0)
    assert time.monotonic() - written < PATIENCE
    until(lambda: any(h["log"] == "12" for told in heard for h in told["heads"]))
    told = next(one for one in heard if any(h["log"] == "12" for h in one["heads"]))
    assert [key["by"] for key in told["keys"]] == [told["keys"][0]["key"]]
    server.shutdown()
    server.server_close()
    deaf.server_close()


def test_commands_about_keys_need_no_database(tmp_path: Path) -> None:
    def audit(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, str(database.ROOT / "manage.py"), "audit", "key", *words],
            env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    said = audit("create")
    assert said.returncode == 0, said.stderr
    assert (tmp_path / "audit/key.pem").exists()
    assert audit("create").returncode == 1
    assert audit("rotate").returncode == 0
    assert len(audit("list").stdout.splitlines()) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["audit"]
