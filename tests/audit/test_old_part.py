"""An old part on its whole way: out, to a stranger, out of the ledger, and what still holds."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from tests import database
from tests.audit.ledgers import Ledger
from vardpost.audit.files import heads_files
from vardpost.audit.keys import LIST, Keys
from vardpost.audit.management.commands import audit as command
from vardpost.config import roles
from vardpost.kernel.ids import new_id

PART = "audit_entry_2011_03"
PERSON = """
insert into person (id, number, number_kind, given_name, family_name, birth_date, sex, street,
    postal_code, place, municipality_code, region_code, protected, phone, email)
values (%s, '192201239122', 'personnummer', 'Alva', 'Ek', '1922-01-23', 'woman', '', '', '', '',
    '', false, '', '')
"""


@pytest.fixture(autouse=True)
def place(ledger: Ledger, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "PATIENCE", 0)
    settings.DATABASE_SEALER_URL = ledger.address
    settings.DATABASE_OWNER_URL = database.address(roles.OWNER, ledger.name)
    settings.AUDIT_DIR, settings.AUDIT_KEY_FILE = ledger.folder, ledger.key_file
    settings.AUDIT_YEARS = 10


def audit(*words: object) -> str:
    said = StringIO()
    call_command("audit", *map(str, words), stdout=said)
    return said.getvalue()


def stranger(folder: Path, *words: object) -> tuple[int, str]:
    """Run the verifier that lies in the folder, as somebody who has nothing else of ours."""
    done = subprocess.run(
        [sys.executable, "-I", "verify.py", *map(str, words)],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_an_old_part_goes_its_whole_way(ledger: Ledger, tmp_path: Path) -> None:
    resident = new_id()
    ledger.owner.execute(PERSON, [resident])
    for month in (3, 4):
        ledger.owner.execute(f"select audit_month('2011-{month:02}-01')".encode())
    for month in (3, 4):
        for region in ("12", "01"):
            ledger.write(9, region, datetime(2011, month, 10, tzinfo=UTC))
            at = datetime(2011, month, 11, tzinfo=UTC)
            ledger.write(2, region, at, residents=[resident])
        ledger.seal()
    ledger.write(1, "12", datetime(2011, 4, 1, 0, 30, tzinfo=UTC), residents=[resident])
    ledger.seal()
    audit("detach", "2011-03", "--out", tmp_path / "archive", "--drop")
    assert ledger.one("select to_regclass(%s)", PART) is None

    # The archive is moved, and checked by somebody who has the first key and the heads from before.
    moved = shutil.copytree(tmp_path / "archive", tmp_path / "moved")
    first = Keys.read(ledger.folder / LIST).entries[0].fields["key"]
    heads = heads_files(ledger.folder)[-1]
    folders = sorted((moved / PART).glob("log-*"))
    assert [one.name for one in folders] == ["log-01", "log-12"]
    for folder in folders:
        code, said = stranger(folder, "--key", first, "--heads", heads)
        assert (code, "whole" in said) == (0, True), said
        assert (folder / "leaves.jsonl").read_text("utf-8").count(str(resident)) == 2

    # What is left is whole, with the archive and without it, and goes on growing.
    ledger.write(3, residents=[resident])
    ledger.seal()
    assert json.loads(audit("verify", "--json"))["whole"]
    assert json.loads(audit("verify", "--json", "--exports", moved))["whole"]

    # Evidence: never less than there was in silence; what is left is handed out whole. Days are
    # Swedish and months UTC, so the part still holds the first hours of the first of April: a
    # moment says where it ends.
    for since in ((), ("--from", "2011-04-01")):
        with pytest.raises(CommandError, match=PART):
            audit("export", "--resident", resident, *since, "--out", tmp_path / "none")
    out = tmp_path / "evidence"
    told = audit("export", "--resident", resident, "--from", "2011-04-02", "--out", out, "--json")
    # Four of April, three of today, and that it is taken out.
    assert json.loads(told)["rows"] >= 7
    code, said = stranger(out, "--key", first)
    assert code == 0, said
    ledger.seal()  # that it was handed out is an entry about the resident too
    more = ("--from", "2011-04-01T02:00", "--out", tmp_path / "more", "--json")
    assert json.loads(audit("export", "--resident", resident, *more))["rows"] >= 8
    assert stranger(tmp_path / "more", "--key", first)[0] == 0
    first_hour = (tmp_path / "more/leaves.jsonl").read_text("utf-8")
    assert "2011-04-01T00:30" in first_hour

    # One letter in the archive, and both verifiers say so.
    file = folders[1] / "leaves.jsonl"
    file.write_bytes(file.read_bytes().replace(b"Ek", b"Al", 1))
    code, said = stranger(folders[1])
    assert (code, "BROKEN" in said.upper()) == (1, True), said
    with pytest.raises(SystemExit):
        audit("verify", "--exports", moved)
