"""Verification of a ledger that is whole, of one that sleeps, and of a few that are not.

What it finds when somebody tampers is tried, apart from whoever wrote it, in `tampering/`.
"""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from tests.audit.ledgers import Ledger, ago
from vardpost.audit import keys
from vardpost.audit import sealing as module
from vardpost.audit.files import heads_files
from vardpost.audit.keys import LIST
from vardpost.audit.verifying import Asked, verify
from vardpost.audit.verifying.report import Report


def check(ledger: Ledger, region: str = "") -> Report:
    return verify(Asked(ledger.address, ledger.folder, ledger.folder / LIST, region))


def kinds(report: Report) -> set[str]:
    return {one.kind for one in report.findings}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a pass take so little that a few hundred entries make many heads."""
    monkeypatch.setattr(module, "MOST", 40)
    monkeypatch.setattr(module, "_ROWS", module._ROWS.replace("limit 5000", "limit 40"))


def fill(ledger: Ledger, count: int = 700) -> None:
    sealing = ledger.sealing()
    sealing.once()
    while count > 0:
        ledger.write(min(count, 100))
        ledger.write(3, "01")
        while sealing.once().more:
            pass
        count -= 100


def test_a_whole_ledger_is_whole(ledger: Ledger, small: None) -> None:
    fill(ledger)
    report = check(ledger)
    assert report.whole, report.lines()
    told = {one.log: (one.leaves, one.size) for one in report.logs}
    assert told == {"00": (0, 0), "01": (21, 21), "12": (700, 700)}
    assert (report.rows, report.waiting, report.notes) == (721, 0, [])
    assert check(ledger, "01").rows == 21


def test_an_empty_ledger_is_whole(ledger: Ledger) -> None:
    ledger.seal()
    assert check(ledger).whole


def test_entries_wait_a_moment_and_not_for_ever(ledger: Ledger) -> None:
    ledger.write(2)
    ledger.seal()
    ledger.write(3)
    report = check(ledger)
    assert (report.whole, report.waiting) == (True, 3)
    ledger.owner.execute("update audit_entry set at = at - interval '2 minutes' where xid = "
                         "(select max(xid) from audit_entry)")  # fmt: skip
    report = check(ledger)
    assert kinds(report) == {"inserted"}


def test_nobody_who_seals_is_told_of(ledger: Ledger) -> None:
    ledger.write(2, at=ago(minutes=5))
    report = check(ledger)
    assert kinds(report) == {"unsealed", "heads_file"} or kinds(report) == {"unsealed"}


def test_keys_that_were_rotated_hold(ledger: Ledger) -> None:
    for _ in range(3):
        ledger.write(3)
        ledger.seal()
        keys.rotate(ledger.key_file, ledger.folder)
    ledger.write(3)
    ledger.seal()
    assert check(ledger).whole
    # Without the newest key in the list, what it signed is nobody's word.
    lines = (ledger.folder / LIST).read_text().splitlines(keepends=True)
    (ledger.folder / LIST).write_text("".join(lines[:-1]))
    assert "keys" in kinds(check(ledger))


def test_a_clock_that_went_back_is_no_alarm_of_tampering(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.write(3)
    ledger.seal()
    from vardpost.kernel import clock

    now = clock.now()
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: now - timedelta(hours=2))
        ledger.write(3)
        ledger.seal()
    report = check(ledger)
    assert report.whole, report.lines()
    assert len(report.notes) == 1


@pytest.mark.parametrize(
    ("spoil", "kind", "number"),
    [
        ("update audit_entry set person_name = 'X' where id = {entry}", "altered", 300),
        ("delete from audit_entry where id = {entry}", "removed", 300),
        ("update audit_leaf set hash = sha256('x') where log = '12' and number = 300",
         "leaf_altered", 300),
        ("delete from audit_leaf where log = '12' and number = 300", "leaf_removed", 300),
        ("update audit_node set hash = sha256('x') where log = '12' and position = 1",
         "node_altered", 256),
        ("update audit_head set root = sha256('x') where log = '12' and number = 3",
         "head_altered", None),
        ("delete from audit_head where log = '12' and number = 3", "head_removed", None),
    ],
)  # fmt: skip
def test_what_is_spoiled_is_named_and_nothing_else(
    ledger: Ledger, small: None, spoil: str, kind: str, number: int | None
) -> None:
    fill(ledger)
    entry = ledger.one("select entry_id from audit_leaf where log = '12' and number = 300")
    ledger.owner.execute(spoil.format(entry=f"'{entry}'").encode())
    report = check(ledger)
    found = [one for one in report.findings if one.kind == kind]
    assert len(found) == 1, report.lines()
    if number is not None:
        assert found[0].number == number
    # Another region's log is as whole as it was.
    assert check(ledger, "01").whole


def test_the_command_says_it_in_words_and_in_json_and_by_its_exit_code(
    ledger: Ledger, settings: LazySettings, tmp_path: Path
) -> None:
    ledger.write(5)
    ledger.seal()
    settings.DATABASE_SEALER_URL, settings.AUDIT_DIR = ledger.address, ledger.folder

    def audit(*words: str) -> tuple[int, str]:
        said = StringIO()
        try:
            call_command("audit", "verify", *words, stdout=said)
        except SystemExit as stopped:
            return int(str(stopped.code)), said.getvalue()
        return 0, said.getvalue()

    code, text = audit()
    assert code == 0
    assert "log 12: 5 entries" in text
    assert text.splitlines()[-1].startswith("whole: 5 entries")
    code, text = audit("--region", "12", "--json")
    assert (code, json.loads(text)["whole"]) == (0, True)
    ledger.owner.execute("delete from audit_entry where id = (select entry_id from audit_leaf "
                         "where log = '12' and number = 2)")  # fmt: skip
    code, text = audit("--json")
    assert code == 1
    (finding,) = json.loads(text)["findings"]
    assert (finding["kind"], finding["log"], finding["number"]) == ("removed", "12", 2)
    code, text = audit()
    assert code == 1
    assert "BROKEN removed: log 12: leaf 2: entry" in text
    for words in (("--region", "xx"), ("--keys", str(tmp_path / "none"))):
        with pytest.raises(CommandError) as refused:
            audit(*words)
        assert refused.value.returncode == 2


def test_a_file_of_heads_from_elsewhere_is_as_good(ledger: Ledger, tmp_path: Path) -> None:
    ledger.write(5)
    ledger.seal()
    (file,) = heads_files(ledger.folder)
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(file.read_bytes())
    assert verify(Asked(ledger.address, copy, ledger.folder / LIST)).whole
    ledger.write(5)
    ledger.seal()
    assert verify(Asked(ledger.address, copy, ledger.folder / LIST)).whole
