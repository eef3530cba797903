"""The map of a region: every municipality has a place, north is up, names are apart."""

import csv
from pathlib import Path

import pytest

import vardpost.units
from vardpost.overview.map import EDGE_Y, LETTER, LINE, TALLEST, WIDTH, Drawing, drawing, seats
from vardpost.overview.queries.units import Tile

with (Path(vardpost.units.__file__).parent / "data/municipalities.csv").open() as _file:
    PLACES = list(csv.DictReader(_file))


def tiles(region: str, units: int = 3) -> list[Tile]:
    """Return a region's municipalities, each with a number of units."""
    rows = [row for row in PLACES if row["county_code"] == region]
    return [Tile(row["code"], row["name"], units + at % 5) for at, row in enumerate(rows)]


def drawn(region: str, chosen: str = "") -> Drawing:
    """Return the map of a region that has one."""
    found = drawing(tiles(region), chosen)
    assert found is not None
    return found


def test_every_municipality_has_a_place_in_the_country() -> None:
    codes = {row["code"] for row in PLACES}
    assert set(seats()) == codes
    assert all(
        55 < latitude < 68.5 and 11 < longitude < 24.2 for latitude, longitude in seats().values()
    )


@pytest.mark.parametrize("region", ["01", "12", "14", "25"])
def test_all_dots_lie_within_the_drawing_and_no_name_on_another(region: str) -> None:
    found = drawn(region)
    assert found.width == WIDTH
    assert found.height <= TALLEST + EDGE_Y
    boxes = []
    for dot in found.dots:
        assert dot.radius <= dot.x <= WIDTH - dot.radius
        assert dot.radius <= dot.y <= found.height - dot.radius
        if dot.named:
            half = len(dot.name) * LETTER / 2
            boxes.append(
                (dot.x - half, dot.y + dot.radius, dot.x + half, dot.y + dot.radius + LINE)
            )
    assert len(boxes) > 5
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart, (one, other)


def test_north_is_up_and_east_to_the_right() -> None:
    at = {dot.name: dot for dot in drawn("25").dots}
    assert at["Kiruna"].y < at["Luleå"].y
    assert at["Arjeplog"].x < at["Haparanda"].x


def test_the_chosen_one_is_named_however_small_and_more_units_are_larger() -> None:
    found = drawn("01", chosen="0184")
    (chosen,) = [dot for dot in found.dots if dot.chosen]
    assert (chosen.name, chosen.named) == ("Solna", True)
    by_units = sorted(found.dots, key=lambda dot: dot.units)
    assert by_units[0].radius < by_units[-1].radius


def test_one_municipality_is_no_map() -> None:
    assert drawing(tiles("09"), "") is None
    assert drawing([], "") is None
