"""Rules tried in another order: unchanged they give every case where it went, whatever they ask."""

from collections import Counter
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.staff_http import browser, text
from tests.cases.test_routing import rules, to
from tests.cases.test_trial import LINES, SENT, Copies, arranged, sends
from tests.cases.world import World, make
from tests.database import as_owner
from vardpost.cases.queries.trial import FEWEST
from vardpost.kernel import db
from vardpost.kernel.ids import new_id
from vardpost.routing.rules import Asked, Routing, Rule
from vardpost.routing.values import routing_values
from vardpost.simulation.form_rules import parse

pytestmark = pytest.mark.django_db

Line = tuple[str, list[Asked], str]
ASK = (
    "select target, name, was, would, unlike from simulation_routing("
    "%s, now() - interval '20 days', now() + interval '1 hour', %s)"
)


@pytest.fixture
def world() -> World:
    return make()


class Month:
    """Two lists of rules, one after the other, and what was sent under each."""

    def __init__(self, world: World) -> None:
        """Begin with targets, named as the history names them."""
        self.world = world
        self.targets = {
            who: replace(rule, target_name=UUID(rule.team_id).hex if rule.team_id else who)
            for who, rule in arranged(world).items()
        }
        self.copies = Copies(world)
        self.sent: list[tuple[str, Any, str]] = []
        self.was: Counter[tuple[str, str]] = Counter()

    def listed(self, lines: list[Line]) -> list[Rule]:
        """Return rules with ids."""
        return [
            replace(self.targets[who], case_type=kind, asked=tuple(asked), id=str(new_id()))
            for kind, asked, who in lines
        ]

    def stand(self, listed: list[Rule]) -> None:
        """Let rules stand, with the ids that they have."""
        rules(self.world, *listed)
        with as_owner():
            for number, rule in enumerate(listed, start=1):
                db.execute(
                    "update routing_rule set id = %s where unit_id = %s and number = %s",
                    [rule.id, self.world.unit.id, number],
                )

    def send(self, cases: list[tuple[str, Any, str]], listed: list[Rule], ago: str) -> None:
        """Send cases so long ago, and note in their history what the rules that stand do."""
        for kind, answers, resident in cases:
            self.sent.append((kind, answers, resident))
            number = sends(self.world, kind, answers, resident)
            self.copies.send(kind, answers, self.world.people[resident])
            rule = listed[number - 1] if number else Rule("queue")
            self.was[told(rule)] += FEWEST
            with as_owner():
                if number:
                    self._note(number, rule, ago)
                db.execute(
                    "update care_case set submitted_at = now() - %s::interval where unit_id = %s "
                    "and submitted_at > now() - interval '1 minute'",
                    [ago, self.world.unit.id],
                )

    def _note(self, number: int, rule: Rule, ago: str) -> None:
        event = "route" if rule.target == "person" else "route_to_queue"
        db.execute(
            "insert into case_history (id, case_id, key, at, version, event, from_state, to_state, "
            "actor_name, actor_role, assignee_name, reason) select gen_random_uuid(), c.id, "
            "gen_random_uuid(), now() - %s::interval, 1, %s, 'submitted', 'submitted', 'routing', "
            "'system', %s, %s from care_case c where c.unit_id = %s "
            "and c.submitted_at > now() - interval '1 minute'",
            [ago, event, told(rule)[1], f"{number} {rule.short()}".strip(), self.world.unit.id],
        )

    def change(self, old: list[Rule], new: list[Rule]) -> None:
        """Note in the settings' history that the list was changed an hour ago."""
        with as_owner():
            db.execute(
                "insert into setting_change (id, region_id, unit_id, kind, object_id, version, at, "
                "actor_name, old, new, reason) values (%s, '14', %s, 'routing:rules', '', 1, "
                "now() - interval '1 hour', 'Eva Ros', %s, %s, '')",
                [
                    *(new_id(), self.world.unit.id),
                    db.json(routing_values(Routing(rules=tuple(old)))),
                    db.json(routing_values(Routing(rules=tuple(new)))),
                ],
            )


