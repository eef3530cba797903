"""HSA-ids: the directory's identity of a unit or a staff member (domain 8). Pure."""

import re

#: The longest id that the directory gives.
LONGEST = 31
_SHAPE = re.compile(r"SE([0-9]{10})-[A-Z0-9]+\Z", re.IGNORECASE | re.ASCII)
#: Spaces and marks without width that come along when one pastes.
_STRAY = re.compile("[\\s\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


class BadHsaId(ValueError):
    """What was written is no HSA-id."""


def normalise(written: str) -> str:
    """Return the id as it is kept: trimmed, `SE` in capitals, the rest as written.

    The directory's own letters are kept, since people recognise them; compare with `same`.
    Raises `BadHsaId`.
    """
    text = _STRAY.sub("", written).translate(_DASHES)
    if not text.isascii() or len(text) > LONGEST or not _SHAPE.match(text):
        raise BadHsaId("SE, ten digits, a hyphen, then letters and digits")
    return "SE" + text[2:]


def same(one: str, other: str) -> bool:
    """Tell whether two ids are one: letters count alike, large or small."""
    return normalise(one).upper() == normalise(other).upper()


def has_registered_organisation(hsa_id: str) -> bool:
    """Tell whether the organisation number passes its check digit.

    Only ever a warning: test ids often break it, and the demo's do on purpose, so that no company
    is hit.
    """
    figures = [int(char) for char in normalise(hsa_id)[2:12]]
    total = 0
    for place, figure in enumerate(figures):
        doubled = figure * (2 - place % 2)
        total += doubled // 10 + doubled % 10
    return total % 10 == 0 and figures[2] >= 2
