"""A form that wants more of the responder: a checklist, and the case journalled."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from tests.cases.world import World
from tests.database import as_owner
from vardpost.casetypes.fields import CheckPoint, Text
from vardpost.casetypes.queries import offer, version
from vardpost.casetypes.reading import plain
from vardpost.kernel import db
from vardpost.kernel.ids import new_id

POINTS = (
    CheckPoint("medicines", Text("Läkemedelslistan är läst", "The list of medicines is read")),
    CheckPoint("booked", Text("Tid är bokad", "A time is booked")),
)


def demanding(place: World, *, journal: bool = True, points: Any = POINTS) -> UUID:
    """Return a version of *Skicka meddelande* with a checklist and the journal mark demanded.

    It is older than the one in force, so that no case but the test's own is of it.
    """
    offered = offer(place.unit.id, "send_message")
    form = version(offered.version_id).definition
    made, key = replace(form, checklist=points, journal_mark=journal), new_id()
    with as_owner():
        db.execute(
            "insert into case_type_version (id, case_type_id, version, definition, content_hash, "
            "published_at, shipped) select %s, o.case_type_id, (select max(n.version) + 1 "
            "from case_type_version n where n.case_type_id = o.case_type_id), %s, %s, "
            "o.published_at - interval '1 hour', false from case_type_version o where o.id = %s",
            [key, json.dumps(plain(made)), key.hex, offered.version_id],
        )
    return key
