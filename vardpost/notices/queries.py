"""Reads of the outbox, of the demo's letters, and of a person's own choices."""

from dataclasses import dataclass
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
    new_case: bool = True
    assigned: bool = True
    language: str = "sv"
    email: str = ""


def unsettled(event_key: UUID, template: str) -> list[UUID]:
    """Return the notices of an event that are still to be sent, within the region's scope."""
    rows = db.fetch_all(
        "select id from notice where event_key = %s and template = %s and settled_at is null "
        "order by id",
        [event_key, template],
    )
    return [row[0] for row in rows]


def letters(limit: int = 100) -> list[Letter]:
    """Return what the demo would have sent, newest first."""
    rows = db.fetch_all(
        "select sent_at, recipient, subject, body from demo_mail order by sent_at desc limit %s",
        [limit],
    )
    return [Letter(*row) for row in rows]


def choices(person_id: UUID, *, staff: bool) -> Choices:
    """Return a person's own choices; whoever has made none gets the defaults."""
    directory = "(select a.email from staff_account a where a.person_id = p.id)"
    address = directory if staff else "p.email"
    row = db.fetch_one(
        "select coalesce(s.waiting, true), coalesce(s.new_case, true), coalesce(s.assigned, true), "
        f"coalesce(s.language, 'sv'), coalesce({address}, '') "
        "from person p left join notice_setting s on s.person_id = p.id where p.id = %s",
        [person_id],
    )
    return Choices(*row) if row else Choices()
