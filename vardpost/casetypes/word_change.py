"""Some words of a text changed for others: where, and what it would say then. Pure.

Looked for as `queries.words_found` does: case and line breaks make no difference. What stands in
a placeholder is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_AROUND = 60
_BLANK = re.compile(r"\{\{[^{}]*\}\}")


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a text: the words that go, those that come, and what stands around them."""

    before: str
    old: str
    new: str
    after: str


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words to look for, and what is to stand in their place."""

    find: str
    put: str
    #: Only where the words stand by themselves, not as a part of longer ones.
    whole: bool = True

    @property
    def loose(self) -> str:
        """The pattern of the words wherever they stand, as PostgreSQL and Python read it."""
        return _loose(self.find)

    def apply(self, body: str) -> str:
        """Return the text with the words changed; the same text where it has none of them."""
        made, last = [], 0
        for start, end in self._spans(body):
            made += [body[last:start], self.put]
            last = end
        return "".join([*made, body[last:]])

    def stands_in(self, body: str) -> bool:
        """Whether the text would change."""
        return next(self._spans(body), None) is not None

    def places(self, body: str) -> list[Place]:
        """Return where the text changes, in order."""
        found = []
        for start, end in self._spans(body):
            before, after = _before(body[:start]), _after(body[end:])
            old = " ".join(body[start:end].split())
            found.append(Place(before.replace("\n", " "), old, self.put, after.replace("\n", " ")))
        return found

    def _spans(self, body: str) -> Iterator[tuple[int, int]]:
        """Yield where the words stand; in what is filled in by itself nothing is found."""
        # Whether they stand alone is asked where they stand: as a part of the pattern it is asked
        # at every letter, which costs four times as much.
        sought, at = _sought(self.find), 0
        blanks: list[tuple[int, int]] | None = None
        while match := sought.search(body, at):
            start, end = match.span()
            if self.whole and not _alone(body, start, end):
                at = start + 1
                continue
            at = max(end, start + 1)
            if blanks is None:
                blanks = [blank.span() for blank in _BLANK.finditer(body)]
            if not any(first < end and start < last for first, last in blanks):
                yield start, end


def _loose(find: str) -> str:
    return r"\s+".join(re.escape(part) for part in find.split())


@lru_cache(maxsize=32)
def _sought(find: str) -> re.Pattern[str]:
    return re.compile(_loose(find), re.IGNORECASE)


def _alone(body: str, start: int, end: int) -> bool:
    return not (start and _in_word(body[start - 1])) and not _in_word(body[end : end + 1])


def _in_word(letter: str) -> bool:
    """Whether a letter is one of a word, as `\\w` has it; none at the end of a text."""
    return letter.isalnum() or letter == "_"


def _before(body: str) -> str:
    """Return the end of what stands before, from a word's beginning."""
    if len(body) <= _AROUND:
        return body
    kept = body[-_AROUND:].partition(" ")[2]
    return f"… {kept if kept.strip() else body[-_AROUND:]}"


def _after(body: str) -> str:
    """Return the beginning of what comes after, to a word's end."""
    if len(body) <= _AROUND:
        return body
    kept = body[:_AROUND].rpartition(" ")[0]
    return f"{kept if kept.strip() else body[:_AROUND]} …"
