"""Heads as a few words that can be printed, read aloud and compared: eighty bits of them."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from vardpost.audit.statements import Head

#: 256 short Swedish nouns, one a byte.
LIST = Path(__file__).with_name("words.txt").read_text("utf-8").split()
COUNT = 10


def words_of(heads: Iterable[Head]) -> list[str]:
    """Return the words of heads, one a log: another head of any log gives other words."""
    ordered = sorted(heads, key=lambda head: head.log)
    digest = sha256(b"".join(head.statement().text() for head in ordered)).digest()
    return [LIST[byte] for byte in digest[:COUNT]]
