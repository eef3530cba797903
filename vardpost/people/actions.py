"""Signing in and out: a new secret each time, and a row in the ledger for each."""

import secrets
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.kernel.ids import new_id
from vardpost.people.session import open_scope, token_hash


def sign_in(
    *,
    actor: Actor | None,
    person_id: UUID,
    kind: str,
    method: str,
    old_token: str,
    request_id: str,
    address: str,
) -> str:
    """Start a session for a person whose identity has been proved, and return its secret.

    `actor` is whoever the browser was signed in as; that session ends, so that a secret never
    lives on from one person or strength of sign-in to the next (ASVS v5.0.0-7.2.4).

    Raises `NotFound` when the person may not sign in that way: unknown, deceased, or staff whose
    account is not active.
    """
    if old_token:
        sign_out(actor=actor, token=old_token, why="replaced")
    token = secrets.token_urlsafe(32)
    session_id = new_id()
    now = clock.now()
    row = db.fetch_one(
        "select session_start(%s, %s, %s, %s, %s, %s, %s)",
        [session_id, token_hash(token), person_id, kind, method, address, now],
    )
    if row is None or not row[0]:
        raise NotFound(f"person {person_id} may not sign in as {kind}")
    person = open_scope(token, "", request_id=request_id, address=address)
    if person is None:
        raise NotFound(f"session of {person_id}")
    record(person, _entry(AuditEvent.SIGNED_IN, person, {"method": method, "as": kind}))
    return token


def sign_out(*, actor: Actor | None, token: str, why: str = "signed_out") -> None:
    """End a session on the server; the cookie is worth nothing afterwards."""
    if actor is not None:
        record(actor, _entry(AuditEvent.SIGNED_OUT, actor, {"why": why}))
    db.fetch_one("select session_end(%s, %s, %s)", [token_hash(token), why, clock.now()])


def _entry(event: AuditEvent, person: Actor, detail: dict[str, str]) -> Entry:
    return Entry(
        event=event,
        object_type="session",
        object_id=person.session_id,
        purpose="sign_in",
        detail=dict(detail),
    )
