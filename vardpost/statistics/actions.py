"""Counting the units of a region, some at a time: it may be done again, and stopped anywhere."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.statistics import queries
from vardpost.statistics.queries import Due, Standing

#: Units of one transaction.
BATCH = 100
#: A unit counted so shortly ago is left alone: a job that was killed and taken up again goes on
#: with the others.
FRESH = timedelta(minutes=5)


def count_units(*, actor: Actor, limit: int = BATCH) -> bool:
    """Count the units of the region that were counted longest ago; True when more are due.

    Values are put in the place of the old ones, so that counting twice changes nothing. Does
    nothing while another counts the same region. Raises `Denied`.
    """
    region_id = actor.region_id or ""
    require(actor, Permission.STATISTICS_COUNT, Thing(region_id=region_id))
    if not _alone(region_id):
        return False
    now = clock.now()
    units = queries.due(region_id, counted_before=now - FRESH, limit=limit)
    if not units:
        return False
    _keep_days(region_id, units)
    _keep_sums(region_id, [one.unit_id for one in units], now)
    record(
        actor,
        Entry(
            event=AuditEvent.STATISTICS_COUNTED,
            object_type="region",
            object_id=region_id,
            purpose="administration",
            region_id=region_id,
            detail={"units": len(units)},
        ),
    )
    return len(units) == limit


def _alone(region_id: str) -> bool:
    row = db.fetch_one(
        "select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"statistics {region_id}"]
    )
    return bool(row and row[0])


def _keep_days(region_id: str, units: Sequence[Due]) -> None:
    """Put the days since each unit's last count in the place of what was known of them."""
    found = queries.days(units)
    db.execute(
        "delete from unit_day d using unnest(%s::uuid[], %s::date[]) as t(id, day) "
        "where d.unit_id = t.id and d.day >= t.day",
        [
            [one.unit_id for one in units],
            [one.since.astimezone(clock.STOCKHOLM).date() for one in units],
        ],
    )
    db.execute(
        "insert into unit_day (unit_id, region_id, day, received, answered, kept) "
        "select t.unit_id, %s, t.day, t.received, t.answered, t.kept "
        "from unnest(%s::uuid[], %s::date[], %s::int[], %s::int[], %s::int[]) "
        "as t(unit_id, day, received, answered, kept)",
        [
            region_id,
            *([one.unit_id for one in found], [one.day for one in found]),
            *([one.received for one in found], [one.answered for one in found]),
            [one.kept for one in found],
        ],
    )


def _keep_sums(region_id: str, units: Sequence[UUID], now: datetime) -> None:
    standing = queries.standing(units, now)
    sums = queries.sums(units, queries.first_day(now))
    signed_in = queries.signed_in(units, now.astimezone(clock.STOCKHOLM).date())
    rows = [(standing.get(one, Standing()), sums.get(one, (0, 0, 0))) for one in units]
    db.execute(
        "insert into unit_rollup (unit_id, region_id, counted_at, open_cases, waiting, late, "
        "received, answered, kept, signed_in_at) "
        "select t.unit_id, %s, %s, t.open_cases, t.waiting, t.late, t.received, t.answered, "
        "t.kept, t.signed_in_at from unnest(%s::uuid[], %s::int[], %s::int[], %s::int[], "
        "%s::int[], %s::int[], %s::int[], %s::timestamptz[]) as t(unit_id, open_cases, waiting, "
        "late, received, answered, kept, signed_in_at) "
        "on conflict (unit_id) do update set counted_at = excluded.counted_at, "
        "open_cases = excluded.open_cases, waiting = excluded.waiting, late = excluded.late, "
        "received = excluded.received, answered = excluded.answered, kept = excluded.kept, "
        "signed_in_at = excluded.signed_in_at",
        [
            *(region_id, now, list(units)),
            [now_open.open_cases for now_open, _sums in rows],
            [now_open.waiting for now_open, _sums in rows],
            [now_open.late for now_open, _sums in rows],
            *([of[place] for _open, of in rows] for place in range(3)),
            [signed_in.get(one) for one in units],
        ],
    )
