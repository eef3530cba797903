"""Keys: made once, kept from others, each signed by the one before it."""

import os
from pathlib import Path

import pytest

from vardpost.audit import keys
from vardpost.audit.files import append, read
from vardpost.audit.keys import LIST, KeyProblem, Keys, load
from vardpost.audit.statements import NotAStatement, Statement, moment, parse
from vardpost.kernel import clock


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    keys.create(tmp_path / "key.pem", tmp_path)
    return tmp_path / "key.pem"


def signed(key_file: Path) -> Statement:
    signer = load(key_file)
    fields = {"at": moment(clock.now()), "logs": "12:1", "reason": "prov", "key": signer.id}
    made = Statement("restored", fields)
    return Statement("restored", fields, signer.sign(made))


def test_a_key_is_its_owners_alone_and_is_made_once(key_file: Path, tmp_path: Path) -> None:
    assert key_file.stat().st_mode & 0o777 == 0o600
    known = Keys.read(tmp_path / LIST)
    assert list(known.known) == [load(key_file).id]
    assert known.signed(signed(key_file))
    with pytest.raises(KeyProblem, match="rotate makes the next"):
        keys.create(key_file, tmp_path)


def test_what_an_earlier_key_signed_holds_after_it_is_gone(key_file: Path, tmp_path: Path) -> None:
    statements = [signed(key_file)]
    for _ in range(3):
        old, new = keys.rotate(key_file, tmp_path)
        assert old != new == load(key_file).id
        statements.append(signed(key_file))
    known = Keys.read(tmp_path / LIST)
    assert len(known.known) == len({one.signer for one in statements}) == 4
    assert all(known.signed(one) for one in statements)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["key.pem", LIST]


@pytest.mark.parametrize("what", ["missing", "open to others", "no key", "another kind", "folder"])
def test_a_key_that_cannot_be_used_is_told_of(what: str, key_file: Path) -> None:
    match what:
        case "missing":
            key_file.unlink()
        case "open to others":
            key_file.chmod(0o640)
        case "no key":
            key_file.write_text("nothing")
        case "another kind":
            from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
            from cryptography.hazmat.primitives.serialization import (
                Encoding,
                NoEncryption,
                PrivateFormat,
            )

            other = X25519PrivateKey.generate()
            pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            key_file.write_bytes(pem)
        case _:
            key_file.unlink()
            key_file.mkdir(mode=0o700)
    with pytest.raises(KeyProblem):
        load(key_file)


def test_a_lost_key_is_not_silently_replaced(key_file: Path, tmp_path: Path) -> None:
    key_file.unlink()
    with pytest.raises(KeyProblem, match="put the key back"):
        keys.create(key_file, tmp_path)


def test_a_list_that_was_tampered_with_is_refused(key_file: Path, tmp_path: Path) -> None:
    keys.rotate(key_file, tmp_path)
    first, second = read(tmp_path / LIST)
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    keys.create(stranger / "key.pem", stranger)
    (foreign,) = read(stranger / LIST)
    lied = Statement("key", {**second.fields, "at": "2000-01-01"}, second.signature)
    renamed = Statement("key", {**second.fields, "key": first.fields["key"]}, second.signature)
    for broken in ([], [second], [first, foreign], [first, lied], [first, renamed]):
        with pytest.raises(KeyProblem):
            Keys.of(broken)
    assert len(Keys.of([first, second]).known) == 2


def test_a_statement_that_was_changed_is_not_signed(key_file: Path, tmp_path: Path) -> None:
    known, good = Keys.read(tmp_path / LIST), signed(key_file)
    assert known.signed(parse(good.line()))
    for name in good.fields:
        changed = {**good.fields, name: good.fields[name] + "1"}
        assert not known.signed(Statement(good.kind, changed, good.signature)), name
    assert not known.signed(Statement(good.kind, good.fields, b"\0" * 64))


@pytest.mark.parametrize(
    "line", ["", "{}", "[1]", "x", '{"kind": "head"}', '{"kind": "other", "signature": ""}',
             '{"kind": "restored", "at": 1, "logs": "", "reason": "", "key": "", "signature": ""}',
             '{"kind": "restored", "at": "a\\nb", "logs": "", "reason": "", "key": "", '
             '"signature": ""}'],
)  # fmt: skip
def test_what_is_no_statement_is_refused(line: str) -> None:
    with pytest.raises(NotAStatement):
        parse(line)


def test_a_line_that_a_crash_left_half_is_taken_away(key_file: Path, tmp_path: Path) -> None:
    file, one = tmp_path / "lines", signed(key_file)
    append(file, [one, one])
    whole = file.read_bytes()
    for half in (b"{", one.line().encode() * 20):
        with file.open("ab") as torn:
            torn.write(half)
        assert len(list(read(file))) == 2
        append(file, [one])
        assert file.read_bytes() == whole + one.line().encode() + b"\n"
        os.truncate(file, len(whole))
