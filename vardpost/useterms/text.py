"""A text as it is written and shown: headings, paragraphs and lists; and what differs. Pure.

A line that begins with `#` is a heading, lines that begin with `- ` are a list, and a blank line
parts paragraphs. Everything else is what it is: no link, no markup, nothing that a page must trust.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["heading", "text", "list"]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (one line), a paragraph (its lines) or a list (its points)."""

    kind: Kind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A piece that is not the same: empty before when it is new, empty after when it is gone."""

    before: str
    after: str


def blocks(text: str) -> tuple[Block, ...]:
    """Return a text in its blocks."""
    found: list[Block] = []
    kind: Kind = "text"
    held: list[str] = []
    for line in [*text.replace("\r\n", "\n").split("\n"), ""]:
        next_kind, words = _read(line.strip())
        if held and (next_kind != kind or next_kind == "heading"):
            found.append(Block(kind, tuple(held)))
            held = []
        if next_kind is not None:
            kind = next_kind
            held.append(words)
    return tuple(found)


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return what differs between two texts, block by block, in the order of the new one."""
    return tuple(_differing(blocks(before), blocks(after)))


def _differing(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag != "equal":
            yield Change(_plain(old[old_from:old_to]), _plain(new[new_from:new_to]))


def _read(line: str) -> tuple[Kind | None, str]:
    if not line:
        return None, ""
    if line.startswith("#") and line.strip("# "):
        return "heading", line.lstrip("#").strip()
    if line.startswith("- ") and line[2:].strip():
        return "list", line[2:].strip()
    return "text", line


def _plain(many: Sequence[Block]) -> str:
    return "\n".join(
        f"– {line}" if block.kind == "list" else line for block in many for line in block.lines
    )
