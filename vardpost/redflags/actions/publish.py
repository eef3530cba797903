"""Publishing versions of the lists: what ships with the product, a file of the operator's.

`publish` is the part that the room's other verbs borrow: they have asked, and leave the row.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.redflags.lists import Definition, Level, canonical, content_hash, read_list
from vardpost.redflags.national import national_list
from vardpost.redflags.queries import newest
from vardpost.redflags.queries.drafts import was_published
from vardpost.units.actions.settings import unit_of

#: Two upgrades at once must not both make version 2.
LOCK = 7_302_002


@dataclass(frozen=True, slots=True)
class Published:
    """A version that has been written, and the one that stood before it, `{}` where none did."""

    number: int
    old: dict[str, Any]
    new: dict[str, Any]


def publish(
    definition: Definition,
    *,
    level: Level = "national",
    region_id: str | None = None,
    unit_id: UUID | None = None,
    by: str = "",
) -> Published | None:
    """Write the next version of a list unless the newest says the same; return what it is.

    The caller holds a lock on the list, has checked the definition and who may, and tells of it.
    """
    text = canonical(definition)
    last = db.fetch_one(
        "select version, content_hash from red_flag_list where level = %s "
        "and region_id is not distinct from %s and unit_id is not distinct from %s "
        "order by version desc limit 1",
        [level, region_id, unit_id],
    )
    if last is not None and last[1] == content_hash(text):
        return None
    version = int(last[0]) + 1 if last else 1
    db.execute(
        "insert into red_flag_list (id, level, region_id, unit_id, version, owner_name, "
        "owner_title, valid_from, definition, content_hash, published_at, published_by) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(new_id(), level, region_id, unit_id, version),
            *(definition.owner.name, definition.owner.title),
            date.fromisoformat(definition.valid_from),
            *(db.json(json.loads(text)), content_hash(text), clock.now(), by),
        ],
    )
    old = {"version": int(last[0]), "hash": last[1]} if last else {}
    return Published(version, old, {"version": version, "hash": content_hash(text)})


def publish_file(
    *, actor: Actor, source: str | bytes, region_id: str | None = None, unit_id: UUID | None = None
) -> int | None:
    """Publish the list in a file, for the operator; return its version, None: nothing is new.

    Raises `ListError` for what is no list, `Denied` for anybody but the system.
    """
    require(actor, Permission.RED_FLAGS_IMPORT, Thing(region_id, unit_id))
    definition = read_list(source)
    level: Level = "unit" if unit_id else "region" if region_id else "national"
    db.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    made = publish(definition, level=level, region_id=region_id, unit_id=unit_id)
    return _told(actor, made, level, region_id, unit_id)


def publish_national(*, actor: Actor) -> list[str]:
    """Publish the list that ships with the product, where it has changed: one line each.

    Once the national office has published a version of its own, it decides about the product's
    too: an upgrade never undoes what people have decided (ADR 0016).

    Raises `Denied` for anybody but the system.
    """
    require(actor, Permission.RED_FLAGS_IMPORT)
    db.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    standing = newest("national", None, None)
    if standing is not None and standing.published_by:
        if was_published(national_list()):
            return []
        return ["larmord: produktens lista har ändrats; det nationella kontoret avgör (/n/larmord)"]
    version = _told(actor, publish(national_list()), "national", None, None)
    return [f"larmord: nationell lista version {version}"] if version else []


def _told(
    actor: Actor,
    made: Published | None,
    level: Level,
    region_id: str | None,
    unit_id: UUID | None,
) -> int | None:
    """Leave the ledger's row of a new version, with both versions and the hashes of both lists."""
    if made is None:
        return None
    entry = Entry(
        event=AuditEvent.RED_FLAGS_PUBLISHED,
        object_type="red_flag_list",
        object_id=unit_id or region_id or level,
        purpose="administration",
        unit=unit_of(unit_id) if unit_id else None,
        region_id=region_id or "",
        detail={"level": level, "old": made.old, "new": made.new},
    )
    record(actor, entry)
    return made.number
