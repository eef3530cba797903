"""Exports and the verifier that goes along: whole, and each kind of tampering named."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.audit.ledgers import Ledger, ago
from vardpost.audit import exporting, keys
from vardpost.audit import sealing as module
from vardpost.audit.evidence import write_chosen
from vardpost.audit.exporting import CannotExport, Progress, Span, write_range
from vardpost.audit.files import heads_files
from vardpost.audit.keys import LIST, Keys

OCTOBER = (datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 40)
    monkeypatch.setattr(module, "_ROWS", module._ROWS.replace("limit 5000", "limit 40"))


@pytest.fixture
def filled(ledger: Ledger, small: None) -> Ledger:
    """A log of 300 leaves: 100 of September, 100 of October, 100 of November, many heads."""
    for month in (9, 10, 11):
        for day in range(1, 26, 5):
            ledger.write(20, at=datetime(2026, month, day, 12, tzinfo=UTC))
        while ledger.sealing().once().more:
            pass
    return ledger


def known(ledger: Ledger) -> Keys:
    return Keys.read(ledger.folder / LIST)


def stand_alone(folder: Path, *words: str) -> tuple[int, str]:
    """Run the verifier as a stranger does: its own folder, nothing of ours to be found."""
    said = subprocess.run(
        [sys.executable, "-I", "verify.py", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    return said.returncode, said.stdout + said.stderr


def test_a_whole_log_is_checked_by_strangers(filled: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert write_range(filled.sealer, Span("12"), out, known(filled)) == 300
    assert sorted(path.name for path in out.iterdir()) == [
        *("LÄS-MIG.txt", "hashes.bin", "heads.jsonl", "keys.jsonl", "leaves.jsonl"),
        *("manifest.json", "verify.py"),
    ]
    first = next(iter(known(filled).known))
    code, said = stand_alone(out)
    assert code == 0, said
    assert "300 entries" in said
    assert f"first key of the list: {first}" in said
    (told,) = heads_files(filled.folder)
    assert stand_alone(out, "--key", first, "--heads", str(told))[0] == 0
    code, said = stand_alone(out, "--json")
    assert (code, json.loads(said)["folders"][0]["rows"]) == (0, 300)


def test_a_month_stands_between_what_came_before_and_after(filled: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert write_range(filled.sealer, Span("12", *OCTOBER), out, known(filled)) == 100
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["first"] == 100
    assert manifest["end"] >= 200
    handed = manifest["end"] - 100 - sum(stop - start for start, stop in manifest["others"])
    assert handed == 100
    lines = (out / "leaves.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["at"][:7] for line in lines} == {"2026-10"}
    code, said = stand_alone(out)
    assert code == 0, said


def test_an_export_that_was_stopped_goes_on_where_it_was(
    filled: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "STEP", 50)

    class Stop(Exception):
        pass

    class Stopping(Progress):
        def advance(self, rows: int) -> None:
            self.left = getattr(self, "left", 4) - 1
            if not self.left:
                raise Stop

    out, whole = tmp_path / "out", tmp_path / "whole"
    with pytest.raises(Stop):
        write_range(filled.sealer, Span("12"), out, known(filled), Stopping())
    assert not (out / "manifest.json").exists()
    assert stand_alone_missing(out)
    with (out / "leaves.jsonl").open("ab") as torn:
        torn.write(b'{"half')
    reached = json.loads((out / "reached.json").read_text())["reached"]["number"]
    assert 0 < reached < 300
    begun: list[int] = []

    class Seen(Progress):
        def advance(self, rows: int) -> None:
            begun.append(rows)

    assert write_range(filled.sealer, Span("12"), out, known(filled), Seen()) == 300
    assert begun[0] == reached
    write_range(filled.sealer, Span("12"), whole, known(filled))
    for name in ("leaves.jsonl", "hashes.bin", "heads.jsonl", "manifest.json"):
        assert (out / name).read_bytes() == (whole / name).read_bytes()
    with pytest.raises(CannotExport, match="finished"):
        write_range(filled.sealer, Span("12"), out, known(filled))


def stand_alone_missing(out: Path) -> bool:
    shutil.copyfile(exporting.VERIFIER, out / "verify.py")
    return stand_alone(out)[0] == 2


def edit(name: str, change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], None]:
    def spoil(out: Path) -> None:
        lines = (out / name).read_bytes().splitlines(keepends=True)
        (out / name).write_bytes(b"".join(change(lines)))

    return spoil


def manifest(**of: object) -> Callable[[Path], None]:
    def spoil(out: Path) -> None:
        file = out / "manifest.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | of))

    return spoil


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (edit("leaves.jsonl", lambda r: [*r[:50], r[50].replace(b"Ek", b"Al"), *r[51:]]),
         "line 51 is not what was sealed as leaf 50"),
        (edit("leaves.jsonl", lambda rows: rows[:50] + rows[51:]), "leaf 50 should stand there"),
        (edit("leaves.jsonl", lambda rows: [*rows[:50], rows[51], rows[50], *rows[52:]]),
         "line 51 is leaf 51, and leaf 50 should stand there"),
        (edit("leaves.jsonl", lambda rows: [*rows[:50], b"{}\n", *rows[50:]]),
         "line 51 is not what was sealed"),
        (edit("leaves.jsonl", lambda rows: rows[:-1]), "leaf 299 is missing"),
        (edit("leaves.jsonl", lambda rows: [*rows, b"{}\n"]), "line 301 is not what was sealed"),
        (edit("leaves.jsonl", lambda rows: [*rows[:-1], rows[-1][:-1]]), ""),
        (edit("heads.jsonl", lambda rows: rows[:-1]), "does not end where the export ends"),
        (edit("heads.jsonl", lambda rows: [*rows[:2], rows[2].replace(b'"size": "1', b'"size": "2'),
                                           *rows[3:]]), "is not what was signed"),
        (edit("keys.jsonl", lambda rows: [rows[0].replace(b"2026", b"2025")]), "is not signed"),
        (manifest(rows=299), "300 lines"),
        (manifest(first=1), "before leaf 1"),
        (manifest(log="01"), "another log"),
    ],
)  # fmt: skip
def test_whatever_is_changed_is_named(
    filled: Ledger, tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    out = tmp_path / "out"
    write_range(filled.sealer, Span("12"), out, known(filled))
    spoil(out)
    code, text = stand_alone(out)
    assert code == 1, text
    assert "BROKEN" in text
    assert said in text


def test_a_signature_by_another_key_is_worth_nothing(filled: Ledger, tmp_path: Path) -> None:
    """Somebody makes keys and heads of her own over lines that she has changed."""
    out, forged = tmp_path / "out", tmp_path / "forged"
    write_range(filled.sealer, Span("12"), out, known(filled))
    keys.create(forged / "key.pem", forged)
    first = next(iter(known(filled).known))
    shutil.copyfile(forged / LIST, out / LIST)
    assert stand_alone(out)[0] == 1
    assert stand_alone(out, "--key", first)[0] == 1


def test_heads_from_elsewhere_show_another_history(filled: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_range(filled.sealer, Span("12"), out, known(filled))
    (told,) = heads_files(filled.folder)
    other = tmp_path / "other.jsonl"
    lines = told.read_text().splitlines(keepends=True)
    other.write_text("".join(lines).replace('"size": "300"', '"size": "301"'))
    code, said = stand_alone(out, "--heads", str(other))
    assert (code, "another one elsewhere" in said) == (1, True)
    other.write_text(lines[0])
    assert stand_alone(out, "--heads", str(other))[0] in {0, 2}


def test_chosen_entries_are_proved_one_by_one(filled: Ledger, tmp_path: Path) -> None:
    filled.write(3, "01")
    filled.seal()
    waiting = filled.write(1)
    rows = filled.owner.execute(
        "select id, at from audit_entry where id = any(%s) or id in (select entry_id from "
        "audit_leaf where number in (0, 1, 77, 299))",
        [waiting],
    ).fetchall()
    out = tmp_path / "out"
    asked = {"what": "drill x", "since": "1970", "until": "2026"}
    signer = keys.load(filled.key_file)
    assert write_chosen(filled.sealer, rows, out, known(filled), signer, asked) == 6
    code, said = stand_alone(out)
    assert code == 0, said
    for spoil in (
        edit("leaves.jsonl", lambda rows: [rows[0].replace(b"Ek", b"Al"), *rows[1:]]),
        edit("leaves.jsonl", lambda rows: rows[::-1]),
        edit("proofs.jsonl", lambda rows: rows[:-1]),
        edit("leaves.jsonl", lambda rows: rows[:-1]),
    ):
        copy = tmp_path / "copy"
        shutil.copytree(out, copy)
        spoil(copy)
        assert stand_alone(copy)[0] == 1
        shutil.rmtree(copy)


def test_there_must_be_something_and_all_of_it(filled: Ledger, tmp_path: Path) -> None:
    for span in (Span("99"), Span("12", ago(days=900), ago(days=800))):
        with pytest.raises(CannotExport, match="no sealed entries"):
            write_range(filled.sealer, span, tmp_path / "none", known(filled))
    filled.owner.execute(
        "delete from audit_entry where id = (select entry_id from audit_leaf where log = '12' "
        "and number = 50)"
    )
    with pytest.raises(CannotExport, match="the entry of leaf 50 is not there"):
        write_range(filled.sealer, Span("12"), tmp_path / "out", known(filled))


def test_the_verifier_imports_nothing_of_ours() -> None:
    text = exporting.VERIFIER.read_text("utf-8")
    assert "vardpost." not in text.replace("Vårdpost", "").replace("vardpost audit", "")
    assert "django" not in text
