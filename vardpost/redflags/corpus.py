"""How well the national list does on sentences whose answer is known. Pure.

Every other sentence was kept aside while the list was written: the figures of that half say more
about sentences nobody has seen. All are invented, by one hand; what residents write is for the
owner of the list to follow up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from vardpost.redflags.lists import RedFlagList
from vardpost.redflags.match import Compiled, Matcher
from vardpost.redflags.national import national_list

FILE = Path(__file__).with_name("definitions") / "corpus.txt"
KINDS = ("sign", "denied", "harmless", "other", "past")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: what kind it is, and the keys that are right (none: to be left alone)."""

    kind: str
    lang: str
    keys: frozenset[str]
    text: str
    #: Kept aside while the list was written.
    aside: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the list made of a sentence; `found` are the keys of its hits."""

    sentence: Sentence
    found: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the sign was found, or a sentence without any was left alone."""
        if self.sentence.keys:
            return bool(self.sentence.keys & {*self.found})
        return not self.found


@dataclass(frozen=True, slots=True)
class Figures:
    """Of how many sentences how many came out right."""

    of: int
    right: int

    @property
    def share(self) -> float:
        """The share that came out right; 1 of nothing."""
        return self.right / self.of if self.of else 1.0


def sentences(file: Path = FILE) -> list[Sentence]:
    """Return the corpus. Raises `ValueError` for a line that is none."""
    lines = [
        line
        for line in file.read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    return [_sentence(line, number) for number, line in enumerate(lines)]


def _sentence(line: str, number: int) -> Sentence:
    kind, lang, keys, text = (part.strip() for part in line.split("|", 3))
    if kind not in KINDS or lang not in {"sv", "en"} or (keys == "-") == (kind == "sign"):
        raise ValueError(f"no sentence of the corpus: {line!r}")
    right = frozenset() if keys == "-" else frozenset(keys.split("/"))
    return Sentence(kind, lang, right, text, aside=number % 2 == 1)


def judge(corpus: Iterable[Sentence], matcher: Matcher | None = None) -> list[Outcome]:
    """Return what the list, the national one unless another is given, makes of each sentence."""
    asked = matcher or Matcher([Compiled(RedFlagList(UUID(int=0), "national", 1, national_list()))])
    return [Outcome(one, tuple(hit.key for hit in asked.hits(one.text))) for one in corpus]


def figures(outcomes: Sequence[Outcome], *kinds: str, lang: str = "") -> Figures:
    """Return the figures of some kinds of sentence."""
    chosen = [
        one for one in outcomes if one.sentence.kind in kinds and lang in {"", one.sentence.lang}
    ]
    return Figures(len(chosen), sum(one.right for one in chosen))
