"""Phrases: how a clinician writes what to look for, and how it is looked for. Pure.

A phrase is words in order. `ont|värk*` is one word of several kinds; `bröst*` and `*smärta` are
the beginning and the end of a word, so that inflections and compounds are found; `@pain` is a
group of the list; `word?` may be missing; `~3` lets up to three other words stand between.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vardpost.redflags.words import Words

#: Longest stretch of other words, most elements, most that may be missing.
MOST_BETWEEN, MOST_ELEMENTS, MOST_OPTIONAL = 9, 8, 3
#: A stem shorter than this would hit half the dictionary; of figures two are enough: `39*`.
SHORTEST_STEM, SHORTEST_FIGURES = 3, 2
_ALTERNATIVE = re.compile(r"(?:[^\W_]+(?:'[^\W_]+)?|\d+[.,]\d+)\*?\Z|\*[^\W\d_]+\Z|@[^\W\d_]+\Z")
#: How many letters stems and ends are looked up by.
_KEY = SHORTEST_FIGURES
_GAP = re.compile(r"~([1-9])\Z")

#: One step of a way through a phrase: which element, and how many other words may come before.
Step = tuple[int, int]


#: What can be wrong with a phrase; {word} is the part of it, {n} and {m} are bounds.
FAULTS: Mapping[str, str] = {
    "gap": "~1 till ~{n}, mellan två ord",
    "word": "”{word}” är inget ord",
    "group": "gruppen ”{word}” finns inte",
    "stem": "skriv minst {n} bokstäver vid *",
    "empty": "ett ord som måste finnas saknas",
    "long": "högst {n} ord, varav {m} som får saknas",
}


class PhraseError(ValueError):
    """What is written is no phrase. `code` is one of `FAULTS`, `facts` fill it in."""

    def __init__(self, phrase: str, code: str, **facts: object) -> None:
        """Keep what a page needs to say it in its own language."""
        self.phrase, self.code = phrase, code
        self.facts = {name: str(value) for name, value in facts.items()}
        super().__init__(f"”{phrase}”: {filled(FAULTS[code], self.facts)}")


def filled(words: str, facts: Mapping[str, str]) -> str:
    """Return the words with the facts in their places."""
    for name, value in facts.items():
        words = words.replace("{" + name + "}", value)
    return words


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: what may stand there, and how many other words may come before."""

    alternatives: tuple[str, ...]
    before: int = 0
    optional: bool = False


def read_phrase(text: str, groups: Mapping[str, Sequence[str]]) -> tuple[Element, ...]:
    """Return the elements of a phrase, its groups written out. Raises `PhraseError`."""
    elements: list[Element] = []
    between = 0
    for part in text.split():
        gap = _GAP.match(part)
        if gap:
            between = int(gap.group(1))
            if between > MOST_BETWEEN or not elements:
                raise PhraseError(text, "gap", n=MOST_BETWEEN)
            continue
        optional = part.endswith("?")
        written = _written_out(part.rstrip("?"), groups, text)
        elements.append(Element(written, between, optional))
        between = 0
    _check(elements, between, text)
    return tuple(elements)


def _written_out(part: str, groups: Mapping[str, Sequence[str]], text: str) -> tuple[str, ...]:
    found: list[str] = []
    for one in part.split("|"):
        if not _ALTERNATIVE.match(one) or one != one.lower():
            raise PhraseError(text, "word", word=one)
        if one.startswith("@"):
            if one[1:] not in groups:
                raise PhraseError(text, "group", word=one)
            found += _written_out("|".join(groups[one[1:]]), {}, text)
        elif "*" in one and len(one) - 1 < _shortest(one):
            raise PhraseError(text, "stem", n=SHORTEST_STEM)
        else:
            found.append(one)
    return tuple(sorted(set(found)))


def _shortest(stem: str) -> int:
    return SHORTEST_FIGURES if stem[0].isdigit() else SHORTEST_STEM


