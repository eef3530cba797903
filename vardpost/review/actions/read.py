"""Reading reviews: each page leaves its row in the ledger, with those it was about."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from vardpost.audit.actions import record
from vardpost.audit.events import AuditEvent
from vardpost.kernel.actor import Actor
from vardpost.review.actions.asked import reviewer_at, told
from vardpost.review.queries import log, reviews
from vardpost.review.queries.log import CaseNamed, Entry
from vardpost.review.queries.questions import Question, of_item
from vardpost.review.queries.reviews import ItemRow, Marking, ReviewRow

#: How far around an entry the reviewer sees what else the person did.
AROUND = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Reviews:
    """A unit's reviews."""

    open: list[ReviewRow]
    #: A page, and one more when there are more.
    closed: list[ReviewRow]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One item with all that was said of it, and what the person did around it."""

    review: ReviewRow
    item: ItemRow
    markings: list[Marking]
    questions: list[Question]
    around: list[Entry]
    cases: dict[UUID, CaseNamed]
    before: int | None
    after: int | None


def list_reviews(
    *, actor: Actor, unit_id: UUID, before: tuple[datetime, UUID] | None = None
) -> Reviews:
    """Return the unit's reviews, open ones and a page of closed ones. Raises `Denied`."""
    reviewer_at(actor, unit_id)
    found = Reviews(reviews.open_ones(unit_id), reviews.closed_ones(unit_id, before))
    shown = len(found.open) + len(found.closed)
    record(actor, told(AuditEvent.REVIEW_LISTED, "unit", unit_id, detail={"reviews": shown}))
    return found


def open_review(*, actor: Actor, unit_id: UUID, review_id: UUID) -> ReviewRow:
    """Return a review of the unit. Raises `Denied` and `NotFound`."""
    reviewer_at(actor, unit_id)
    found = reviews.review_of(unit_id, review_id)
    record(actor, told(AuditEvent.REVIEW_READ, "review", review_id))
    return found


def open_item(*, actor: Actor, unit_id: UUID, review_id: UUID, place: int) -> OpenItem:
    """Return one item of a review of the unit. Raises `Denied` and `NotFound`."""
    reviewer_at(actor, unit_id)
    review = reviews.review_of(unit_id, review_id)
    item = reviews.item_at(review_id, place)
    around = []
    if item.person_id is not None:
        around = log.around(unit_id, item.person_id, item.entry_at, AROUND)
    around = [one for one in around if not actor.kin & set(one.resident_ids)]
    cases = log.cases_named(around)
    shown = [item.resident_id, *(case.resident_id for case in cases.values())]
    residents = tuple(dict.fromkeys(one for one in shown if one is not None))
    entry = told(
        AuditEvent.REVIEW_ITEM_READ,
        "review_item",
        item.id,
        residents=residents,
        detail={"review": str(review_id), "place": place},
    )
    record(actor, entry)
    said = reviews.markings_of(item.id), of_item(item.id)
    return OpenItem(review, item, *said, around, cases, *reviews.beside(review_id, place))
