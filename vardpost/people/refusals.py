"""Every refusal of a known person leaves its own row, written after the rollback (house.md 3).

Whoever refuses, and wherever: the door, a view, an address that leads nowhere, a form without a
token, a body too large.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import AppError, Denied, Unavailable
from vardpost.people.door import scope
from vardpost.shell import errors
from vardpost.shell.access import Access

#: Nobody is known: the session has ended, or never was.
_NOBODY = 401
_UNIT = re.compile(r"/m/([-a-zA-Z0-9_]+)(?:/|$)")


class Refusals:
    """Middleware that writes the row, or answers 503 when it cannot be written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what was refused to a known person is written first."""
        response = self.get_response(request)
        status = response.status_code
        if not 400 <= status < 500 or status == _NOBODY:
            return response
        refused: AppError | None = getattr(request, "refused", None)
        if refused is not None and "sign_in" in refused.facts:
            return _sign_in(request, refused, response)
        if not _may_be_known(request):
            return response
        before: Actor | None = getattr(request, "actor", None)
        try:
            with transaction.atomic():
                actor = scope(request, _unit(request))
                if actor is not None:
                    record(actor, _entry(request, status, before))
        except DatabaseError as failure:
            return errors.answer(request, Unavailable(str(failure)))
        return response


def _sign_in(request: HttpRequest, refused: AppError, response: HttpResponse) -> HttpResponse:
    """Write that somebody whose identity was proved may not sign in: deceased, or no account."""
    person, kind = str(refused.facts["sign_in"]), str(refused.facts["kind"])
    try:
        with transaction.atomic():
            db.execute(
                "select scope_clear(), set_config('app.kind', %s, true), "
                "set_config('app.person', %s, true)",
                [kind, person],
            )
            found = db.fetch_one(
                "select given_name || ' ' || family_name from person where id = %s", [person]
            )
            actor = Actor(
                kind="staff" if kind == "staff" else "resident",
                person_id=UUID(person),
                name=found[0] if found else "",
                request_id=getattr(request, "request_id", ""),
                address=request.META.get("REMOTE_ADDR", "")[:45],
            )
            entry = Entry(event=AuditEvent.SIGN_IN_REFUSED, object_type="session")
            record(actor, replace(entry, outcome="refused", purpose="sign_in", detail={"as": kind}))
    except DatabaseError as failure:
        return errors.answer(request, Unavailable(str(failure)))
    return response


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show a post without a valid token, on a page that knows who is signed in."""
    try:
        with transaction.atomic():
            scope(request, _unit(request))
    except DatabaseError as failure:
        return errors.answer(request, Unavailable(str(failure)))
    return errors.csrf(request)


def _may_be_known(request: HttpRequest) -> bool:
    """Whether somebody is signed in, perhaps; a watchdog's address asks no database."""
    match = request.resolver_match
    mark: Access | None = getattr(match.func, "access", None) if match else None
    return settings.SESSION_COOKIE in request.COOKIES and (mark is None or mark.who != "probe")


def _unit(request: HttpRequest) -> str:
    match = request.resolver_match
    if match:
        return str(match.kwargs.get("unit", ""))
    found = _UNIT.match(request.path)
    return found[1] if found else ""


def _entry(request: HttpRequest, status: int, before: Actor | None) -> Entry:
    """Return what the row says; the case and whom it concerns, where the verb had found it."""
    match = request.resolver_match
    kwargs: dict[str, Any] = match.kwargs if match else {}
    error: AppError | None = getattr(request, "refused", None)
    detail: dict[str, Any] = {
        "code": error.code if error else str(status),
        "status": status,
        "method": (request.method or "")[:10],
        "route": (match.view_name if match else "") or "",
    }
    if isinstance(error, Denied):
        detail["permission"] = str(error.permission)
    known = before.facts.get("concerned") if before else None
    entry = (
        known
        if isinstance(known, Entry)
        else Entry(
            event=AuditEvent.REFUSED,
            object_type="route",
            object_id=str(kwargs.get("case_id", kwargs.get("draft_id", ""))),
        )
    )
    return replace(entry, outcome="refused", purpose="none", detail=detail)
