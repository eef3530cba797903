"""Telling the region of a suspected breach, and closing a review: once closed it never changes."""

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

import structlog
from django.utils.translation import gettext as _

from vardpost.audit.actions import record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput, NotFound, Unavailable, WrongState
from vardpost.notices.actions.queue import queue
from vardpost.people.system import as_system
from vardpost.review.actions.asked import reviewer_at, told
from vardpost.review.protocol import Facts, Told, build
from vardpost.review.queries import reviews, why
from vardpost.review.queries.escalations import of_review, region_admins
from vardpost.review.queries.plan import reviewers
from vardpost.review.queries.questions import of_review as questions_of
from vardpost.review.queries.reviews import DECIDED, Marking, ReviewRow

LOG = structlog.get_logger("vardpost.review")
LONGEST_NOTE, LONGEST_CONCLUSION = 500, 4000


@dataclass(frozen=True, slots=True)
class File:
    """A protocol to download."""

    data: bytes
    media_type: str
    hash: str


def escalate(
    *, actor: Actor, unit_id: UUID, review_id: UUID, escalation_id: UUID, note: str
) -> None:
    """Tell the region's office that the review has suspected breaches: how many, not which.

    `escalation_id` is the form's own. Raises `BadInput` when nothing is suspected, `WrongState`
    when the review is closed, `NotFound` (also when the id is of another review) and `Denied`.
    """
    unit = reviewer_at(actor, unit_id)
    review = _hold(unit_id, review_id)
    _not_longer("note", note, LONGEST_NOTE)
    if not review.counts.breaches:
        raise BadInput({"note": _("Märk först minst en post som misstänkt intrång")})
    made = db.execute(
        "insert into review_escalation (id, region_id, unit_id, review_id, unit_name, count, note, "
        "at, by_id, by_name) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) "
        "on conflict (id) do nothing",
        [
            *(escalation_id, unit.region_id, unit.id, review_id, unit.name),
            *(review.counts.breaches, note, clock.now(), actor.person_id, actor.name),
        ],
    )
    if not made:
        if all(one.id != escalation_id for one in of_review(review_id)):
            raise NotFound("escalation")
        return
    queue(
        actor,
        event_key=escalation_id,
        template="review",
        region_id=unit.region_id,
        recipients=region_admins(unit.region_id),
    )
    detail = {"breaches": review.counts.breaches}
    record(actor, told(AuditEvent.REVIEW_ESCALATED, "review", review_id, detail=detail))


def close_review(*, actor: Actor, unit_id: UUID, review_id: UUID, conclusion: str) -> None:
    """Close a review whose items are all decided, and write its protocol.

    Raises `BadInput` while something is left, also of what only a colleague may see; `WrongState`
    when it is closed already, `NotFound` and `Denied`.
    """
    unit = reviewer_at(actor, unit_id)
    review = _hold(unit_id, review_id)
    _not_longer("conclusion", conclusion, LONGEST_CONCLUSION)
    _answered(review)
    with as_system(actor, "review.close", unit.region_id):
        left = [one for one in reviews.all_items(review_id) if one.mark not in DECIDED]
    if left:
        mine = sum(one.person_id == actor.person_id for one in left)
        text = _("{n} poster är inte bedömda än").replace("{n}", str(len(left)))
        if mine == len(left):
            text = _("Det som är kvar gäller dig själv. En annan granskare bedömer det")
        raise BadInput({"": text})
    _close(actor, unit, review, "done", conclusion)


def cancel_review(*, actor: Actor, unit_id: UUID, review_id: UUID, conclusion: str) -> None:
    """End a review without deciding the rest, with a reason. Raises as `close_review`.

    Nobody puts an end to a review of her own acts before a colleague has judged them.
    """
    unit = reviewer_at(actor, unit_id)
    review = _hold(unit_id, review_id)
    _not_longer("conclusion", conclusion, LONGEST_CONCLUSION)
    if not conclusion:
        raise BadInput({"conclusion": _("Skriv varför granskningen avbryts")})
    _answered(review)
    _not_of_her_own(actor, unit, review)
    # Signals of what nobody decided are there to be looked into again.
    db.execute(
        "update review_signal set review_id = null where unit_id = %s and review_id = %s "
        "and entry_id in (select i.entry_id from review_item i where i.review_id = %s "
        "and i.mark <> all(%s))",
        [unit_id, review_id, review_id, list(DECIDED)],
    )
    _close(actor, unit, review, "cancelled", conclusion)


