"""Parts of every verb that moves an application: hold it, note what happened, tell people."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import Denied, Earlier, Moved, NotFound
from vardpost.kernel.ids import new_id
from vardpost.notices.actions.queue import queue
from vardpost.offices.queries import application, history, in_office, national_office
from vardpost.offices.states import Event, State, suits
from vardpost.offices.values import Application
from vardpost.offices.words import event_name
from vardpost.people.actions.leaving import tell_revoked
from vardpost.people.system import as_system
from vardpost.policy.permissions import Permission


def hold(region_id: str, application_id: UUID) -> Application:
    """Keep an application as it is for the rest of the transaction. Raises `NotFound`.

    By a lock of our own: row security lets nobody lock a row that she may not change.
    """
    db.fetch_one(
        "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"application {application_id}"]
    )
    found = application(region_id, application_id)
    if found is None:
        raise NotFound("application")
    return found


def again(actor: Actor, found: Application, event: Event, version: int, words: str) -> bool:
    """Whether this person has already done exactly that: a double click, a lost answer.

    Raises `Moved` with what is new when something else has happened since the page was drawn.
    """
    if found.version == version:
        return False
    later = [one for one in history(found.id) if one.version > version]
    if (
        len(later) == 1
        and later[0].actor_id == actor.person_id
        and (later[0].event, later[0].words) == (event, words)
    ):
        return True
    raise Moved(
        found.version,
        [
            Earlier(one.actor_name, one.at, ((event_name(one.event), "", one.words or "–"),))
            for one in later
        ],
    )


def ask_four_eyes(actor: Actor, found: Application, event: Event, permission: Permission) -> None:
    """Refuse whoever may not be the one to do it, though she holds the permission.

    Raises `Denied`, which is audited: nobody decides what she has reviewed or applied for, and
    nobody what is about herself.
    """
    if not suits(event, found.standing, actor.person_id):
        raise Denied(permission, f"{event} is for somebody else")


def happened(
    actor: Actor,
    *,
    application_id: UUID,
    region_id: str,
    version: int,
    event: Event,
    before: State | None,
    after: State,
    words: str = "",
    more: dict[str, Any] | None = None,
    audit: AuditEvent = AuditEvent.OFFICE_APPLICATION_MOVED,
) -> None:
    """Write the history's line and the ledger's row; what was typed is in the history alone."""
    db.execute(
        "insert into office_event (id, application_id, version, at, event, to_state, actor_id, "
        "actor_name, words) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(new_id(), application_id, version, clock.now(), event.value, after.value),
            *(actor.person_id, actor.name, words),
        ],
    )
    record(
        actor,
        Entry(
            event=audit,
            object_type="office-application",
            object_id=application_id,
            state=after.value,
            purpose="administration",
            region_id=region_id,
            detail={
                "event": event.value,
                "old": {"state": before.value if before else ""},
                "new": {"state": after.value, **(more or {})},
            },
        ),
    )


def tell(actor: Actor, region_id: str, template: str, recipients: Sequence[UUID | None]) -> None:
    """Queue a neutral notice to people, whoever they are to the actor; herself apart.

    As the system of the region: an office beyond the region, or somebody who has no role yet,
    queues nothing there by herself.
    """
    people = [one for one in recipients if one is not None and one != actor.person_id]
    if not people:
        return
    with as_system(actor, "offices.told", region_id) as system:
        queue(
            system,
            event_key=new_id(),
            template=template,
            region_id=region_id,
            recipients=people,
        )


def tell_nation(actor: Actor, region_id: str, *, apart_from: Sequence[UUID | None] = ()) -> None:
    """Tell the national office that something waits for it."""
    tell(actor, region_id, "review", national_office(apart_from=apart_from))


def tell_region(actor: Actor, region_id: str, template: str = "review") -> None:
    """Tell everybody who administers the region."""
    tell(actor, region_id, template, in_office(region_id))


def end(person_id: UUID, region_id: str) -> bool:
    """End a role by the database's own function; False when the region would have nobody."""
    row = db.fetch_one("select office_end(%s, %s)", [person_id, region_id])
    if row is None or not row[0]:
        return False
    tell_revoked(person_id)
    return True


def add_line(
    actor: Actor,
    region_id: str,
    person_id: UUID | None,
    what: str,
    role: str = "region_admin",
    unit_id: UUID | None = None,
) -> None:
    """Add a line to what is known of somebody's role."""
    db.execute(
        "insert into office_confirmation (id, region_id, role, unit_id, person_id, what, at, "
        "by_id, by_name) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(new_id(), region_id, role, unit_id, person_id, what, clock.now()),
            *(actor.person_id, actor.name if actor.person_id else ""),
        ],
    )
