"""Noticing: the job's pass over what the seal has numbered, in batches that may be done again.

Two passes with a cursor each. *Direct* notes what is true of each entry and asks the rules that can
be answered at once. *Later* comes three days behind: it knows whether an opened case was handled,
notes that, and asks the rules that wait for it. A batch, its facts, its signals and the cursor are
one transaction; what is found twice is kept once.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.review.noticing import (
    Circumstances,
    Ties,
    chosen,
    facts_of,
    may_be_unhandled,
)
from vardpost.review.queries import noticing
from vardpost.review.queries.noticing import Act, Batch
from vardpost.review.queries.rules import Standing, standing
from vardpost.review.rules import HANDLED_WITHIN, Fact, Rule, hits, lookback

Pass = Literal["direct", "later"]
#: Entries of one transaction.
BATCH = 2000
#: How long an entry rests before each pass: until everything before it has come, and until there
#: has been time to handle what was opened.
RESTS: Mapping[Pass, timedelta] = {"direct": timedelta(seconds=30), "later": HANDLED_WITHIN}


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit, with what the signal keeps of its entry."""

    act: Act
    rule: Rule
    count: int


def notice_next(*, actor: Actor, which: Pass, limit: int = BATCH) -> bool:
    """Judge the next batch of the region's log; True when there is more to do right away."""
    require(actor, Permission.REVIEW_SCAN, Thing(region_id=actor.region_id))
    region = actor.region_id or ""
    key, now = f"{region} {which}", clock.now()
    number = noticing.cursor(key)
    batch = noticing.sealed_after(region, number, now - RESTS[which], limit)
    found = judge(actor, which, batch.acts)
    _move(key, region, number, batch, now)
    _told(actor, which, found)
    return batch.more


def notice_acts(*, actor: Actor, acts: Sequence[Act]) -> int:
    """Judge acts of long ago by both passes at once; return how many signals there are.

    For a log that was brought in whole, such as the demo's. Raises `Denied`.
    """
    require(actor, Permission.REVIEW_SCAN, Thing(region_id=actor.region_id))
    found = judge(actor, "direct", acts)
    ripe = [one for one in acts if one.at <= clock.now() - HANDLED_WITHIN]
    found += judge(actor, "later", ripe)
    _told(actor, "direct", found)
    return len(found)


def judge(actor: Actor, which: Pass, acts: Sequence[Act]) -> list[_Found]:
    """Note facts and keep signals of acts, in the order of time; return what rules hit."""
    by_unit: defaultdict[UUID, list[Act]] = defaultdict(list)
    for one in acts:
        by_unit[one.unit_id].append(one)
    rules = standing(actor.region_id or "", by_unit)
    hours = noticing.hours_of(by_unit) if which == "direct" else {}
    found: list[_Found] = []
    for unit_id, here in by_unit.items():
        if which == "direct":
            facts = _direct(unit_id, here, hours.get(unit_id, (None, True)))
        else:
            facts = _later(unit_id, here)
        _keep_facts(actor, here, facts)
        found += _hits(unit_id, here, _asked(rules, unit_id, which))
    _keep_signals(actor, found)
    return found


def _asked(rules: Standing, unit_id: UUID, which: Pass) -> list[Rule]:
    return [one for one in rules.active(unit_id) if one.waits == (which == "later")]


def _direct(unit_id: UUID, acts: Sequence[Act], known: tuple[str | None, bool]) -> dict[UUID, Fact]:
    pairs = list(dict.fromkeys(_pairs(acts)))
    ties = noticing.ties_of(unit_id, pairs)
    cases = {one.case_id for one in acts if one.case_id is not None}
    finished = noticing.finished_at(cases) if cases else {}
    facts = {}
    for one in acts:
        about: list[Ties] = []
        if chosen(one.action, one.group, len(one.resident_ids)):
            about = [ties[one.person_id, each] for each in one.resident_ids
                     if (one.person_id, each) in ties]  # fmt: skip
        facts[one.id] = facts_of(
            Circumstances(
                one.at,
                one.action,
                one.group,
                one.relation,
                one.state,
                one.case_id is not None,
                noticing.hours_at(known, one.at).outside(one.at),
                about,
                finished.get(one.case_id) if one.case_id else None,
                one.case_id in finished,
            )
        )
    return facts


def _pairs(acts: Sequence[Act]) -> Iterator[tuple[UUID, UUID]]:
    for one in acts:
        if chosen(one.action, one.group, len(one.resident_ids)):
            yield from ((one.person_id, each) for each in one.resident_ids)


