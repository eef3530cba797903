"""Reads of requests for an explanation: for the reviewer, and for the person who is asked."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound

#: What the person who is asked sees, and nothing else of the row.
_TO_ME = (
    "q.id, q.unit_name, q.entry_at, q.action, q.outcome, q.case_number, q.resident_name, "
    "q.residents, q.text, q.asked_at, q.answer_by, q.answer, q.answered_at, q.withdrawn_at"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the person sees it who is asked: what she did, and not why it was noticed."""

    id: UUID
    unit_name: str
    entry_at: datetime
    action: str
    outcome: str
    case_number: str
    resident_name: str
    residents: int
    text: str
    asked_at: datetime
    answer_by: date
    answer: str
    answered_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether an answer is waited for."""
        return self.answered_at is None and self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Question:
    """A question as reviewers see it, beside the item."""

    id: UUID
    item_id: UUID
    review_id: UUID
    place: int
    to_name: str
    text: str
    asked_at: datetime
    asked_by_name: str
    answer_by: date
    answer: str
    answered_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether an answer is waited for."""
        return self.answered_at is None and self.withdrawn_at is None


_COLUMNS = (
    "q.id, q.item_id, q.review_id, i.place, q.to_name, q.text, q.asked_at, q.asked_by_name, "
    "q.answer_by, q.answer, q.answered_at, q.withdrawn_at"
)


def to_me(person_id: UUID | None) -> list[Asked]:
    """Return the questions to a person, those that wait first, then the latest, at most 50."""
    rows = db.fetch_all(
        f"select {_TO_ME} from review_question q where q.to_id = %s "
        "order by (q.answered_at is null and q.withdrawn_at is null) desc, q.asked_at desc, q.id "
        "limit 50",
        [person_id],
    )
    return [Asked(*row) for row in rows]


def one_to_me(person_id: UUID | None, question_id: UUID, *, hold: bool = False) -> Asked:
    """Return one question to a person; with `hold` it is locked. Raises `NotFound`."""
    row = db.fetch_one(
        f"select {_TO_ME} from review_question q where q.to_id = %s and q.id = %s"
        + (" for update" if hold else ""),
        [person_id, question_id],
    )
    if row is None:
        raise NotFound("question")
    return Asked(*row)


def of_item(item_id: UUID) -> list[Question]:
    """Return the questions about an item, oldest first."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from review_question q join review_item i on i.id = q.item_id "
        "where q.item_id = %s order by q.asked_at, q.id",
        [item_id],
    )
    return [Question(*row) for row in rows]


def of_unit(unit_id: UUID) -> list[Question]:
    """Return the questions of the unit's open reviews that wait or have just been answered."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from review_question q join review_item i on i.id = q.item_id "
        "join review r on r.id = q.review_id where q.unit_id = %s and r.closed_at is null "
        "and i.mark = 'ask' order by q.answered_at is null, q.asked_at, q.id limit 50",
        [unit_id],
    )
    return [Question(*row) for row in rows]


def of_review(review_id: UUID) -> list[Question]:
    """Return every question of a review, oldest first, within the scope that is set."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from review_question q join review_item i on i.id = q.item_id "
        "where q.review_id = %s order by q.asked_at, q.id",
        [review_id],
    )
    return [Question(*row) for row in rows]
