"""Words that offices propose to change in a unit's terms, and what units have answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vardpost.casetypes.word_change import WordChange
from vardpost.kernel import db
from vardpost.units.queries import SWEDISH_ORDER

#: Answers that one page shows.
MOST = 3000


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal that waits for the unit; `office` is the region's name, empty for the nation."""

    id: UUID
    case_type_id: UUID
    office: str
    by_name: str
    at: datetime
    words: WordChange


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a proposal at one unit."""

    hsa_id: str
    unit: str
    title: str
    state: str
    at: datetime | None
    by_name: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many units' texts were asked about in one change, and what came of it."""

    asked: int
    waiting: int
    taken: int
    declined: int


NONE = Count(0, 0, 0, 0)


def words_proposed(unit_id: UUID) -> list[Proposed]:
    """Return the proposals that wait for a unit's answer, the oldest first; one statement."""
    rows = db.fetch_all(
        "select p.id, p.case_type_id, coalesce(r.name, ''), p.by_name, p.at, p.find, p.put, "
        "p.whole from terms_proposal p left join region r on r.code = p.by_region_id "
        "where p.unit_id = %s and p.state = 'waiting' order by p.at, p.id",
        [unit_id],
    )
    return [Proposed(*(*row[:5], WordChange(*row[5:]))) for row in rows]


def answers_to(change_id: UUID) -> list[Answer]:
    """Return what units have answered to an office's change, those who wait first."""
    rows = db.fetch_all(
        "select c.hsa_id, c.name, coalesce((select v.definition->'title'->>'sv' "
        "from case_type_version v where v.case_type_id = t.id and v.unit_id is null "
        "order by v.version desc limit 1), t.key), p.state, p.settled_at, p.settled_by_name "
        "from terms_proposal p join care_unit c on c.id = p.unit_id "
        "join case_type t on t.id = p.case_type_id where p.change_id = %s "
        f"order by p.state <> 'waiting', {SWEDISH_ORDER.format('c.name')}, c.id, t.position, t.id "
        "limit %s",
        [change_id, MOST],
    )
    return [Answer(*row) for row in rows]


def counted(change_ids: Sequence[UUID]) -> dict[UUID, Count]:
    """Return how far units have answered offices' changes, by change; one statement."""
    rows = db.fetch_all(
        "select p.change_id, count(*)::int, count(*) filter (where p.state = 'waiting')::int, "
        "count(*) filter (where p.state = 'taken')::int, "
        "count(*) filter (where p.state = 'declined')::int from terms_proposal p "
        "where p.change_id = any(%s) group by 1",
        [list(change_ids)],
    )
    return {row[0]: Count(*row[1:]) for row in rows}


def units_asked(change_id: UUID, region_id: str | None) -> list[UUID]:
    """Return the units of a region that have not answered a change; one statement."""
    rows = db.fetch_all(
        "select distinct p.unit_id from terms_proposal p join care_unit c on c.id = p.unit_id "
        "where p.change_id = %s and p.state = 'waiting' and c.region_id = %s",
        [change_id, region_id],
    )
    return [row[0] for row in rows]
