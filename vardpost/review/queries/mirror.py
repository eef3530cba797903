"""What the resident's log needs beside the ledger: names and units' decisions, and one case."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from vardpost.audit.days import Days, Line, gathered
from vardpost.kernel import db
from vardpost.review.mirror import ANSWER_DAYS, CHOSEN, Known, LogCase
from vardpost.review.queries import why

_CASE = "c.id, c.resident_id, c.unit_id, c.unit_name, c.number, c.type_sv, c.type_en"


def known(lines: Sequence[Line], asker: UUID | None, resident_id: UUID) -> Known:
    """Return what decides how the people of some lines are named, which cases they are about, and
    what `asker` has asked about them.

    One statement.
    """
    cases = sorted({line.object_id for line in lines if line.object_id})
    people = sorted({line.person_id for line in lines if line.person_id is not None})
    units = sorted({line.unit_id for line in lines if line.unit_id is not None})
    row = db.fetch_one(
        "select (select json_agg(json_build_array(n.person_id, n.hidden, n.show_as)) "
        "from mirror_names(%s) n)::text, "
        "(select json_object_agg(m.unit_id, m.names) from mirror_policy m "
        "where m.unit_id = any(%s))::text, "
        f"(select json_agg(json_build_array({_CASE})) from mirror_cases(%s::uuid[]) c)::text, "
        f"(select json_agg(json_build_array({why.MINE})) from mirror_question q "
        "where q.asked_by_id = %s and q.resident_id = %s and q.entry_id = any(%s))::text",
        [people, units, cases, asker, resident_id, [line.first_id for line in lines]],
    )
    told, names, about, asked = row if row is not None else (None,) * 4
    return Known(
        {UUID(one): (hidden, show_as) for one, hidden, show_as in json.loads(told or "[]")},
        {UUID(unit): how for unit, how in json.loads(names or "{}").items()},
        {one.id: one for one in map(_case, json.loads(about or "[]"))},
        why.read_json(asked),
    )


def _case(one: list[Any]) -> LogCase:
    return LogCase(UUID(one[0]), UUID(one[1]), UUID(one[2]), *one[3:])


#: The case, and its days beside it: one statement, and row security decides whether there is one.
_CASE_DAYS = (
    f"select {_CASE}, d::text "
    "from mirror_cases(array[%s::uuid]) c left join lateral audit_days("
    "array[c.resident_id], c.sent_on, %s, %s, c.id::text, c.unit_id, %s) d on true"
)


def case_days(
    case_id: UUID, *, before: date, lines: int, without: UUID | None = None
) -> tuple[LogCase, Days] | None:
    """Return a case and whole days of its log: acts in it, and lists of its unit that showed her.

    `without` leaves out a person's own acts. None for a case outside the scope.
    """
    rows = db.fetch_all(_CASE_DAYS, [case_id, before, lines, without])
    if not rows:
        return None
    told = [row[7] for row in rows if row[7] is not None]
    return LogCase(*rows[0][:7]), gathered(told, lines)


def unit_policy(unit_id: UUID) -> tuple[str, int]:
    """Return how a unit's staff are named, and within how many days it answers questions."""
    row = db.fetch_one("select names, answer_days from mirror_policy where unit_id = %s", [unit_id])
    return (row[0], row[1]) if row else (CHOSEN, ANSWER_DAYS)
