"""Heads, in the database and in the file outside it: cut, altered, made anew, put back."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import database
from tests.audit.ledgers import Ledger
from tests.audit.tampering.conftest import Verified
from tests.audit.test_restored import restored
from vardpost.audit import keys
from vardpost.audit.files import HeadsFile, heads_files
from vardpost.audit.keys import Keys
from vardpost.audit.sealing import Sealing
from vardpost.config import roles, sealed
from vardpost.config.management.commands import backup

Verify = Callable[..., Verified]


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Give an empty database."""
    name = f"tampered_{database.NAME}"
    database.drop(name)
    with database.superuser() as connection:
        connection.execute(roles.database(name).encode())
    yield name
    database.drop(name)


def cut(ledger: Ledger, log: str, head: int) -> None:
    """Take away everything of a log after a head: heads, leaves, nodes, and entries."""
    run = ledger.owner.execute
    size = ledger.one("select size from audit_head where log = %s and number = %s", log, head)
    run(
        "delete from audit_entry where (id, at) in (select entry_id, entry_at from audit_leaf "
        "where log = %s and number >= %s)",
        [log, size],
    )
    run("delete from audit_leaf where log = %s and number >= %s", [log, size])
    run("delete from audit_node where log = %s and (position + 1) << level > %s", [log, size])
    run("delete from audit_head where log = %s and number > %s", [log, head])


def test_the_end_of_one_log_cut_off(whole: Ledger, verified: Verify) -> None:
    cut(whole, "12", 2)
    code, kinds, told = verified(whole)
    assert (code, kinds) == (1, {"cut_tail"})
    (found,) = told["findings"]
    assert found["log"] == "12"
    assert "heads 3 to 4 (size 40" in found["text"]
    assert "ends at head 2" in found["text"]


def test_the_end_of_every_log_cut_off_is_no_old_backup(whole: Ledger, verified: Verify) -> None:
    for log in ("12", "01"):
        cut(whole, log, 2)
    code, kinds, told = verified(whole)
    assert (code, kinds) == (1, {"cut_tail"})
    assert {one["log"] for one in told["findings"]} == {"12", "01"}


def test_all_of_it_thrown_away(whole: Ledger, verified: Verify) -> None:
    whole.owner.execute("truncate audit_entry, audit_leaf, audit_node, audit_head")
    code, kinds, told = verified(whole)
    assert (code, kinds) == (1, {"cut_tail"})
    assert {one["log"] for one in told["findings"]} == {"00", "12", "01"}


def test_entries_and_leaves_cut_off_and_the_heads_left(whole: Ledger, verified: Verify) -> None:
    whole.owner.execute("delete from audit_leaf where log = '12' and number >= 33")
    code, kinds, told = verified(whole)
    assert code == 1
    assert kinds == {"cut_tail", "inserted"}
    assert "leaves 33 to 39 are missing at the end" in str(told["findings"])


def test_an_old_backup_put_back(
    whole: Ledger, verified: Verify, elsewhere: str, tmp_path: Path
) -> None:
    sealed.new_key(tmp_path / "backup.key")
    key = sealed.read_key(tmp_path / "backup.key")
    backup.write(tmp_path / "saved", key, database.address(roles.OWNER, whole.name))
    whole.write(3)
    whole.seal()
    assert verified(whole)[0] == 0
    there = restored(whole, tmp_path / "saved", key, elsewhere)
    try:
        code, kinds, told = verified(there)
    finally:
        there.close()
    assert (code, kinds) == (1, {"old_backup"})
    assert "heads 5 to 5 (size 43" in told["findings"][0]["text"]


def test_files_of_an_older_database_put_back(whole: Ledger, verified: Verify) -> None:
    """Its counter of transactions is behind what a head had seen, which was signed."""
    (file,) = heads_files(whole.folder)
    known, signer = Keys.read(whole.folder / keys.LIST), keys.load(whole.key_file)
    ahead = HeadsFile(whole.folder)
    ahead.refresh()
    last = ahead.newest["12"]
    from dataclasses import replace
    from datetime import timedelta

    later = replace(last, number=5, at=last.at + timedelta(seconds=5), seen="9000000:9000000:",
                    previous=last.statement().hash())  # fmt: skip
    assert known.signed(last.statement())
    ahead.add([later.signed(signer.sign(later.statement()))])
    code, kinds, _told = verified(whole)
    assert (code, kinds) == (1, {"old_backup"})
    assert file.exists()


