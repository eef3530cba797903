"""The part by which a verb tells the open pages that a case has moved (ui.md 10)."""

import json
from collections.abc import Sequence
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.actor import Actor

#: The one channel of the database that every stream process listens to.
CHANNEL = "vardpost"
#: A notification may hold 8 000 bytes; so many ids are far more than one change concerns.
_MOST_PEOPLE = 50


def tell(
    actor: Actor,
    *,
    what: str,
    unit_id: UUID,
    case_id: UUID,
    resident_id: UUID,
    assignees: Sequence[UUID] = (),
) -> None:
    """Tell of a change, in its own transaction: open pages hear of it when it is committed.

    Ids only; each stream decides anew who may hear it. `assignees` are those who answer the case
    now or did until this change. `actor` stands first as in every part; nobody is left out, since a
    person may have several pages open.
    """
    payload = {
        "what": what,
        "case": str(case_id),
        "unit": str(unit_id),
        "resident": str(resident_id),
        "people": [str(one) for one in dict.fromkeys(assignees)][:_MOST_PEOPLE],
    }
    db.fetch_one("select pg_notify(%s, %s)", [CHANNEL, json.dumps(payload, separators=(",", ":"))])
