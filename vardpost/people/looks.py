"""The net under the verbs: a page that was shown and left no row leaves one here (ADR 0023).

Reading a case, a list or a colleague is a verb and says more than this row can. Every other page
for somebody who is signed in, such as a setting, is told of by its route and the ids in its address
alone. So no page is forgotten, and a page that shows nothing says so itself (`shell.access.quiet`).
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from vardpost.audit.actions import Entry, left, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel.actor import Actor
from vardpost.shell.access import Access

#: Of what an address names, as long as the ledger keeps it.
_LONGEST = 60


def leave_row(
    request: HttpRequest, access: Access, response: HttpResponse, kwargs: Mapping[str, Any]
) -> None:
    """Write the row of a page that is about to be shown, in the transaction that read it.

    None for a stranger, for a page that is public or quiet, for an answer that leads elsewhere, and
    for a refusal, which has a row of its own (`refusals`).
    """
    actor: Actor | None = request.actor  # type: ignore[attr-defined]  # set by the door
    shown = response.status_code < 300
    if actor is None or access.who == "public" or access.quiet or not shown or left(actor):
        return
    match = request.resolver_match
    record(
        actor,
        Entry(
            event=AuditEvent.PAGE_READ,
            object_type="page",
            object_id=(match.view_name if match else "")[:_LONGEST],
            purpose="administration" if actor.is_staff else "care",
            detail={
                "method": (request.method or "")[:10],
                "at": {
                    key: str(value)[:_LONGEST] for key, value in kwargs.items() if key != "unit"
                },
            },
        ),
    )
