"""A signed-in browser of one person of `tests.cases.world`, and the ledger's last rows."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client

from tests.cases.world import World
from tests.database import as_owner
from vardpost.kernel import db

#: Every column of the ledger but its own id.
_COLUMNS = (
    "at, schema_version, action, outcome, purpose, actor_kind, person_id, person_name, roles, "
    "unit_id, unit_hsa_id, unit_name, region_id, resident_ids, acting_as, relation, object_type, "
    "object_id, state, session_id, address, request_id, detail"
)


def browser(world: World, who: str, *, csrf: bool = False) -> Client:
    """Return a browser in which the person is signed in."""
    world.as_(who)
    client = Client(enforce_csrf_checks=csrf, raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE] = world.tokens[who]
    return client


def ledger(last: int) -> list[dict[str, Any]]:
    """Return the newest rows, oldest of them first, whole."""
    with as_owner():
        found = db.fetch_all(
            f"select {_COLUMNS} from audit_entry order by at desc, id desc limit {last}"
        )
    names = _COLUMNS.split(", ")
    rows = [dict(zip(names, row, strict=True)) for row in reversed(found)]
    return [row | {"detail": json.loads(row["detail"])} for row in rows]


def written() -> int:
    """Return how many rows the ledger has."""
    with as_owner():
        row = db.fetch_one("select count(*) from audit_entry")
    return int(row[0]) if row else 0


def session_of(world: World, who: str) -> UUID:
    """Return the id of a person's newest session."""
    with as_owner():
        row = db.fetch_one(
            "select id from login_session where person_id = %s order by created_at desc, id desc",
            [world.people[who]],
        )
    assert row
    found: UUID = row[0]
    return found
