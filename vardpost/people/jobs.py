"""What time does to permissions by itself, one job a region: each in a transaction of its own."""

from uuid import UUID

import structlog

from vardpost.kernel import queue
from vardpost.kernel.errors import AppError
from vardpost.people.actions.grant_ends import end_by_itself, run_out
from vardpost.people.system import region_scope
from vardpost.units.queries import active_regions

LOG = structlog.get_logger("vardpost.timers")
_NAME = "people.run_out"


@queue.periodic(_NAME, cron="*/10 * * * *", regions=active_regions)
def run_out_grants(region: str) -> None:
    """Return the open cases of those whose last day has passed, and write that it ended."""
    ended(region)


def ended(region: str) -> int:
    """Do what follows for every permission that has run out; return how many it was."""
    with region_scope(_NAME, region) as actor:
        due = run_out(actor=actor)
    done = sum(_one(region, grant_id) for grant_id in due)
    if due:
        LOG.info("timer ran", timer=_NAME, due=len(due), done=done)
    return done


def _one(region: str, grant_id: UUID) -> bool:
    """One that fails stops no other; the next run tries it again."""
    try:
        with region_scope(_NAME, region) as actor:
            return end_by_itself(actor=actor, grant_id=grant_id)
    except AppError as error:
        LOG.info("timer passes", timer=_NAME, grant=str(grant_id), code=error.code)
    except Exception:
        LOG.exception("timer fails", timer=_NAME, grant=str(grant_id))
    return False
