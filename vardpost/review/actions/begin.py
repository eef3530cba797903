"""Beginning a review: its items are chosen once, and what they said is copied."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput
from vardpost.kernel.ids import new_id
from vardpost.review.actions.asked import is_own, reviewer_at, told
from vardpost.review.queries import log
from vardpost.review.queries.log import CaseNamed, Entry
from vardpost.review.queries.plan import plan_of
from vardpost.review.queries.searches import search_of
from vardpost.review.sampling import MOST_DRAWN_FROM, MOST_ITEMS, ORDER, Size
from vardpost.review.values import Filters, filter_values

_ITEM = (
    "id, region_id, unit_id, review_id, place, entry_id, entry_at, person_id, person_name, roles, "
    "action, outcome, relation, object_type, object_id, state, case_number, resident_id, "
    "resident_name, residents, facts, rules, mark, version"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a review is made of, and how that came about."""

    kind: str
    from_on: date
    to_on: date
    how: Mapping[str, Any]
    entries: Sequence[Entry]
    reason: str = ""
    #: For entries that rules hit: (key, name) of each rule.
    rules: Mapping[UUID, Sequence[tuple[str, str]]] = field(default_factory=dict)
    #: Whom it is about, when it is about one person's acts; to her the review is not there.
    person_id: UUID | None = None


def begin_sample(
    *, actor: Actor, unit_id: UUID, review_id: UUID, filters: Filters, size: Size, seed: str
) -> None:
    """Draw a sample and begin a review of it. `review_id` is the form's own.

    Raises `BadInput` for a period that is not over, too much to draw from, or nothing, and for what
    the reviewer did herself; `Denied`.
    """
    unit = reviewer_at(actor, unit_id)
    if filters.person_id == actor.person_id:
        raise BadInput({"person": _("Det du själv har gjort granskar en annan. Välj någon annan")})
    if filters.to_on >= clock.today():
        raise BadInput({"to_on": _("Välj en dag som har varit, så att urvalet går att göra om")})
    pool = log.pool_size(unit_id, filters, MOST_DRAWN_FROM)
    if pool > MOST_DRAWN_FROM:
        raise BadInput(
            {"to_on": _("Det är för många händelser att dra ur. Välj en kortare period")}
        )
    drawn = log.draw(unit_id, filters, ORDER, seed, size.items(pool))
    if not drawn:
        raise BadInput({"from_on": _("Det finns inga sådana händelser i perioden")})
    how = {
        **filter_values(filters),
        "seed": seed,
        "of": size.of,
        "amount": size.amount,
        "population": pool,
    }
    entries = log.entries_of(unit_id, drawn, filters.from_on, filters.to_on)
    chosen = Chosen(
        "sample", filters.from_on, filters.to_on, how, entries, person_id=filters.person_id
    )
    make(actor, unit, review_id, chosen)


def begin_from_search(
    *, actor: Actor, unit_id: UUID, review_id: UUID, search_id: UUID, entries: Sequence[UUID]
) -> None:
    """Begin a review of entries that were chosen in a search of the reviewer's own.

    What is the reviewer's own is not among them. Raises `BadInput` when none is there, `NotFound`
    for the search, and `Denied`.
    """
    unit = reviewer_at(actor, unit_id)
    search = search_of(unit_id, search_id, actor.person_id)
    first, last = search.filters.from_on, search.filters.to_on
    found = log.entries_of(unit_id, list(entries)[:MOST_ITEMS], first, last)
    found = [one for one in found if not is_own(actor, one.person_id, one.resident_ids)]
    if not found:
        raise BadInput({"poster": _("Välj minst en post")})
    how = {**filter_values(search.filters), "search": str(search_id)}
    chosen = Chosen(
        "search", first, last, how, found, search.reason, person_id=log.only_person(found)
    )
    make(actor, unit, review_id, chosen)


def make(actor: Actor, unit: UnitRef, review_id: UUID, chosen: Chosen) -> bool:
    """Write the review and its items; nothing when it is there already (a double click).

    The verb that calls has asked the policy. The ledger's row names whom the items are about.
    """
    now = clock.now()
    due = now.astimezone(clock.STOCKHOLM).date() + timedelta(days=plan_of(unit.id).due_days)
    made = db.execute(
        "insert into review (id, region_id, unit_id, kind, from_on, to_on, how, reason, size, "
        "opened_at, opened_by_id, opened_by_name, person_id, due_on, version) values "
        "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 1) on conflict (id) do nothing",
        [
            *(review_id, unit.region_id, unit.id, chosen.kind, chosen.from_on, chosen.to_on),
            *(db.json(dict(chosen.how)), chosen.reason, len(chosen.entries)),
            *(now, actor.person_id, actor.name, chosen.person_id, due),
        ],
    )
    if not made:
        return False
    put_items(unit, review_id, chosen.entries, chosen.rules)
    shown = (one.resident_id for one in chosen.entries if one.resident_id is not None)
    detail = {"kind": chosen.kind, "items": len(chosen.entries)}
    detail |= {key: chosen.how[key] for key in ("seed", "population", "alarm") if key in chosen.how}
    residents = tuple(dict.fromkeys(shown))
    entry = told(AuditEvent.REVIEW_BEGUN, "review", review_id, residents=residents, detail=detail)
    record(actor, entry)
    return True


def put_items(
    unit: UnitRef,
    review_id: UUID,
    entries: Sequence[Entry],
    rules: Mapping[UUID, Sequence[tuple[str, str]]],
    about: UUID | None = None,
) -> None:
    """Copy entries as the items of a review that has just been written.

    `about` is whom each is about, when it is one of several.
    """
    cases = log.cases_named(entries)
    rows = [
        _row(unit, review_id, place, one, cases, rules.get(one.id, ()))
        for place, one in enumerate(entries, start=1)
    ]
    if about is not None:
        rows = [{**one, "resident_id": str(about)} for one in rows]
    db.execute(
        f"insert into review_item ({_ITEM}) select {_ITEM} "
        "from json_populate_recordset(null::review_item, %s::json)",
        [json.dumps(rows)],
    )


def _row(
    unit: UnitRef,
    review_id: UUID,
    place: int,
    entry: Entry,
    cases: Mapping[UUID, CaseNamed],
    rules: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    case = cases.get(entry.case_id) if entry.case_id else None
    resident = entry.resident_id or (case.resident_id if case else None)
    return {
        "id": str(new_id()),
        "region_id": unit.region_id,
        "unit_id": str(unit.id),
        "review_id": str(review_id),
        "place": place,
        "entry_id": str(entry.id),
        "entry_at": entry.at.isoformat(),
        "person_id": str(entry.person_id),
        "person_name": entry.person_name,
        "roles": entry.roles,
        "action": entry.action,
        "outcome": entry.outcome,
        "relation": entry.relation,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "state": entry.state,
        "case_number": case.number if case else "",
        "resident_id": str(resident) if resident else None,
        "resident_name": case.resident_name if case else "",
        "residents": len(entry.resident_ids),
        "facts": int(entry.facts),
        "rules": [list(one) for one in rules],
        "mark": "none",
        "version": 1,
    }
