"""The stream process when the database goes away and comes back, and when it is told to stop."""

import os
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import database, people_made
from tests import people_made as made
from tests.live.test_stream import ORIGIN, Direct, Reader, case_of, server, tell
from tools import postgres
from vardpost.config import roles
from vardpost.kernel.ids import new_id
from vardpost.live import actions


def test_streams_hear_again_after_the_database_was_restarted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "pg"
    running = postgres.start(data, settings=database.SETTINGS)
    surroundings = {
        **os.environ,
        "DATABASE_URL": running.web_dsn,
        "DATABASE_OWNER_URL": running.owner_dsn,
        "DJANGO_SETTINGS_MODULE": "vardpost.config.settings.local",
        "DEMO": "1",
        "PUBLIC_ORIGIN": ORIGIN,
    }
    try:
        _fill(running)
        token, person = "", new_id()
        with psycopg.connect(running.owner_dsn, autocommit=True) as connection:
            _on(connection, monkeypatch)
            person = made.person()
            token = made.sign_in(person, "resident")
        with server(surroundings, tmp_path / "stream.log") as (port, _):
            reader = Reader(port, "/strom", token)
            assert reader.status == 200
            running.stop()
            assert Reader(port, "/strom", token).status == 503
            running = postgres.start(data, settings=database.SETTINGS)
            assert _named(reader, "sync")
            with psycopg.connect(running.owner_dsn, autocommit=True) as connection:
                _on(connection, monkeypatch)
                case = tell(new_id(), person)
                assert case_of(reader.next()) == str(case)
                assert Reader(port, "/strom", token).status == 200
    finally:
        running.stop()


def _fill(running: postgres.Server) -> None:
    """Bring everything of the run's template there: quicker than making it once more."""
    name = f"restart_{database.NAME}"
    database.renew(name)
    programs, superuser = running.binaries.folder, f"--username={postgres.SUPERUSER}"
    dump = [str(programs / "pg_dump"), f"--host={os.environ['TEST_SOCKETS']}", superuser, name]
    fill = [str(programs / "psql"), f"--host={running.sockets}", superuser, "--set=ON_ERROR_STOP=1"]
    sql = subprocess.run(dump, check=True, capture_output=True).stdout
    subprocess.run([*fill, "--quiet", roles.DATABASE], input=sql, check=True, capture_output=True)
    database.drop(name)


def _on(connection: "psycopg.Connection[Any]", monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = Direct(connection)
    for module in (people_made, actions):
        monkeypatch.setattr(module, "db", stand_in)


def _named(reader: Reader, name: str) -> bool:
    got = reader.next()
    return got is not None and got[0] == name
