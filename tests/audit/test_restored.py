"""A backup of the ledger put back into another database: whole, sealed on, honest about loss."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from tests import database
from tests.audit.ledgers import Ledger
from vardpost.audit import stored
from vardpost.audit.keys import LIST
from vardpost.audit.sealing import Refused
from vardpost.audit.verifying import Asked, verify
from vardpost.config import dump, grants, roles, sealed
from vardpost.config.management.commands import backup


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Give an empty database."""
    name = f"restored_{database.NAME}"
    database.drop(name)
    with database.superuser() as connection:
        connection.execute(roles.database(name).encode())
    yield name
    database.drop(name)


def restored(ledger: Ledger, file: Path, key: bytes, name: str) -> Ledger:
    """Return the same ledger, key and heads over what a backup held."""
    with file.open("rb") as source:
        dump.restore(sealed.unseal(source, key), database.address(roles.OWNER, name))
    there = object.__new__(Ledger)
    there.folder, there.name = ledger.folder, name
    there.owner = stored.connect(database.address(roles.OWNER, name))
    for table, rights in grants.SEALER_TABLES.items():
        there.owner.execute(f"grant {rights} on {table} to {roles.SEALER}".encode())
    there.owner.execute(f"grant usage on schema public to {roles.SEALER}".encode())
    there.sealer = stored.connect(there.address)
    return there


def test_a_backup_is_whole_and_an_older_one_says_what_is_lost(
    ledger: Ledger, elsewhere: str, tmp_path: Path, settings: LazySettings
) -> None:
    sealed.new_key(tmp_path / "backup.key")
    key = sealed.read_key(tmp_path / "backup.key")
    ledger.write(20)
    ledger.seal()
    ledger.write(3)  # saved before its seal
    backup.write(tmp_path / "saved", key, database.address(roles.OWNER, ledger.name))
    with (tmp_path / "saved").open("rb") as source:
        manifest, found = dump.count_rows(sealed.unseal(source, key))
    assert manifest["tables"] == found
    assert "audit_entry" not in found
    assert sum(count for name, count in found.items() if name.startswith("audit_entry_")) == 23

    there = restored(ledger, tmp_path / "saved", key, elsewhere)
    there.seal()
    there.write(2)
    there.seal()
    report = verify(Asked(there.address, there.folder, there.folder / LIST))
    assert report.whole, report.lines()
    assert report.rows == 25
    there.close()

    # The heads know of more than the backup: that must be said by somebody.
    database.drop(elsewhere)
    with database.superuser() as connection:
        connection.execute(roles.database(elsewhere).encode())
    there = restored(ledger, tmp_path / "saved", key, elsewhere)
    with pytest.raises(Refused, match="older than the file"):
        there.seal()
    settings.DATABASE_SEALER_URL = there.address
    settings.AUDIT_DIR, settings.AUDIT_KEY_FILE = there.folder, there.key_file
    call_command("audit", "resume", "--reason", "a test", verbosity=0)
    there.seal()
    report = verify(Asked(there.address, there.folder, there.folder / LIST))
    assert report.whole, report.lines()
    assert report.rows == 23
    assert any("a test" in note for note in report.notes)
    there.close()
