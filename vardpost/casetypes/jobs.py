"""What time does by itself, one job a region."""

import structlog

from vardpost.casetypes.actions.publish import come_into_force
from vardpost.kernel import queue
from vardpost.people.system import region_scope
from vardpost.units.queries import active_regions

LOG = structlog.get_logger("vardpost.casetypes")


@queue.periodic("casetypes.in_force", cron="*/10 * * * *", regions=active_regions)
def in_force(region: str) -> None:
    """Write down which planned versions have come into force."""
    with region_scope("casetypes.in_force", region) as actor:
        changed = come_into_force(actor=actor)
    if changed:
        LOG.info("versions in force", types=changed)
