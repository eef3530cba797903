"""Pictures of forms, by the hash that is their name."""

from collections.abc import Collection
from dataclasses import dataclass

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Stored:
    """A picture as it is served."""

    hash: str
    content_type: str
    data: bytes


def picture(name: str) -> Stored:
    """Return a picture. Raises `NotFound`."""
    found = pictures([name])
    if not found:
        raise NotFound("picture")
    return found[0]


def pictures(names: Collection[str]) -> list[Stored]:
    """Return those of the pictures that are there, in the order of their names."""
    rows = db.fetch_all(
        "select hash, content_type, data from case_type_picture where hash = any(%s) order by hash",
        [list(names)],
    )
    return [Stored(row[0], row[1], bytes(row[2])) for row in rows]
