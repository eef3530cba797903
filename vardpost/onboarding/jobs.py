"""What time does by itself, one job a region."""

import structlog

from vardpost.kernel import clock, queue
from vardpost.onboarding.actions.names import names_in_force
from vardpost.people.system import region_scope
from vardpost.units.queries.names import regions_with_due

LOG = structlog.get_logger("vardpost.onboarding")
_NAMES = "onboarding.names"


def _due() -> list[str]:
    return regions_with_due(clock.today())


@queue.periodic(_NAMES, cron="*/10 * * * *", regions=_due)
def take_names(region: str) -> None:
    """Give units the names whose day has come."""
    with region_scope(_NAMES, region) as actor:
        done = names_in_force(actor=actor)
    if done:
        LOG.info("names in force", units=done)
