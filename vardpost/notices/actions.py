"""Queueing (parts that a verb borrows), sending, and a person's own choices."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.core.mail.backends.base import BaseEmailBackend

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel import queue as jobs
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.tenancy import Thing
from vardpost.notices.mail import code, concerns_one, message
from vardpost.notices.queries import Choices, choices
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

#: The job that sends the notices of one event.
SEND = "notices.send"
#: After so many tries a notice is given up: the last one is two days after the first.
MOST_ATTEMPTS = len(jobs.BackOff.waits) + 1

_ROW = "gen_random_uuid(), %s::text, %s::uuid, %s::text, {who}, %s::timestamptz, 0, ''"
_INTO = (
    "insert into notice (id, region_id, event_key, template, recipient_id, created_at, attempts, "
    "last_error)"
)


def queue(
    actor: Actor,
    *,
    event_key: UUID,
    template: str,
    region_id: str,
    recipients: Sequence[UUID],
) -> None:
    """Queue a notice to each of the recipients, and the job that sends them, in one statement.

    The same event queued twice is one notice a person.
    """
    if not recipients:
        return
    db.fetch_one(
        f"with told as ({_INTO} select {_ROW.format(who='one')} from unnest(%s::uuid[]) one "
        f"on conflict do nothing) select {jobs.DEFER}",
        [
            *(region_id, event_key, template, clock.now(), list(dict.fromkeys(recipients))),
            *_job(event_key, template, region_id),
        ],
    )


def queue_for_receivers(
    actor: Actor, *, event_key: UUID, template: str, region_id: str, unit_id: UUID
) -> None:
    """Queue a notice to everyone who receives cases on the unit today, in one statement.

    `actor` is not told of what she did herself.
    """
    now = clock.now()
    today = now.astimezone(STOCKHOLM).date()
    db.fetch_one(
        "with people as materialized (select person_id from unit_receivers(%s, %s) person_id "
        "where person_id is distinct from %s::uuid), "
        f"told as ({_INTO} select {_ROW.format(who='p.person_id')} from people p "
        f"on conflict do nothing) select {jobs.DEFER} where exists (select 1 from people)",
        [
            *(unit_id, today, actor.person_id),
            *(region_id, event_key, template, now),
            *_job(event_key, template, region_id),
        ],
    )


def _job(event_key: UUID, template: str, region_id: str) -> list[Any]:
    return jobs.parameters(SEND, region_id, {"event": event_key, "template": template})


def send(*, actor: Actor, notice_id: UUID, mail: BaseEmailBackend) -> bool:
    """Send one notice and note that it was accepted, in one transaction. False: try again later.

    The row is locked meanwhile, so that two workers send it once. Killed between the mail server's
    yes and the commit, it is sent again with the same number (README).

    Raises what the connection raises when the server itself is at fault.
    """
    require(actor, Permission.NOTICE_SEND, Thing(region_id=actor.region_id))
    row = db.fetch_one(
        "select n.template, n.recipient_id, a.wanted, a.address, a.language "
        "from notice n cross join lateral notice_address(n.id) a "
        "where n.id = %s and n.settled_at is null for update of n skip locked",
        [notice_id],
    )
    if row is None:
        return True
    template, recipient_id, wanted, address, language = row
    if not (wanted and address):
        _settle(notice_id, "" if wanted else "not_wanted", sent=False)
        return True
    try:
        mail.send_messages([message(notice_id, template, language, address)])
    except Exception as error:
        if not concerns_one(error):
            raise
        return _postpone([notice_id], code(error)) == 0
    _settle(notice_id, "", sent=True)
    record(
        actor,
        Entry(
            event=AuditEvent.NOTICE_SENT,
            object_type="notice",
            object_id=notice_id,
            resident_ids=(recipient_id,) if template == "waiting" else (),
            purpose="notice",
            detail={"template": template},
        ),
    )
    return True


def postpone(*, actor: Actor, notice_ids: Sequence[UUID], error: Exception) -> int:
    """Note why nothing could be sent now; return how many are to be tried again."""
    require(actor, Permission.NOTICE_SEND, Thing(region_id=actor.region_id))
    left = _postpone(notice_ids, code(error))
    record(
        actor,
        Entry(
            event=AuditEvent.NOTICE_POSTPONED,
            object_type="notice",
            object_id=notice_ids[0] if notice_ids else "",
            purpose="notice",
            outcome="failed",
            detail={"code": code(error), "notices": len(notice_ids)},
        ),
    )
    return left


def _settle(notice_id: UUID, why: str, *, sent: bool) -> None:
    now = clock.now()
    db.execute(
        "update notice set settled_at = %s, sent_at = %s, attempts = attempts + 1, "
        "last_error = %s where id = %s",
        [now, now if sent else None, why if sent or why else "no_address", notice_id],
    )


def _postpone(notice_ids: Sequence[UUID], why: str) -> int:
    """Count one more try; return how many of them are still to be sent."""
    row = db.fetch_one(
        "with tried as (update notice set attempts = attempts + 1, last_error = %s, settled_at = "
        "case when attempts + 1 >= %s then %s::timestamptz end "
        "where id = any(%s) and settled_at is null returning settled_at) "
        "select count(*) filter (where settled_at is null) from tried",
        [why[:40], MOST_ATTEMPTS, clock.now(), list(notice_ids)],
    )
    return int(row[0]) if row else 0


def read_settings(*, actor: Actor) -> Choices:
    """Return the actor's own choices."""
    found = choices(_oneself(actor), staff=actor.is_staff)
    record(actor, _settings_entry(actor, AuditEvent.SETTINGS_READ, {}))
    return found


def change_settings(*, actor: Actor, new: Choices) -> Choices:
    """Keep the actor's new choices; return what stands. A second time changes nothing.

    A resident chooses whether and where to be told; staff whether, since their address comes from
    the directory.
    """
    person = _oneself(actor)
    old = choices(person, staff=actor.is_staff)
    if actor.is_staff:
        new = replace(new, waiting=old.waiting, email=old.email)
    else:
        new = replace(new, new_case=old.new_case, assigned=old.assigned)
    db.execute(
        "insert into notice_setting (person_id, waiting, new_case, assigned, language) "
        "values (%s, %s, %s, %s, %s) on conflict (person_id) do update set "
        "waiting = excluded.waiting, new_case = excluded.new_case, "
        "assigned = excluded.assigned, language = excluded.language",
        [person, new.waiting, new.new_case, new.assigned, new.language],
    )
    if new.email != old.email:
        db.execute("update person set email = %s where id = %s", [new.email, person])
    record(actor, _settings_entry(actor, AuditEvent.NOTICE_SETTINGS_CHANGED, _change(old, new)))
    return new


def _oneself(actor: Actor) -> UUID:
    thing = Thing(resident_id=actor.person_id)
    require(actor, Permission.NOTICE_SETTINGS_EDIT, thing)
    if actor.person_id is None:
        raise ValueError("the system has no settings")
    return actor.person_id


def _change(old: Choices, new: Choices) -> dict[str, Any]:
    """Return old and new of what differs; of the address only that it does."""
    before, after = asdict(old), asdict(new)
    changed = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    if "email" in changed:
        changed["email"] = [bool(old.email), bool(new.email)]
    return changed


def _settings_entry(actor: Actor, event: AuditEvent, detail: dict[str, Any]) -> Entry:
    return Entry(
        event=event,
        object_type="notice_setting",
        object_id=actor.person_id,
        resident_ids=(actor.person_id,) if actor.is_resident and actor.person_id else (),
        relation="self" if actor.is_resident else "",
        purpose="settings",
        detail=detail,
    )
