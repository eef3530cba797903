"""Rules of log review, from properties: what hits, once, and wherever one begins to ask."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from vardpost.audit.events import AuditEvent
from vardpost.review.groups import Group, group
from vardpost.review.hours import Hours
from vardpost.review.rules import (
    BUILT_IN,
    HANDLED_WITHIN,
    Fact,
    Hit,
    Rule,
    Seen,
    hits,
    lookback,
    matches,
)
from vardpost.review.values import Filters, conditions, filter_values, filters_from, rule_from
from vardpost.units.settings import plain

BEGIN = datetime(2026, 11, 2, 8, tzinfo=UTC)
PERSON = UUID(int=1)
FACTS = st.integers(0, 1023).map(Fact)
WHAT = st.sampled_from(["", "opened", "listed", "handled", "refused"])
RULES = st.builds(
    Rule,
    key=st.just("r"),
    who=st.sampled_from(["", "case_receiver", "responder"]),
    what=WHAT,
    every=st.sampled_from([Fact.NONE, Fact.NONE, Fact.SAME_NAME, Fact.UNHANDLED]),
    some=st.sampled_from([Fact.NONE, Fact.NONE, Fact.OWN | Fact.CHILD]),
    count=st.integers(1, 6),
    minutes=st.integers(1, 90),
    times=st.booleans(),
)


@st.composite
def entries(draw: st.DrawFn) -> list[Seen]:
    """Return what one person did, in the order of time; some of it in the same moment."""
    steps = draw(st.lists(st.integers(0, 60), max_size=40))
    found, at = [], BEGIN
    for number, step in enumerate(steps):
        at += timedelta(minutes=step)
        found.append(
            Seen(
                UUID(int=1000 + number),
                at,
                PERSON,
                frozenset({draw(st.sampled_from(["case_receiver", "responder"]))}),
                draw(st.sampled_from(list(Group))),
                draw(st.sampled_from(["", "a", "b", "c", "d", "e", "f"])),
                draw(FACTS),
            )
        )
    return found


def by_hand(rule: Rule, found: list[Seen]) -> list[Hit]:
    """Say the same by looking at every entry anew, with everything before it."""
    said: list[Hit] = []
    alike = [one for one in found if matches(rule, one)]
    counted: list[int] = []
    for place, one in enumerate(alike):
        inside = [each for each in alike[: place + 1] if each.at >= one.at - rule.window]
        things = {each.id if rule.times else each.case or each.id for each in inside}
        number = len(things)
        before = counted[-1] if counted else 0
        if rule.count <= 1:
            said.append(Hit(one.id, 1))
        elif number >= rule.count > before:
            said.append(Hit(one.id, number))
        counted.append(number)
    return said


@given(RULES, entries())
def test_hits_are_those_counted_by_hand(rule: Rule, found: list[Seen]) -> None:
    assert list(hits(rule, found)) == by_hand(rule, found)


@given(RULES, entries(), st.integers(0, 40))
def test_it_does_not_matter_where_one_begins(rule: Rule, found: list[Seen], at: int) -> None:
    """A job that starts again, or takes fewer at a time, finds the same."""
    whole = list(hits(rule, found))
    late = found[at:]
    if not late:
        return
    known = [one for one in found if one.at >= late[0].at - lookback([rule])]
    again = [hit for hit in hits(rule, known) if any(one.id == hit.entry for one in late)]
    assert again == [hit for hit in whole if any(one.id == hit.entry for one in late)]


@given(RULES, entries())
def test_a_hit_has_as_many_as_the_rule_asks_and_of_its_sort(rule: Rule, found: list[Seen]) -> None:
    by_id = {one.id: one for one in found}
    for hit in hits(rule, found):
        assert hit.count >= rule.count
        assert matches(rule, by_id[hit.entry])


@given(RULES, entries())
def test_one_more_condition_never_finds_more(rule: Rule, found: list[Seen]) -> None:
    from dataclasses import replace

    stricter = replace(rule, every=rule.every | Fact.COLLEAGUE)
    loose = {one.id for one in found if matches(rule, one)}
    assert {one.id for one in found if matches(stricter, one)} <= loose


@given(RULES, entries())
def test_a_quiet_person_is_no_hit(rule: Rule, found: list[Seen]) -> None:
    alike = [one for one in found if matches(rule, one)]
    things = {one.id if rule.times else one.case or one.id for one in alike}
    if len(things) < rule.count:
        assert list(hits(rule, found)) == []


@given(RULES)
def test_a_rule_comes_back_from_its_row(rule: Rule) -> None:
    assert rule_from("r", "", plain(conditions(rule))) == rule


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 90),
    st.lists(st.sampled_from(list(Group)), unique=True),
    FACTS,
    st.booleans(),
)
def test_filters_come_back_from_their_row(
    first: date, days: int, groups: list[Group], facts: Fact, about: bool
) -> None:
    filters = Filters(
        first,
        first + timedelta(days=days),
        person_id=UUID(int=7) if about else None,
        person_name="Bo" if about else "",
        groups=tuple(groups),
        facts=facts,
    )
    assert filters_from(plain(filter_values(filters))) == filters


def test_the_rules_of_the_product() -> None:
    keys = [rule.key for rule in BUILT_IN]
    assert len(set(keys)) == len(keys)
    assert all(len(key) <= 40 for key in keys)
    assert "question" not in keys  # a resident's
    # A relative's or one's own case needs no second thought; the rest asks what was done in it.
    assert [rule.key for rule in BUILT_IN if not rule.waits] == ["own", "same_address", "refused"]
    assert timedelta(days=3) == HANDLED_WITHIN


def test_facts_keep_their_numbers() -> None:
    """They are stored: written out a second time, so that nobody moves one."""
    assert {one.name: one.value for one in Fact} == {
        "OUTSIDE_HOURS": 1,
        "NOT_ASSIGNED": 2,
        "SAME_NAME": 4,
        "SAME_ADDRESS": 8,
        "PROTECTED": 16,
        "OWN": 32,
        "CHILD": 64,
        "COLLEAGUE": 128,
        "FINISHED": 256,
        "UNHANDLED": 512,
    }


@given(st.text(max_size=40), st.sampled_from(["ok", "refused", "failed"]))
def test_every_name_has_a_group(action: str, outcome: str) -> None:
    assert group(action, outcome) in Group


def test_groups_of_the_events_there_are() -> None:
    found = {event.value: group(event) for event in AuditEvent}
    assert found["cases:case:read"] == Group.OPENED
    assert found["cases:case:list"] == found["people:resident:look-up"] == Group.LISTED
    assert found["people:resident:list"] == Group.LISTED
    assert found["people:staff:list"] == found["units:contact:change"] == Group.ADMINISTERED
    assert found["cases:case:answer"] == found["cases:case:assign"] == Group.HANDLED
    assert found["people:session:sign-in"] == found["notices:notice:send"] == Group.OTHER
    assert group("cases:case:print") == Group.TAKEN
    assert group("review:log:search") == Group.REVIEWED
    assert group("cases:case:read", "refused") == Group.REFUSED


OFFICE = Hours(
    (*[((time(8), time(12)), (time(13), time(16, 30)))] * 5, (), ()),
    frozenset({date(2026, 12, 24)}),
)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """Return a moment of 2026 by the clock in Sweden, in winter."""
    return datetime(2026, month, day, hour - 1, minute, tzinfo=UTC)


def test_outside_hours_has_an_hour_of_patience() -> None:
    monday = 23
    for hour, minute, outside in (
        *((6, 59, True), (7, 0, False), (8, 0, False), (12, 30, False), (16, 30, False)),
        *((17, 30, False), (17, 31, True), (23, 0, True)),
    ):
        assert OFFICE.outside(at(monday, hour, minute)) is outside, (hour, minute)
    assert OFFICE.outside(at(28, 10))  # Saturday
    assert OFFICE.outside(at(24, 10, month=12))  # a closed Thursday
