"""Unchanged settings give every moment back exactly as it was stored, whatever happened meanwhile.

Beside the replay stands a unit that lives through the month in order: it keeps its rows as
`units.queries.HOURS` tells them, and computes and moves promises by `Opening`, as the verbs do.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from vardpost.cases.clocks import NeverOpen
from vardpost.cases.promise import Opening
from vardpost.simulation.replay import Sent, Why, outcomes, replay
from vardpost.simulation.timeline import Book, Change, Days, Timeline, Values

#: Months in which the clocks in Sweden are moved, and one with Midsummer Eve.
STARTS = [datetime(2026, m, d, 22, tzinfo=UTC) for m, d in ((3, 8), (10, 4), (6, 1), (12, 10))]
PERIODS: list[list[list[str]]] = [
    [],
    [["08:00", "16:30"]],
    [["00:00", "02:30"], ["08:00", "12:00"]],
    [["01:30", "02:15"], ["13:00", "23:59"]],
    [["09:00", "09:01"]],
]
HOURS = st.builds(
    lambda days, eves: {"days": days, "eves": eves},
    st.lists(st.sampled_from(PERIODS), min_size=7, max_size=7),
    st.booleans(),
)
MINUTES = st.integers(0, 27 * 24 * 60)
CLOSING = st.tuples(st.integers(-5, 40), st.integers(0, 20), st.booleans())
LIMIT = st.one_of(
    st.just(dict[str, int]()),
    st.builds(
        lambda most, extra: {"most_waiting": most, "extra_days": extra},
        st.integers(1, 4),
        st.integers(0, 5),
    ),
)
PROMISE = st.builds(
    lambda first, more: {"first_days": first, "final_days": first + more},
    st.integers(1, 5),
    st.integers(0, 9),
)
#: What happens, and when (minutes from the start, with seconds to keep the order exact).
STEPS = st.lists(
    st.tuples(
        MINUTES,
        st.one_of(
            st.tuples(st.just("hours"), HOURS),
            st.tuples(st.just("closing"), st.tuples(st.integers(0, 2), st.none() | CLOSING)),
            st.tuples(st.just("region"), st.tuples(st.integers(0, 35), st.booleans())),
            st.tuples(st.just("limit"), LIMIT),
            st.tuples(st.just("promise"), PROMISE),
            st.tuples(st.just("send"), st.none()),
            st.tuples(st.just("send"), st.none()),
            st.tuples(
                st.sampled_from(["answer", "ask", "reply", "follow_up", "withdraw"]),
                st.integers(0, 9),
            ),
        ),
    ),
    min_size=6,
    max_size=40,
)


class Lived:
    """A unit that lives through a month, one thing after the other."""

    def __init__(self, start: datetime, hours: Values, promise: Values) -> None:
        """Begin with hours and a promise, and nothing else."""
        self.start = start
        self.now: dict[tuple[str, str], Values] = {("hours", ""): hours, ("promise", ""): promise}
        self.changes: dict[tuple[str, str], list[tuple[datetime, Values, Values]]] = {}
        self.cases: list[Sent] = []
        self.paused: dict[int, datetime] = {}

    def live(self, steps: list[tuple[int, tuple[str, Any]]]) -> None:
        """Let everything happen in order."""
        for number, (minute, (what, value)) in enumerate(sorted(steps, key=lambda one: one[0])):
            at = self.start + timedelta(minutes=minute, seconds=number, microseconds=7 * number)
            getattr(self, f"_{what}", self._turn(what))(at, value)

    def _change(self, kind: str, thing: str, at: datetime, new: Values) -> None:
        old = self.now.get((kind, thing), {})
        if old != new:
            self.changes.setdefault((kind, thing), []).append((at, old, new))
            self.now[kind, thing] = new

    def _hours(self, at: datetime, value: Values) -> None:
        self._change("hours", "", at, value)

    def _limit(self, at: datetime, value: Values) -> None:
        self._change("limit", "", at, value)

    def _promise(self, at: datetime, value: Values) -> None:
        self._change("promise", "", at, value)

    def _region(self, at: datetime, value: tuple[int, bool]) -> None:
        day = (self.start + timedelta(days=value[0])).date().isoformat()
        self._change("region", day, at, {"closed": True} if value[1] else {})

    def _closing(self, at: datetime, value: tuple[int, tuple[int, int, bool] | None]) -> None:
        number, told = value
        new: dict[str, Any] = {}
        if told is not None:
            first = (self.start + timedelta(days=told[0])).date()
            new = {
                "starts_on": first.isoformat(),
                "ends_on": (first + timedelta(days=told[1])).isoformat(),
                "stops_clock": told[2],
                "stops_intake": False,
                "case_type": "",
            }
        self._change("closing", str(number), at, new)

    def opening(self) -> Opening:
        """Return the opening as the verbs read it."""
        rows: list[list[Any]] = []
        for (kind, thing), value in self.now.items():
            if kind == "closing" and value and value["stops_clock"]:
                rows.append([value["starts_on"], value["ends_on"]])
            if kind == "region" and value:
                rows.append([thing, thing])
        hours = self.now["hours", ""]
        for weekday, day in enumerate(hours["days"]):
            rows += [[weekday, f"{a}:00", f"{b}:00"] for a, b in day]
        return Opening(json.dumps(rows[::-1]) if rows else None, hours["eves"])

    def _send(self, at: datetime, _value: None) -> None:
        limit, promise = self.now.get(("limit", ""), {}), self.now["promise", ""]
        waiting = [one for one in self.cases if not (one.responded_at or one.finished_at)]
        most = limit.get("most_waiting")
        extra = limit["extra_days"] if most and len(waiting) >= most else 0
        opening, final = self.opening(), promise["final_days"] + extra
        first_due = opening.due(at, promise["first_days"] + extra)
        self.cases.append(
            Sent(
                *(at, "ask", "1", first_due, opening.due(at, final), final),
                responded_at=None,
                finished_at=None,
                taken_back=False,
            )
        )

    def _turn(self, what: str) -> Any:
        def turn(at: datetime, number: int) -> None:
            if not self.cases:
                return
            place = number % len(self.cases)
            one, asked = self.cases[place], self.paused.get(place)
            changed: Sent | None = None
            if what == "withdraw" and one.finished_at is None and one.responded_at is None:
                changed = one._replace(finished_at=at, taken_back=True)
            elif what == "answer" and one.finished_at is None:
                changed = _said(one, "final_answer", at, finished_at=at)
                self.paused.pop(place, None)
            elif what == "ask" and one.finished_at is None:
                changed = _said(one, "counter_question", at)
                self.paused.setdefault(place, at)
            elif what == "reply" and asked is not None:
                due = self.opening().extend(one.final_due, asked, at)
                changed = _said(one, "resident_reply", at, final_due=due)
                del self.paused[place]
            elif what == "follow_up" and one.finished_at is not None and not one.taken_back:
                due = self.opening().due(at, one.final_days)
                changed = _said(one, "resident_followup", at, final_due=due, finished_at=None)
            if changed is not None:
                self.cases[place] = changed

        return turn

    def book(self) -> Book:
        """Return the history as it is read: what stands now, and the changes."""

        def line(kind: str, thing: str = "") -> Timeline:
            key = kind, thing
            return Timeline.of(self.now.get(key, {}), self.changes.get(key, []))

        keys = self.now.keys() | self.changes.keys()
        return Book(
            hours=line("hours"),
            closings={thing: line(kind, thing) for kind, thing in keys if kind == "closing"},
            region_days={
                date.fromisoformat(thing): line(kind, thing)
                for kind, thing in keys
                if kind == "region"
            },
            limit=line("limit"),
            promises={"1": line("promise")},
        )


def _said(one: Sent, event: str, at: datetime, **other: Any) -> Sent:
    return one._replace(
        responded_at=one.responded_at or at, turns=(*one.turns, (event, at)), **other
    )


def lived(start: datetime, hours: Values, promise: Values, steps: list[Any]) -> Lived | None:
    """Return a unit that has lived; None where the hours leave no open day to promise."""
    unit = Lived(start, hours, promise)
    try:
        unit.live(steps)
    except NeverOpen:
        return None
    return unit


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(STARTS), HOURS, PROMISE, STEPS)
def test_unchanged_settings_reproduce_every_moment(
    start: datetime, hours: Values, promise: Values, steps: list[Any]
) -> None:
    unit = lived(start, hours, promise, steps)
    if unit is None:
        return
    found = outcomes(unit.cases, unit.book())
    assert [(one.first_due, one.final_due) for one in found] == [
        (one.first_due, one.final_due) for one in unit.cases
    ]
    book = unit.book()
    told = replay(unit.cases, book, book.changed(Change()), start + timedelta(days=60))
    assert (told.all.cases, told.unlike) == (len(unit.cases), {})
    assert told.all.other_first == told.all.other_final == told.all.refused == 0
    assert (told.all.kept, told.all.judged) == (told.all.kept_then, told.all.judged_then)
    assert sum(one.cases for one in told.by_weekday.values()) == len(unit.cases)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(STARTS), HOURS, HOURS, PROMISE, STEPS)
def test_a_change_is_what_the_unit_would_have_lived_through(
    start: datetime, hours: Values, other: Values, promise: Values, steps: list[Any]
) -> None:
    """The same month under other hours all the time: the moments that would have been stored."""
    fixed = [one for one in steps if one[1][0] != "hours"]
    unit, would = lived(start, hours, promise, steps), lived(start, other, promise, fixed)
    if unit is None or would is None:
        return
    # The same people at the same moments: seconds depend on the number of steps before.
    would = lived(start, other, promise, [
        (minute, ("hours", other) if what[0] == "hours" else what) for minute, what in steps
    ])  # fmt: skip
    assert would is not None
    found = outcomes(unit.cases, unit.book().changed(Change(hours=other)))
    assert [(one.first_due, one.final_due) for one in found] == [
        (one.first_due, one.final_due) for one in would.cases
    ]


AROUND = st.integers(-8 * 3600, 8 * 3600).map(
    lambda seconds: datetime(2026, 12, 31, 23, tzinfo=UTC) + timedelta(seconds=seconds)
)


@settings(max_examples=60, deadline=None)
@given(HOURS, st.lists(st.tuples(AROUND, st.integers(1, 9)), min_size=2, max_size=8))
def test_days_that_are_kept_are_those_of_the_opening_also_as_a_year_ends(
    hours: Values, asked: list[tuple[datetime, int]]
) -> None:
    rows = [[day, *one] for day, times in enumerate(hours["days"]) for one in times]
    # A day that only the closed days of the year in Sweden know.
    opening = Opening(json.dumps([*rows, ["2027-01-04", "2027-01-05"]]), hours["eves"])
    days = Days(opening)
    for received, number in asked:
        try:
            due = opening.due(received, number)
        except NeverOpen:
            continue
        assert days.due(received, number) == due


def _unit(*steps: tuple[int, tuple[str, Any]]) -> Lived:
    hours = {"days": [PERIODS[1]] * 5 + [[], []], "eves": True}
    unit = Lived(STARTS[1], hours, {"first_days": 2, "final_days": 5})
    unit.live(list(steps))
    return unit


def test_what_cannot_be_reproduced_is_counted_with_its_reason() -> None:
    unit = _unit(*((minute, ("send", None)) for minute in range(4)))
    one, two, three, four = unit.cases
    hour = timedelta(hours=1)
    cases = [
        one,
        two._replace(first_due=two.first_due + hour),
        three._replace(final_days=9, final_due=three.final_due + hour),
        four._replace(type_id="gone"),
    ]
    book = unit.book()
    told = replay(cases, book, book, unit.start + timedelta(days=9))
    assert told.all.cases == 1
    assert told.unlike == {Why.HOURS: 1, Why.PROMISE: 2}
    stop = {
        "starts_on": "2026-01-01", "ends_on": "2026-12-31", "stops_clock": False,
        "stops_intake": True, "case_type": "",
    }  # fmt: skip
    stopped = replace(book, closings={"a": Timeline(stop)})
    assert replay([one], stopped, stopped, unit.start).unlike == {Why.STOPPED: 1}


def test_a_stop_refuses_and_those_refused_fill_no_queue() -> None:
    """Three wait; the stop takes away the first two, so the limit of two is not reached."""
    unit = _unit((0, ("send", None)), (1, ("send", None)), (24 * 60, ("send", None)))
    day = (unit.start + timedelta(hours=2)).date().isoformat()
    stop = {
        "starts_on": day, "ends_on": day, "stops_clock": False, "stops_intake": True,
        "case_type": "",
    }  # fmt: skip
    limit = {"most_waiting": 2, "extra_days": 3}
    book, now = unit.book(), unit.start + timedelta(days=9)
    told = replay(unit.cases, book, book.changed(Change(limit=limit)), now)
    assert (told.all.busy, told.all.busy_then, told.all.other_first) == (0, 1, 1)
    told = replay(unit.cases, book, book.changed(Change(limit=limit, closing=stop)), now)
    assert (told.all.refused, told.all.busy_then, told.all.other_first) == (2, 0, 0)
    other = Change(closing={**stop, "case_type": "another"})
    assert replay(unit.cases, book, book.changed(other), now).all.refused == 0


def test_promises_kept_before_and_after() -> None:
    """Sent on a Monday, answered on the Thursday after: late by two days, kept by four."""
    unit = _unit((60, ("send", None)), (3 * 24 * 60 + 60 * 12, ("answer", 0)))
    book, now = unit.book(), unit.start + timedelta(days=20)
    longer = book.changed(Change(promises={"1": (4, 9)}))
    told = replay(unit.cases, book, longer, now).by_type["ask"]
    assert (told.judged, told.kept, told.judged_then, told.kept_then) == (1, 0, 1, 1)
    assert (told.other_first, told.other_final) == (1, 1)


def test_a_pause_is_measured_in_the_hours_of_its_end() -> None:
    """Asked under office hours, answered under other hours: those of the reply count, as then."""
    day, short = 24 * 60, {"days": [[["09:00", "09:01"]]] * 5 + [[], []], "eves": True}
    unit = _unit(
        (10 * 60, ("send", None)),
        (day + 12 * 60, ("ask", 0)),
        (2 * day, ("hours", short)),
        (3 * day + 12 * 60, ("reply", 0)),
        (4 * day, ("answer", 0)),
        (5 * day, ("follow_up", 0)),
    )
    one, book = unit.cases[0], unit.book()
    assert len(one.turns) == 4
    assert outcomes([one], book)[0].final_due == one.final_due
    before = one._replace(turns=one.turns[:2])
    moved = outcomes([before], book)[0].final_due
    assert moved == unit.opening().extend(
        book.stand(one.at).days.due(one.at, 5), one.turns[0][1], one.turns[1][1]
    )
    assert moved != outcomes([before], replace(book, hours=Timeline(book.hours.first)))[0].final_due
