"""What time does to permissions by itself, one job a region: each in a transaction of its own.

One timer gives back the work of those who answer no longer: first of those whose last day has
passed, with all that follows, then of anybody else who still has some (`departures.left_behind`).
"""

from collections.abc import Callable
from uuid import UUID

import structlog

from vardpost.kernel import queue
from vardpost.kernel.errors import AppError
from vardpost.people.actions.grant_ends import end_by_itself, leave_behind, left_behind, run_out
from vardpost.people.system import region_scope
from vardpost.units.queries import active_regions

LOG = structlog.get_logger("vardpost.timers")
_NAME = "people.run_out"


@queue.periodic(_NAME, cron="*/10 * * * *", regions=active_regions)
def run_out_grants(region: str) -> None:
    """Return the open cases of those whose last day has passed, and write that it ended."""
    ended(region)


def ended(region: str) -> int:
    """Do what follows for all who answer no longer; return for how many it was."""
    with region_scope(_NAME, region) as actor:
        due = run_out(actor=actor)
    done = sum(_one(region, end_by_itself, grant_id=grant_id) for grant_id in due)
    done += _returned(region)
    if done or due:
        LOG.info("timer ran", timer=_NAME, due=len(due), done=done)
    return done


def _returned(region: str) -> int:
    with region_scope(_NAME, region) as actor:
        found = left_behind(actor=actor)
    return sum(
        _one(region, leave_behind, unit_id=unit_id, person_id=person_id)
        for unit_id, person_id in found
    )


def _one(region: str, act: Callable[..., bool], **ids: UUID) -> bool:
    """One that fails stops no other; the next run tries it again."""
    named = {name: str(key) for name, key in ids.items()}
    try:
        with region_scope(_NAME, region) as actor:
            return act(actor=actor, **ids)
    except AppError as error:
        LOG.info("timer passes", timer=_NAME, code=error.code, **named)
    except Exception:
        LOG.exception("timer fails", timer=_NAME, **named)
    return False