def _later(unit_id: UUID, acts: Sequence[Act]) -> dict[UUID, Fact]:
    asked = [
        one
        for one in acts
        if may_be_unhandled(one.group, one.relation, about_case=one.case_id is not None)
    ]
    if not asked:
        return {}
    people, cases = {one.person_id for one in asked}, {one.object_id for one in asked}
    since, until = min(one.at for one in asked), max(one.at for one in asked)
    done = noticing.handled(unit_id, people, cases, since, until)
    return {one.id: Fact.UNHANDLED for one in asked if (one.person_id, one.object_id) not in done}


def _keep_facts(actor: Actor, acts: Sequence[Act], facts: Mapping[UUID, Fact]) -> None:
    noted = [one for one in acts if facts.get(one.id)]
    if noted:
        db.execute(
            "insert into review_fact (entry_id, entry_at, region_id, unit_id, person_id, facts) "
            "select * from unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::uuid[], "
            "%s::uuid[], %s::int[]) on conflict (entry_id) "
            "do update set facts = review_fact.facts | excluded.facts",
            [
                [one.id for one in noted],
                [one.at for one in noted],
                [actor.region_id] * len(noted),
                [one.unit_id for one in noted],
                [one.person_id for one in noted],
                [int(facts[one.id]) for one in noted],
            ],
        )


def _hits(unit_id: UUID, acts: Sequence[Act], rules: Sequence[Rule]) -> list[_Found]:
    """Return what the rules hit among the acts; what lies before them is looked back at."""
    if not rules:
        return []
    by_id = {one.id: one for one in acts}
    since = min(one.at for one in acts) - lookback(rules)
    until = max(one.at for one in acts)
    people = {one.person_id for one in acts}
    found = []
    for seen in noticing.window(unit_id, people, since, until).values():
        for rule in rules:
            found += [
                _Found(by_id[hit.entry], rule, hit.count)
                for hit in hits(rule, seen)
                if hit.entry in by_id
            ]
    return found


def _keep_signals(actor: Actor, found: Sequence[_Found]) -> None:
    now = clock.now()
    for start in range(0, len(found), 500):
        part = found[start : start + 500]
        marks = ", ".join(
            ["(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"] * len(part)
        )
        params: list[object] = []
        for one in part:
            act = one.act
            resident = act.resident_ids[0] if len(act.resident_ids) == 1 else None
            params += [new_id(), actor.region_id, act.unit_id, act.id, act.at, act.person_id]
            params += [act.person_name, act.action, act.outcome, act.object_id, resident]
            params += [len(act.resident_ids), one.rule.key, one.rule.name, one.count, now]
        db.execute(
            "insert into review_signal (id, region_id, unit_id, entry_id, entry_at, person_id, "
            "person_name, action, outcome, object_id, resident_id, residents, rule, rule_name, "
            f"count, found_at) values {marks} on conflict (unit_id, entry_id, rule) do nothing",
            params,
        )


def _move(key: str, region: str, number: int, batch: Batch, now: datetime) -> None:
    reached = number if batch.number is None else batch.number
    db.execute(
        "insert into review_cursor (key, region_id, number, entry_at, checked_at) "
        "values (%s, %s, %s, %s, %s) on conflict (key) do update set number = excluded.number, "
        "entry_at = coalesce(excluded.entry_at, review_cursor.entry_at), "
        "checked_at = excluded.checked_at",
        [key, region, reached, batch.entry_at, now],
    )


def _told(actor: Actor, which: Pass, found: Sequence[_Found]) -> None:
    """Leave a row in the ledger for what was found: how much by which rule, not about whom."""
    if not found:
        return
    counts: defaultdict[str, int] = defaultdict(int)
    for one in found:
        counts[one.rule.key] += 1
    record(
        actor,
        Entry(
            event=AuditEvent.REVIEW_SIGNALS_FOUND,
            object_type="region",
            object_id=actor.region_id or "",
            purpose="review",
            detail={"pass": which, "rules": dict(counts)},
        ),
    )


def drop_old(*, actor: Actor, unit_id: UUID, before: datetime) -> int:
    """Forget what was noted of entries that are older than the log is kept; signals stay."""
    require(actor, Permission.REVIEW_SCAN, Thing(region_id=actor.region_id, unit_id=unit_id))
    gone = db.execute(
        "delete from review_fact where unit_id = %s and entry_at < %s", [unit_id, before]
    )
    if gone:
        detail = {"facts": gone}
        event = AuditEvent.REVIEW_FACTS_DROPPED
        record(actor, Entry(event, "unit", unit_id, purpose="review", detail=detail))
    return gone
