"""A text in words, with where each stands and where sentences end. Pure, and linear in the text."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

#: Dropped: marks without width, which come along when text is pasted and split words unseen.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
#: Letters with an apostrophe inside (`can't`), or figures with a decimal sign (`38,5`).
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,]\d+)?")
_END = re.compile(r"[.!?;\n]")
_COMMA = re.compile(r"[,:()\u2013\u2014]| - ")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in small letters. `text` is what the spans point into."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    #: The number of the sentence that each word stands in.
    sentence: tuple[int, ...]
    #: Whether a comma, colon or bracket stands between the word before and this one.
    comma: tuple[bool, ...]

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.words)


def normalised(text: str) -> str:
    """Return the text composed (å is one letter), with one kind of apostrophe, nothing unseen."""
    composed = unicodedata.normalize("NFC", text).translate(_UNSEEN)
    return composed.replace("\u2019", "'").replace("\u00b4", "'").replace("`", "'")


def split(text: str) -> Words:
    """Return the words of a text; hyphens part words, accents stay as typed."""
    text = normalised(text)
    found = list(_WORD.finditer(text))
    sentence, number = [], 0
    comma = []
    spans = [one.span() for one in found]
    for (_, before), (after, _) in pairwise([(0, 0), *spans]):
        between = text[before:after]
        plain = not between or between == " "
        number += not plain and _END.search(between) is not None
        sentence.append(number)
        comma.append(not plain and _COMMA.search(between) is not None)
    return Words(
        text,
        tuple(one.group().lower() for one in found),
        tuple(spans),
        tuple(sentence),
        tuple(comma),
    )
