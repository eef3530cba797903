"""What an operator does: proves, goes on after a restore, takes old parts out, prints words."""

import json
import shutil
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from tests import database
from tests.audit.ledgers import Ledger, ago
from vardpost.audit import detaching, words
from vardpost.audit.alarms import Kind
from vardpost.audit.files import heads_files, read
from vardpost.audit.keys import LIST
from vardpost.audit.management.commands.audit import Command
from vardpost.audit.sealing import Refused
from vardpost.audit.statements import head_of
from vardpost.audit.tree import is_consistent, is_included
from vardpost.audit.verifying import Asked, verify
from vardpost.audit.verifying.report import Report
from vardpost.config import roles
from vardpost.kernel.actor import operator
from vardpost.kernel.ids import new_id


@pytest.fixture(autouse=True)
def place(ledger: Ledger, settings: LazySettings) -> None:
    settings.DATABASE_SEALER_URL = ledger.address
    settings.DATABASE_OWNER_URL = database.address(roles.OWNER, ledger.name)
    settings.AUDIT_DIR, settings.AUDIT_KEY_FILE = ledger.folder, ledger.key_file
    settings.AUDIT_YEARS = 10


def audit(*words: object) -> str:
    said = StringIO()
    call_command("audit", *map(str, words), stdout=said)
    return said.getvalue()


def run_from_argv(*words: str) -> None:
    """Run the command as a shell does."""
    Command().run_from_argv(["manage.py", "audit", *words])


def exit_code(*words: object) -> int:
    try:
        audit(*words)
    except SystemExit as stopped:
        return int(str(stopped.code))
    return 0


def check(ledger: Ledger, exports: Path | None = None) -> Report:
    return verify(Asked(ledger.address, ledger.folder, ledger.folder / LIST, exports=exports))


def kinds(report: Report) -> set[str]:
    return {one.kind for one in report.findings}


def test_an_entry_is_proved(ledger: Ledger) -> None:
    written = ledger.write(300)
    ledger.seal()
    (told,) = json.loads(audit("prove", written[123], "--json"))
    assert (told["holds"], told["log"], told["number"]) == (True, "12", 123)
    path = [bytes.fromhex(one) for one in told["path"]]
    size, root = int(told["head"]["size"]), bytes.fromhex(told["head"]["root"])
    assert is_included(bytes.fromhex(told["leaf"]), 123, size, path, root)
    assert "is sealed as leaf 123 of log 12" in audit("prove", written[123])
    ledger.owner.execute("update audit_entry set state = 'x' where id = %s", [written[123]])
    assert exit_code("prove", written[123]) == 1
    (waiting,) = ledger.write(1)
    for entry, why in ((waiting, "waits for its seal"), (new_id(), "there is no entry")):
        with pytest.raises(CommandError, match=why):
            audit("prove", entry)


def test_a_log_has_only_grown(ledger: Ledger) -> None:
    sealing = ledger.sealing()
    for _ in range(3):
        ledger.write(100)
        sealing.once()
    told = json.loads(audit("consistency", 100, 300, "--region", "12", "--json"))
    assert told["holds"]
    assert [head["size"] for head in told["heads"]] == ["100", "300"]
    roots = [bytes.fromhex(told[one]["root"]) for one in ("older", "newer")]
    path = [bytes.fromhex(one) for one in told["path"]]
    assert is_consistent(100, roots[0], 300, roots[1], path)
    assert "begins" in audit("consistency", 1, 299, "--region", "12")
    ledger.owner.execute("update audit_leaf set hash = sha256('x') where number = 50")
    assert exit_code("consistency", 100, 300, "--region", "12") == 1
    for sizes in ((0, 5), (5, 301), (6, 5)):
        with pytest.raises(CommandError, match="from 1 to 300"):
            audit("consistency", *sizes, "--region", "12")


def test_a_log_that_is_not_there_is_not_called_whole(ledger: Ledger) -> None:
    ledger.write(5)
    ledger.sealing().once()
    assert "whole" in audit("verify", "--region", "12")
    with pytest.raises(CommandError, match="no log 77") as caught:
        audit("verify", "--region", "77")
    assert caught.value.returncode == 2
    with pytest.raises(CommandError, match="no log 77"):
        audit("consistency", 1, 2, "--region", "77")


@pytest.mark.parametrize("verb", ["key", "seal", "verify", "prove", "consistency", "export",
                                  "incident", "detach", "resume", "words"])  # fmt: skip
