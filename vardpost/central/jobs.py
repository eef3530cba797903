"""Going on with orders; it may run twice."""

from uuid import UUID

from vardpost.central.actions.distribute import distribute_next
from vardpost.central.actions.order import JOB
from vardpost.central.actions.texts import JOB as WORDS
from vardpost.central.actions.texts import tell_units
from vardpost.kernel import queue
from vardpost.people.system import region_scope


@queue.job(JOB)
def distribute(region: str, order: str) -> None:
    """Do an order to its end in one region, or until somebody stops it."""
    more = True
    while more:
        with region_scope(JOB, region) as actor:
            more = distribute_next(actor=actor, order_id=UUID(order))


@queue.job(WORDS)
def words(region: str, change: str) -> None:
    """Tell the administrators of a region's units that an office proposes other words."""
    with region_scope(WORDS, region) as actor:
        tell_units(actor=actor, change_id=UUID(change))
