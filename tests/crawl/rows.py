"""One row of the ledger: whole (`domain.md` 6.3), and without a word that anybody typed."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.crawl.asking import Said
from tests.crawl.place import CONTACT, NAMES, NUMBERS, WORDS, Place
from vardpost.audit.events import AuditEvent as A
from vardpost.kernel import clock

PURPOSES = {"care", "administration", "settings", "review", "insight", "sign_in", "none"}
OUTCOMES = {"ok", "refused"}
#: Purposes of what changes how a unit works, or a person's own settings.
_SETTING = {"administration", "settings"}
#: Of those purposes, what only reads: nothing stood before, and nothing stands after.
READS: Mapping[A, str] = {
    A.APPROVED_RESIDENTS_LISTED: "a list",
    A.CASE_TYPE_EXPORTED: "a file of what is published",
    A.CASE_TYPE_GRANTS_LISTED: "a list",
    A.CHANGE_TRIED: "numbers of the last month",
    A.DATABASE_BACKED_UP: "a sealed copy of everything",
    A.DIRECTORY_COMPARED: "a file beside the directory",
    A.LOG_TAKEN_OUT: "entries of the ledger itself",
    A.OFFICE_CONTACTS_TAKEN: "a list as a file",
    A.OFFICE_MESSAGE_READ: "a page",
    A.OVERVIEW_EXPORTED: "a list as a file",
    A.OVERVIEW_LISTED: "a list",
    A.OVERVIEW_UNIT_READ: "a page",
    A.PAGE_READ: "a page",
    A.RESIDENT_LOOKED_UP: "a search",
    A.REVIEW_RULE_TRIED: "numbers of the last thirty days",
    A.ROUTING_TRIED: "numbers of the last thirty days",
    A.SETTINGS_HISTORY_READ: "a list",
    A.SETTINGS_READ: "a page",
    A.STAFF_LISTED: "a list",
    A.STAFF_READ: "a page",
    A.STATISTICS_COUNTED: "numbers of what is there, counted anew",
}
#: What stands in each row, whoever did what.
_FILLED = ("object_type", "actor_kind", "person_name", "address", "request_id", "session_id")


def faults(place: Place, row: dict[str, Any], said: Said, who: str) -> list[str]:
    """Return what the row lacks, and what it should not hold."""
    return [*_fields(place, row, said, who), *_words(row)]


def _fields(place: Place, row: dict[str, Any], said: Said, who: str) -> list[str]:
    found = []
    if row["action"] not in set(A):
        found.append(f"{row['action']} is no event")
    if row["outcome"] not in OUTCOMES or row["purpose"] not in PURPOSES:
        found.append(f"outcome {row['outcome']}, purpose {row['purpose']}")
    if abs(row["at"] - clock.now()) > timedelta(minutes=5) or row["at"].utcoffset() != timedelta(0):
        found.append(f"at {row['at']}")
    found += [f"{row['action']} has no {name}" for name in _FILLED if not row[name]]
    if row["request_id"] != said.request_id:
        found.append("the row names another request")
    signs_in = row["action"] == A.SIGNED_IN
    if who and not signs_in and row["person_id"] != place.world.people[who]:
        found.append("the row names another person")
    if row["person_id"]:
        name = place.names.get((row["actor_kind"], row["person_id"]))
        if row["person_name"] != name:
            found.append(f"the row calls {name} {row['person_name']}")
    if len({bool(row[name]) for name in ("unit_id", "unit_name", "unit_hsa_id")}) > 1:
        found.append("a unit without its name, or a name without its unit")
    if row["outcome"] == "ok":
        found += _succeeded(row, said)
        found += unvalued(row["action"], row["purpose"], json.loads(row["detail"]))
    return found


def unvalued(event: str, purpose: str, detail: Mapping[str, Any]) -> list[str]:
    """Return what the row of a change lacks of what stood before it and what stands after it."""
    if purpose not in _SETTING or event in READS:
        return []
    lacks = [name for name in ("old", "new") if name not in detail]
    if not lacks and not detail["old"] and not detail["new"]:
        lacks = ["old and new that say anything"]
    return [f"{event} lacks {' and '.join(lacks)}"] if lacks else []


def _succeeded(row: dict[str, Any], said: Said) -> list[str]:
    found = []
    if not row["roles"]:
        found.append("no role")
    if said.at_unit and row["unit_id"] is None:
        found.append(f"{row['action']} at a unit names none")
    of_a_case = row["action"].startswith("cases:case:") and row["action"] != A.CASE_LISTED
    if of_a_case and not (len(row["resident_ids"]) == 1 and row["relation"] and row["state"]):
        found.append(f"{row['action']} lacks resident, relation or state")
    return found


def _words(row: dict[str, Any]) -> list[str]:
    """Return the words of residents and colleagues that the row holds; names as they were may."""
    text = " ".join(str(row[name]) for name in row if name not in {"at", "person_name", "detail"})
    text += json.dumps(json.loads(row["detail"]), ensure_ascii=False)
    names = [name for given, family, _number in NAMES.values() for name in (given, family)]
    return [
        f"{row['action']} holds {word}"
        for word in (*WORDS, *CONTACT, *NUMBERS, *names)
        if word in text
    ]