def test_everything_made_anew_by_somebody_without_the_key(
    whole: Ledger, verified: Verify, tmp_path: Path
) -> None:
    whole.owner.execute(
        "update audit_entry set person_name = 'X' where id = "
        "(select entry_id from audit_leaf where log = '12' and number = 15)"
    )
    whole.owner.execute("truncate audit_leaf, audit_node, audit_head, audit_key")
    theirs = tmp_path / "theirs"
    keys.create(theirs / "key.pem", theirs)
    signer, known = keys.load(theirs / "key.pem"), Keys.read(theirs / keys.LIST)
    Sealing(whole.sealer, signer, known, HeadsFile(theirs)).once()
    code, kinds, told = verified(whole)
    assert code == 1
    assert {"rebuilt", "keys"} <= kinds
    assert "head 1 " in next(one["text"] for one in told["findings"] if one["kind"] == "rebuilt")
    # With the names of our keys on heads that they did not sign: the same.
    ours = next(iter(Keys.read(whole.folder / keys.LIST).known))
    whole.owner.execute("update audit_head set key_id = %s", [ours])
    code, kinds, _told = verified(whole)
    assert code == 1
    assert {"rebuilt", "head_altered"} <= kinds


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("size = size + 1", "head_altered"),
        ("root = sha256('x')", "head_altered"),
        ("at = at + interval '1 microsecond'", "head_altered"),
        ("at = 'infinity'", "head_altered"),
        ("previous = sha256('x')", "head_altered"),
        ("seen = 'x'", "head_altered"),
        ("key_id = 'x'", "keys"),
        ("signature = sha256('x')", "head_altered"),
        ("signature = ''", "head_altered"),
        ("number = 9", "head_removed"),
        ("number = 9223372036854775807", "head_altered"),  # and nobody makes room for that many
        ("number = -9", "head_altered"),
        ("size = 9223372036854775807", "cut_tail"),
        ("log = '02'", "cut_tail"),
    ],
)
def test_each_column_of_the_last_head(
    whole: Ledger, verified: Verify, change: str, kind: str
) -> None:
    whole.write(2)  # something waits, so that the newest head is asked what it had seen
    whole.owner.execute(f"update audit_head set {change} where log = '12' and number = 4".encode())
    code, kinds, told = verified(whole)
    assert code == 1, told
    assert kind in kinds


@pytest.mark.parametrize("change", ["size = size + 1", "at = at + interval '1 microsecond'",
                                    "root = sha256('x')", "seen = 'x'", "key_id = 'x'",
                                    "previous = sha256('x')"])  # fmt: skip
def test_each_column_of_a_head_in_the_middle(whole: Ledger, verified: Verify, change: str) -> None:
    whole.owner.execute(f"update audit_head set {change} where log = '12' and number = 2".encode())
    code, kinds, told = verified(whole)
    assert code == 1, told
    assert kinds & {"head_altered", "keys"}
    assert "head 2 " in str(told["findings"])


def test_a_head_removed_from_the_middle(whole: Ledger, verified: Verify) -> None:
    whole.owner.execute("delete from audit_head where log = '12' and number = 2")
    code, kinds, told = verified(whole)
    assert code == 1
    assert "head_removed" in kinds
    assert "heads 2 to 2 are missing" in str(told["findings"])


@pytest.mark.parametrize("chained", [True, False])
def test_a_head_too_many_in_the_log_of_no_region(
    whole: Ledger, verified: Verify, chained: bool
) -> None:
    """It covers nothing, so no leaf and no root speaks against it: the signature does."""
    whole.owner.execute(
        "insert into audit_head (log, number, size, at, root, previous, seen, key_id, signature, "
        "cluster) select log, number + 1, size, at + interval '1 second', root, %s, seen, key_id, "
        "signature, cluster from audit_head where log = '00' order by number desc limit 1",
        [newest(whole, "00") if chained else bytes(32)],
    )
    code, kinds, told = verified(whole)
    assert (code, kinds) == (1, {"head_altered"})
    assert {one["log"] for one in told["findings"]} == {"00"}


def newest(ledger: Ledger, log: str) -> bytes:
    ahead = HeadsFile(ledger.folder)
    ahead.refresh()
    return ahead.newest[log].statement().hash()


def lines(ledger: Ledger, change: Callable[[list[str]], list[str]]) -> None:
    (file,) = heads_files(ledger.folder)
    file.write_text("".join(change(file.read_text().splitlines(keepends=True))))


def of(line: str, log: str, number: int) -> bool:
    data = json.loads(line)
    return (data["log"], data["number"]) == (log, str(number))


def test_a_line_taken_out_of_the_file_of_heads(whole: Ledger, verified: Verify) -> None:
    lines(whole, lambda all_: [one for one in all_ if not of(one, "12", 2)])
    code, kinds, told = verified(whole)
    assert (code, kinds) == (1, {"heads_file"})
    assert "log 12: heads 2 to 2 are missing" in told["findings"][0]["text"]
    # Somebody's notes of some heads are as good as they are.
    (file,) = heads_files(whole.folder)
    assert verified(whole, "--heads", str(file))[0] == 0


def test_a_line_changed_in_the_file_of_heads(whole: Ledger, verified: Verify) -> None:
    lines(
        whole,
        lambda all_: [
            one.replace('"size": "20"', '"size": "21"') if of(one, "12", 2) else one for one in all_
        ],
    )
    code, kinds, told = verified(whole)
    assert (code, kinds) == (1, {"heads_file"})
    assert "head 2 in audit is not what was signed" in told["findings"][0]["text"]


@pytest.mark.parametrize("how", ["garbage", "half", "empty", "gone"])
def test_a_file_of_heads_that_is_no_file_of_heads(
    whole: Ledger, verified: Verify, how: str
) -> None:
    (file,) = heads_files(whole.folder)
    if how == "gone":
        file.unlink()
    elif how == "empty":
        file.write_text("")
    elif how == "garbage":
        lines(whole, lambda all_: [*all_[:3], "{}\n", *all_[3:]])
    else:
        lines(whole, lambda all_: [*all_[:3], all_[3][:40] + "\n", *all_[4:]])
    code, kinds, _told = verified(whole)
    assert (code, kinds) == (1, {"heads_file"})


def test_lines_told_twice_by_two_sealers_are_no_alarm(whole: Ledger, verified: Verify) -> None:
    lines(whole, lambda all_: [*all_, *all_[-2:], *all_[-4:]])
    assert verified(whole)[0] == 0
    whole.write(2)
    whole.seal()
    assert verified(whole)[0] == 0
