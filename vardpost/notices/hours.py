"""When a notice goes out: at once, at the hour of a digest, or after quiet hours. Pure.

Hours are those of the clock in Sweden, also on the nights when it is moved.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Literal

from vardpost.kernel.clock import STOCKHOLM

Mode = Literal["direct", "digest", "off"]


def quiet(now: datetime, start: int, end: int) -> bool:
    """Whether nothing is sent now; the same hour twice means no quiet hours."""
    hour = now.astimezone(STOCKHOLM).hour
    if start == end:
        return False
    return start <= hour < end if start < end else hour >= start or hour < end


def next_at(now: datetime, hour: int) -> datetime:
    """Return the next moment, in UTC, when the clock strikes the hour; never now itself."""
    here = now.astimezone(STOCKHOLM)
    for days in range(3):
        day = here.date() + timedelta(days=days)
        moment = datetime.combine(day, time(hour), STOCKHOLM).astimezone(UTC)
        if moment > now:
            return moment
    raise AssertionError("unreachable: every day has the hour")


def held_until(
    now: datetime, mode: str, *, digest_hour: int, quiet_from: int, quiet_to: int
) -> datetime | None:
    """Return until when a notice is held, in UTC; None when it goes out at once."""
    if mode == "digest":
        at = next_at(now, digest_hour)
        return next_at(at, quiet_to) if quiet(at, quiet_from, quiet_to) else at
    return next_at(now, quiet_to) if quiet(now, quiet_from, quiet_to) else None
