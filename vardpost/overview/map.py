"""A region drawn as dots: each municipality where its main town lies, as large as its units.

The places of towns are those of GeoNames (CC BY 4.0), to a hundredth of a degree; where no town
has the municipality's name, that of its seat.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sqrt
from pathlib import Path

from vardpost.overview.queries.units import Tile

_SEATS = Path(__file__).parent / "data" / "seats.csv"

#: The drawing's width and greatest height, in its own units; a name's letters are 12 high.
WIDTH, TALLEST = 560, 620
#: Room for the largest dot and for half a name at the edges.
EDGE_X, EDGE_Y = 48, 22
#: Radius of the smallest and the largest dot.
SMALL, LARGE = 4.0, 11.0
#: How wide a letter of a name is, about, and how high a line.
LETTER, LINE = 6.4, 13.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One municipality on the drawing."""

    name: str
    units: int
    x: float
    y: float
    radius: float
    chosen: bool
    #: Whether its name stands below it: there is room, or it is the chosen one.
    named: bool

    @property
    def below(self) -> float:
        """Return where the line of its name stands."""
        return round(self.y + self.radius + LINE - 2, 1)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The dots of a region and how large the drawing is."""

    dots: Sequence[Dot]
    width: int
    height: int


@lru_cache(maxsize=1)
def seats() -> dict[str, tuple[float, float]]:
    """Return (latitude, longitude) in degrees by municipality."""
    with _SEATS.open(encoding="utf-8") as handle:
        return {
            row["code"]: (float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(handle)
        }


def drawing(tiles: Sequence[Tile], chosen: str) -> Drawing | None:
    """Return the map of these municipalities; None when there are fewer than two places."""
    known = [one for one in tiles if one.code in seats()]
    if len({seats()[one.code] for one in known}) < 2:
        return None
    placed, height = _placed(known)
    most = max(one.units for one in known) or 1
    radii = {one.code: round(SMALL + (LARGE - SMALL) * sqrt(one.units / most), 1) for one in known}
    # The chosen one's name stands before all others, then the largest have the choice.
    order = sorted(known, key=lambda one: (one.code != chosen, -one.units, one.name))
    named = _named(order, placed, radii, chosen)
    dots = [
        Dot(
            one.name, one.units, *placed[one.code], radii[one.code],
            one.code == chosen, one.code in named,
        )
        # Small ones are drawn on large ones, and the chosen one on all.
        for one in sorted(known, key=lambda one: (one.code == chosen, -one.units))
    ]  # fmt: skip
    return Drawing(dots, WIDTH, height)


def _placed(tiles: Sequence[Tile]) -> tuple[dict[str, tuple[float, float]], int]:
    """Return where each lies, degrees made equally long both ways, and how high that is."""
    at = {one.code: seats()[one.code] for one in tiles}
    narrow = cos(radians(sum(latitude for latitude, _ in at.values()) / len(at)))
    flat = {code: (longitude * narrow, -latitude) for code, (latitude, longitude) in at.items()}
    left, top = (min(one[axis] for one in flat.values()) for axis in (0, 1))
    wide = max(x for x, _ in flat.values()) - left
    high = max(y for _, y in flat.values()) - top
    scale = min(
        (WIDTH - 2 * EDGE_X) / wide if wide else float("inf"),
        (TALLEST - 2 * EDGE_Y - LINE) / high if high else float("inf"),
    )
    before = (WIDTH - wide * scale) / 2
    placed = {
        code: (round(before + (x - left) * scale, 1), round(EDGE_Y + (y - top) * scale, 1))
        for code, (x, y) in flat.items()
    }
    return placed, round(high * scale + 2 * EDGE_Y + LINE)


def _named(
    order: Sequence[Tile],
    placed: dict[str, tuple[float, float]],
    radii: dict[str, float],
    chosen: str,
) -> set[str]:
    """Return whose names stand below their dots: the chosen one's, and those on nothing else."""
    taken = [
        (x - radii[code], y - radii[code], x + radii[code], y + radii[code], code)
        for code, (x, y) in placed.items()
    ]
    named: set[str] = set()
    for one in order:
        x, y = placed[one.code]
        half, top = len(one.name) * LETTER / 2, y + radii[one.code]
        box = (x - half, top, x + half, top + LINE)
        free = not any(
            box[0] < right and left < box[2] and box[1] < low and high < box[3]
            for left, high, right, low, code in taken
            if code != one.code
        )
        if (free and box[0] >= 0 and box[2] <= WIDTH) or one.code == chosen:
            named.add(one.code)
            taken.append((*box, ""))
    return named
