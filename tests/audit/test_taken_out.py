"""What an operator takes out of the ledger leaves a row in it, whoever may write there."""

from io import StringIO
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.conf import LazySettings
from django.core.management import call_command

from tests import database
from tests.audit.ledgers import Ledger
from tests.crawl.commanded import ROW, faults
from vardpost.config import roles


@pytest.mark.parametrize("role", ["owner", "pages"])
def test_what_is_taken_out_of_the_ledger_leaves_a_row(
    ledger: Ledger, settings: LazySettings, tmp_path: Path, role: str
) -> None:
    settings.DATABASE_SEALER_URL = ledger.address
    settings.AUDIT_DIR, settings.AUDIT_KEY_FILE = ledger.folder, ledger.key_file
    owner, pages = (database.address(one, ledger.name) for one in (roles.OWNER, roles.WEB))
    settings.DATABASE_OWNER_URL = owner if role == "owner" else ""
    settings.DATABASE_DIRECT_URL = pages
    entry: UUID = ledger.write(30)[7]
    ledger.seal()
    told = [("audit prove", ["prove", entry]),
            ("audit export", ["export", "--region", "12", "--out", tmp_path / "out"])]  # fmt: skip
    for name, words in told:
        before = ledger.one("select count(*) from audit_entry")
        call_command("audit", *map(str, words), stdout=StringIO())
        with psycopg.connect(owner) as connection:
            rows = connection.execute(f"{ROW} order by xid, id".encode()).fetchall()[before:]
        assert faults(name, rows) == []
        assert rows[0][5] == (str(entry) if name == "audit prove" else "12")
    settings.DATABASE_OWNER_URL = database.address(roles.OWNER, "nowhere")
    with pytest.raises(Exception, match="nowhere"):
        call_command("audit", "export", "--region", "12", "--out", str(tmp_path / "b"))
    assert not (tmp_path / "b").exists()
