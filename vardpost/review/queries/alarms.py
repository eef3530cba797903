"""Reads of alarms: a unit's for its reviewers, and the numbers for offices and administrators.

Row security keeps from a reviewer what is about herself; the numbers come from functions that say
who may ask (`migrations/0009`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.waits import Waits, counted

#: Open alarms on the page, closed ones at a time, and entries of one alarm that are shown.
MOST_OPEN, PAGE, MOST_SHOWN = 100, 20, 100
_COLUMNS = (
    "a.id, a.rule, a.person_id, a.person_name, a.residents, a.entries, a.first_at, a.last_at, "
    "a.opened_at, a.version, a.closed_at, a.closed_by_id, a.closed_by_name, a.outcome, a.comment, "
    "a.review_id"
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm: by which rule, about whom, of how much; and how it ended."""

    id: UUID
    rule: str
    person_id: UUID
    person_name: str
    residents: int
    entries: int
    first_at: datetime
    last_at: datetime
    opened_at: datetime
    version: int
    closed_at: datetime | None
    closed_by_id: UUID | None
    closed_by_name: str
    outcome: str
    comment: str
    review_id: UUID | None


@dataclass(frozen=True, slots=True)
class AlarmEntry:
    """An entry that an alarm is about."""

    entry_id: UUID
    entry_at: datetime
    resident_id: UUID
    action: str
    object_id: str


@dataclass(frozen=True, slots=True)
class Count:
    """What an office learns: a region, for its own office a unit, a rule, and how many."""

    region_id: str
    unit_id: UUID | None
    #: The name of the unit, or of the region.
    place: str
    rule: str
    alarms: int
    #: Of them: nobody at the unit may read them.
    unseen: int
    oldest: datetime


def open_ones(unit_id: UUID) -> list[Alarm]:
    """Return the unit's open alarms, those that have waited longest first."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from review_alarm a where a.unit_id = %s and a.closed_at is null "
        "order by a.opened_at, a.id limit %s",
        [unit_id, MOST_OPEN],
    )
    return [Alarm(*row) for row in rows]


def closed_ones(unit_id: UUID, after: tuple[datetime, UUID] | None) -> list[Alarm]:
    """Return a page of closed alarms, the latest first; one more when there are more."""
    at, key = after or (None, None)
    rows = db.fetch_all(
        f"select {_COLUMNS} from review_alarm a where a.unit_id = %s and a.closed_at is not null "
        "and (%s::timestamptz is null or (a.closed_at, a.id) < (%s, %s)) "
        "order by a.closed_at desc, a.id desc limit %s",
        [unit_id, at, at, key, PAGE + 1],
    )
    return [Alarm(*row) for row in rows]


def alarm_of(unit_id: UUID, alarm_id: UUID, *, hold: bool = False) -> Alarm:
    """Return one alarm; with `hold` it is locked. Raises `NotFound`, also for whom it is about."""
    row = db.fetch_one(
        f"select {_COLUMNS} from review_alarm a where a.unit_id = %s and a.id = %s"
        + (" for update" if hold else ""),
        [unit_id, alarm_id],
    )
    if row is None:
        raise NotFound("alarm")
    return Alarm(*row)


def entries_of(alarm_id: UUID, most: int) -> list[AlarmEntry]:
    """Return what an alarm is about, oldest first; not what is about the reader or her child."""
    rows = db.fetch_all(
        "select n.entry_id, n.entry_at, n.resident_id, n.action, n.object_id "
        "from review_alarm_entry n where n.alarm_id = %s order by n.entry_at, n.entry_id limit %s",
        [alarm_id, most],
    )
    return [AlarmEntry(*row) for row in rows]


def open_number(unit_id: UUID) -> int:
    """Return how many alarms are open, as far as the reader may know, counted up to a hundred."""
    row = db.fetch_one(
        "select count(*) from (select 1 from review_alarm a where a.unit_id = %s "
        "and a.closed_at is null limit %s) x",
        [unit_id, MOST_OPEN],
    )
    return int(row[0]) if row else 0


def unseen(today: date) -> int:
    """Return how many of the unit's alarms nobody may read, for its administrator."""
    row = db.fetch_one("select review_alarm_unseen(%s)", [today])
    return int(row[0]) if row and row[0] else 0


def counts(today: date) -> list[Count]:
    """Return the open alarms of the office's region, or of all regions, as numbers."""
    rows = db.fetch_all(
        "select region_id, unit_id, place, rule, alarms, unseen, oldest "
        "from review_alarm_counts(%s)",
        [today],
    )
    return [Count(*row) for row in rows]


def waiting(actor: Actor) -> list[Waits]:
    """Return what a unit's first page tells its reviewer, or its administrator, of open alarms."""
    if actor.unit is None:
        return []
    base = f"/m/{actor.unit.slug}"
    if can(actor, Permission.ACTIVITY_REVIEW):
        number = open_number(actor.unit.id)
        words = ngettext("Ett larm om loggen är öppet.", "{n} larm om loggen är öppna.", number)
        return counted(number, words, f"{base}/granskning/larm", _("Se larmen"))
    if not can(actor, Permission.GRANT_EDIT):
        return []
    number = unseen(clock.today())
    words = ngettext(
        "Det finns ett larm om loggen som ingen kan läsa.",
        "Det finns {n} larm om loggen som ingen kan läsa.",
        number,
    )
    return counted(number, words, f"{base}/admin/behorigheter", _("Utse en granskare"))


def waiting_at_office(actor: Actor) -> list[Waits]:
    """Return how many alarms are open, for the office of a region or the nation."""
    if actor.unit is not None or not can(actor, Permission.REVIEW_ALARM_COUNT):
        return []
    number = sum(one.alarms for one in counts(clock.today()))
    words = ngettext("Ett larm om loggen är öppet.", "{n} larm om loggen är öppna.", number)
    href = f"/r/{actor.region_id}/granskning/larm" if actor.region_id else "/n/larm"
    return counted(number, words, href, _("Se larmen"), first=True)
