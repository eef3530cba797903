"""Reads of the outbox, of the demo's letters, and of a person's own choices."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from vardpost.kernel import db


@dataclass(frozen=True, slots=True)
class Letter:
    """What the demo shows of one notice."""

    sent_at: datetime
    recipient: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person wants to be told of, where, and in which language."""

    waiting: bool = True
    language: str = "sv"
    email: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """How staff or a unit are told of each event: `direct`, `digest` or `off`; and when.

    Hours are of the clock in Sweden; quiet from and to the same hour means never.
    """

    new_case: str = "direct"
    unassigned: str = "direct"
    reminder: str = "direct"
    replied: str = "direct"
    assigned: str = "direct"
    digest_hour: int = 8
    quiet_from: int = 0
    quiet_to: int = 0


@dataclass(frozen=True, slots=True)
class UnitTold:
    """How a unit is told: a shared mailbox, and after how many hours."""

    mailbox: str = ""
    new_case: str = "direct"
    unassigned: str = "direct"
    reminder: str = "direct"
    replied: str = "off"
    digest_hour: int = 8
    quiet_from: int = 0
    quiet_to: int = 0
    unassigned_hours: int = 8
    remind_hours: int = 4


def told(person_id: UUID) -> Told:
    """Return how a member of staff is told; the defaults when nothing has been chosen."""
    names = ", ".join(field.name for field in fields(Told))
    row = db.fetch_one(f"select {names} from staff_notice where person_id = %s", [person_id])
    return Told(*row) if row else Told()


def unit_told(unit_id: UUID) -> UnitTold:
    """Return how a unit is told; the defaults when nothing has been chosen."""
    names = ", ".join(field.name for field in fields(UnitTold))
    row = db.fetch_one(f"select {names} from unit_notice where unit_id = %s", [unit_id])
    return UnitTold(*row) if row else UnitTold()


def is_told(unit_id: UUID) -> bool:
    """Whether anybody at the unit would be told of a new case."""
    row = db.fetch_one("select unit_is_told(%s)", [unit_id])
    return bool(row and row[0])


@dataclass(frozen=True, slots=True)
class Held:
    """Notices of one recipient that are due to go out together."""

    recipient_id: UUID
    notices: tuple[UUID, ...]


def held(at: datetime) -> list[Held]:
    """Return what is due, at most 500 recipients, within the region's scope."""
    rows = db.fetch_all(
        "select recipient_id, array_agg(id order by id) from notice where settled_at is null "
        "and held_until <= %s group by recipient_id order by min(held_until) limit 500",
        [at],
    )
    return [Held(row[0], tuple(row[1])) for row in rows]


def unsettled(event_key: UUID, template: str) -> list[UUID]:
    """Return the notices of an event that are still to be sent, within the region's scope."""
    rows = db.fetch_all(
        "select id from notice where event_key = %s and template = %s and settled_at is null "
        "and held_until is null order by id",
        [event_key, template],
    )
    return [row[0] for row in rows]


def recipients(event_key: UUID, template: str, *, but_of: UUID, most: int) -> list[UUID]:
    """Return who was told of an event and not of another, at most so many, within the region."""
    rows = db.fetch_all(
        "select n.recipient_id from notice n where n.event_key = %s and n.template = %s "
        "and not exists (select 1 from notice m where m.event_key = %s and m.template = %s "
        "and m.recipient_id = n.recipient_id) order by n.recipient_id limit %s",
        [event_key, template, but_of, template, most],
    )
    return [row[0] for row in rows]


def letters(limit: int = 100) -> list[Letter]:
    """Return what the demo would have sent, newest first."""
    rows = db.fetch_all(
        "select sent_at, recipient, subject, body from demo_mail order by sent_at desc limit %s",
        [limit],
    )
    return [Letter(*row) for row in rows]


def choices(person_id: UUID, *, staff: bool, hold: bool = False) -> Choices:
    """Return a person's own choices; whoever has made none gets the defaults.

    With `hold` they are about to be changed, and nobody else does it meanwhile.
    """
    directory = "(select a.email from staff_account a where a.person_id = p.id)"
    address = directory if staff else "p.email"
    row = db.fetch_one(
        "select coalesce(s.waiting, true), "
        f"coalesce(s.language, 'sv'), coalesce({address}, '') "
        "from person p left join notice_setting s on s.person_id = p.id where p.id = %s"
        + (" for update of p" if hold else ""),
        [person_id],
    )
    return Choices(*row) if row else Choices()
