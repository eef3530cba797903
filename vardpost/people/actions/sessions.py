"""Signing in and out, and the first grant of all; a row in the ledger for each."""

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.errors import NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.people.session import open_scope, token_hash
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import Role


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What the directory says of somebody who has no account yet."""

    given_name: str
    family_name: str
    birth_date: date
    sex: str
    email: str = ""
    title: str = ""


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
        # The row of the refusal is written after the rollback (`refusals`).
        raise NotFound(f"may not sign in as {kind}", sign_in=str(person_id), kind=kind)
    person = open_scope(token, "", request_id=request_id, address=address)
    if person is None:
        raise NotFound(f"session of {person_id}")
    record(person, _entry(AuditEvent.SIGNED_IN, person, {"method": method, "as": kind}))
    return token


def sign_out(*, actor: Actor | None, token: str, why: str = "signed_out") -> None:
    """End a session on the server; the cookie is worth nothing afterwards."""
    ended = db.fetch_one("select session_end(%s, %s, %s)", [token_hash(token), why, clock.now()])
    if actor is not None and ended is not None and ended[0] is not None:
        record(actor, _entry(AuditEvent.SIGNED_OUT, actor, {"why": why}))


def _entry(event: AuditEvent, person: Actor, detail: dict[str, str]) -> Entry:
    return Entry(
        event=event,
        object_type="session",
        object_id=person.session_id,
        purpose="sign_in",
        detail=dict(detail),
    )


def bootstrap_national_office(*, actor: Actor, hsa_id: str, newcomer: Newcomer | None) -> UUID:
    """Give the national office to its first member, once in the life of a database.

    Everybody else is then given a role by somebody. The account with the HSA-id gets it; without
    one, the account is made of `newcomer`. Runs as the owner of the tables.

    Raises `WrongState` when the office was ever given, `NotFound` without account and newcomer.
    """
    require(actor, Permission.NATIONAL_OFFICE_BOOTSTRAP)
    db.execute("lock table role_grant in share row exclusive mode")
    office = Role.NATIONAL_OFFICE.value
    if db.fetch_one("select 1 from role_grant where role = %s limit 1", [office]):
        raise WrongState("the national office has been given before")
    row = db.fetch_one(
        "select person_id from staff_account where upper(hsa_id) = upper(%s) and active", [hsa_id]
    )
    if row is None and newcomer is None:
        raise NotFound(f"no active account {hsa_id}")
    person_id: UUID = row[0] if row else _account(hsa_id, newcomer)
    now = clock.now()
    db.execute(
        "insert into role_grant (id, person_id, role, region_code, starts_on, granted_by_name, "
        "reason, created_at) values (%s, %s, %s, '', %s, %s, %s, %s)",
        [
            *(new_id(), person_id, office, now.astimezone(STOCKHOLM).date()),
            *("./manage.py bootstrap", "Första behörigheten", now),
        ],
    )
    record(
        actor,
        Entry(
            event=AuditEvent.NATIONAL_OFFICE_BOOTSTRAPPED,
            object_type="person",
            object_id=person_id,
            purpose="administration",
            detail={
                "old": {},
                "new": {"role": office, "hsa_id": hsa_id, "made_account": row is None},
            },
        ),
    )
    return person_id


def _account(hsa_id: str, newcomer: Newcomer | None) -> UUID:
    if newcomer is None:
        raise NotFound(f"no active account {hsa_id}")
    person_id = new_id()
    db.execute(
        "insert into person (id, number_kind, given_name, family_name, birth_date, sex, street, "
        "postal_code, place, municipality_code, region_code, protected, phone, email) "
        "values (%s, 'none', %s, %s, %s, %s, '', '', '', '', '', false, '', '')",
        [person_id, newcomer.given_name, newcomer.family_name, newcomer.birth_date, newcomer.sex],
    )
    db.execute(
        "insert into staff_account (person_id, hsa_id, name, title, email, active, protected) "
        "values (%s, %s, %s, %s, %s, true, false)",
        [
            *(person_id, hsa_id, f"{newcomer.given_name} {newcomer.family_name}"),
            *(newcomer.title, newcomer.email),
        ],
    )
    return person_id