def told(rule: Rule) -> tuple[str, str]:
    return rule.target, "" if rule.target == "queue" else rule.target_name


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(LINES, LINES, SENT, SENT, st.randoms())
def test_every_case_goes_where_it_went_and_where_it_would_be_sent(
    world: World, first: list[Line], second: list[Line], early: Any, late: Any, chance: Any
) -> None:
    world.tokens.clear()  # those of the example before went with it
    with transaction.atomic():
        month = Month(world)
        old, new = month.listed(first), month.listed(second)
        month.stand(old)
        month.send(early, old, "2 hours")
        month.stand(new)
        month.send(late, new, "10 minutes")
        month.change(old, new)
        world.as_("admin")
        rows = db.fetch_all(ASK, [world.unit.id, None])
        assert {row[:2]: row[2] for row in rows if row[2]} == dict(month.was)
        assert {row[:2]: row[3] for row in rows if row[3]} == dict(month.was)
        assert {row[4] for row in rows} <= {0}

        kept = chance.sample(new, chance.randint(0, len(new)))
        world.as_("admin")
        rows = db.fetch_all(ASK, [world.unit.id, [UUID(one.id) for one in kept]])
        month.stand(kept)
        would: Counter[tuple[str, str]] = Counter()
        for kind, answers, resident in month.sent:
            number = sends(world, kind, answers, resident)
            would[told(kept[number - 1] if number else Rule("queue"))] += FEWEST
        assert {row[:2]: row[3] for row in rows if row[3]} == dict(would)
        transaction.set_rollback(True)


def test_few_are_hidden_and_nobody_else_is_told(world: World) -> None:
    rules(world, to(world, "responder"))
    world.submit()
    world.as_("admin")
    assert db.fetch_all(ASK, [world.unit.id, None]) == [
        ("person", "Anders Lind", None, None, 0),
        ("person", "responder", None, None, 0),
    ]
    for who in ("receiver", "responder", "resident"):
        world.as_(who)
        assert db.fetch_all(ASK, [world.unit.id, None]) == []


def test_the_page_tells_and_keeps_what_was_typed(world: World) -> None:
    rules(world, to(world, "responder", "Anders Lind"), Rule("queue"))
    for _n in range(5):
        world.submit()
    page = browser(world, "admin")
    shown = page.client.get(f"/m/{world.unit.slug}/admin/prova/fordelning")
    assert "Med reglerna som de var går varje ärende dit det gick." in text(shown)
    with as_owner():
        row = db.fetch_one("select id from routing_rule where number = 1")
    assert row is not None
    asked = f"/m/{world.unit.slug}/admin/prova/fordelning?utan-{row[0]}=1&plats-{row[0]}=x"
    shown = page.client.get(asked)
    assert "Det här skulle ändringen ha gjort" in text(shown)
    found = shown.content.decode()
    assert '<td class="num">5</td><td class="num">&lt;5</td>' in found
    assert '<td class="num">&lt;5</td><td class="num">5</td>' in found
    assert world.count("audit_entry", "action = 'routing:rules:try' and detail ? 'order'") == 1


def test_an_order_is_read_of_places() -> None:
    one, two, three = (Rule("queue", id=str(new_id())) for _n in range(3))
    listed = [one, two, three]

    def order(query: str) -> list[str] | None:
        found = parse(QueryDict(query), listed, {}, {})
        return None if found is None else [str(key) for key in found.order]

    assert order("") is None
    assert order(f"plats-{one.id}=1&plats-{two.id}=2&plats-{three.id}=3") is None
    assert order(f"plats-{one.id}=3") == [two.id, three.id, one.id]
    assert order(f"plats-{three.id}=1") == [three.id, one.id, two.id]
    assert order(f"plats-{two.id}=tv%C3%A5&utan-{one.id}=1") == [two.id, three.id]
    assert order(f"utan-{one.id}=1&utan-{two.id}=1&utan-{three.id}=1") == []
