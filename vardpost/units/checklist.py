"""What a unit needs before it can go live, and afterwards: rooms register what they look after.

Each point is one boolean subselect, so that the whole list is one statement however long it grows
(domain 5, *settings page checklist*).
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One point. `sql` is true when it is as it should be; `u` is the unit there.

    `title` says what is asked for and `missing` what is wrong otherwise, Swedish, marked for
    translation with `gettext_noop`; `place` is the page under `/m/<unit>/admin/` to mend it on.
    """

    key: str
    title: str
    missing: str
    place: str
    sql: str
    #: False for what is only urged: a live unit works without it.
    needed: bool = True
    #: Where it stands in the list.
    order: int = 50


_POINTS: dict[str, Point] = {}


def register(*points: Point) -> None:
    """Make points known; called once, when the room's app is ready."""
    _POINTS.update({point.key: point for point in points})


def points() -> list[Point]:
    """Return every point in the list's order."""
    return sorted(_POINTS.values(), key=lambda point: (point.order, point.key))


def lacking(states: Iterable[tuple[Point, bool]]) -> list[Point]:
    """Return the points that are not as they should be."""
    return [point for point, done in states if not done]
