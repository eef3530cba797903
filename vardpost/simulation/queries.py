"""Reads of what a unit's settings are and have been, and of when its cases came: five statements.

Cases come from the function `simulation_cases`, which gives moments and kinds and nothing else.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vardpost.casetypes.queries.many import Promised, promises_of
from vardpost.kernel import db
from vardpost.simulation.replay import Sent
from vardpost.simulation.timeline import Book, Timeline, Values

#: At most so many cases are looked at: the latest.
MOST = 20_000
_HOURS, _CLOSING, _LIMIT = "units:hours", "units:closing", "units:intake-limit"
_OFFER = "casetypes:offer"
Changes = dict[tuple[str, str], list[tuple[datetime, Values, Values]]]


@dataclass(frozen=True, slots=True)
class Month:
    """Everything that a change is tried on."""

    book: Book
    cases: list[Sent]
    promises: list[Promised]
    #: Some cases were left out, being too many.
    cut: bool


def month(unit_id: UUID, since: datetime, until: datetime) -> Month:
    """Return a unit's cases between two moments, and its settings since then."""
    changes = _changes(unit_id, since)
    hours, closings, limit = _standing(unit_id)
    promises = promises_of(unit_id)
    days = _region_days(unit_id, since)
    offers: dict[str, Values] = {
        one.type_id: {"first_days": one.first_days, "final_days": one.final_days}
        for one in promises
    }
    ids = set(closings) | {key for kind, key in changes if kind == _CLOSING}
    book = Book(
        hours=Timeline.of(hours, changes.get((_HOURS, ""), [])),
        closings={
            key: Timeline.of(closings.get(key, {}), changes.get((_CLOSING, key), []))
            for key in sorted(ids)
        },
        region_days=days,
        limit=Timeline.of(limit, changes.get((_LIMIT, ""), [])),
        promises={
            key: Timeline.of(values, changes.get((_OFFER, key), []))
            for key, values in offers.items()
        },
    )
    cases = _cases(unit_id, since, until)
    cut = len(cases) > MOST
    return Month(book, cases[-MOST:], promises, cut)


def _changes(unit_id: UUID, since: datetime) -> Changes:
    rows = db.fetch_all(
        "select c.kind, c.object_id, c.at, "
        "case when c.kind = %s then jsonb_build_object('first_days', c.old->'first_days', "
        "'final_days', c.old->'final_days') else c.old end::text, "
        "case when c.kind = %s then jsonb_build_object('first_days', c.new->'first_days', "
        "'final_days', c.new->'final_days') else c.new end::text "
        "from setting_change c where c.unit_id = %s and c.at >= %s and c.kind = any(%s) "
        "order by c.kind, c.object_id, c.version",
        [_OFFER, _OFFER, unit_id, since, [_HOURS, _CLOSING, _LIMIT, _OFFER]],
    )
    found: Changes = {}
    for kind, thing, at, old, new in rows:
        found.setdefault((kind, thing), []).append((at, json.loads(old), json.loads(new)))
    return found


def _standing(unit_id: UUID) -> tuple[Values, dict[str, Values], Values]:
    """Return hours, closings and limit as they stand, in the form that the history keeps."""
    row = db.fetch_one(
        "select u.closed_on_eves, "
        "(select json_agg(json_build_array(o.weekday, to_char(o.opens, 'HH24:MI'), "
        "to_char(o.closes, 'HH24:MI')) order by o.weekday, o.opens) from opening_hours o "
        "where o.unit_id = u.id)::text, "
        "(select json_agg(json_build_object('id', c.id, 'starts_on', c.starts_on, 'ends_on', "
        "c.ends_on, 'stops_clock', c.stops_clock, 'stops_intake', c.stops_intake, 'case_type', "
        "c.case_type, 'reason_sv', c.reason_sv)) from unit_closing c where c.unit_id = u.id "
        "and c.ends_on > current_date - 366)::text, "
        "(select json_build_object('most_waiting', l.most_waiting, 'extra_days', l.extra_days) "
        "from intake_limit l where l.unit_id = u.id)::text from care_unit u where u.id = %s",
        [unit_id],
    )
    eves, hours, closings, limit = row or (True, None, None, None)
    days: list[list[list[str]]] = [[] for _day in range(7)]
    for weekday, opens, closes in json.loads(hours or "[]"):
        days[weekday].append([opens, closes])
    told: list[dict[str, Any]] = json.loads(closings or "[]")
    return (
        {"days": days, "eves": eves},
        {str(one["id"]): one for one in told},
        json.loads(limit or "{}"),
    )


def _region_days(unit_id: UUID, since: datetime) -> dict[date, Timeline]:
    now: dict[date, Values] = {}
    changes: dict[date, list[tuple[datetime, Values, Values]]] = {}
    for day, at, was, stands in db.fetch_all(
        "select day, at, was, stands from simulation_region_days(%s, %s)", [unit_id, since]
    ):
        if at is None:
            now[day] = {"closed": True}
        else:
            changes.setdefault(day, []).append((at, {"closed": was}, {"closed": stands}))
    return {
        day: Timeline.of(now.get(day, {}), changes.get(day, []))
        for day in sorted(now.keys() | changes.keys())
    }


def _cases(unit_id: UUID, since: datetime, until: datetime) -> list[Sent]:
    rows = db.fetch_all(
        "select sent_at, case_type, coalesce(type_id, ''), first_due, final_due, final_days, "
        "responded_at, finished_at, taken_back, inside, turns, turned_at "
        "from simulation_cases(%s, %s, %s)",
        [unit_id, since, until],
        binary=True,
    )
    return [
        Sent._make((*row[:10], tuple(zip(row[10] or (), row[11] or (), strict=True))))
        for row in rows
    ]
