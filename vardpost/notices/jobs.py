"""Sending: one job an event; each notice in a transaction of its own."""

from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from vardpost.audit.lines import NOWHERE
from vardpost.audit.queries import newest_heads
from vardpost.kernel import clock, queue
from vardpost.notices.actions.queue import SEND
from vardpost.notices.actions.sending import postpone, send, send_together
from vardpost.notices.heads import letter
from vardpost.notices.mail import code
from vardpost.notices.queries import held, unsettled
from vardpost.people.system import region_scope
from vardpost.units.queries import active_regions

LOG = structlog.get_logger("vardpost.notices")


class NotAllSent(Exception):  # not a fault of ours: the queue tries again
    """Some notices are to be tried again later."""


@queue.job(SEND)
def send_event(region: str, *, event: str, template: str) -> None:
    """Send what is left of an event's notices. Raises `NotAllSent` when some must wait."""
    with region_scope(SEND, region):
        notices = unsettled(UUID(event), template)
    if not notices:
        return
    mail: BaseEmailBackend = get_connection()
    left = 0
    try:
        for position, notice_id in enumerate(notices):
            try:
                mail.open()
                with region_scope(SEND, region) as actor:
                    left += not send(actor=actor, notice_id=notice_id, mail=mail)
            except OSError as error:
                left += _server_fails(region, notices[position:], error)
                break
    finally:
        mail.close()
    if left:
        raise NotAllSent(f"{left} left")


@queue.periodic("notices.held", cron="*/5 * * * *", regions=active_regions)
def send_held(region: str) -> None:
    """Send what was held for the hour of a digest or the end of quiet hours."""
    name = "notices.held"
    with region_scope(name, region):
        due = held(clock.now())
    if not due:
        return
    mail: BaseEmailBackend = get_connection()
    try:
        for one in due:
            try:
                mail.open()
                with region_scope(name, region) as actor:
                    send_together(actor=actor, notice_ids=one.notices, mail=mail)
            except OSError as error:
                _server_fails(region, list(one.notices), error)
                break
    finally:
        mail.close()


@queue.periodic("notices.heads", cron="0 5 * * *", regions=lambda: [NOWHERE])
def send_heads(region: str) -> None:
    """Send the heads of every log to whoever keeps them. Raises what the connection raises."""
    told = letter(newest_heads(), settings.AUDIT_HEADS_TO)
    if told is not None:
        told.send()


def _server_fails(region: str, notices: list[UUID], error: OSError) -> int:
    """Note it on everything that could not be tried; `smtplib`'s errors are `OSError` too."""
    LOG.warning("mail server fails", code=code(error), notices=len(notices))
    with region_scope(SEND, region) as actor:
        return postpone(actor=actor, notice_ids=notices, error=error)
