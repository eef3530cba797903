"""Accepting the terms of use: once a version, by whoever has signed in, for oneself."""

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound, Stale
from vardpost.kernel.ids import new_id
from vardpost.useterms.queries import in_force, last_accepted
from vardpost.useterms.values import Audience


def accept_terms(*, actor: Actor, version: int, language: str) -> None:
    """Accept the version in force for the actor's audience, as it was read in `language`.

    What has been accepted before is left as it is: a double click, a lost answer, two windows.

    Raises `NotFound` where there is nothing to accept, and `Stale` when another version than the
    one that was read is in force.
    """
    if actor.person_id is None or actor.kind == "system":
        raise NotFound("terms of use")
    audience = Audience(actor.kind)
    standing = in_force(audience)
    if standing is None:
        raise NotFound("terms of use")
    before = last_accepted(actor.person_id, audience)
    if before is not None and before.version >= standing.version:
        return
    if version != standing.version:
        raise Stale("another version of the terms of use", version=standing.version)
    made = db.execute(
        "insert into terms_of_use_acceptance (id, person_id, audience, version, terms_id, "
        "language, accepted_at) values (%s, %s, %s, %s, %s, %s, %s) "
        "on conflict (person_id, audience, version) do nothing",
        [
            *(new_id(), actor.person_id, audience.value, standing.version, standing.id),
            *(language, clock.now()),
        ],
    )
    if not made:
        return  # another window was faster
    record(
        actor,
        Entry(
            event=AuditEvent.TERMS_OF_USE_ACCEPTED,
            object_type="terms_of_use",
            object_id=standing.id,
            purpose="sign_in",
            detail={
                "audience": audience.value,
                "version": standing.version,
                "before": before.version if before else 0,
                "language": language,
            },
        ),
    )
