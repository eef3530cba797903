"""What the review of logs has found of an incident (`audit/incident.py`)."""

from collections.abc import Iterator
from typing import Any

from vardpost.audit.incident import Incident
from vardpost.audit.statements import moment
from vardpost.audit.stored import Connection

_SIGNALS = """
select s.id, s.entry_id, s.entry_at, s.unit_id, s.person_id, s.rule, s.rule_name, s.residents,
       s.found_at, s.review_id
  from review_signal s join audit_entry e on e.id = s.entry_id and e.at = s.entry_at
 where s.entry_at >= %(since)s and s.entry_at < %(until)s and {where} and {span}
 order by s.entry_at, s.id
"""


def signals(connection: Connection, incident: Incident) -> Iterator[dict[str, Any]]:
    """Yield the signals about its entries: which rule, about whose act, in which review."""
    for row in connection.execute(incident.statement(_SIGNALS), incident.values):
        key, entry, at, unit, person, rule, name, residents, found, review = row
        yield {
            "id": str(key),
            "entry_id": str(entry),
            "entry_at": moment(at),
            "unit_id": str(unit),
            "person_id": str(person) if person else None,
            "rule": rule,
            "rule_name": name,
            "residents": residents,
            "found_at": moment(found),
            "review_id": str(review) if review else None,
        }
