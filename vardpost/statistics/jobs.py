"""Counting, region by region; the job may run twice, and be stopped anywhere."""

import time

from vardpost.kernel import queue
from vardpost.people.system import region_scope
from vardpost.statistics.actions import count_units
from vardpost.units.queries import active_regions

#: How long one run goes on; the next one goes on where it stopped.
SECONDS = 240


@queue.periodic("statistics.count", cron="*/10 * * * *", regions=active_regions)
def count(region: str) -> None:
    """Count every unit of the region that has not been counted just now, some at a time."""
    ends = time.monotonic() + SECONDS
    more = True
    while more and time.monotonic() < ends:
        with region_scope("statistics.count", region) as actor:
            more = count_units(actor=actor)
