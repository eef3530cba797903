"""The people one can be in the demo."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vardpost.kernel import db


@dataclass(frozen=True, slots=True)
class Persona:
    """Someone on the sign-in page of the demo; `roles` as `GET /demo/personas.json` tells them."""

    key: str
    person_id: UUID
    kind: str
    name: str
    title: str
    sentence_sv: str
    sentence_en: str
    roles: list[dict[str, Any]]


_PERSONAS = (
    "select d.key, d.person_id, d.kind, d.name, coalesce(a.title, ''), d.sentence_sv, "
    "d.sentence_en, d.roles::text "
    "from demo_persona d left join staff_account a on a.person_id = d.person_id "
)


def personas() -> list[Persona]:
    """Return everyone, in the order of the page: one statement."""
    return [_persona(row) for row in db.fetch_all(f"{_PERSONAS} order by d.place, d.key")]


def persona(key: str) -> Persona | None:
    """Return the one with this key."""
    if "\0" in key:  # no text of the database holds it
        return None
    row = db.fetch_one(f"{_PERSONAS} where d.key = %s", [key])
    return _persona(row) if row else None


def _persona(row: db.Row) -> Persona:
    return Persona(*(*row[:7], json.loads(row[7])))
