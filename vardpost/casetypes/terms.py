"""Terms texts: a small part of Markdown, read into blocks that a page escapes and draws."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`## `), a list (`- `) or a paragraph; a paragraph and a heading is one line."""

    kind: Literal["heading", "list", "paragraph"]
    lines: tuple[str, ...]


def blocks(body: str) -> list[Block]:
    """Return the blocks of a text; blank lines part them, and anything else is plain text."""
    return [
        _block([line.strip() for line in part.split("\n") if line.strip()])
        for part in body.replace("\r\n", "\n").split("\n\n")
        if part.strip()
    ]


def _block(lines: list[str]) -> Block:
    if all(line.startswith("- ") for line in lines):
        return Block("list", tuple(line[2:].strip() for line in lines))
    if len(lines) == 1 and lines[0].startswith("## "):
        return Block("heading", (lines[0][3:].strip(),))
    return Block("paragraph", (" ".join(lines),))
