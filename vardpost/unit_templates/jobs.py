"""Going on with roll-outs, and counting who differs; each may run twice."""

from uuid import UUID

from vardpost.kernel import queue
from vardpost.people.system import region_scope
from vardpost.unit_templates.actions.drift import count_drift
from vardpost.unit_templates.actions.rolling import roll_out_next
from vardpost.unit_templates.actions.rollout import JOB
from vardpost.units.queries import active_regions


@queue.job(JOB)
def roll_out(region: str, rollout: str) -> None:
    """Do a roll-out to its end, or until somebody stops it."""
    more = True
    while more:
        with region_scope(JOB, region) as actor:
            more = roll_out_next(actor=actor, rollout_id=UUID(rollout))
    count(region)  # lists are told at once, not at the next count


@queue.periodic("unit_templates.drift", cron="*/10 * * * *", regions=active_regions)
def count(region: str) -> None:
    """Count which units differ from their template, for lists."""
    with region_scope("unit_templates.drift", region) as actor:
        count_drift(actor=actor)
