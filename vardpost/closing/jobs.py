"""Telling residents of a closing; it may run twice."""

from uuid import UUID

from vardpost.closing.actions.telling import JOB, tell_next
from vardpost.kernel import queue
from vardpost.people.system import region_scope


@queue.job(JOB)
def tell(region: str, telling: str) -> None:
    """Tell everybody concerned, or until the closing is called off."""
    more = True
    while more:
        with region_scope(JOB, region) as actor:
            more = tell_next(actor=actor, telling_id=UUID(telling))
