"""`./manage.py run` as an operator starts it: serves, keeps the owner's address away, stops."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import database
from tests.product import HOST, PATIENCE, free_ports
from vardpost.config.supervisor import marked

KEY = "n3Qz7-Lp0sVtYw2xKdB8mRfGh5JcUeAo1iTqXy6ZbMl4"


@pytest.fixture
def name() -> Iterator[str]:
    made = f"run_{database.NAME}"
    database.renew(made)
    yield made
    database.drop(made)


def surroundings(name: str, folder: Path, **more: str) -> dict[str, str]:
    port = str(free_ports())
    kept = database.surroundings(name)
    for unwanted in ("DEMO", "DATABASE_OWNER_URL"):
        del kept[unwanted]
    return {**kept, "SECRET_KEY": KEY, "DATA_DIR": str(folder), "PORT": port, **more}


def run(settings: dict[str, str], words: Path) -> "subprocess.Popen[bytes]":
    with words.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, str(database.ROOT / "manage.py"), "run", "--workers", "1"],
            env=settings,
            stdout=output,
            stderr=output,
        )


def answer(port: str, path: str) -> int:
    try:
        with urllib.request.urlopen(
            f"http://{HOST}:{port}{path}", timeout=PATIENCE
        ) as found:  # loopback
            return int(found.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_serves_without_demo_people_and_stops_when_told(name: str, tmp_path: Path) -> None:
    owner = database.surroundings(name)["DATABASE_OWNER_URL"]
    settings = surroundings(name, tmp_path, DATABASE_OWNER_URL=owner)
    words = tmp_path / "words"
    process = run(settings, words)
    deadline = time.monotonic() + PATIENCE
    while answer(settings["PORT"], "/readyz") != 200:
        assert process.poll() is None, words.read_text()
        assert time.monotonic() < deadline, words.read_text()
        time.sleep(0.2)
    assert answer(settings["PORT"], "/demo/personas.json") == 404
    mark = (tmp_path / "run/mark").read_text()
    children = marked(mark)
    assert len(children) >= 4
    for pid in children:
        assert b"DATABASE_OWNER_URL" not in Path(f"/proc/{pid}/environ").read_bytes()

    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert marked(mark) == []


def test_tables_of_another_version_are_refused(name: str, tmp_path: Path) -> None:
    with database.superuser(name) as connection:
        connection.execute("delete from django_migrations where app = 'cases'")
    words = tmp_path / "words"
    process = run(surroundings(name, tmp_path), words)
    assert process.wait(PATIENCE) == 1
    assert "./manage.py upgrade" in words.read_text()


def test_a_role_that_owns_the_tables_is_refused(name: str, tmp_path: Path) -> None:
    owner = database.surroundings(name)["DATABASE_OWNER_URL"]
    words = tmp_path / "words"
    process = run({**surroundings(name, tmp_path), "DATABASE_URL": owner}, words)
    assert process.wait(PATIENCE) == 1
    assert "owns tables or can bypass row security" in words.read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["words"]
