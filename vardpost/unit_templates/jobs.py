"""Going on with roll-outs; the job may be stopped anywhere, and run twice."""

from uuid import UUID

from vardpost.kernel import queue
from vardpost.people.system import region_scope
from vardpost.unit_templates.actions.rolling import roll_out_next
from vardpost.unit_templates.actions.rollout import JOB


@queue.job(JOB)
def roll_out(region: str, rollout: str) -> None:
    """Do a roll-out to its end, or until somebody stops it."""
    more = True
    while more:
        with region_scope(JOB, region) as actor:
            more = roll_out_next(actor=actor, rollout_id=UUID(rollout))
