"""Terms of use: a version for staff that is planned, and a draft for residents. None is in force,
so that nobody of the place meets them.
"""

from datetime import timedelta

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.people.session import open_scope
from vardpost.useterms.actions import draft as verbs
from vardpost.useterms.queries import open_draft
from vardpost.useterms.values import Audience, Words


def terms(first: str, second: str) -> dict[str, str]:
    """Write them as the two whose sessions they are; return the draft's key and version."""
    verbs.begin_draft(actor=_actor(first), audience=Audience.STAFF)
    planned = open_draft(Audience.STAFF)
    assert planned is not None
    verbs.propose_draft(
        actor=_actor(first),
        draft_id=planned.id,
        version=1,
        valid_from=clock.today() + timedelta(days=300),
    )
    verbs.publish_draft(actor=_actor(second), draft_id=planned.id, version=2)
    verbs.begin_draft(actor=_actor(first), audience=Audience.RESIDENT)
    found = open_draft(Audience.RESIDENT)
    assert found is not None
    verbs.save_draft(
        actor=_actor(first), draft_id=found.id, version=1, words=Words("# Villkor", "# Terms")
    )
    return {"terms draft": str(found.id), "terms version": "2"}


def _actor(token: str) -> Actor:
    actor = open_scope(token, "", request_id="r", address="127.0.0.1")
    assert actor is not None
    return actor
