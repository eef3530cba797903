"""How the seal stands, for those who answer for a unit or more: read as the web role."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vardpost.audit.alarms import AT_ONE_MACHINE, STOPPED, Kind
from vardpost.audit.lines import NOWHERE
from vardpost.audit.queries import SEALED_WITHIN
from vardpost.kernel import clock, db

#: What has no end of its own is told for so long after it last happened.
TOLD_FOR = timedelta(days=7)
#: In the order of a page.
ODD = (Kind.CLOCK, Kind.WAITED, Kind.LATE, Kind.AHEAD, Kind.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Odd:
    """Something that happened to the log lately: how many times, and when last."""

    kind: Kind
    times: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class SealState:
    """Whether somebody seals, what keeps the sealer from it, and what has happened lately."""

    newest_head: datetime | None
    #: Why nothing is sealed, and since when; none when it is sealed again, or never was stopped.
    stopped: Kind | None
    stopped_at: datetime | None
    odd: Sequence[Odd]
    now: datetime

    @property
    def sealed(self) -> bool:
        """Whether heads come: at rest there is one a minute."""
        newest = self.newest_head
        return newest is not None and newest > self.now - SEALED_WITHIN

    @property
    def whole(self) -> bool:
        """Whether there is nothing to tell at all."""
        return self.sealed and self.stopped is None and not self.odd


_STATE = """
with newest as (
    select coalesce((select h.at from audit_head h where h.log = %(rest)s
                      order by h.number desc limit 1), '-infinity') as at
), turn as (
    select coalesce(max(a.at), '-infinity') as at from audit_alarm a where a.kind = %(resumed)s
), stop as (
    select (array_agg(a.kind order by a.at desc, a.id desc))[1] as kind, min(a.at) as at
      from audit_alarm a, turn, newest where a.kind = any (%(stopped)s) and a.at > turn.at
       and (a.kind <> all (%(machine)s) or a.at > newest.at)
), odd as (
    select a.kind, count(*) as times, max(a.at) as last_at from audit_alarm a
     where a.kind = any (%(odd)s) and a.at > %(since)s
       and (%(log)s = '' or a.log in ('', %(log)s)) group by a.kind
)
select (select nullif(newest.at, '-infinity') from newest),
       stop.kind, stop.at,
       (select json_agg(json_build_array(odd.kind, odd.times, odd.last_at))::text from odd)
  from stop
"""


def seal_state(region_id: str = "") -> SealState:
    """Return how the seal stands, for a region's log or, without one, for all: one statement.

    Row security shows alarms of the seal to reviewers and offices; others learn of no alarm.
    """
    now = clock.now()
    row = db.fetch_one(
        _STATE,
        {
            "resumed": Kind.RESUMED.value,
            "stopped": [kind.value for kind in STOPPED],
            "machine": [kind.value for kind in AT_ONE_MACHINE],
            "odd": [kind.value for kind in ODD],
            "since": now - TOLD_FOR,
            "log": region_id,
            "rest": NOWHERE,
        },
    )
    newest, stopped, stopped_at, odd = row or (None, None, None, None)
    found = {Kind(kind): (times, last) for kind, times, last in json.loads(odd or "[]")}
    told = [
        Odd(kind, found[kind][0], datetime.fromisoformat(found[kind][1]))
        for kind in ODD
        if kind in found
    ]
    return SealState(newest, Kind(stopped) if stopped else None, stopped_at, told, now)
