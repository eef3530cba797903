"""*Fråga varför*: a resident asks about a row of her log, or of a child's.

The unit gets a review of the row, due when the unit has promised an answer. Whoever did it learns
nothing: the review is not there for her, no mail tells of it, and what she is asked reads as ever.
The ledger's row names no unit and is confidential: the other guardian does not meet it either.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import record
from vardpost.audit.days import Line, days
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.ids import new_id
from vardpost.notices.actions.queue import queue
from vardpost.people.system import as_system
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.review.actions.begin import put_items
from vardpost.review.actions.mirror import entry, have_read, shown_to
from vardpost.review.mirror import Shown, may_ask
from vardpost.review.queries import escalations, log, mirror, why
from vardpost.review.why import LONGEST_QUESTION, MOST_WAITING, Asked

#: More than a day of anybody's log has ever held.
_LINES = 10_000


@dataclass(frozen=True, slots=True)
class Why:
    """One row of a log, with what the actor has asked about it; and when an answer would come."""

    resident_id: UUID
    line: Shown
    unit_name: str
    answer_by: date


def open_why(*, actor: Actor, resident_id: UUID, day: date, entry_id: UUID) -> Why:
    """Return one row of a log, by its day and its first entry.

    Raises `NotFound` for anybody else's, for what is no row, and for one that nobody can be asked
    about.
    """
    line = _line(actor, resident_id, day, entry_id)
    (shown,) = shown_to(actor, resident_id, [line])
    record(actor, entry(actor, AuditEvent.MIRROR_READ, resident_id, "why", {"lines": 1}))
    return Why(resident_id, shown, line.unit_name, _answer_by(line))


def list_why(*, actor: Actor, resident_id: UUID) -> list[Asked]:
    """Return what the actor has asked about a log, the latest first. Raises `NotFound`."""
    _mine(actor, resident_id, Permission.MIRROR_READ)
    found = why.mine(actor.person_id, resident_id)
    have_read(actor, found)
    detail: dict[str, object] = {"questions": len(found)}
    record(actor, entry(actor, AuditEvent.MIRROR_READ, resident_id, "questions", detail))
    return found


def mirror_ask(
    *,
    actor: Actor,
    resident_id: UUID,
    day: date,
    entry_id: UUID,
    question_id: UUID,
    text: str = "",
) -> bool:
    """Ask why; False when she has asked about that row already, and then nothing happens.

    `question_id` is the form's own. Raises `BadInput` for a text that is too long and when too many
    questions wait, `NotFound` as `open_why`, and `Denied`.
    """
    line = _line(actor, resident_id, day, entry_id)
    if len(text) > LONGEST_QUESTION:
        words = _("Korta texten med {n} tecken")
        raise BadInput({"text": words.replace("{n}", str(len(text) - LONGEST_QUESTION))})
    if why.about(actor.person_id, resident_id, entry_id) is not None:
        return False
    if why.waiting(actor.person_id) >= MOST_WAITING:
        words = _("Du har {n} frågor som väntar på svar. Vänta tills du har fått några av svaren")
        raise BadInput({"text": words.replace("{n}", str(MOST_WAITING))})
    review_id = new_id()
    if not _keep(actor, resident_id, line, question_id, review_id, text):
        return False  # she asked in another window meanwhile
    with as_system(actor, "review.asked", line.region_id):
        _begin_review(resident_id, line, review_id)
        _tell(actor, resident_id, line, question_id)
    told = entry(actor, AuditEvent.MIRROR_ASKED, resident_id, question_id, {"entry": str(entry_id)})
    record(actor, replace(told, object_type="mirror_question", region_id=line.region_id))
    return True


def _mine(actor: Actor, resident_id: UUID, permission: Permission) -> None:
    scope = require(actor, permission)
    if resident_id not in scope.resident_ids:
        raise NotFound("log")


def _line(actor: Actor, resident_id: UUID, day: date, entry_id: UUID) -> Line:
    _mine(actor, resident_id, Permission.MIRROR_ASK)
    told = days(resident_id, since=day, before=day + timedelta(days=1), lines=_LINES)
    found = next((one for one in told.lines if one.first_id == entry_id), None)
    if found is None or not may_ask(actor, found):
        raise NotFound("line")
    return found


def _answer_by(line: Line) -> date:
    return clock.today() + timedelta(days=mirror.unit_policy(_unit(line).id)[1])


def _keep(
    actor: Actor, resident_id: UUID, line: Line, question_id: UUID, review_id: UUID, text: str
) -> bool:
    known = mirror.known([line], actor.person_id, resident_id)
    case = known.cases.get(UUID(line.object_id)) if line.object_id else None
    kept = db.execute(
        "insert into mirror_question (id, region_id, unit_id, resident_id, asked_by_id, entry_id, "
        "entry_at, last_at, count, action, outcome, relation, case_number, unit_name, person_id, "
        "text, asked_at, answer_by, review_id, version) values (%s, %s, %s, %s, %s, %s, %s, %s, "
        "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 1) on conflict do nothing",
        [
            *(question_id, line.region_id, line.unit_id, resident_id, actor.person_id),
            *(line.first_id, _moment(line), line.last_at, line.count, line.action, line.outcome),
            *(line.relation, case.number if case else "", line.unit_name, line.person_id, text),
            *(clock.now(), _answer_by(line), review_id),
        ],
    )
    return bool(kept)


def _moment(line: Line) -> object:
    """Return when the row's first entry was: the id's own moment, not the earliest of the row."""
    row = db.fetch_one(
        "select e.at from audit_entry e where e.id = %s and e.at >= %s and e.at <= %s",
        [line.first_id, line.first_at, line.last_at],
    )
    if row is None:
        raise NotFound("line")
    return row[0]


def _unit(line: Line) -> UnitRef:
    if line.unit_id is None:
        raise NotFound("line")
    return UnitRef(line.unit_id, "", line.unit_name, "", line.region_id)


def _begin_review(resident_id: UUID, line: Line, review_id: UUID) -> None:
    """Write the unit's review of the row, opened by nobody; within the system's scope."""
    unit, now = _unit(line), clock.now()
    entries = log.entries_of(unit.id, [line.first_id], line.day, line.day)
    if not entries:
        raise NotFound("line")
    db.execute(
        "insert into review (id, region_id, unit_id, kind, from_on, to_on, how, size, opened_at, "
        "opened_by_name, person_id, resident_id, due_on, version) values "
        "(%s, %s, %s, 'question', %s, %s, '{}', 1, %s, '', %s, %s, %s, 1)",
        [
            *(review_id, unit.region_id, unit.id, line.day, line.day, now),
            *(line.person_id, resident_id, _answer_by(line)),
        ],
    )
    put_items(unit, review_id, entries, {}, about=resident_id)


def _tell(actor: Actor, resident_id: UUID, line: Line, question_id: UUID) -> None:
    """Tell those who may answer; when there is nobody, the unit's administrators and the region."""
    unit = _unit(line)
    people: Sequence[UUID] = why.able(unit.id, line.person_id, resident_id, clock.today())
    if not people:
        db.execute("update mirror_question set unmanned = true where id = %s", [question_id])
        admins = [*escalations.unit_admins(unit.id), *escalations.region_admins(unit.region_id)]
        people = [one for one in admins if one != line.person_id]
    queue(
        actor,
        event_key=question_id,
        template="review",
        region_id=unit.region_id,
        recipients=people,
    )
