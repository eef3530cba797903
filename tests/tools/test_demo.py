"""What the demo refuses, each in one line."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import environment


def demo(**surroundings: str) -> "subprocess.CompletedProcess[str]":
    """Start a demo that is meant to fail."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "tools.demo"],
        cwd=environment.ROOT,
        env={**kept, **surroundings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("host", ["192.0.2.7", "::", "vardpost.example.se"])
def test_listens_on_loopback_only(host: str, tmp_path: Path) -> None:
    said = demo(HOST=host, DATA_DIR=str(tmp_path))
    assert said.returncode == 1
    assert said.stderr == "demo: the demo lets anyone be anyone, so it listens on loopback only\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["0", "x", "65535", "-1", "٨٠٠٠"])
def test_a_port_is_a_number(port: str, tmp_path: Path) -> None:
    said = demo(PORT=port, DATA_DIR=str(tmp_path))
    assert said.returncode == 1
    assert said.stderr.startswith("demo: PORT must be a number")


def test_a_taken_port_is_told_in_one_line(taken: int, tmp_path: Path) -> None:
    said = demo(PORT=str(taken), DATA_DIR=str(tmp_path))
    assert said.returncode == 1
    assert said.stderr.startswith(f"demo: port {taken} is taken by another program")
    assert said.stderr.count("\n") == 1
    assert not (tmp_path / "postgres").exists()


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said = demo(DATA_DIR=str(tmp_path / "file"))
    assert said.returncode == 1
    assert said.stderr.startswith("demo: cannot write in DATA_DIR=")


def test_a_database_that_does_not_answer_is_told_in_one_line(tmp_path: Path) -> None:
    address = "postgresql://app_web@127.0.0.1:9/vardpost"
    said = demo(DATABASE_URL=address, DATA_DIR=str(tmp_path), PORT="18790")
    assert said.returncode == 1
    assert said.stderr.startswith("demo: the database does not answer")


def test_what_is_no_address_is_told_in_one_line(tmp_path: Path) -> None:
    said = demo(DATABASE_URL="vardpost", DATA_DIR=str(tmp_path), PORT="18790")
    assert said.returncode == 1
    assert said.stderr.startswith("demo: no address of a PostgreSQL: ")
    assert said.stderr.count("\n") == 1


def test_one_role_cannot_both_own_and_serve(tmp_path: Path) -> None:
    from tests import database
    from vardpost.config import roles

    address = database.address(roles.OWNER, "postgres")
    said = demo(
        DATABASE_URL=address, DATABASE_OWNER_URL=address, DATA_DIR=str(tmp_path), PORT="18790"
    )
    assert said.returncode == 1
    assert said.stderr.startswith("demo: DATABASE_URL and DATABASE_OWNER_URL name one role.")


def test_a_role_that_passes_row_security_is_refused(tmp_path: Path) -> None:
    from tests import database
    from tools import postgres

    address = database.address(postgres.SUPERUSER, "postgres")
    said = demo(DATABASE_URL=address, DATA_DIR=str(tmp_path), PORT="18790")
    assert said.returncode == 1
    assert "can bypass row security" in said.stderr
    assert "database_sql" in said.stderr


def test_keys_stand_whole_in_a_narrow_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    from tools.demo_run import table

    role = {"role": "national_office", "unit": "tallmo-vardcentral", "region": "14"}
    person = {"key": "unit_admin_reviewer", "name": "Bartholomeus Hosseini", "roles": [role]}
    Console(width=80).print(table([person]))
    said = capsys.readouterr().out
    assert all(word in said for word in ("unit_admin_reviewer", *role.values()))