def _check(elements: list[Element], between: int, text: str) -> None:
    if not elements or between or all(one.optional for one in elements):
        raise PhraseError(text, "empty")
    if len(elements) > MOST_ELEMENTS or sum(one.optional for one in elements) > MOST_OPTIONAL:
        raise PhraseError(text, "long", n=MOST_ELEMENTS, m=MOST_OPTIONAL)


def ways(elements: Sequence[Element]) -> Iterator[tuple[Element, ...]]:
    """Yield the phrase with and without each element that may be missing."""
    if not elements:
        yield ()
        return
    first, rest = elements[0], elements[1:]
    for way in ways(rest):
        yield (first, *way)
        if first.optional and way:
            # What may stand between must not shrink when the word between is not there.
            after = Element(way[0].alternatives, max(way[0].before, first.before))
            yield (after, *way[1:])


@dataclass(slots=True)
class Node:
    """A place in the tree of all phrases: what may come next, and what has been found here."""

    after: dict[Step, "Node"] = field(default_factory=dict)
    found: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Index:
    """Every phrase of some lists as one tree, and which elements a word can be."""

    root: Node = field(default_factory=Node)
    _numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    _whole: dict[str, list[int]] = field(default_factory=dict)
    _begins: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    _ends: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def add(self, elements: Sequence[Element], number: int) -> None:
        """Let the phrase be found as `number`."""
        for way in ways(elements):
            node = self.root
            for position, element in enumerate(way):
                step = (self._element(element.alternatives), element.before if position else 0)
                node = node.after.setdefault(step, Node())
            node.found.append(number)

    def _element(self, alternatives: tuple[str, ...]) -> int:
        known = self._numbers.get(alternatives)
        if known is not None:
            return known
        number = self._numbers[alternatives] = len(self._numbers)
        for one in alternatives:
            if one.startswith("*"):
                self._ends.setdefault(one[-_KEY:], []).append((one[1:], number))
            elif one.endswith("*"):
                self._begins.setdefault(one[:_KEY], []).append((one[:-1], number))
            else:
                self._whole.setdefault(one, []).append(number)
        return number

    def kinds(self, words: Sequence[str]) -> list[frozenset[int]]:
        """Return, for each word, the elements that it can be."""
        known: dict[str, frozenset[int]] = {}
        result = []
        for word in words:
            kinds = known.get(word)
            if kinds is None:
                kinds = known[word] = self._kinds(word)
            result.append(kinds)
        return result

    def _kinds(self, word: str) -> frozenset[int]:
        found = list(self._whole.get(word, ()))
        for stem, number in self._begins.get(word[:_KEY], ()):
            if word.startswith(stem):
                found.append(number)
        for tail, number in self._ends.get(word[-_KEY:], ()):
            if word.endswith(tail):
                found.append(number)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that stands in the text: from the first word to the last, both counted."""

    number: int
    first: int
    last: int


def find(index: Index, words: Words, stops: Sequence[bool]) -> list[Found]:
    """Return where the phrases stand, each within one sentence.

    `stops` are words that no gap steps over (a negation, a *but*). The work a word causes is
    bounded by the phrases that begin with it and their gaps, so the whole is linear in the text.
    """
    kinds = index.kinds(words.words)
    found: dict[Found, None] = {}
    starts = {number for number, _ in index.root.after}
    for place, here in enumerate(kinds):
        for number in here & starts:
            node = index.root.after[number, 0]
            _walk(node, {place}, place, kinds, words.sentence, stops, found)
    return list(found)


def _walk(
    node: Node,
    places: set[int],
    first: int,
    kinds: Sequence[frozenset[int]],
    sentence: Sequence[int],
    stops: Sequence[bool],
    found: dict[Found, None],
) -> None:
    """Go on from every word that the phrase has come to, all at once."""
    for number in node.found:
        found[Found(number, first, min(places))] = None
    for (element, before), following in node.after.items():
        reached = set()
        for place in places:
            for at in range(place + 1, min(place + 2 + before, len(kinds))):
                if sentence[at] != sentence[first]:
                    break
                if element in kinds[at]:
                    reached.add(at)
                if stops[at]:
                    break
        if reached:
            _walk(following, reached, first, kinds, sentence, stops, found)
