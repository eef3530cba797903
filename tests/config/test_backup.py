"""Backups of a real database: encrypted only, whole, and proved by reading them again."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command

from tests import database
from vardpost.config import dump, roles, sealed
from vardpost.config.management.commands import backup

CANARY = "Kanariefågel Kvittersson"
NAMES = ("backup_from", "backup_to")


@pytest.fixture
def places() -> Iterator[tuple[str, str]]:
    """Give two databases: one with a table of 3 000 rows, one empty."""
    names = [f"{name}_{database.NAME}" for name in NAMES]
    for name in names:
        database.drop(name)
        with database.superuser() as connection:
            connection.execute(roles.database(name).encode())
    old, new = (database.address(roles.OWNER, name) for name in names)
    with psycopg.connect(old) as connection:
        connection.execute("create table bird (id int primary key, name text)")
        connection.execute("create table nest (id int primary key)")
        rows = (
            "insert into bird select n, %s || E'\\n\\\\.\\n' || n from generate_series(1, 3000) n"
        )
        connection.execute(rows.encode(), [CANARY])
    yield old, new
    for name in names:
        database.drop(name)


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "key"
    sealed.new_key(file)
    monkeypatch.setenv("BACKUP_KEY_FILE", str(file))
    return file


@pytest.fixture
def saved(places: tuple[str, str], key_file: Path, tmp_path: Path) -> Path:
    file = tmp_path / "saved"
    backup.write(file, sealed.read_key(key_file), places[0])
    return file


def check(file: Path) -> str:
    told = StringIO()
    call_command("restore", file, check=True, stdout=told, stderr=told)
    return told.getvalue()


def test_check_counts_every_row(saved: Path) -> None:
    assert check(saved) == "ok: 3000 rows in 2 tables, all as when saved\n"


def test_nothing_in_clear_and_nothing_beside(saved: Path, key_file: Path) -> None:
    assert CANARY.encode() not in saved.read_bytes()
    assert b"bird" not in saved.read_bytes()
    assert sorted(saved.parent.iterdir()) == sorted([saved, key_file])
    assert saved.stat().st_mode & 0o077 == 0


def test_restored_rows_are_those_that_were_saved(
    saved: Path, key_file: Path, places: tuple[str, str]
) -> None:
    with saved.open("rb") as source:
        dump.restore(sealed.unseal(source, sealed.read_key(key_file)), places[1])
    fingerprint = "select md5(string_agg(b::text, '' order by id)) from bird b"
    asked = [psycopg.connect(place).execute(fingerprint.encode()).fetchone() for place in places]
    assert asked[0] == asked[1]


def test_a_restore_goes_into_an_empty_database_only(
    saved: Path, key_file: Path, places: tuple[str, str]
) -> None:
    with saved.open("rb") as source, pytest.raises(dump.DumpError, match="empty one"):
        dump.restore(sealed.unseal(source, sealed.read_key(key_file)), places[0])


def test_a_spoiled_file_restores_nothing(
    saved: Path, key_file: Path, places: tuple[str, str]
) -> None:
    saved.write_bytes(saved.read_bytes()[:-40])
    with pytest.raises(CommandError, match="cut off or changed"):
        check(saved)
    with saved.open("rb") as source, pytest.raises(sealed.SealError):
        dump.restore(sealed.unseal(source, sealed.read_key(key_file)), places[1])
    with psycopg.connect(places[1]) as connection:
        assert connection.execute("select to_regclass('bird')").fetchone() == (None,)


def test_check_notices_missing_rows(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump, "count_rows", lambda _: ({"tables": {"bird": 2}}, {"bird": 1}))
    with pytest.raises(CommandError, match="does not hold what was saved"):
        check(saved)


def test_an_earlier_backup_is_never_overwritten(saved: Path, places: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match="is there already"):
        backup.write(saved, bytes(32), places[0])


def test_without_a_key_nothing_happens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key_file: Path
) -> None:
    monkeypatch.delenv("BACKUP_KEY_FILE")
    with pytest.raises(CommandError, match="--new-key"):
        call_command("backup", tmp_path / "file")
    assert list(tmp_path.iterdir()) == [key_file]


def test_what_cannot_be_written_or_read_is_told_in_one_line(
    places: tuple[str, str], key_file: Path, tmp_path: Path
) -> None:
    key, away = sealed.read_key(key_file), tmp_path / "no folder" / "file"
    with pytest.raises(CommandError, match=r"file: No such file or directory$"):
        backup.write(away, key, places[0])
    with pytest.raises(CommandError, match=r"file: No such file or directory$"):
        check(away)
    with pytest.raises(CommandError, match=r"key: File exists$"):
        call_command("backup", new_key=key_file)
    assert sealed.read_key(key_file) == key
