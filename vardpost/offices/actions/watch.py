"""What time does to a region's administrators: due, reminded, ended; and alarms, never silence.

For the system, region by region. A role that nobody has confirmed for a year ends a month after the
others were reminded, unless the region would have nobody left: then the role stands, and the
national office is told. So it is when a region has units and no administrator at all.
"""

from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Thing
from vardpost.offices.actions.change import add_line, end, tell, tell_nation
from vardpost.offices.queries import administrators, in_office
from vardpost.offices.values import ALARM_AGAIN, Administrator
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission


def watch_administrators(*, actor: Actor) -> dict[str, int]:
    """Remind, end and alarm in the actor's region; return how many of each. Twice is once."""
    region = actor.region_id or ""
    require(actor, Permission.OFFICE_ROLE_WATCH, Thing(region_id=region))
    now, done = clock.now(), dict.fromkeys(("reminded", "ended", "alarmed"), 0)
    for one in administrators(region):
        if one.is_late(now):
            what = _late(actor, region, one)
            if what:
                done[what] += 1
        elif one.is_due(now) and one.reminded_at is None:
            _remind(actor, region, one)
            done["reminded"] += 1
    done["alarmed"] += _nobody(actor, region)
    record(
        actor,
        Entry(
            event=AuditEvent.OFFICE_ROLE_REMINDED,
            object_type="region",
            object_id=region,
            purpose="administration",
            region_id=region,
            detail={"old": {}, "new": done},
        ),
    )
    return done


def _remind(actor: Actor, region: str, one: Administrator) -> None:
    """Tell those who can confirm: her colleagues, or the national office when she has none."""
    others = in_office(region, apart_from=one.person_id)
    add_line(actor, region, one.person_id, "reminded")
    if others:
        tell(actor, region, "review", others)
    else:
        tell_nation(actor, region)


def _late(actor: Actor, region: str, one: Administrator) -> str:
    """End a role, or raise the alarm instead of leaving the region with nobody."""
    if end(one.person_id, region):
        add_line(actor, region, one.person_id, "ended")
        tell(actor, region, "review", [one.person_id, *in_office(region)])
        tell_nation(actor, region)
        return "ended"
    if one.alarmed_at is None or clock.now() - one.alarmed_at >= ALARM_AGAIN:
        _alarm(actor, region, one.person_id)
        return "alarmed"
    return ""


def _nobody(actor: Actor, region: str) -> int:
    """Raise the alarm for a region that has units and nobody who administers it."""
    if in_office(region):
        return 0
    row = db.fetch_one(
        "select exists (select 1 from care_unit where region_id = %s and live) and not exists ("
        "select 1 from office_confirmation where region_id = %s and role = 'region_admin' "
        "and person_id is null and what = 'alarmed' and at > %s)",
        [region, region, clock.now() - ALARM_AGAIN],
    )
    if row is None or not row[0]:
        return 0
    _alarm(actor, region, None)
    return 1


def _alarm(actor: Actor, region: str, person_id: UUID | None) -> None:
    add_line(actor, region, person_id, "alarmed")
    tell_nation(actor, region)