def download_protocol(*, actor: Actor, unit_id: UUID, review_id: UUID) -> File:
    """Return the protocol of a closed review. Raises `WrongState`, `NotFound` and `Denied`.

    Not for whom the review is about: what is said of her stands in it. What is stored and no longer
    has the hash that was written with it is given to nobody: `Unavailable`, and an error is logged.
    """
    reviewer_at(actor, unit_id)
    review = reviews.review_of(unit_id, review_id)
    if review.hidden:
        raise WrongState("the review is about the reader too")
    row = db.fetch_one(
        "select protocol, protocol_type, protocol_hash from review "
        "where id = %s and protocol is not null",
        [review_id],
    )
    if row is None:
        raise WrongState("the review is not closed")
    data = bytes(row[0])
    if not compare_digest(sha256(data).hexdigest(), row[2]):
        LOG.error("review_protocol_altered", review=str(review_id), unit=str(unit_id))
        raise Unavailable("the stored protocol does not have its hash")
    detail = {"hash": row[2]}
    record(actor, told(AuditEvent.REVIEW_PROTOCOL_TAKEN, "review", review_id, detail=detail))
    return File(data, row[1], row[2])


def _close(actor: Actor, unit: UnitRef, review: ReviewRow, outcome: str, conclusion: str) -> None:
    now = clock.now()
    with as_system(actor, "review.close", unit.region_id):
        db.execute(
            "update review_question set withdrawn_at = %s where review_id = %s "
            "and answered_at is null and withdrawn_at is null",
            [now, review.id],
        )
        items = reviews.all_items(review.id)
        markings: defaultdict[UUID, list[Marking]] = defaultdict(list)
        for item_id, marking in reviews.all_markings(review.id):
            markings[item_id].append(marking)
        facts = Facts(
            unit.name,
            unit.hsa_id,
            review,
            outcome,
            conclusion,
            now,
            actor.name,
            items,
            dict(markings),
            questions_of(review.id),
            [Told(one.at, one.by_name, one.count, one.note) for one in of_review(review.id)],
            why.of_review(review.id) if review.kind == "question" else None,
        )
    protocol = build(facts)
    db.execute(
        "update review set closed_at = %s, closed_by_id = %s, closed_by_name = %s, outcome = %s, "
        "conclusion = %s, protocol = %s, protocol_type = %s, protocol_hash = %s, "
        "version = version + 1 where id = %s",
        [
            *(now, actor.person_id, actor.name, outcome, conclusion),
            *(protocol.data, protocol.media_type, protocol.hash, review.id),
        ],
    )
    breaches = sum(one.mark == "breach" for one in items)
    detail = {"outcome": outcome, "items": len(items), "breaches": breaches, "hash": protocol.hash}
    record(actor, told(AuditEvent.REVIEW_CLOSED, "review", review.id, detail=detail))


def _hold(unit_id: UUID, review_id: UUID) -> ReviewRow:
    review = reviews.review_of(unit_id, review_id, hold=True)
    if review.closed_at is not None:
        raise WrongState("the review is closed")
    return review


def _not_of_her_own(actor: Actor, unit: UnitRef, review: ReviewRow) -> None:
    """Refuse to cancel what a colleague has not judged yet of the actor's own, if there is one."""
    if not review.hidden or all(key == actor.person_id for key, _name in reviewers(unit.id)):
        return
    with as_system(actor, "review.close", unit.region_id):
        items = reviews.all_items(review.id)
    own = [one for one in items if one.person_id == actor.person_id or one.resident_id in actor.kin]
    if any(one.mark not in DECIDED for one in own):
        text = _(
            "Något som inte är bedömt gäller dig eller ditt barn. Be en annan granskare avbryta"
        )
        raise BadInput({"": text})


def _answered(review: ReviewRow) -> None:
    """Refuse to end a review that a resident waits for an answer from."""
    if review.kind == "question" and why.unanswered([review.id]):
        raise BadInput({"": _("Svara invånaren först. Hon väntar på ert svar")})


def _not_longer(name: str, text: str, most: int) -> None:
    if len(text) > most:
        words = _("Korta texten med {n} tecken")
        raise BadInput({name: words.replace("{n}", str(len(text) - most))})
