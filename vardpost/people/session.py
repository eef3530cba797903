"""The one statement that checks the session and sets the scope of the transaction (ADR 0003)."""

import hashlib
import json
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, ResidentRef, UnitRef
from vardpost.people.shown import shown_to_residents
from vardpost.useterms.waiting import COLUMN, WAITS

#: With it comes what is told of the service to whoever it is (`vardpost/operating`), the colour of
#: the region where staff work, and which terms of use wait for the person (`vardpost/useterms`).
_WITH_NOTICES = (
    "select s.answer::text, operating_now(s.answer->>'kind', s.answer->>'region')::text, "
    "(select g.accent from region_setting g where g.region_id = s.answer->>'region'), "
    "{waits} from (select {door}(%s, %s, %s, %s, %s) as answer offset 0) s"
)
OPEN = _WITH_NOTICES.format(door="session_open", waits=COLUMN)
#: Under which name an actor's facts hold those notices, as `operating_now` gives them.
NOTICES = "operating_notices"
#: And that colour.
ACCENT = "accent"
#: The same for what a page fetches by itself: an open page must not keep a session alive.
_QUIETLY = (
    "select s.answer::text, null, null, {waits} "
    "from (select session_look(%s, %s, %s, %s, %s) as answer offset 0) s"
)
LOOK = _QUIETLY.format(waits=COLUMN)


def token_hash(token: str) -> bytes:
    """Return what is stored of a session's secret."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def open_scope(
    token: str, unit_slug: str, *, request_id: str, address: str, quietly: bool = False
) -> Actor | None:
    """Check the session, set row security's scope for this transaction, and return the actor.

    `unit_slug` names the unit whose page is asked for; empty where there is none. `quietly` leaves
    the time of the last visit as it was. Returns None, and leaves the scope empty, when the session
    has ended, idled out or never was.
    """
    row = db.fetch_one(
        LOOK if quietly else OPEN,
        [
            token_hash(token),
            unit_slug,
            clock.now(),
            settings.SESSION_IDLE_MINUTES,
            settings.SESSION_ABSOLUTE_HOURS,
        ],
    )
    if row is None or row[0] is None:
        return None
    actor = actor_of(row[0], request_id=request_id, address=address)
    actor.facts[NOTICES] = row[1]
    actor.facts[ACCENT] = row[2]
    actor.facts[WAITS] = row[3]
    return actor


def actor_of(text: str, *, request_id: str, address: str) -> Actor:
    """Return the actor that the session function describes."""
    facts: dict[str, Any] = json.loads(text)
    person = UUID(facts["person"])
    if facts["kind"] == "resident":
        residents = (
            ResidentRef(person, facts["name"], date.fromisoformat(facts["birth"]), "self"),
            *(
                ResidentRef(UUID(child), name, date.fromisoformat(birth), "guardian", until)
                for child, name, birth, until in facts["children"]
            ),
        )
        return Actor(
            kind="resident",
            person_id=person,
            name=facts["name"],
            session_id=UUID(facts["session"]),
            residents=residents,
            kin=frozenset(one.id for one in residents),
            request_id=request_id,
            address=address,
        )
    unit = facts["unit"]
    shown = shown_to_residents(
        name=facts["name"],
        title=facts["title"],
        unit_name=unit[2] if unit else "",
        show_as=facts["show_as"],
        signature=facts["signature"],
        protected=facts["protected"],
    )
    return Actor(
        kind="staff",
        person_id=person,
        name=facts["name"],
        title=facts["title"],
        shown_name=shown.name,
        shown_title=shown.title,
        signature=shown.signature,
        hsa_id=facts["hsa_id"],
        session_id=UUID(facts["session"]),
        unit=UnitRef(UUID(unit[0]), unit[1], unit[2], unit[3], unit[4]) if unit else None,
        roles=frozenset(facts["roles"]),
        region_id=facts["region"],
        kin=frozenset(UUID(one) for one in facts["kin"]),
        units=tuple((slug, name) for slug, name in facts["units"]),
        request_id=request_id,
        address=address,
    )
