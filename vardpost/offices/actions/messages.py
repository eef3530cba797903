"""A region's office writes to unit administrators; that each has read it is kept (ambitions 65)."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.offices.actions.change import tell
from vardpost.offices.queries.messages import (
    Received,
    message,
    received_one,
    recipients,
    units_written_to,
)
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.once import refuse_other

LONGEST_SUBJECT, LONGEST_BODY = 120, 4000


def send_message(
    *,
    actor: Actor,
    region_id: str,
    message_id: UUID,
    subject: str,
    body: str,
    units: Sequence[UUID] | None,
) -> int:
    """Send a message to the administrators of `units`, of all without; return how many people.

    `message_id` is the form's own: the same press twice is one message. Each gets an e-mail
    without content. Raises `Denied`, `NotFound`, and `BadInput` by field.
    """
    require(actor, Permission.UNIT_ADMIN_APPOINT, Thing(region_id=region_id))
    to = recipients(region_id, list(units) if units is not None else None)
    said = (subject, body, {one[0] for one in to})
    if _sent(actor, region_id, message_id, said):
        return 0
    faults = _faults(subject, body)
    if not to:
        faults["to"] = _("Ingen administratör finns på de mottagningarna")
    if faults:
        raise BadInput(faults)
    now = clock.now()
    made = db.execute(
        "insert into office_message (id, region_id, subject, body, sent_at, by_id, by_name) "
        "values (%s, %s, %s, %s, %s, %s, %s) on conflict (id) do nothing",
        [message_id, region_id, subject, body, now, actor.person_id, actor.name],
    )
    if not made:  # the same press was faster, or the key is one of another region's
        if _sent(actor, region_id, message_id, said):
            return 0
        raise NotFound("message")
    db.execute(
        "insert into office_receipt (id, message_id, region_id, unit_id, person_id, name) "
        "select key, %s, %s, unit, person, name "
        "from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[]) x (key, unit, person, name)",
        [
            *(message_id, region_id, [new_id() for _one in to]),
            *([one[0] for one in to], [one[1] for one in to], [one[2] for one in to]),
        ],
    )
    people = sorted({one[1] for one in to})
    record(
        actor,
        Entry(
            event=AuditEvent.OFFICE_MESSAGE_SENT,
            object_type="office-message",
            object_id=message_id,
            purpose="administration",
            region_id=region_id,
            detail={
                "old": {},
                "new": {"units": len({one[0] for one in to}), "people": len(people)},
            },
        ),
    )
    tell(actor, region_id, "review", people)
    return len(people)


def read_message(*, actor: Actor, message_id: UUID) -> Received:
    """Open a message that one was sent, and keep that it was read, once, at all one's units.

    Raises `Denied`, and `NotFound` for a message to others.
    """
    unit = actor.unit
    require(
        actor,
        Permission.SETTINGS_READ,
        Thing(region_id=unit.region_id if unit else None, unit_id=unit.id if unit else None),
    )
    found = received_one(actor.person_id, message_id) if actor.person_id else None
    if found is None:
        raise NotFound("message")
    db.execute(
        "update office_receipt set read_at = %s where message_id = %s and person_id = %s "
        "and read_at is null",
        [clock.now(), message_id, actor.person_id],
    )
    record(
        actor,
        Entry(
            event=AuditEvent.OFFICE_MESSAGE_READ,
            object_type="office-message",
            object_id=message_id,
            purpose="administration",
        ),
    )
    return found


def _sent(actor: Actor, region_id: str, message_id: UUID, said: tuple[str, str, set[UUID]]) -> bool:
    """Whether this person has sent the form before: subject, body and units.

    Raises `NotFound` for another's key, and `BadInput` for other words.
    """
    known = message(region_id, message_id)
    if known is None:
        return False
    if known.by_id != actor.person_id:
        raise NotFound("message")
    refuse_other(same=(known.subject, known.body, units_written_to(message_id)) == said)
    return True


def _faults(subject: str, body: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text, most, missing in (
        ("subject", subject, LONGEST_SUBJECT, _("Skriv en rubrik")),
        ("body", body, LONGEST_BODY, _("Skriv meddelandet")),
    ):
        if not text:
            found[name] = missing
        elif len(text) > most:
            left = str(len(text) - most)
            found[name] = _("Korta texten med {n} tecken").replace("{n}", left)
    return found
