"""Reads of residents' questions about their logs: for whoever asked, and for reviewers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.review.why import Asked
from vardpost.shell.waits import Waits

#: Questions on the page of one's own.
PAGE = 100
#: What whoever asked sees of the row.
MINE = (
    "q.id, q.resident_id, q.entry_id, q.entry_at, q.action, q.outcome, q.relation, "
    "q.case_number, q.unit_name, q.text, q.asked_at, q.answer_by, q.unmanned, q.answer, "
    "q.answered_at, q.read_at"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the unit's reviewers see it: not who in the family asked."""

    id: UUID
    review_id: UUID
    resident_id: UUID
    by_guardian: bool
    count: int
    entry_at: datetime
    last_at: datetime
    text: str
    asked_at: datetime
    answer_by: date
    answer: str
    answered_at: datetime | None
    answered_by_id: UUID | None
    answered_by_name: str
    version: int


_REVIEWERS = (
    "q.id, q.review_id, q.resident_id, q.asked_by_id <> q.resident_id, q.count, q.entry_at, "
    "q.last_at, q.text, q.asked_at, q.answer_by, q.answer, q.answered_at, q.answered_by_id, "
    "q.answered_by_name, q.version"
)


def mine(person_id: UUID | None, resident_id: UUID) -> list[Asked]:
    """Return what a person has asked about one log, the latest first, at most `PAGE`."""
    rows = db.fetch_all(
        f"select {MINE} from mirror_question q where q.asked_by_id = %s and q.resident_id = %s "
        "order by q.asked_at desc, q.id desc limit %s",
        [person_id, resident_id, PAGE],
    )
    return [Asked(*row) for row in rows]


def about(person_id: UUID | None, resident_id: UUID, entry_id: UUID) -> Asked | None:
    """Return what a person has asked about one row, if she has."""
    row = db.fetch_one(
        f"select {MINE} from mirror_question q where q.asked_by_id = %s and q.resident_id = %s "
        "and q.entry_id = %s",
        [person_id, resident_id, entry_id],
    )
    return Asked(*row) if row else None


def waiting(person_id: UUID | None) -> int:
    """Return how many questions of a person's wait for an answer, counted up to a hundred."""
    row = db.fetch_one(
        "select count(*) from (select 1 from mirror_question q where q.asked_by_id = %s "
        "and q.answered_at is null limit 100) x",
        [person_id],
    )
    return int(row[0]) if row else 0


def unread(person_id: UUID | None) -> list[tuple[UUID, int]]:
    """Return (whose log, how many) of answers that a person has not had before her."""
    rows = db.fetch_all(
        "select q.resident_id, count(*) from mirror_question q where q.asked_by_id = %s "
        "and q.answered_at is not null and q.read_at is null group by 1 order by 1",
        [person_id],
    )
    return [(row[0], row[1]) for row in rows]


def answers(actor: Actor) -> list[Waits]:
    """Return what the first page tells of answers that the actor has not read."""
    told = []
    for resident_id, number in unread(actor.person_id):
        whose = next((one for one in actor.residents if one.id == resident_id), None)
        if whose is None:
            continue
        own = whose.capacity == "self"
        words = ngettext(
            "Du har fått svar på en fråga om loggen",
            "Du har fått svar på {n} frågor om loggen",
            number,
        ).replace("{n}", str(number))
        if not own:
            words = _("{namn}: {vad}").format(namn=whose.name.split(" ")[0], vad=words)
        tail = "" if own else f"?vem={resident_id}"
        told.append(Waits(words, f"/mina/logg/fragor{tail}"))
    return told


def read_json(told: str | None) -> dict[UUID, Asked]:
    """Return questions by the entry they are about, of a JSON list of the columns `MINE`."""
    found = map(_from_json, json.loads(told or "[]"))
    return {one.entry_id: one for one in found}


def _from_json(one: list[Any]) -> Asked:
    key, resident, entry, at, *said, asked_at, by, unmanned, answer, answered, read = one
    moments = [datetime.fromisoformat(text) if text else None for text in (answered, read)]
    return Asked(
        *(UUID(key), UUID(resident), UUID(entry), datetime.fromisoformat(at), *said),
        *(datetime.fromisoformat(asked_at), date.fromisoformat(by), unmanned, answer, *moments),
    )


def of_review(review_id: UUID, *, hold: bool = False) -> Question:
    """Return the question that a review came of; with `hold` it is locked. Raises `NotFound`."""
    row = db.fetch_one(
        f"select {_REVIEWERS} from mirror_question q where q.review_id = %s"
        + (" for update" if hold else ""),
        [review_id],
    )
    if row is None:
        raise NotFound("question")
    return Question(*row)


def unanswered(reviews: Sequence[UUID]) -> set[UUID]:
    """Return those of the reviews whose resident waits for an answer."""
    rows = db.fetch_all(
        "select q.review_id from mirror_question q where q.review_id = any(%s) "
        "and q.answered_at is null",
        [list(reviews)],
    )
    return {row[0] for row in rows}


@dataclass(frozen=True, slots=True)
class Unmanned:
    """A unit where questions wait that nobody can answer: how many, and since when."""

    unit_id: UUID
    unit_name: str
    questions: int
    oldest: date


def unmanned(today: date) -> list[Unmanned]:
    """Return such units, of those that the actor administers: one's own, or the region's."""
    rows = db.fetch_all(
        "select unit_id, unit_name, questions, oldest from mirror_unmanned(%s)", [today]
    )
    return [Unmanned(*row) for row in rows]


def able(unit_id: UUID, person_id: UUID | None, resident_id: UUID, today: date) -> list[UUID]:
    """Return the reviewers of a unit who may answer; within the system's scope."""
    rows = db.fetch_all(
        "select one from mirror_reviewers(%s, %s, %s, %s) one",
        [unit_id, person_id, resident_id, today],
    )
    return [row[0] for row in rows]


def asker(question_id: UUID, today: date) -> UUID | None:
    """Return whom the answer is told to: nobody when the log is no longer hers to see."""
    row = db.fetch_one("select mirror_asker(%s, %s)", [question_id, today])
    return row[0] if row else None
