"""What a reviewer does with signals: read them, and begin a review of those she chooses."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.review.actions.asked import reviewer_at, told
from vardpost.review.actions.begin import Chosen, make
from vardpost.review.queries import log, signals
from vardpost.review.queries.log import CaseNamed
from vardpost.review.queries.signals import PAGE, Signal
from vardpost.review.sampling import MOST_ITEMS
from vardpost.review.words import rule_name


@dataclass(frozen=True, slots=True)
class Signals:
    """A page of signals, and one more when there are more; the cases that they are about."""

    signals: list[Signal]
    cases: Mapping[UUID, CaseNamed]


def list_signals(
    *, actor: Actor, unit_id: UUID, rule: str = "", after: tuple[datetime, UUID] | None = None
) -> Signals:
    """Return a page of signals that nobody has looked into. Raises `Denied` and `NotFound`."""
    reviewer_at(actor, unit_id)
    found = signals.new_ones(unit_id, rule, after)
    cases = log.named({log.uuid_of(one.object_id) for one in found})
    shown = [one.resident_id for one in found[:PAGE] if one.resident_id is not None]
    residents = tuple(dict.fromkeys(shown))
    detail = {"rule": rule, "signals": len(found)}
    event = AuditEvent.REVIEW_SIGNALS_LISTED
    record(actor, told(event, "unit", unit_id, residents=residents, detail=detail))
    return Signals(found, cases)


def begin_from_signals(
    *, actor: Actor, unit_id: UUID, review_id: UUID, chosen: Sequence[UUID]
) -> None:
    """Begin a review of the entries that signals are about; `review_id` is the form's own.

    Every new signal of those entries goes with it. Raises `BadInput` when a colleague has taken
    all of them, or the log no longer has them; `Denied`, and `NotFound`, also when the id is of a
    review that is not there for the actor.
    """
    unit = reviewer_at(actor, unit_id)
    if db.fetch_one("select 1 from review where id = %s", [review_id]):
        return
    found = signals.held(unit_id, list(chosen)[:MOST_ITEMS])
    found = signals.of_same_entries(unit_id, [one.entry_id for one in found])
    if not found:
        raise BadInput({"signaler": _("Välj minst en signal som ingen granskar än")})
    days = [one.entry_at.astimezone(clock.STOCKHOLM).date() for one in found]
    ids = list(dict.fromkeys(one.entry_id for one in found))
    entries = log.entries_of(unit_id, ids, min(days), max(days))
    if not entries:
        raise BadInput({"signaler": _("Loggen för de dagarna är inte längre åtkomlig här")})
    rules: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for one in found:
        rules[one.entry_id].append((one.rule, rule_name(one.rule, one.rule_name)))
    how = {"signals": len(found), "rules": sorted({one.rule for one in found})}
    first, last, only = min(days), max(days), log.only_person(entries)
    made_of = Chosen("rule", first, last, how, entries, "", rules, person_id=only)
    if not make(actor, unit, review_id, made_of):
        raise NotFound("review")
    db.execute(
        "update review_signal set review_id = %s where id = any(%s)",
        [review_id, [one.id for one in found]],
    )
