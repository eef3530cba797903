"""Marking an item: ok, an explanation is wanted, or a suspected breach; every marking is kept."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Earlier, Moved, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.review.actions.asked import reviewer_at, told
from vardpost.review.queries.reviews import Marking, markings_of, review_of
from vardpost.review.words import mark as words

LONGEST = 1000
MARKS = ("ok", "ask", "breach")


@dataclass(frozen=True, slots=True)
class _Standing:
    item_id: UUID
    mark: str
    comment: str
    version: int
    resident_id: UUID | None


def mark_item(
    *,
    actor: Actor,
    unit_id: UUID,
    review_id: UUID,
    place: int,
    version: int,
    mark: str,
    comment: str,
) -> None:
    """Say what an item is. `version` is the one the form was drawn from.

    Raises `BadInput` for a suspicion without a word of why, `Moved` with what a colleague said
    since, `WrongState` when the review is closed, `NotFound` and `Denied`.
    """
    unit = reviewer_at(actor, unit_id)
    standing = _hold(unit_id, review_id, place)
    if version > standing.version:
        version = 0  # no form was ever drawn from it
    later = markings_of(standing.item_id, version)
    if later and _is_mine(actor, later, mark, comment):
        return
    if later:
        raise Moved(standing.version, _since(standing, later, version))
    if mark not in MARKS:
        raise BadInput({"mark": _("Välj vad posten är")})
    if len(comment) > LONGEST:
        text = _("Korta texten med {n} tecken")
        raise BadInput({"comment": text.replace("{n}", str(len(comment) - LONGEST))})
    if mark == "breach" and not comment:
        raise BadInput({"comment": _("Skriv varför du misstänker intrång")})
    now = clock.now()
    db.execute(
        "update review_item set mark = %s, comment = %s, marked_by_id = %s, marked_by_name = %s, "
        "marked_at = %s, version = version + 1 where id = %s",
        [mark, comment, actor.person_id, actor.name, now, standing.item_id],
    )
    db.execute(
        "insert into review_marking (id, region_id, unit_id, review_id, item_id, version, mark, "
        "comment, at, by_id, by_name) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(new_id(), unit.region_id, unit.id, review_id, standing.item_id),
            *(standing.version + 1, mark, comment, now, actor.person_id, actor.name),
        ],
    )
    detail = {"review": str(review_id), "mark": mark, "before": standing.mark}
    residents = (standing.resident_id,) if standing.resident_id else ()
    event = AuditEvent.REVIEW_ITEM_MARKED
    entry = told(event, "review_item", standing.item_id, residents=residents, detail=detail)
    record(actor, entry)


def _hold(unit_id: UUID, review_id: UUID, place: int) -> _Standing:
    """Lock the item for the rest of the transaction."""
    row = db.fetch_one(
        "select id, mark, comment, version, resident_id from review_item "
        "where unit_id = %s and review_id = %s and place = %s for update",
        [unit_id, review_id, place],
    )
    if row is None:
        raise NotFound("item")
    if review_of(unit_id, review_id).closed_at is not None:
        raise WrongState("the review is closed")
    return _Standing(*row)


def _is_mine(actor: Actor, later: list[Marking], mark: str, comment: str) -> bool:
    """Whether the only later marking is this very one: a double click, a lost answer."""
    one = later[0]
    same = one.mark == mark and one.comment == comment
    return len(later) == 1 and one.by_id == actor.person_id and same


def _since(standing: _Standing, later: list[Marking], version: int) -> list[Earlier]:
    """Return what was said since the form was drawn, each compared with what stood before it."""
    before = [one for one in markings_of(standing.item_id) if one.version <= version]
    mark, comment = (before[-1].mark, before[-1].comment) if before else ("none", "")
    told_now = []
    for one in later:
        pairs = (
            (_("Bedömning"), words(mark)[0], words(one.mark)[0]),
            (_("Kommentar"), comment, one.comment),
        )
        lines = tuple(line for line in pairs if line[1] != line[2])
        told_now.append(Earlier(one.by_name, one.at, lines))
        mark, comment = one.mark, one.comment
    return told_now
