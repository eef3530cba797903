"""Reads of what is ticked off in a case."""

from uuid import UUID

from vardpost.cases.marks import COMES_BACK, JOURNAL, Mark
from vardpost.kernel import db

#: Whether a mark `m` stands. The journal mark tells of the answer that was being written: once the
#: resident has written again, or the case is opened again, it is history.
STANDS = (
    f"(m.done and not (m.key = '{JOURNAL}' and exists (select 1 from case_history x "
    "where x.case_id = m.case_id and x.at >= m.at and x.event in "
    f"({', '.join(repr(one) for one in COMES_BACK)}))))"
)


def mark_of(case_id: UUID, key: str) -> Mark:
    """Return one mark of a case that the caller has hold of."""
    row = db.fetch_one(
        f"select m.key, {STANDS}, m.turn, m.at, m.by_id, m.by_name from case_mark m "
        "where m.case_id = %s and m.key = %s",
        [case_id, key],
    )
    return Mark(*row) if row else Mark(key)
