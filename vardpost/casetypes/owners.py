"""Who owns a case type, and what its key says of that. Pure Python.

The nation's keys are plain words, a region's begin with `r_` and a unit's own with `u_`: the two
can then never be mistaken for a national type, now or when the nation gets a new one.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

_LONGEST = 40
_STRAY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit in its region, a region, or, with neither, the nation."""

    region_id: str | None = None
    unit_id: UUID | None = None

    @property
    def prefix(self) -> str:
        """What the owner's keys begin with."""
        return "u_" if self.unit_id else "r_" if self.region_id else ""


def key_for(owner: Owner, wanted: str, taken: Collection[str] = ()) -> str:
    """Return a free key made of a title or another key: `Råd om sömn` is `u_rad_om_somn`."""
    plain = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode().lower()
    words = _STRAY.sub("_", plain).strip("_").removeprefix("r_").removeprefix("u_").strip("_")
    if not words or not words[0].isalpha():
        words = f"typ_{words}".strip("_")
    if not owner.prefix and words[:2] in ("r_", "u_"):
        words = f"typ_{words}"
    number = 1
    while True:
        ending = "" if number == 1 else f"_{number}"
        key = owner.prefix + words[: _LONGEST - len(owner.prefix) - len(ending)] + ending
        if key not in taken:
            return key
        number += 1
