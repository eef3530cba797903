"""What time does to administrators, once a day in each region."""

import structlog

from vardpost.kernel import queue
from vardpost.offices.actions.watch import watch_administrators
from vardpost.offices.actions.yearly import remind_of_unit_admins
from vardpost.people.system import region_scope
from vardpost.units.queries import active_regions

LOG = structlog.get_logger("vardpost.timers")
_NAME = "offices.watch"


@queue.periodic(_NAME, cron="20 5 * * *", regions=active_regions)
def watch_region(region: str) -> None:
    """Remind of roles to confirm, end what nobody confirmed, and raise alarms."""
    with region_scope(_NAME, region) as actor:
        done = watch_administrators(actor=actor)
        done["unit_admins"] = remind_of_unit_admins(actor=actor)
    if any(done.values()):
        LOG.info("timer ran", timer=_NAME, **done)
