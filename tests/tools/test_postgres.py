"""The embedded server: who may start it, who stops it, and what a crash costs."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.product import PATIENCE
from tools import postgres
from tools.account import Account
from vardpost.config import roles

ROOT = Path(__file__).resolve().parents[2]

RACER = """
import sys
from pathlib import Path
import psycopg
from tools import postgres
server = postgres.start(Path(sys.argv[1]))
with psycopg.connect(server.owner_dsn) as connection:
    print(connection.execute("select 1").fetchone()[0], flush=True)
sys.stdin.readline()
server.stop()
"""

WRITER = """
import sys
import psycopg
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    for number in range(100_000):
        connection.execute("insert into acknowledged values (%s)", [number])
        print(number, flush=True)
"""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "postgres"
    yield folder
    pid = postmaster(folder)
    if pid:
        os.kill(pid, signal.SIGQUIT)


def postmaster(data: Path) -> int | None:
    """Return the pid that the folder's server wrote, if that process lives."""
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    return pid


def other(script: str, argument: str) -> "subprocess.Popen[str]":
    """Start a script in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", script, argument],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_starts_stops_and_starts_again_with_what_was_written(data: Path) -> None:
    first = postgres.start(data)
    with psycopg.connect(first.owner_dsn) as connection:
        connection.execute("create table kept as select 7 as number")
    first.stop()
    assert postmaster(data) is None

    again = postgres.start(data)
    with psycopg.connect(again.owner_dsn) as connection:
        assert connection.execute("select number from kept").fetchone() == (7,)
        assert connection.execute("show data_checksums").fetchone() == ("on",)
        assert connection.execute("show fsync").fetchone() == ("on",)
        assert connection.execute("show listen_addresses").fetchone() == ("",)
    again.stop()


def test_the_folder_is_closed_to_others(data: Path) -> None:
    server = postgres.start(data)
    assert data.stat().st_mode & 0o077 == 0
    server.stop()


def test_web_role_owns_nothing_and_cannot_bypass(data: Path) -> None:
    server = postgres.start(data)
    with psycopg.connect(server.web_dsn, autocommit=True) as connection:
        facts = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication "
            "from pg_roles where rolname = current_user"
        ).fetchone()
        assert facts == (False,) * 5
        for refused in (
            "create table mine (x int)",
            "create temporary table mine (x int)",
            f"set role {roles.OWNER}",
            "alter role current_user bypassrls",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(refused.encode())
    server.stop()


def test_several_processes_race_and_the_last_one_stops_it(data: Path) -> None:
    racers = [other(RACER, str(data)) for _ in range(4)]
    assert [racer.stdout.readline().strip() for racer in racers if racer.stdout] == ["1"] * 4
    for number, racer in enumerate(racers):
        assert postmaster(data) is not None, f"gone after {number} of 4 had left"
        racer.communicate("leave\n", timeout=PATIENCE)
        assert racer.returncode == 0
    assert postmaster(data) is None


@pytest.mark.parametrize("children_too", [False, True])
def test_acknowledged_rows_survive_kill_9(data: Path, *, children_too: bool) -> None:
    server = postgres.start(data)
    with psycopg.connect(server.owner_dsn) as connection:
        connection.execute("create table acknowledged (number int primary key)")
    writer = other(WRITER, server.owner_dsn)
    assert writer.stdout
    acknowledged = [writer.stdout.readline() for _ in range(20)]
    pid = postmaster(data)
    assert pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for victim in [pid, *(map(int, children) if children_too else [])]:
        os.kill(victim, signal.SIGKILL)
    acknowledged += writer.communicate(timeout=PATIENCE)[0].splitlines()

    again = postgres.start(data)
    with psycopg.connect(again.owner_dsn) as connection:
        found = connection.execute("select count(*), max(number) from acknowledged").fetchone()
    assert found
    # One more may be kept than the writer heard of.
    assert found[0] == found[1] + 1 >= len(acknowledged) >= 20
    server.stop()
    again.stop()


def test_a_pid_file_with_a_strangers_number_does_not_hinder(data: Path) -> None:
    postgres.start(data).stop()
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n1\n5432\n{data}\n\n  1 1\n")
    server = postgres.start(data)
    server.stop()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60) / "postgres"
    server = postgres.start(deep)
    with psycopg.connect(server.web_dsn) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    server.stop()
    assert len(str(server.sockets)) < 60


@pytest.mark.parametrize("folder", ["with space", "åäö"])
def test_any_name_of_a_folder_will_do(tmp_path: Path, folder: str) -> None:
    server = postgres.start(tmp_path / folder / "postgres")
    with psycopg.connect(server.web_dsn) as connection:
        assert connection.execute("select current_user").fetchone() == ("app_web",)
    server.stop()


def test_data_of_another_major_is_refused_with_one_line(data: Path) -> None:
    postgres.start(data).stop()
    (data / "PG_VERSION").write_text("13\n")
    with pytest.raises(postgres.PostgresError, match="made by PostgreSQL 13"):
        postgres.start(data)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_falls_back_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_ACCOUNT", "nobody")
    program = str(postgres.find_binaries() / "initdb")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "postgres"
        if Account.for_folder(data).run(["test", "-x", program]).returncode:
            pytest.skip("the programs lie where nobody may not go")
        server = postgres.start(data)
        assert data.stat().st_uid != 0
        server.stop()
        monkeypatch.delenv("PG_ACCOUNT")
        assert Account.for_folder(data).uid == data.stat().st_uid, "its owner runs it from now on"
