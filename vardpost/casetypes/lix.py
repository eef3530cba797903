"""LIX, the Swedish measure of how hard a text is to read (Björnsson 1968). Pure.

The mean number of words in a sentence plus the percentage of words longer than six letters. Each
heading and each point of a list is a sentence, with or without a full stop.
"""

import re

from vardpost.casetypes.placeholders import NAMES
from vardpost.casetypes.terms import parts

#: Above this a text asks more of its reader than a newspaper does.
HARD = 35

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_END = re.compile(r"[.!?:]+(?=\s|$)")
_BLANK = re.compile(r"\{\{\s*(?:" + "|".join(NAMES) + r")\s*\}\}")
_LONG = 6


def lix(body: str) -> int:
    """Return the LIX of a terms text, 0 for one without words; a placeholder is a short word."""
    words, sentences, long = 0, 0, 0
    for part in parts(_BLANK.sub("x", body)):
        found = _WORD.findall(part.text)
        if not found:
            continue
        words += len(found)
        long += sum(len(word) > _LONG for word in found)
        sentences += sum(bool(_WORD.search(one)) for one in _END.split(part.text))
    return round(words / sentences + 100 * long / words) if words else 0
