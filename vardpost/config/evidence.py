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

_ALARMS = """
select a.id, a.unit_id, a.person_id, a.rule, a.residents, a.entries, a.first_at, a.last_at,
       a.opened_at, a.closed_at, a.closed_by_id, a.outcome, a.comment, a.review_id
  from review_alarm a
 where a.id in (
       select n.alarm_id
         from review_alarm_entry n join audit_entry e on e.id = n.entry_id and e.at = n.entry_at
        where n.entry_at >= %(since)s and n.entry_at < %(until)s and {where} and {span})
 order by a.opened_at, a.id
"""


def alarms(connection: Connection, incident: Incident) -> Iterator[dict[str, Any]]:
    """Yield the alarms that hold one of its entries: by which rule, of how much, how it ended."""
    for row in connection.execute(incident.statement(_ALARMS), incident.values):
        key, unit, person, rule, residents, entries, first, last, opened, closed = row[:10]
        by, outcome, comment, review = row[10:]
        yield {
            "id": str(key),
            "unit_id": str(unit),
            "person_id": str(person),
            "rule": rule,
            "residents": residents,
            "entries": entries,
            "first_at": moment(first),
            "last_at": moment(last),
            "opened_at": moment(opened),
            "closed_at": moment(closed) if closed else None,
            "closed_by_id": str(by) if by else None,
            "outcome": outcome,
            "comment": comment,
            "review_id": str(review) if review else None,
        }


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
