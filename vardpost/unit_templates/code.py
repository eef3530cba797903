"""The code of a region's own template: what a unit names, never changed. Pure."""

import re
import unicodedata

_STRAY = re.compile(r"[^a-z0-9]+")
_LONGEST = 30


def code_for(region_id: str, name: str, tail: str) -> str:
    """Return a code made of a name: `r_14_narvard_3f2a`; the nation's begins with `n_`.

    `tail` keeps two of the same name apart.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = _STRAY.sub("_", plain).strip("_")[:_LONGEST].strip("_") or "mall"
    return f"{f'r_{region_id}' if region_id else 'n'}_{words}_{tail}"[:40]
