"""An export in the hands of somebody who changes its files; checked by a stranger, by verify.py."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audit.ledgers import Ledger
from tests.audit.tampering.conftest import stand_alone
from vardpost.audit import keys
from vardpost.audit.exporting import VERIFIER, Span, write_range
from vardpost.audit.files import HeadsFile, heads_files
from vardpost.audit.keys import LIST, Keys
from vardpost.audit.sealing import Sealing
from vardpost.audit.stored import connect

FILES = ("leaves.jsonl", "hashes.bin", "heads.jsonl", "keys.jsonl")


@pytest.fixture
def out(whole: Ledger, tmp_path: Path) -> Path:
    """A whole log of forty lines, exported."""
    place = tmp_path / "out"
    write_range(whole.sealer, Span("12"), place, Keys.read(whole.folder / LIST))
    return place


def change(file: Path, how: Callable[[list[bytes]], list[bytes]]) -> None:
    file.write_bytes(b"".join(how(file.read_bytes().splitlines(keepends=True))))


def test_untouched_it_is_whole(out: Path) -> None:
    assert stand_alone(out)[0] == 0


def test_each_field_of_a_line_is_bound(out: Path) -> None:
    kept = (out / "leaves.jsonl").read_bytes()
    names = list(json.loads(kept.splitlines()[14]))
    assert len(names) == 24
    for name in names:

        def alter(rows: list[bytes], name: str = name) -> list[bytes]:
            data = json.loads(rows[14])
            data[name] = "X"
            rows[14] = json.dumps(data, ensure_ascii=False).encode() + b"\n"
            return rows

        change(out / "leaves.jsonl", alter)
        code, said = stand_alone(out)
        assert code == 1, name
        assert "line 15 is not what was sealed as leaf 14" in said
        (out / "leaves.jsonl").write_bytes(kept)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (lambda r: r[:14] + r[15:], "leaf 14 is missing"),
        (lambda r: [*r[:14], r[15], r[14], *r[16:]], "line 15 is leaf 15, and leaf 14"),
        (lambda r: [*r[:14], r[3], *r[14:]], "line 15 is leaf 3, and leaf 14"),
        (lambda r: r[:30], "leaf 30 is missing"),
        (lambda r: [r[0].rstrip(b"\n") + b" \n", *r[1:]], "line 1 is not what was sealed"),
        (lambda r: [*r, b"\n"], "line 41 is not what was sealed"),
        (lambda r: [], "leaf 0 is missing"),
    ],
)
def test_lines(out: Path, how: Callable[[list[bytes]], list[bytes]], said: str) -> None:
    change(out / "leaves.jsonl", how)
    code, told = stand_alone(out)
    assert code == 1
    assert said in told


@pytest.mark.parametrize(
    "how",
    [
        lambda r: [*r[:1], *r[2:]],
        lambda r: [r[1], r[0], *r[2:]],
        lambda r: [*r[:2], *r[1:]],
    ],
    ids=["left out", "moved", "doubled"],
)
def test_heads_follow_each_other(out: Path, how: Callable[[list[bytes]], list[bytes]]) -> None:
    """No line is doubted then; but a moment at which the log was sealed is gone, or is another."""
    heads = (out / "heads.jsonl").read_bytes().splitlines()
    assert len(heads) > 2
    change(out / "heads.jsonl", how)
    code, told = stand_alone(out)
    assert code == 1
    assert "does not follow head" in told


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kind", ["gone", "empty", "garbage"])
def test_a_file_that_is_gone_or_no_such_file(out: Path, name: str, kind: str) -> None:
    """The manifest was written last: whatever it names was there."""
    file = out / name
    if kind == "gone":
        file.unlink()
    else:
        file.write_bytes(b"" if kind == "empty" else b"\x00{garbage\n")
    code, told = stand_alone(out)
    if name == "hashes.bin" and kind != "gone":
        assert code == 0  # says nothing of a log whose lines are all there
        return
    assert code == 1, told
    assert "BROKEN" in told
    if kind == "gone":
        assert f"{name} is missing" in told


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"kind": "range"}', "null"])
def test_a_manifest_that_is_none(out: Path, text: str) -> None:
    (out / "manifest.json").write_text(text)
    code, told = stand_alone(out)
    assert code in (1, 2)
    assert "manifest" in told


@pytest.mark.parametrize(
    "of",
    [
        {"first": 10}, {"end": 30}, {"rows": 39}, {"log": "01"}, {"left": ["00" * 32]},
        {"others": [[0, 1]]}, {"others": [[0, 40]], "rows": 0}, {"first": -1}, {"first": "x"},
        {"end": 10**9}, {"others": [[0, "x"]]}, {"left": ["zz"]}, {"kind": "chosen"},
    ],
)  # fmt: skip
def test_a_manifest_that_says_something_else(out: Path, of: dict[str, object]) -> None:
    file = out / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | of))
    assert stand_alone(out)[0] in (1, 2)


def test_leaves_named_twice_are_counted_by_nobody(out: Path) -> None:
    """A short manifest could else name more numbers than fit in memory."""
    file = out / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"others": [[0, 40], [0, 40]]}))
    code, told = stand_alone(out)
    assert code == 1
    assert "or twice" in told


def test_heads_of_another_history_signed_by_another_key(
    whole: Ledger, out: Path, tmp_path: Path
) -> None:
    (told,) = heads_files(whole.folder)
    first = next(iter(Keys.read(whole.folder / LIST).known))
    whole.owner.execute("update audit_entry set person_name = 'X' where region_id = '12'")
    whole.owner.execute("truncate audit_leaf, audit_node, audit_head, audit_key")
    theirs = tmp_path / "theirs"
    keys.create(theirs / "key.pem", theirs)
    known = Keys.read(theirs / LIST)
    Sealing(connect(whole.address), keys.load(theirs / "key.pem"), known, HeadsFile(theirs)).once()
    made = tmp_path / "made"
    write_range(whole.sealer, Span("12"), made, known)
    # By itself it is consistent, and says whose key it is; what was known before shows it.
    code, said = stand_alone(made)
    assert code == 0
    assert "is it the one you know?" in said
    code, said = stand_alone(made, "--key", first)
    assert code == 1
    assert "the key that you know" in said
    code, said = stand_alone(made, "--heads", str(told))
    assert code == 1
    assert "is another one elsewhere" in said
    assert stand_alone(out, "--key", first, "--heads", str(told))[0] == 0


@pytest.fixture
def part(whole: Ledger, tmp_path: Path) -> Path:
    """A folder of a part, as `audit detach` writes it: a folder a log, and a manifest over all."""
    from vardpost.audit.detaching import export, parts

    known = Keys.read(whole.folder / LIST)
    held = whole.one("select tableoid::regclass::text from audit_entry limit 1")
    (one,) = [one for one in parts(whole.sealer) if one.name == held]
    export(whole.sealer, one, tmp_path / "parts", known)
    shutil.copyfile(VERIFIER, tmp_path / "verify.py")
    return tmp_path / "parts" / one.name


def test_a_part_with_one_log_taken_out(part: Path, tmp_path: Path) -> None:
    assert stand_alone(tmp_path, str(part))[0] == 0
    shutil.rmtree(part / "log-01")
    code, told = stand_alone(tmp_path, str(part))
    assert code == 1
    assert "log-01" in told


def test_a_part_with_one_log_of_another_part(part: Path, tmp_path: Path) -> None:
    file = part / "log-01" / "manifest.json"
    file.write_text(file.read_text() + "\n")
    code, told = stand_alone(tmp_path, str(part))
    assert code == 1
    assert "log-01" in told
