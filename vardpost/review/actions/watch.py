"""Watching: the job's pass that raises alarms, right behind the seal.

It follows the region's log by number with a cursor of its own and does not rest, since an alarm is
for now. A batch, its alarms, what they tell and the cursor are one transaction. One alarm a rule,
unit and person is open at a time; what comes counts up on it. An entry is held once by a rule's
alarms: stopped half-way or run again, the pass finds the same.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.notices.actions.queue import queue
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.review.queries import escalations, noticing, watching, why
from vardpost.review.queries.noticing import Act
from vardpost.review.watching import (
    MASS,
    OLDEST,
    PROTECTED,
    SETTLED,
    Limit,
    Opened,
    burst,
    strange,
)

#: Entries of one transaction.
BATCH = 2000
#: The pass waits for nobody: also what says a time that is yet to come is judged at once.
_ALWAYS = datetime.max.replace(tzinfo=UTC)
#: Whom an alarm is about when it is about several: nobody's id.
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a rule found of one person's at a unit."""

    unit_id: UUID
    rule: str
    person_id: UUID
    opened: Sequence[Opened]


def watch_next(*, actor: Actor, limit: int = BATCH) -> bool:
    """Judge the next batch of the region's log; True when there is more to do right away.

    The first time it begins where signals have come to. Raises `Denied`.
    """
    require(actor, Permission.REVIEW_SCAN, Thing(region_id=actor.region_id))
    region = actor.region_id or ""
    key, now = f"{region} alarm", clock.now()
    number = noticing.cursor(key)
    if number < 0 and watching.passed(key) is None:
        begun = watching.passed(f"{region} direct")
        number = number if begun is None else begun
    batch = noticing.sealed_after(region, number, _ALWAYS, limit)
    _raise(actor, [one for one in batch.acts if one.at >= now - OLDEST])
    reached = number if batch.number is None else batch.number
    db.execute(
        "insert into review_cursor (key, region_id, number, entry_at, checked_at) "
        "values (%s, %s, %s, %s, %s) on conflict (key) do update set number = excluded.number, "
        "entry_at = coalesce(excluded.entry_at, review_cursor.entry_at), "
        "checked_at = excluded.checked_at",
        [key, region, reached, batch.entry_at, now],
    )
    return batch.more


def watch_acts(*, actor: Actor, acts: Sequence[Act]) -> int:
    """Judge acts of a log that was brought in whole, such as the demo's; return of how many alarms.

    Raises `Denied`.
    """
    require(actor, Permission.REVIEW_SCAN, Thing(region_id=actor.region_id))
    return _raise(actor, acts)


def _raise(actor: Actor, acts: Sequence[Act]) -> int:
    by_unit: defaultdict[UUID, list[Act]] = defaultdict(list)
    for one in acts:
        about = one.case_id is not None
        if strange(one.group, one.relation, about_case=about, residents=len(one.resident_ids)):
            by_unit[one.unit_id].append(one)
    if not by_unit:
        return 0
    limits = watching.limits(actor.region_id or "", by_unit)
    names = {one.person_id: one.person_name for one in acts}
    new, grown = Counter[str](), Counter[str]()
    for unit_id, here in by_unit.items():
        for found in _found(unit_id, here, limits[unit_id]):
            is_new = _keep(actor, found, names[found.person_id])
            (new if is_new else grown)[found.rule] += 1
    if new or grown:
        _told(actor, new, grown)
    return new.total() + grown.total()


def _found(unit_id: UUID, acts: Sequence[Act], limit: Limit) -> list[_Found]:
    """Return what the rules find among a unit's acts and what lies around them."""
    people = {one.person_id for one in acts}
    since = min(one.at for one in acts) - limit.window
    until = max(one.at for one in acts) + limit.window
    held = watching.held(unit_id, people, since, clock.now() - SETTLED)
    opened = watching.opened_by(unit_id, people, since, until)
    new = {one.id for one in acts}
    protected = _protected(unit_id, opened, new)

    def by_rule(person: UUID, all_of: Sequence[Opened]) -> list[_Found]:
        """Return what each rule finds of one person's that no alarm holds yet."""
        many = burst([one for one in all_of if one.id not in held.ended], limit)
        alone = [
            one for one in all_of if one.id in protected and (person, one.case) not in held.settled
        ]
        found = []
        for rule, hit in ((MASS, many), (PROTECTED, alone)):
            left = [one for one in hit if (rule, one.id) not in held.any]
            if left:
                found.append(_Found(unit_id, rule, person, left))
        return found

    suspects = [person for person, all_of in opened.items() if by_rule(person, all_of)]
    left = _unhandled(unit_id, {person: opened[person] for person in suspects})
    return [one for person, all_of in left.items() for one in by_rule(person, all_of)]


