"""What people type, made fit to keep: one rule for each sort of hostile or stray character.

Refused, and shown as � in the kept text so that the writer can see and remove it: NUL and other
control characters, lone surrogates, non-characters (PostgreSQL or HTML cannot hold them), and the
marks that turn the direction of text (U+202A-E, U+2066-9), which can make a staff member read
another text than was written.

Dropped without a word, since they have no width, come along when one pastes, and nobody could act
on a message about them: zero-width space, soft hyphen, byte order mark, the weak direction marks
(U+200E, U+200F, U+061C). In numbers, dates and telephone numbers the turning marks are dropped
too: address books put them around numbers. Joiners (U+200C, U+200D) stay: Persian and emoji need
them.

HTML and formulas are text like any other and are kept; pages escape, exports quote.
"""

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_TURNING = "\u202a-\u202e\u2066-\u2069"
_REFUSED = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{_TURNING}]"
)
_TURNING_MARKS = re.compile(f"[{_TURNING}]")
_WITHOUT_WIDTH = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060-\u2064\ufeff]")
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
_SPACE = re.compile(r"\s+")


def kept(text: str, *, figures: bool = False) -> str:
    """Return the text as it is kept for the writer: everything, what is refused shown as �."""
    if figures:
        text = _TURNING_MARKS.sub("", text)
    return _REFUSED.sub(REPLACEMENT, text)


def without_marks(text: str) -> str:
    """Return the text without the marks that have no width: nobody sees them or takes them away."""
    return _WITHOUT_WIDTH.sub("", text)


def one_line(text: str) -> str:
    """Return the text on one line, without stray spaces and marks."""
    plain = unicodedata.normalize("NFC", without_marks(text))
    return _SPACE.sub(" ", plain).strip()


def lines(text: str) -> str:
    """Return a longer text with plain line ends, its own lines and indents kept."""
    plain = unicodedata.normalize("NFC", without_marks(_LINE_END.sub("\n", text)))
    ended = "\n".join(line.rstrip() for line in plain.split("\n"))
    return ended.strip()


def has_refused(text: str) -> bool:
    """Tell whether a kept text holds a character that was refused."""
    return REPLACEMENT in text


def has_other_digits(text: str) -> bool:
    """Tell whether there are digits of another script than 0-9."""
    return any(char.isdigit() and not char.isascii() for char in text)
