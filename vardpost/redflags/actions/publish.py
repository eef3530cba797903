"""Writing a version of a list: parts, for the verbs of the room and the operator's commands."""

import json
from datetime import date
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.redflags.lists import Definition, Level, canonical, content_hash, read_list
from vardpost.redflags.national import national_list

#: Two upgrades at once must not both make version 2.
_LOCK = 7_302_002


def publish(
    definition: Definition,
    *,
    level: Level = "national",
    region_id: str | None = None,
    unit_id: UUID | None = None,
    by: str = "",
) -> int | None:
    """Write the next version of a list unless the newest says the same; return its number.

    The caller holds a lock on the list and has checked the definition and who may.
    """
    text = canonical(definition)
    newest = db.fetch_one(
        "select version, content_hash from red_flag_list where level = %s "
        "and region_id is not distinct from %s and unit_id is not distinct from %s "
        "order by version desc limit 1",
        [level, region_id, unit_id],
    )
    if newest is not None and newest[1] == content_hash(text):
        return None
    version = int(newest[0]) + 1 if newest else 1
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
    return version


def publish_file(
    source: str | bytes, *, region_id: str | None = None, unit_id: UUID | None = None
) -> int | None:
    """Publish the list in a file, for the operator. Raises `ListError`; None: nothing is new."""
    definition = read_list(source)
    level: Level = "unit" if unit_id else "region" if region_id else "national"
    db.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    return publish(definition, level=level, region_id=region_id, unit_id=unit_id)


def publish_national() -> list[str]:
    """Publish the list that ships with the product, where it has changed: one line each."""
    db.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    version = publish(national_list())
    return [f"larmord: nationell lista version {version}"] if version else []
