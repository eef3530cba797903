"""Some words of a text changed for others: where, and what it would say then. Pure.

Looked for as `queries.words_found` does: case and line breaks make no difference. What stands in
a placeholder is left alone.
"""

import re
from dataclasses import dataclass

_AROUND = 60
_BLANK = r"\{\{[^{}]*\}\}"


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
        return r"\s+".join(re.escape(part) for part in self.find.split())

    def apply(self, body: str) -> str:
        """Return the text with the words changed; the same text where it has none of them."""
        return self._pattern.sub(lambda match: match[0] if match["blank"] else self.put, body)

    def places(self, body: str) -> list[Place]:
        """Return where the text changes, in order."""
        found = []
        for match in self._pattern.finditer(body):
            if match["blank"]:
                continue
            start, end = match.span()
            before, after = _before(body[:start]), _after(body[end:])
            old = " ".join(match[0].split())
            found.append(Place(before.replace("\n", " "), old, self.put, after.replace("\n", " ")))
        return found

    @property
    def _pattern(self) -> re.Pattern[str]:
        words = rf"(?<!\w){self.loose}(?!\w)" if self.whole else self.loose
        return re.compile(rf"(?P<blank>{_BLANK})|{words}", re.IGNORECASE)


def _before(body: str) -> str:
    """Return the end of what stands before, from a word's beginning."""
    if len(body) <= _AROUND:
        return body
    _cut, gap, kept = body[-_AROUND:].partition(" ")
    return f"… {kept if gap else body[-_AROUND:]}"


def _after(body: str) -> str:
    """Return the beginning of what comes after, to a word's end."""
    if len(body) <= _AROUND:
        return body
    kept, gap, _cut = body[:_AROUND].rpartition(" ")
    return f"{kept if gap else body[:_AROUND]} …"
