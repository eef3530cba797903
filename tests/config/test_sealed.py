"""Sealed files: what goes in comes out, and nothing else does."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vardpost.config import sealed

KEY = bytes(range(32))


def closed(content: bytes, key: bytes = KEY) -> bytes:
    target = io.BytesIO()
    assert sealed.seal([content], target, key) == len(content)
    return target.getvalue()


def opened(file: bytes, key: bytes = KEY) -> bytes:
    return b"".join(sealed.unseal(io.BytesIO(file), key))


@pytest.mark.parametrize("size", [0, 1, sealed.FRAME - 1, sealed.FRAME, sealed.FRAME * 2 + 5])
def test_comes_out_as_it_went_in(size: int) -> None:
    content = (bytes(range(256)) * (size // 256 + 1))[:size]
    file = closed(content)
    assert opened(file) == content


@given(st.lists(st.binary(max_size=50), max_size=20))
@settings(max_examples=25)
def test_pieces_do_not_matter(pieces: list[bytes]) -> None:
    target = io.BytesIO()
    sealed.seal(pieces, target, KEY)
    assert opened(target.getvalue()) == b"".join(pieces)


def test_nothing_in_clear() -> None:
    assert b"Canary" not in closed(b"Canary" * 100)


def test_two_files_of_the_same_content_differ() -> None:
    assert closed(b"same")[len(sealed.MARK) :] != closed(b"same")[len(sealed.MARK) :]


BIG = closed(b"x" * (sealed.FRAME * 2 + 5))
HEAD = len(sealed.MARK) + sealed.SALT
FRAME = sealed.FRAME + sealed.TAG


@pytest.mark.parametrize(
    "file",
    [
        BIG[:-1],
        BIG[:HEAD],
        BIG[: HEAD + FRAME],
        BIG[: HEAD + 2 * FRAME],
        BIG + b"x",
        BIG[:HEAD] + BIG[HEAD + FRAME : HEAD + 2 * FRAME] + BIG[HEAD : HEAD + FRAME],
        BIG[:HEAD] + BIG[HEAD + FRAME :],
        BIG[: HEAD + 9] + b"!" + BIG[HEAD + 10 :],
        closed(b"y")[:HEAD] + BIG[HEAD:],
        b"PK\x03\x04 something else",
        b"",
    ],
    ids=[
        "last byte gone",
        "all frames gone",
        "cut at a frame",
        "last frame gone",
        "grown",
        "frames swapped",
        "first frame gone",
        "one byte changed",
        "another file's salt",
        "another kind of file",
        "empty",
    ],
)
def test_whatever_was_done_to_it_shows(file: bytes) -> None:
    with pytest.raises(sealed.SealError):
        opened(file)


def test_another_key_does_not_fit() -> None:
    with pytest.raises(sealed.SealError, match="key"):
        opened(closed(b"x"), bytes(32))


def test_keys_are_for_one_account_and_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "key"
    sealed.new_key(file)
    assert len(sealed.read_key(file)) == sealed.KEY
    with pytest.raises(FileExistsError):
        sealed.new_key(file)
    file.chmod(0o644)
    with pytest.raises(sealed.SealError, match="chmod 600"):
        sealed.read_key(file)


@pytest.mark.parametrize("text", ["", "short", "00" * 31, "zz" * 32])
def test_what_is_no_key_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(sealed.SealError, match="no key"):
        sealed.read_key(file)
