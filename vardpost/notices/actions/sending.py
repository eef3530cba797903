"""Sending: each notice in a transaction of its own, held ones together with others."""

from collections.abc import Sequence
from uuid import UUID

from django.core.mail.backends.base import BaseEmailBackend

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel import queue as jobs
from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Thing
from vardpost.notices.hours import held_until, quiet
from vardpost.notices.mail import code, concerns_one, message
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

#: After so many tries a notice is given up: the last one is two days after the first.
MOST_ATTEMPTS = len(jobs.BackOff.waits) + 1


def send(*, actor: Actor, notice_id: UUID, mail: BaseEmailBackend) -> bool:
    """Send one notice and note that it was accepted, in one transaction. False: try again later.

    A notice that is wanted later is held, and goes out with others (`send_together`).

    The row is locked meanwhile, so that two workers send it once. Killed between the mail server's
    yes and the commit, it is sent again with the same number (README).

    Raises what the connection raises when the server itself is at fault.
    """
    require(actor, Permission.NOTICE_SEND, Thing(region_id=actor.region_id))
    row = db.fetch_one(
        "select n.template, n.recipient_id, a.mode, a.address, a.language, a.digest_hour, "
        "a.quiet_from, a.quiet_to "
        "from notice n cross join lateral notice_address(n.id) a "
        "where n.id = %s and n.settled_at is null for update of n skip locked",
        [notice_id],
    )
    if row is None:
        return True
    template, recipient_id, mode, address, language, hour, quiet_from, quiet_to = row
    if mode == "off" or not address:
        _settle([notice_id], "not_wanted" if mode == "off" else "", sent=False)
        return True
    until = held_until(
        clock.now(), mode, digest_hour=hour, quiet_from=quiet_from, quiet_to=quiet_to
    )
    if until is not None:
        db.execute("update notice set held_until = %s where id = %s", [until, notice_id])
        return True
    try:
        mail.send_messages([message(notice_id, template, language, address)])
    except Exception as error:
        if not concerns_one(error):
            raise
        return _postpone([notice_id], code(error)) == 0
    _settle([notice_id], "", sent=True)
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


def send_together(*, actor: Actor, notice_ids: Sequence[UUID], mail: BaseEmailBackend) -> bool:
    """Send held notices of one recipient as one e-mail; False: try again later.

    Nothing is sent when nothing is left to tell. What the recipient wants now counts, not what she
    wanted when they were held. Raises what the connection raises when the server is at fault.
    """
    require(actor, Permission.NOTICE_SEND, Thing(region_id=actor.region_id))
    rows = db.fetch_all(
        "select n.id, n.template, a.mode, a.address, a.language, a.quiet_from, a.quiet_to "
        "from notice n cross join lateral notice_address(n.id) a where n.id = any(%s) "
        "and n.settled_at is null order by n.id for update of n skip locked",
        [list(notice_ids)],
    )
    unwanted = [row[0] for row in rows if row[2] == "off"]
    wanted = [row for row in rows if row[2] != "off"]
    if unwanted:
        _settle(unwanted, "not_wanted", sent=False)
    if not wanted:
        return True
    first, template, _mode, address, language, quiet_from, quiet_to = wanted[0]
    ids = [row[0] for row in wanted]
    if not address:
        _settle(ids, "", sent=False)
        return True
    if quiet(clock.now(), quiet_from, quiet_to):
        return False
    one = template if len({row[1] for row in wanted}) == 1 else "digest"
    try:
        mail.send_messages([message(first, one, language, address)])
    except Exception as error:
        if not concerns_one(error):
            raise
        return _postpone(ids, code(error)) == 0
    _settle(ids, "", sent=True)
    record(
        actor,
        Entry(
            event=AuditEvent.NOTICE_SENT,
            object_type="notice",
            object_id=first,
            purpose="notice",
            detail={"template": one, "notices": len(ids)},
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


def _settle(notice_ids: Sequence[UUID], why: str, *, sent: bool) -> None:
    now = clock.now()
    db.execute(
        "update notice set settled_at = %s, sent_at = %s, attempts = attempts + 1, "
        "last_error = %s where id = any(%s)",
        [now, now if sent else None, why if sent or why else "no_address", list(notice_ids)],
    )


def _postpone(notice_ids: Sequence[UUID], why: str) -> int:
    """Count one more try; return how many of them are still to be sent.

    One that goes out by its own job waits as that job does. A held one is looked for every five
    minutes, so it is held again for as long: else it would be given up within the hour.
    """
    now, waits = clock.now(), list(jobs.BackOff.waits)
    row = db.fetch_one(
        "with tried as (update notice set attempts = attempts + 1, last_error = %s, settled_at = "
        "case when attempts + 1 >= %s then %s::timestamptz end, held_until = case when held_until "
        "is not null then %s::timestamptz + make_interval(secs => "
        "(%s::int[])[least(attempts + 1, %s)]) end "
        "where id = any(%s) and settled_at is null returning settled_at) "
        "select count(*) filter (where settled_at is null) from tried",
        [why[:40], MOST_ATTEMPTS, now, now, waits, len(waits), list(notice_ids)],
    )
    return int(row[0]) if row else 0