def test_each_verb_helps_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run_from_argv(verb, "--help")
    said = capsys.readouterr().out.partition("Examples:")[2]
    assert said.count(f"./manage.py audit {verb}") >= 1
    assert said.count("./manage.py audit") == said.count(f"./manage.py audit {verb}")


def restore_to(ledger: Ledger, heads: int) -> None:
    """Leave the database as an old backup has it, after so many heads of log 12."""
    at = ledger.one("select at from audit_head where log = '12' and number = %s", heads)
    size = ledger.one("select size from audit_head where log = '12' and number = %s", heads)
    ledger.owner.execute(
        "delete from audit_entry where (id, at) in "
        "(select entry_id, entry_at from audit_leaf where number >= %s)",
        [size],
    )
    ledger.owner.execute("delete from audit_leaf where number >= %s", [size])
    ledger.owner.execute("delete from audit_head where at > %s", [at])


def test_after_a_restore_it_goes_on_when_somebody_says_so(ledger: Ledger) -> None:
    sealing = ledger.sealing()
    for _ in range(4):
        ledger.write(5)
        sealing.once()
    with pytest.raises(CommandError, match="every head that was told"):
        audit("resume", "--reason", "nothing happened")
    restore_to(ledger, 2)
    # By deletion, in the same cluster; a backup that was put back is in `tampering/`.
    assert kinds(check(ledger)) == {"cut_tail"}
    ledger.write(2)
    with pytest.raises(Refused):
        ledger.seal()
    said = audit("resume", "--reason", "Disk fault, backup of Monday\nput back")
    assert "log 12: 2" in said
    ledger.seal()
    report = check(ledger)
    assert report.whole, report.lines()
    assert any("Disk fault, backup of Monday put back" in note for note in report.notes)
    assert any("2 heads belong to what was lost" in note for note in report.notes)
    assert Kind.ACCEPTED in ledger.alarms()
    # What was told before the restore still binds what came before it.
    ledger.owner.execute("update audit_entry set state = 'x' where id = (select entry_id from "
                         "audit_leaf where log = '12' and number = 3)")  # fmt: skip
    assert kinds(check(ledger)) == {"altered"}
    # A line that says so without a signature says nothing.
    (file,) = heads_files(ledger.folder)
    file.write_text(file.read_text().replace("Monday put", "Tuesday put"))
    assert {"heads_file"} < kinds(check(ledger))


def old(ledger: Ledger) -> None:
    """Give the ledger two months that are long past, and something of today."""
    for month in (3, 4):
        ledger.owner.execute(f"select audit_month('2011-{month:02}-01')".encode())
    for month in (3, 4):
        ledger.write(30, at=datetime(2011, month, 10, tzinfo=UTC))
        ledger.write(4, "01", at=datetime(2011, month, 10, tzinfo=UTC))
        ledger.seal()
    ledger.write(5)
    ledger.seal()


def test_an_old_part_is_taken_out_and_the_logs_still_verify(ledger: Ledger, tmp_path: Path) -> None:
    old(ledger)
    said = audit("detach", "2011-03", "--out", tmp_path)
    assert "34 entries" in said
    assert ledger.one("select count(*) from audit_entry where action <> 'audit:log:take-out'") == 39
    told = ledger.one(
        "select (object_id, detail->>'rows', detail->>'by')::text from audit_entry "
        "where action = 'audit:log:take-out'"
    )
    assert told == f"(audit_entry_2011_03,34,{operator()})"
    assert ledger.one("select count(*) from audit_leaf") == 73
    report = check(ledger)
    assert report.whole, report.lines()
    assert {one.log: one.exported for one in report.logs} == {"00": 0, "01": 4, "12": 30}
    report = check(ledger, tmp_path)
    assert report.whole, report.lines()
    assert any("the export's 34 entries are what was sealed" in note for note in report.notes)
    file = tmp_path / "audit_entry_2011_03" / "log-12" / "leaves.jsonl"
    file.write_bytes(file.read_bytes().replace(b"Ek", b"Al", 1))
    assert kinds(check(ledger, tmp_path)) == {"export"}
    shutil.rmtree(tmp_path / "audit_entry_2011_03")
    assert kinds(check(ledger, tmp_path)) == {"export"}
    # Sealing goes on, and so does a second part, whose table goes too.
    ledger.write(2)
    ledger.seal()
    audit("detach", "2011-04", "--out", tmp_path, "--drop")
    assert ledger.one("select to_regclass('audit_entry_2011_04')") is None
    assert ledger.one("select to_regclass('audit_entry_2011_03')") == "audit_entry_2011_03"
    assert check(ledger).whole


