"""Reads of what a region's office has written to unit administrators, and who has read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.people.queries.staff import STANDING
from vardpost.units.queries import SWEDISH_ORDER

PAGE = 30


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was sent; how many units it went to, and at how many somebody has read it."""

    id: UUID
    region_id: str
    subject: str
    body: str
    sent_at: datetime
    by_id: UUID
    by_name: str
    units: int = 0
    read: int = 0


@dataclass(frozen=True, slots=True)
class UnitReceipt:
    """What became of a message at one unit: who got it, and when each read it."""

    unit: str
    hsa_id: str
    people: tuple[tuple[str, datetime | None], ...]

    @property
    def read(self) -> bool:
        """Whether somebody there has read it."""
        return any(at for _name, at in self.people)


@dataclass(frozen=True, slots=True)
class Received:
    """A message as one of those it went to has it."""

    id: UUID
    subject: str
    body: str
    sent_at: datetime
    by_name: str
    read_at: datetime | None


_SENT = "m.id, m.region_id, m.subject, m.body, m.sent_at, m.by_id, m.by_name"
_COUNTS = (
    "(select count(distinct r.unit_id) from office_receipt r where r.message_id = m.id), "
    "(select count(distinct r.unit_id) from office_receipt r where r.message_id = m.id "
    "and r.read_at is not null)"
)


def sent(region_id: str, after: UUID | None = None) -> list[Message]:
    """Return a page of a region's messages, the newest first; one more when there are more."""
    rows = db.fetch_all(
        f"select {_SENT}, {_COUNTS} from office_message m where m.region_id = %s "
        "and (%s::uuid is null or (m.sent_at, m.id) < "
        "(select b.sent_at, b.id from office_message b where b.id = %s)) "
        "order by m.sent_at desc, m.id desc limit %s",
        [region_id, after, after, PAGE + 1],
    )
    return [Message(*row) for row in rows]


def message(region_id: str, message_id: UUID) -> Message | None:
    """Return one message of a region; None for one that has not been sent."""
    row = db.fetch_one(
        f"select {_SENT}, {_COUNTS} from office_message m where m.id = %s and m.region_id = %s",
        [message_id, region_id],
    )
    return Message(*row) if row else None


def receipts(message_id: UUID) -> list[UnitReceipt]:
    """Return what became of a message at each unit: those where nobody has read it first."""
    rows = db.fetch_all(
        "select u.name, u.hsa_id, array_agg(r.name order by r.name, r.person_id), "
        "array_agg(r.read_at order by r.name, r.person_id) from office_receipt r "
        "join care_unit u on u.id = r.unit_id where r.message_id = %s group by u.id "
        f"order by bool_or(r.read_at is not null), {SWEDISH_ORDER.format('u.name')}, u.id",
        [message_id],
    )
    return [UnitReceipt(row[0], row[1], tuple(zip(row[2], row[3], strict=True))) for row in rows]


def units_written_to(message_id: UUID) -> set[UUID]:
    """Return the units whose administrators got a message."""
    rows = db.fetch_all(
        "select distinct unit_id from office_receipt where message_id = %s", [message_id]
    )
    return {row[0] for row in rows}


def recipients(region_id: str, units: Sequence[UUID] | None) -> list[tuple[UUID, UUID, str]]:
    """Return (unit, person, name) of those who administer units today; of all without `units`."""
    day = clock.today()
    rows = db.fetch_all(
        "select distinct g.unit_id, a.person_id, a.name from role_grant g "
        "join staff_account a on a.person_id = g.person_id and a.active "
        "join care_unit u on u.id = g.unit_id where g.role = 'unit_admin' and u.region_id = %s "
        f"and g.starts_on <= %s and {STANDING} and (%s::uuid[] is null or u.id = any(%s)) "
        "order by g.unit_id, a.person_id",
        [region_id, day, day, units, units],
    )
    return [(row[0], row[1], row[2]) for row in rows]


_GOT = (
    "select distinct on (m.sent_at, m.id) m.id, m.subject, m.body, m.sent_at, m.by_name, r.read_at "
    "from office_receipt r join office_message m on m.id = r.message_id where r.person_id = %s"
)


def received(person_id: UUID, after: UUID | None = None) -> list[Received]:
    """Return a page of what somebody has been sent, the newest first; one more when more."""
    rows = db.fetch_all(
        f"{_GOT} and (%s::uuid is null or (m.sent_at, m.id) < "
        "(select b.sent_at, b.id from office_message b where b.id = %s)) "
        "order by m.sent_at desc, m.id desc limit %s",
        [person_id, after, after, PAGE + 1],
    )
    return [Received(*row) for row in rows]


def received_one(person_id: UUID, message_id: UUID) -> Received | None:
    """Return one message as somebody has it; None when it was not for her."""
    row = db.fetch_one(f"{_GOT} and m.id = %s", [person_id, message_id])
    return Received(*row) if row else None


def unread(person_id: UUID) -> int:
    """Return how many messages somebody has not read."""
    row = db.fetch_one(
        "select count(distinct message_id) from office_receipt where person_id = %s "
        "and read_at is null",
        [person_id],
    )
    return int(row[0]) if row else 0
