"""One row of the ledger: whole (`domain.md` 6.3), and without a word that anybody typed."""

import json
from datetime import timedelta
from typing import Any

from tests.crawl.asking import Said
from tests.crawl.place import CONTACT, NAMES, NUMBERS, WORDS, Place
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock

PURPOSES = {"care", "administration", "settings", "review", "insight", "sign_in", "none"}
OUTCOMES = {"ok", "refused"}
#: What stands in each row, whoever did what.
_FILLED = ("object_type", "actor_kind", "person_name", "address", "request_id", "session_id")


def faults(place: Place, row: dict[str, Any], said: Said, who: str) -> list[str]:
    """Return what the row lacks, and what it should not hold."""
    return [*_fields(place, row, said, who), *_words(row)]


def _fields(place: Place, row: dict[str, Any], said: Said, who: str) -> list[str]:
    found = []
    if row["action"] not in set(AuditEvent):
        found.append(f"{row['action']} is no event")
    if row["outcome"] not in OUTCOMES or row["purpose"] not in PURPOSES:
        found.append(f"outcome {row['outcome']}, purpose {row['purpose']}")
    if abs(row["at"] - clock.now()) > timedelta(minutes=5) or row["at"].utcoffset() != timedelta(0):
        found.append(f"at {row['at']}")
    found += [f"{row['action']} has no {name}" for name in _FILLED if not row[name]]
    if row["request_id"] != said.request_id:
        found.append("the row names another request")
    signs_in = row["action"] == AuditEvent.SIGNED_IN
    if who and not signs_in and row["person_id"] != place.world.people[who]:
        found.append("the row names another person")
    if len({bool(row[name]) for name in ("unit_id", "unit_name", "unit_hsa_id")}) > 1:
        found.append("a unit without its name, or a name without its unit")
    if row["outcome"] == "ok":
        found += _succeeded(row, said)
    return found


def _succeeded(row: dict[str, Any], said: Said) -> list[str]:
    found = []
    if not row["roles"]:
        found.append("no role")
    if said.at_unit and row["unit_id"] is None:
        found.append(f"{row['action']} at a unit names none")
    of_a_case = row["action"].startswith("cases:case:") and row["action"] != AuditEvent.CASE_LISTED
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
