"""What a reviewer does with alarms: reads them, closes one with a comment, or reviews it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Earlier, Moved, NotFound, WrongState
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.review.actions.asked import PURPOSE, reviewer_at, told
from vardpost.review.actions.begin import Chosen, make
from vardpost.review.alarm_words import name
from vardpost.review.queries import alarms, log
from vardpost.review.queries.alarms import PAGE, Alarm, AlarmEntry, Count
from vardpost.review.queries.log import CaseNamed
from vardpost.review.sampling import MOST_ITEMS

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Alarms:
    """A unit's open alarms, and a page of those that are closed, one more when there are more."""

    open: Sequence[Alarm]
    closed: Sequence[Alarm]


@dataclass(frozen=True, slots=True)
class OpenedAlarm:
    """One alarm with what it is about, as far as the reader may see it."""

    alarm: Alarm
    entries: Sequence[AlarmEntry]
    cases: Mapping[UUID, CaseNamed]


def list_alarms(
    *, actor: Actor, unit_id: UUID, after: tuple[datetime, UUID] | None = None
) -> Alarms:
    """Return the unit's alarms. Raises `Denied` and `NotFound`."""
    reviewer_at(actor, unit_id)
    found = Alarms(alarms.open_ones(unit_id), alarms.closed_ones(unit_id, after))
    detail = {"open": len(found.open), "closed": len(found.closed[:PAGE])}
    record(actor, told(AuditEvent.REVIEW_ALARMS_LISTED, "unit", unit_id, detail=detail))
    return found


def open_alarm(*, actor: Actor, unit_id: UUID, alarm_id: UUID) -> OpenedAlarm:
    """Return one alarm and its first entries. Raises `Denied`; `NotFound` also when it is hers."""
    reviewer_at(actor, unit_id)
    alarm = alarms.alarm_of(unit_id, alarm_id)
    entries = alarms.entries_of(alarm_id, alarms.MOST_SHOWN)
    cases = log.named({log.uuid_of(one.object_id) for one in entries})
    residents = tuple(dict.fromkeys(one.resident_id for one in entries))
    event = AuditEvent.REVIEW_ALARM_READ
    record(actor, told(event, "review_alarm", alarm_id, residents=residents))
    return OpenedAlarm(alarm, entries, cases)


def close_alarm(*, actor: Actor, unit_id: UUID, alarm_id: UUID, version: int, comment: str) -> None:
    """Close an alarm that has been looked into; the comment says what it was, and is kept.

    `version` is the one the form was drawn from. Raises `BadInput` without a comment, `Moved` when
    a colleague was faster or the alarm has grown since, `NotFound` and `Denied`.
    """
    reviewer_at(actor, unit_id)
    alarm = alarms.alarm_of(unit_id, alarm_id, hold=True)
    if alarm.closed_at is not None:
        mine = alarm.closed_by_id == actor.person_id and alarm.outcome == "closed"
        if mine and alarm.comment == comment:
            return
        raise Moved(alarm.version, [_ended(alarm, alarm.closed_at)])
    if not comment:
        raise BadInput({"comment": _("Skriv vad det var och vad ni har gjort")})
    if len(comment) > LONGEST:
        words = _("Korta texten med {n} tecken")
        raise BadInput({"comment": words.replace("{n}", str(len(comment) - LONGEST))})
    if version != alarm.version:
        raise Moved(alarm.version, [Earlier("", alarm.last_at, ())])  # it has grown
    _end(actor, alarm, "closed", comment, None)
    detail = {"rule": alarm.rule, "entries": alarm.entries}
    record(actor, told(AuditEvent.REVIEW_ALARM_CLOSED, "review_alarm", alarm_id, detail=detail))


def begin_from_alarm(*, actor: Actor, unit_id: UUID, alarm_id: UUID, review_id: UUID) -> None:
    """Begin a review of what an alarm is about; that closes it. `review_id` is the form's own.

    Raises `Moved` when a colleague has closed it, `WrongState` when the log no longer has the
    entries or all are another's to review, `NotFound` (also when the id is another review's: an
    alarm ends in no other than its own) and `Denied`.
    """
    unit = reviewer_at(actor, unit_id)
    alarm = alarms.alarm_of(unit_id, alarm_id, hold=True)
    if alarm.review_id == review_id:
        return
    if alarm.closed_at is not None:
        raise Moved(alarm.version, [_ended(alarm, alarm.closed_at)])
    ids = [one.entry_id for one in alarms.entries_of(alarm_id, MOST_ITEMS)]
    first, last = _day(alarm.first_at), _day(alarm.last_at)
    entries = log.entries_of(unit_id, ids, first, last)
    if not entries:
        raise WrongState("the log has none of the entries any longer")
    days = [_day(one.at) for one in entries]
    rules = {one.id: [(f"alarm_{alarm.rule}", name(alarm.rule))] for one in entries}
    how = {"alarm": str(alarm_id), "rule": alarm.rule, "entries": alarm.entries}
    chosen = Chosen("alarm", min(days), max(days), how, entries, "", rules, alarm.person_id)
    if not make(actor, unit, review_id, chosen):
        raise NotFound("review")
    _end(actor, alarm, "review", "", review_id)


def count_alarms(*, actor: Actor, region_id: str = "") -> list[Count]:
    """Return how many alarms are open, by unit and rule; without a region, by region and rule.

    Raises `Denied`.
    """
    require(actor, Permission.REVIEW_ALARM_COUNT, Thing(region_id=region_id or None))
    found = alarms.counts(clock.today())
    record(
        actor,
        Entry(
            event=AuditEvent.REVIEW_ALARMS_COUNTED,
            object_type="region" if region_id else "nation",
            object_id=region_id,
            purpose=PURPOSE,
            region_id=region_id,
            detail={"alarms": sum(one.alarms for one in found)},
        ),
    )
    return found


def _end(actor: Actor, alarm: Alarm, outcome: str, comment: str, review_id: UUID | None) -> None:
    db.execute(
        "update review_alarm set closed_at = %s, closed_by_id = %s, closed_by_name = %s, "
        "outcome = %s, comment = %s, review_id = %s, version = version + 1 where id = %s",
        [clock.now(), actor.person_id, actor.name, outcome, comment, review_id, alarm.id],
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.STOCKHOLM).date()


def _ended(alarm: Alarm, at: datetime) -> Earlier:
    """Return what a colleague did with it first."""
    if alarm.outcome == "review":
        return Earlier(alarm.closed_by_name, at, ((_("Larmet"), _("öppet"), _("granskas")),))
    return Earlier(alarm.closed_by_name, at, ((_("Kommentar"), "", alarm.comment),))
