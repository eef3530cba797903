"""Finding signals, and reminding of what is due; each job may run twice."""

import time
from datetime import timedelta

from vardpost.kernel import clock, queue
from vardpost.people.system import region_scope
from vardpost.review.actions.notice import Pass, drop_old, notice_next
from vardpost.review.actions.plan import remind
from vardpost.review.queries.due import units
from vardpost.units.queries import active_regions

#: How long one run goes on; the next minute's goes on where it stopped.
SECONDS = 45
#: As long as the log itself is kept when nobody has decided otherwise (`AUDIT_YEARS`).
KEPT = timedelta(days=3653)


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


@queue.periodic("review.remind", cron="23 6 * * *", regions=active_regions)
def remind_of_what_is_due(region: str) -> None:
    """Remind reviewers and those asked, in the morning; a second run the same day tells nobody."""
    today = clock.now().astimezone(clock.STOCKHOLM).date()
    with region_scope("review.remind", region) as actor:
        remind(actor=actor, today=today)


@queue.periodic("review.forget", cron="41 3 * * *", regions=active_regions)
def forget(region: str) -> None:
    """Forget what was noted of entries older than the log is kept, unit by unit."""
    with region_scope("review.forget", region):
        found = units(region)
    for unit_id in found:
        with region_scope("review.forget", region) as actor:
            drop_old(actor=actor, unit_id=unit_id, before=clock.now() - KEPT)
