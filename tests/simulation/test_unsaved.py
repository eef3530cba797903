"""A rule that nobody has saved: told by kinds and days, the same whatever anybody answered."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.staff_http import browser, text
from tests.cases.test_routing import rules, to
from tests.cases.test_trial import KINDS, PEOPLE, Copies, arranged, sends
from tests.cases.world import World, make
from tests.routing.test_rules import ANSWERS, RULES
from tests.simulation.test_routing import Month, told
from vardpost.cases.queries.trial import FEWEST
from vardpost.kernel import clock
from vardpost.kernel.actor import UnitRef
from vardpost.kernel.errors import BadInput
from vardpost.kernel.ids import new_id
from vardpost.routing.rules import Asked, Placed, Rule, matching
from vardpost.simulation.form_rules import Tried, parse
from vardpost.simulation.routing import Got, try_rules
from vardpost.simulation.unsaved import ANSWERS as BY_ANSWERS
from vardpost.simulation.unsaved import Able, Alike, goes, summed

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)
LINES: Any = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.just([]),
        st.sampled_from([*PEOPLE, "team", "empty team", "queue"]),
    ),
    max_size=5,
)
SENT = st.lists(st.tuples(st.sampled_from(KINDS[1:]), ANSWERS, st.just("resident")), max_size=3)


@pytest.fixture
def world() -> World:
    return make()


def _tries(world: World, tried: list[Rule]) -> tuple[Got, ...]:
    now = clock.now()
    unit = UnitRef(world.unit.id, world.unit.slug, "Almens", "", "14")
    moments = now - timedelta(days=20), now + timedelta(hours=1)
    asked = Tried(tuple(tried), unsaved=True)
    return try_rules(actor=world.as_("admin"), unit=unit, moments=moments, tried=asked).lines


@settings(
    max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(LINES, LINES, LINES, SENT, SENT)
def test_rules_of_kinds_alone_tell_what_was_and_what_would_be_sent(
    world: World, first: Any, second: Any, other: Any, early: Any, late: Any
) -> None:
    world.tokens.clear()  # those of the example before went with it
    with transaction.atomic():
        month = Month(world)
        old, new, tried = (month.listed(one) for one in (first, second, other))
        month.stand(old)
        month.send(early, old, "2 hours")
        month.stand(new)
        month.send(late, new, "10 minutes")
        month.change(old, new)
        found = _tries(world, tried)
        assert {(one.target, one.name): one.was for one in found if one.was} == dict(month.was)
        month.stand(tried)
        would: Counter[tuple[str, str]] = Counter()
        for kind, answers, resident in month.sent:
            number = sends(world, kind, answers, resident)
            would[told(tried[number - 1] if number else Rule("queue"))] += FEWEST
        assert {(one.target, one.name): one.would for one in found if one.would} == dict(would)
        transaction.set_rollback(True)


EVERYBODY = Able({"": [(DAY, None)]}, frozenset({""}))


@given(st.lists(RULES, max_size=6), st.sampled_from(["renew", "book"]), ANSWERS)
def test_what_is_told_for_certain_holds_whatever_is_answered(
    listed: list[Rule], kind: str, answers: dict[str, Any]
) -> None:
    target, _id = goes(listed, EVERYBODY, kind, DAY)
    placed = [Placed(number, rule) for number, rule in enumerate(listed)]
    decides = next(matching(placed, kind, answers), None)
    assert target in {BY_ANSWERS, decides.rule.target if decides else "queue"}
    if not any(rule.asked for rule in listed):
        assert target != BY_ANSWERS


def test_few_are_hidden_and_days_without_the_person_go_on() -> None:
    anders = Rule("person", person_id="a", target_name="Anders")
    recept = Rule("team", case_type="renew", team_id="t", target_name="Recept")
    able = Able({"a": [(DAY, DAY + timedelta(days=2))]}, frozenset({"t"}))
    cases = [
        Alike("renew", DAY, 0, 5),
        Alike("book", DAY + timedelta(days=1), 0, 4),
        Alike("book", DAY + timedelta(days=2), 0, 7),  # the first day without him
        Alike("book", DAY, 1, 6),  # after a change: then there were no rules
    ]
    assert summed(cases, [[anders], []], [recept, anders], able) == [
        ("person", "Anders", 9, 10),
        ("team", "Recept", None, 5),
        ("queue", "", 13, 7),
    ]
    asking = replace(anders, asked=(Asked("about", "", ("a",), ("",)),))
    assert summed(cases[:1], [[asking], []], [asking, anders], able) == [
        ("person", "Anders", None, 5),
        ("answers", "", 5, None),
    ]


def test_it_is_aimed_at_nobody(world: World) -> None:
    """Who is close to a resident, and what was answered, changes not one number."""
    targets, copies = arranged(world), Copies(world)
    asks = replace(to(world, "responder"), asked=(Asked("about", "", ("a",), ("",)),))
    for resident in ("resident", "other_resident"):  # of whom the colleague is the guardian
        for answer in ("a", "b"):
            copies.send("renew", {"about": answer}, world.people[resident])
    rules(world)
    colleague = replace(targets["colleague"], target_name="Sara")
    with CaptureQueriesContext(connection) as asked:
        found = _tries(world, [colleague])
    assert found == (Got("person", "Sara", None, 20), Got("queue", "", 20, None))
    said = " ".join(one["sql"] for one in asked.captured_queries)
    assert not any(word in said for word in ("case_message", "simulation_routing", "guardianship"))
    found = _tries(world, [asks, colleague])
    assert found == (Got("queue", "", 20, None), Got("answers", "", None, 20))
    assert world.count("audit_entry", "action = 'routing:rules:try' and detail ? 'rules'") == 2


def test_rules_are_read_of_the_address() -> None:
    one = Rule("queue", id=str(new_id()))
    two = Rule("team", "renew", "Recept", team_id="t", target_name="R", id=str(new_id()))
    asks = replace(two, id=str(new_id()), asked=(Asked("about", "", ("a",), ("",)),))
    kinds, names = {"book": "Boka", "renew": "Recept"}, {"queue": "", "person:a": "Anders"}

    def read(query: str) -> Tried | None:
        return parse(QueryDict(query), [one, two, asks], kinds, names)

    assert read("") is None
    assert read("ny-typ=alla&ny-till=&ny-plats=1") is None
    assert read(f"typ-{one.id}=alla&till-{two.id}=team:t&typ-{two.id}=renew") is None
    changed = read(f"typ-{one.id}=book&till-{two.id}=person:a")
    assert changed is not None
    assert changed.unsaved
    assert changed.rules == (
        replace(one, case_type="book", type_name="Boka"),
        replace(two, target="person", team_id="", person_id="a", target_name="Anders"),
        asks,
    )
    # A rule that asks for answers cannot be changed, and nothing unknown changes anything.
    assert read(f"typ-{asks.id}=book&till-{asks.id}=queue") is None
    assert read(f"typ-{one.id}=x&till-{one.id}=person:x&ny-till=person:x") is None
    new = read("ny-typ=book&ny-till=person:a&ny-plats=2")
    assert new is not None
    assert new.rules[1] == Rule("person", "book", "Boka", person_id="a", target_name="Anders")
    assert [rule.id for rule in new.rules] == [one.id, "", two.id, asks.id]
    order = read(f"plats-{two.id}=1")
    assert order is not None
    assert not order.unsaved
    with pytest.raises(BadInput):
        read("ny-typ=book")


def test_the_page_tries_a_new_rule_and_says_what_is_wrong(world: World) -> None:
    for _n in range(5):
        world.submit()
    page = browser(world, "admin")
    address = f"/m/{world.unit.slug}/admin/prova/fordelning"
    person = f"person:{world.people['responder']}"
    shown = page.client.get(f"{address}?ny-typ=send_message&ny-till={person}")
    assert "räknas bara på ärendetyp och dag" in text(shown)
    assert '<td class="num">&lt;5</td><td class="num">5</td>' in shown.content.decode()
    assert f'value="{person}" selected' in shown.content.decode()
    wrong = page.client.get(f"{address}?ny-typ=send_message")
    assert wrong.status_code == 422
    assert "Välj vem eller vilka som får ärendet" in text(wrong)