def test_a_part_that_is_gone_without_a_signed_word_is_removed(ledger: Ledger) -> None:
    old(ledger)
    ledger.owner.execute("drop table audit_entry_2011_03")
    assert kinds(check(ledger)) == {"removed"}
    ledger.owner.execute(
        "insert into audit_detached values ('audit_entry_2011_03', '2011-03-01', '2011-04-01', "
        "now(), 34, sha256('x'), 'abc', sha256('y'))"
    )
    assert kinds(check(ledger)) == {"removed", "detached"}


def test_what_must_stay_stays(ledger: Ledger, tmp_path: Path, settings: LazySettings) -> None:
    ledger.write(3)
    ledger.seal()
    this_month = f"{datetime.now(UTC):%Y-%m}"
    with pytest.raises(CommandError, match="younger than 10 years"):
        audit("detach", this_month, "--out", tmp_path)
    settings.AUDIT_YEARS = 0
    with pytest.raises(CommandError, match="younger than 5 years"):
        audit("detach", this_month, "--out", tmp_path)
    for month, why in (("1999-01", "no part"), ("2011-13", "no month"), ("x", "no month")):
        with pytest.raises(CommandError, match=why):
            audit("detach", month, "--out", tmp_path)
    old(ledger)
    ledger.write(1, at=datetime(2011, 3, 11, tzinfo=UTC))
    with pytest.raises(CommandError, match="1 entries of audit_entry_2011_03 have no leaf"):
        audit("detach", "2011-03", "--out", tmp_path)
    assert ledger.one("select count(*) from audit_detached") == 0


def test_a_detachment_that_was_interrupted_is_done_again(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old(ledger)
    with psycopg.connect(database.address(roles.OWNER, ledger.name)) as reader:
        reader.execute("select 1 from audit_entry limit 1")  # holds the table
        with monkeypatch.context() as patch:
            patch.setattr(detaching, "_LOCK", "set local lock_timeout = '200ms'")
            with pytest.raises(CommandError, match="lock timeout"):
                audit("detach", "2011-03", "--out", tmp_path)
    assert check(ledger).whole
    audit("detach", "2011-03", "--out", tmp_path)
    assert check(ledger, tmp_path).whole


def test_an_export_by_command_is_verified_at_once(ledger: Ledger, tmp_path: Path) -> None:
    old(ledger)
    said = audit("export", "--region", "12", "--month", "2011-04", "--out", tmp_path / "a")
    assert "30 entries, verified" in said
    assert "65 entries, verified" in audit("export", "--region", "12", "--out", tmp_path / "b")
    ledger.owner.execute("update audit_entry set state = 'x' where at < '2011-04-01'")
    with pytest.raises(CommandError, match="does not verify"):
        audit("export", "--region", "12", "--out", tmp_path / "c")
    for wrong in ("2011-4", "2011-13"):
        with pytest.raises(CommandError, match="no month"):
            audit("export", "--region", "12", "--month", wrong, "--out", tmp_path / "d")
    with pytest.raises(CommandError, match="two digits"):
        audit("export", "--region", "x", "--out", tmp_path / "d")


def test_words_are_few_and_hang_on_every_head(ledger: Ledger) -> None:
    assert len(set(words.LIST)) == 256
    sealing = ledger.sealing()
    ledger.write(1)
    ledger.write(1, "01")
    sealing.once()
    first = audit("words")
    spoken, until = first.splitlines()
    assert len(spoken.split()) == words.COUNT
    assert set(spoken.split()) <= set(words.LIST)
    assert spoken.split() == words.words_of(sealing.heads.values())
    ledger.write(1, "01")
    sealing.once()
    assert audit("words") != first
    assert audit("words", "--until", until.removeprefix("until ")) == first
    (file,) = heads_files(ledger.folder)
    told = [head_of(one) for one in read(file)]
    newest = {head.log: head for head in told}
    assert words.words_of(newest.values()) == words.words_of(reversed(list(newest.values())))
    with pytest.raises(CommandError, match="no heads"):
        audit("words", "--until", ago(days=1).isoformat())


def test_a_database_that_does_not_answer_cannot_be_told(settings: LazySettings) -> None:
    settings.DATABASE_SEALER_URL = "host=/nowhere user=nobody"
    with pytest.raises(CommandError) as refused:
        audit("verify")
    assert refused.value.returncode == 2


def test_the_owner_may_read_what_the_sealer_reads(ledger: Ledger) -> None:
    ledger.write(2)
    ledger.seal()
    place = database.address(roles.OWNER, ledger.name)
    assert verify(Asked(place, ledger.folder, ledger.folder / LIST)).whole
