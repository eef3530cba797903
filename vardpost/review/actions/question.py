"""Asking the person who did it, inside the service; and her answer.

What she is asked reads the same whatever is behind it: a sample, a rule or a resident.
"""

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, WrongState
from vardpost.kernel.tenancy import Thing
from vardpost.notices.actions.queue import queue
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.review.actions.asked import PURPOSE, reviewer_at, told
from vardpost.review.queries import questions
from vardpost.review.queries.plan import plan_of
from vardpost.review.queries.questions import Asked
from vardpost.review.queries.reviews import item_at, review_of

LONGEST_QUESTION, LONGEST_ANSWER = 1000, 4000


def ask(
    *, actor: Actor, unit_id: UUID, review_id: UUID, place: int, question_id: UUID, text: str
) -> None:
    """Ask the person for an explanation. `question_id` is the form's own; `text` may be empty.

    Raises `BadInput` while an earlier question waits, `WrongState` when the review is closed,
    `NotFound` (also when the id is another question's) and `Denied`.
    """
    unit = reviewer_at(actor, unit_id)
    review = review_of(unit_id, review_id)
    if review.closed_at is not None:
        raise WrongState("the review is closed")
    item = item_at(review_id, place)
    if item.person_id is None:
        raise NotFound("nobody to ask")
    db.fetch_one("select 1 from review_item where id = %s for update", [item.id])
    earlier = questions.of_item(item.id)
    if any(one.id == question_id for one in earlier):
        return
    if any(one.waits for one in earlier):
        raise BadInput({"text": _("En fråga väntar redan på svar")})
    if len(text) > LONGEST_QUESTION:
        words = _("Korta texten med {n} tecken")
        raise BadInput({"text": words.replace("{n}", str(len(text) - LONGEST_QUESTION))})
    now = clock.now()
    answer_by = _day(now.astimezone(clock.STOCKHOLM).date(), plan_of(unit_id).answer_days)
    made = db.execute(
        "insert into review_question (id, region_id, unit_id, review_id, item_id, unit_name, "
        "to_id, to_name, entry_at, action, outcome, case_number, resident_name, residents, text, "
        "asked_at, asked_by_id, asked_by_name, answer_by) values "
        "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) "
        "on conflict (id) do nothing",
        [
            *(question_id, unit.region_id, unit.id, review_id, item.id, unit.name),
            *(item.person_id, item.person_name, item.entry_at, item.action, item.outcome),
            *(item.case_number, item.resident_name, item.residents, text),
            *(now, actor.person_id, actor.name, answer_by),
        ],
    )
    if not made:  # the id is of a question about something else
        raise NotFound("question")
    queue(
        actor,
        event_key=question_id,
        template="explain",
        region_id=unit.region_id,
        recipients=[item.person_id],
    )
    detail = {"review": str(review_id), "item": str(item.id), "to": str(item.person_id)}
    residents = (item.resident_id,) if item.resident_id else ()
    event = AuditEvent.REVIEW_ASKED
    record(actor, told(event, "review_question", question_id, residents=residents, detail=detail))


def list_my_questions(*, actor: Actor) -> list[Asked]:
    """Return the questions to the actor. Raises `Denied` for those who are no staff."""
    require(actor, Permission.REVIEW_ANSWER, Thing(resident_id=actor.person_id))
    found = questions.to_me(actor.person_id)
    record(
        actor,
        Entry(
            event=AuditEvent.REVIEW_QUESTIONS_LISTED,
            object_type="person",
            object_id=actor.person_id,
            purpose=PURPOSE,
            detail={"questions": len(found)},
        ),
    )
    return found


def read_my_question(*, actor: Actor, question_id: UUID) -> Asked:
    """Return one question to the actor. Raises `Denied` and `NotFound`."""
    require(actor, Permission.REVIEW_ANSWER, Thing(resident_id=actor.person_id))
    found = questions.one_to_me(actor.person_id, question_id)
    record(actor, _mine(AuditEvent.REVIEW_QUESTION_READ, question_id))
    return found


def answer(*, actor: Actor, question_id: UUID, text: str) -> None:
    """Answer a question to the actor, once and for all.

    Raises `BadInput`, `WrongState` when it has been answered otherwise or is waited for no longer,
    `Denied` and `NotFound`.
    """
    require(actor, Permission.REVIEW_ANSWER, Thing(resident_id=actor.person_id))
    found = questions.one_to_me(actor.person_id, question_id, hold=True)
    if found.answered_at is not None and found.answer == text:
        return
    if not found.waits:
        raise WrongState("no answer is waited for")
    if not text:
        raise BadInput({"text": _("Skriv ditt svar")})
    if len(text) > LONGEST_ANSWER:
        words = _("Korta texten med {n} tecken")
        raise BadInput({"text": words.replace("{n}", str(len(text) - LONGEST_ANSWER))})
    db.execute(
        "update review_question set answer = %s, answered_at = %s where id = %s",
        [text, clock.now(), question_id],
    )
    record(actor, _mine(AuditEvent.REVIEW_ANSWERED, question_id))


def _mine(event: AuditEvent, question_id: UUID) -> Entry:
    return Entry(event=event, object_type="review_question", object_id=question_id, purpose=PURPOSE)


def _day(today: date, days: int) -> date:
    return today + timedelta(days=days)
