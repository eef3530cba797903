"""Finding signals, and reminding of what is due; each job may run twice."""

import time

import structlog

from vardpost.kernel import queue
from vardpost.people.system import region_scope
from vardpost.review.actions.notice import Pass, notice_next
from vardpost.units.queries import active_regions

LOG = structlog.get_logger("vardpost.review")
#: How long one run goes on; the next minute's goes on where it stopped.
SECONDS = 45


@queue.periodic("review.notice", cron="* * * * *", regions=active_regions)
def notice(region: str) -> None:
    """Judge what the seal has numbered since the last run, both passes."""
    ends = time.monotonic() + SECONDS
    for which in ("direct", "later"):
        _pass(region, which, ends)


def _pass(region: str, which: Pass, ends: float) -> None:
    more = True
    while more and time.monotonic() < ends:
        with region_scope("review.notice", region) as actor:
            more = notice_next(actor=actor, which=which)
