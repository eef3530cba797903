"""Reads of saved views: row security shows those of the person who asks."""

from dataclasses import dataclass
from uuid import UUID

from vardpost.kernel import db


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: its name, and what it asks for as an address says it."""

    id: UUID
    name: str
    query: str


def saved(person_id: UUID | None, region_id: str) -> list[View]:
    """Return a person's saved views in a region, by name."""
    rows = db.fetch_all(
        "select id, name, query from overview_view where person_id = %s and region_id = %s "
        "order by lower(name), id",
        [person_id, region_id],
    )
    return [View(*row) for row in rows]