def _protected(
    unit_id: UUID, opened: Mapping[UUID, Sequence[Opened]], new: Container[UUID]
) -> set[UUID]:
    """Return those of the new openings that are about protected identities."""
    asked = [
        one for all_of in opened.values() for one in all_of if one.id in new and not one.nobodys
    ]
    known = noticing.ties_of(unit_id, list({(one.person, one.resident) for one in asked}))
    pairs = {pair for pair, ties in known.items() if ties.protected}
    return {one.id for one in asked if (one.person, one.resident) in pairs}


def _unhandled(unit_id: UUID, opened: Mapping[UUID, Sequence[Opened]]) -> dict[UUID, list[Opened]]:
    """Return the openings without cases that the person has had or done something in.

    Asked only of those of whom something would be found otherwise: it looks far back.
    """
    looked_at = [one for all_of in opened.values() for one in all_of]
    if not looked_at:
        return {}
    done = noticing.handled(
        unit_id,
        opened.keys(),
        {one.case for one in looked_at},
        min(one.at for one in looked_at),
        max(one.at for one in looked_at),
    )
    return {
        person: [one for one in all_of if (person, one.case) not in done]
        for person, all_of in opened.items()
    }


def _keep(actor: Actor, found: _Found, name: str) -> bool:
    """Count up on the alarm that is open, or open one and tell of it; True for a new one."""
    row = db.fetch_one(
        "select id from review_alarm where unit_id = %s and person_id = %s and rule = %s "
        "and closed_at is null for update",
        [found.unit_id, found.person_id, found.rule],
    )
    if row is not None:
        _count_up(actor, row[0], found)
        return False
    alarm, residents = new_id(), {one.resident for one in found.opened}
    alone = found.opened[0].resident if len(residents) == 1 else None
    db.execute(
        "insert into review_alarm (id, region_id, unit_id, rule, person_id, person_name, "
        "resident_id, residents, entries, first_at, last_at, opened_at, version) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 1)",
        [
            *(alarm, actor.region_id, found.unit_id, found.rule, found.person_id, name),
            *(alone, len(residents), len(found.opened)),
            *(min(one.at for one in found.opened), max(one.at for one in found.opened)),
            clock.now(),
        ],
    )
    _put(actor, alarm, found)
    _tell(actor, alarm, found, alone)
    return True


def _count_up(actor: Actor, alarm: UUID, found: _Found) -> None:
    if _put(actor, alarm, found):
        db.execute(
            "update review_alarm a set (resident_id, residents, entries, first_at, last_at) = ("
            "select case when count(distinct n.resident_id) = 1 "
            "then min(n.resident_id::text)::uuid end, count(distinct n.resident_id), count(*), "
            "min(n.entry_at), max(n.entry_at) from review_alarm_entry n where n.alarm_id = a.id), "
            "version = version + 1 where a.id = %s",
            [alarm],
        )


def _put(actor: Actor, alarm: UUID, found: _Found) -> int:
    return db.execute(
        "insert into review_alarm_entry (id, region_id, unit_id, alarm_id, rule, person_id, "
        "resident_id, entry_id, entry_at, action, object_id) "
        "select n.id, %s, %s, %s, %s, %s, n.resident, n.entry, n.at, n.action, n.case_id "
        "from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::timestamptz[], %s::text[], "
        "%s::text[]) n(id, resident, entry, at, action, case_id) "
        "on conflict (entry_id, rule) do nothing",
        [
            *(actor.region_id, found.unit_id, alarm, found.rule, found.person_id),
            [new_id() for _one in found.opened],
            [one.resident for one in found.opened],
            [one.id for one in found.opened],
            [one.at for one in found.opened],
            [one.action for one in found.opened],
            [one.case for one in found.opened],
        ],
    )


def _tell(actor: Actor, alarm: UUID, found: _Found, resident: UUID | None) -> None:
    """Tell the reviewers who may see it; when there is nobody, administrators and the region."""
    today = clock.today()
    region = actor.region_id or ""
    people = why.able(found.unit_id, found.person_id, resident or _NOBODY, today)
    if not people:
        admins = [*escalations.unit_admins(found.unit_id), *escalations.region_admins(region)]
        people = [one for one in admins if one != found.person_id]
    queue(actor, event_key=alarm, template="review", region_id=region, recipients=people)


def _told(actor: Actor, new: Counter[str], grown: Counter[str]) -> None:
    """Leave a row in the ledger: how many by which rule, not about whom."""
    record(
        actor,
        Entry(
            event=AuditEvent.REVIEW_ALARMS_RAISED,
            object_type="region",
            object_id=actor.region_id or "",
            purpose="review",
            detail={"opened": dict(new), "grown": dict(grown)},
        ),
    )
