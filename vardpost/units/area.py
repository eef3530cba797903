"""A catchment area in words: what an administrator sees before saving, and in the history. Pure.

Places are typed by name: `Hela landet`, a region or a municipality; the names are those of the
official lists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vardpost.units.values import AreaRow

OLDEST = 199
WHOLE_COUNTRY = "Hela landet"
_WHOLE = {"hela landet", "riket", "hela riket", "sverige", "the whole country", "sweden"}


@dataclass(frozen=True, slots=True)
class Places:
    """The names of regions and municipalities, by code."""

    regions: Mapping[str, str]
    municipalities: Mapping[str, str]

    def name(self, row: AreaRow) -> str:
        """Return the name of a row's place."""
        if row.municipality:
            return self.municipalities.get(row.municipality, row.municipality)
        return self.regions.get(row.region, row.region) if row.region else WHOLE_COUNTRY

    def find(self, text: str) -> tuple[str, str] | None:
        """Return (region, municipality) of a place as it was typed, or None."""
        wanted = " ".join(text.split()).casefold()
        if wanted in _WHOLE:
            return "", ""
        for code, name in self.municipalities.items():
            if wanted in {name.casefold(), f"{name.casefold()} kommun", code}:
                return code[:2], code
        for code, name in self.regions.items():
            plain = name.casefold()
            if wanted in {plain, plain.removeprefix("region "), code}:
                return code, ""
        return None

    def all_names(self) -> list[str]:
        """Return every name one can type, the largest first."""
        return [
            WHOLE_COUNTRY,
            *self.regions.values(),
            *sorted(self.municipalities.values(), key=_swedish),
        ]


def _swedish(name: str) -> str:
    return name.lower().translate(str.maketrans("åäöé", "{|}e"))


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of a region the rows reach: its municipalities, of how many."""

    region: str
    reached: int
    total: int


def reaches(rows: Sequence[AreaRow], places: Places) -> list[Reach]:
    """Return, for each region that some row names, how many of its municipalities are reached."""
    found = []
    for code in sorted({row.region for row in rows if row.region}):
        all_of = {one for one in places.municipalities if one.startswith(code)}
        whole = any(row.region == code and not row.municipality for row in rows)
        some = {row.municipality for row in rows if row.region == code and row.municipality}
        found.append(Reach(places.regions[code], len(all_of if whole else some), len(all_of)))
    return found


def whole_country(rows: Sequence[AreaRow]) -> bool:
    """Whether some row is for the whole country; only such rows fit protected identities."""
    return any(not row.region for row in rows)
