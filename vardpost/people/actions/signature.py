"""One's own signature: how residents see oneself, and what stands under what one writes."""

from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput
from vardpost.kernel.tenancy import Thing
from vardpost.people.actions.accounts import keep_signature
from vardpost.people.values import Signature
from vardpost.people.words import SHOW_AS
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission


def own_signature(*, actor: Actor) -> Signature:
    """Return one's own signature, to be shown (`show_signature`) or changed.

    Raises `Denied` for who has no role anywhere.
    """
    return _standing(_oneself(actor))


def show_signature(*, actor: Actor) -> None:
    """Leave the row of one's own signature that is about to be shown. Raises `Denied`."""
    _oneself(actor)
    record(actor, _entry(actor, AuditEvent.STAFF_READ, {}))


def sign(*, actor: Actor, show_as: str, signature: str) -> None:
    """Keep one's own signature; it stands under what is written from now on.

    Raises `Denied`, and `BadInput` for an unknown way of being shown.
    """
    person = _oneself(actor)
    if show_as not in SHOW_AS:
        raise BadInput({"show_as": "?"})
    old = _standing(person)
    if (old.show_as, old.signature) == (show_as, signature):
        return
    keep_signature(person, show_as, signature)
    detail = {"old": [old.show_as, old.signature], "new": [show_as, signature]}
    record(actor, _entry(actor, AuditEvent.SIGNATURE_CHANGED, detail))


def _oneself(actor: Actor) -> UUID:
    require(actor, Permission.SIGNATURE_EDIT, Thing(resident_id=actor.person_id))
    if actor.person_id is None:
        raise ValueError("the system signs nothing")
    return actor.person_id


def _standing(person: UUID) -> Signature:
    row = db.fetch_one(
        "select a.name, a.title, a.protected, coalesce(h.show_as, 'name'), "
        "coalesce(h.signature, '') from staff_account a "
        "left join staff_signature h on h.person_id = a.person_id where a.person_id = %s",
        [person],
    )
    return Signature(*row) if row else Signature("", "", False, "name", "")


def _entry(actor: Actor, event: AuditEvent, detail: dict[str, Any]) -> Entry:
    return Entry(
        event=event,
        object_type="person",
        object_id=actor.person_id,
        relation="self",
        purpose="settings",
        detail=detail,
    )
