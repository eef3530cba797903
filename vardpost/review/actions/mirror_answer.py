"""The unit's answer to a resident who asked why somebody had looked: once, in plain words."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Earlier, Moved, WrongState
from vardpost.notices.actions.queue import queue
from vardpost.policy.permissions import Permission
from vardpost.review.actions.asked import reviewer_at, told
from vardpost.review.queries import why
from vardpost.review.queries.reviews import review_of
from vardpost.review.queries.why import Question
from vardpost.review.why import LONGEST_ANSWER


def mirror_answer(*, actor: Actor, unit_id: UUID, review_id: UUID, version: int, text: str) -> None:
    """Answer whoever asked. `version` is the one the form was drawn from.

    Raises `BadInput`, `Moved` with a colleague's answer when she was faster, `WrongState` when the
    review is closed, `NotFound` also for whom it is about, and `Denied`.
    """
    unit = reviewer_at(actor, unit_id, Permission.MIRROR_ANSWER)
    review = review_of(unit_id, review_id, hold=True)
    question = why.of_review(review_id, hold=True)
    if question.answered_at is not None:
        if question.answered_by_id == actor.person_id and question.answer == text:
            return
        raise Moved(question.version, [_earlier(question, question.answered_at)])
    if review.closed_at is not None or version != question.version:
        raise WrongState("no answer is waited for")
    if not text:
        raise BadInput({"text": _("Skriv ett svar till invånaren")})
    if len(text) > LONGEST_ANSWER:
        words = _("Korta texten med {n} tecken")
        raise BadInput({"text": words.replace("{n}", str(len(text) - LONGEST_ANSWER))})
    now = clock.now()
    db.execute(
        "update mirror_question set answer = %s, answered_at = %s, answered_by_id = %s, "
        "answered_by_name = %s, version = version + 1 where id = %s",
        [text, now, actor.person_id, actor.name, question.id],
    )
    asker = why.asker(question.id, now.astimezone(clock.STOCKHOLM).date())
    queue(
        actor,
        event_key=question.id,
        template="waiting",
        region_id=unit.region_id,
        recipients=[asker] if asker else [],
    )
    row = db.fetch_one("select asked_by_id::text from mirror_question where id = %s", [question.id])
    # Whoever asked meets this row in her log, and nobody else (`events.CONFIDENTIAL`).
    detail = {"review": str(review_id), "asker": row[0] if row else ""}
    event, about = AuditEvent.MIRROR_ANSWERED, (question.resident_id,)
    record(actor, told(event, "mirror_question", question.id, residents=about, detail=detail))


def _earlier(question: Question, at: datetime) -> Earlier:
    lines = ((_("Svar"), "", question.answer),)
    return Earlier(question.answered_by_name, at, lines)
