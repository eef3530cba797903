"""The trial counts what the rules do: the same as the sending of each case, whatever is asked."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import people_made as made
from tests.cases.staff_http import browser, text
from tests.cases.test_routing import rules
from tests.cases.world import World, make
from tests.database import as_owner
from tests.routing.test_rules import ANSWERS
from vardpost.cases.actions import trial
from vardpost.cases.actions.route import routed
from vardpost.cases.actions.trial import try_rules
from vardpost.cases.queries.trial import FEWEST
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.routing.rules import Asked, Rule

pytestmark = pytest.mark.django_db

KINDS = ["", "renew", "book"]
#: Who rules lead to: somebody who answers, a child's guardian who does too, one who has left.
PEOPLE = ["responder", "colleague", "gone"]
RESIDENTS = ["resident", "other_resident"]
ASKED = st.builds(
    lambda key, values: Asked(key, key, tuple(values), tuple(values)),
    st.sampled_from(["about", "where", "yes"]),
    st.lists(st.sampled_from(["a", "b", "yes", "no"]), min_size=1, max_size=3, unique=True),
)
LINES = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.lists(ASKED, max_size=3),
        st.sampled_from([*PEOPLE, "team", "empty team", "queue"]),
    ),
    max_size=6,
)
SENT = st.lists(
    st.tuples(st.sampled_from(KINDS[1:]), ANSWERS, st.sampled_from(RESIDENTS)), max_size=4
)


@pytest.fixture
def world() -> World:
    return make()


class Copies:
    """Cases like one that was sent, with other answers; each five times, since fewer are hidden."""

    def __init__(self, world: World) -> None:
        """Send the one that the others are copies of, long ago."""
        self.first = world.submit()
        with as_owner():
            self.case = self._columns("care_case", "id", "number", "case_type", "resident_id")
            self.message = self._columns("case_message", "id", "case_id", "answers")
            db.execute("update care_case set submitted_at = now() - interval '40 days'")

    def _columns(self, table: str, *but: str) -> str:
        rows = db.fetch_all(
            "select column_name from information_schema.columns where table_name = %s "
            "and is_generated = 'NEVER' and column_name <> all(%s)",
            [table, list(but)],
        )
        return ", ".join(str(row[0]) for row in rows)

    def send(self, case_type: str, answers: dict[str, Any] | None, resident: UUID) -> None:
        """Write five cases of today."""
        with as_owner():
            for _n in range(FEWEST):
                key = new_id()
                db.execute(
                    f"insert into care_case (id, number, case_type, resident_id, {self.case}) "
                    f"select %s, %s, %s, %s, {self.case} from care_case where id = %s",
                    [key, key.hex[-12:], case_type, resident, self.first],
                )
                db.execute("update care_case set submitted_at = now() where id = %s", [key])
                db.execute(
                    f"insert into case_message (id, case_id, answers, {self.message}) "
                    f"select %s, %s, %s, {self.message} from case_message where case_id = %s",
                    [new_id(), key, db.json(answers), self.first],
                )


def team(world: World, *members: str) -> str:
    key = new_id()
    with as_owner():
        db.execute(
            "insert into team (id, unit_id, name) values (%s, %s, %s)",
            [key, world.unit.id, key.hex],
        )
        for who in members:
            db.execute(
                "insert into team_member (team_id, unit_id, person_id) values (%s, %s, %s)",
                [key, world.unit.id, world.people[who]],
            )
    return str(key)


def arranged(world: World) -> dict[str, Rule]:
    """Return the targets; the colleague is the guardian of one of the residents."""
    with as_owner():
        world.people["gone"] = made.staff(world.unit, "responder", name="Borta Nu")
        db.execute(
            "update staff_account set active = false where person_id = %s", [world.people["gone"]]
        )
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false)",
            [world.people["colleague"], world.people["other_resident"], date(1990, 1, 1)],
        )
    found = {who: Rule("person", person_id=str(world.people[who])) for who in PEOPLE}
    found["team"] = Rule("team", team_id=team(world, "responder"))
    found["empty team"] = Rule("team", team_id=team(world))
    return found | {"queue": Rule("queue")}


def sends(world: World, case_type: str, answers: dict[str, Any], resident: str) -> int:
    """Return the number of the rule that decides when the case is sent, 0 for none."""
    today = clock.today()
    key = world.people[resident]
    world.as_(resident)
    row = db.fetch_one(
        "select routing_for(%s, %s, %s, %s)::text", [world.unit.id, key, case_type, today]
    )
    found = routed(
        row[0] if row else None,
        unit_id=world.unit.id,
        region_id=made.REGION,
        resident_id=key,
        case_type=case_type,
        answers=answers,
        today=today,
    )
    return found.by.number if found.by else 0


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(LINES, SENT)
def test_each_case_is_counted_where_it_would_be_sent(
    world: World, lines: list[tuple[str, list[Asked], str]], sent: list[tuple[str, Any, str]]
) -> None:
    world.tokens.clear()  # those of the example before went with it
    with transaction.atomic():
        targets, copies = arranged(world), Copies(world)
        listed = [
            Rule(to.target, kind, asked=tuple(asked), person_id=to.person_id, team_id=to.team_id)
            for kind, asked, to in ((kind, asked, targets[who]) for kind, asked, who in lines)
        ]
        rules(world, *listed)
        expected: Counter[int] = Counter()
        for case_type, answers, resident in sent:
            copies.send(case_type, answers, world.people[resident])
            expected[sends(world, case_type, answers, resident)] += FEWEST
        world.as_("admin")
        rows = db.fetch_all("select number, cases from routing_trial(%s)", [world.unit.id])
        assert [row[0] for row in rows] == list(range(len(listed) + 1))
        assert {number: count for number, count in rows if count} == dict(expected)
        transaction.set_rollback(True)


def test_a_case_without_answers_and_no_rules(world: World) -> None:
    copies = Copies(world)
    copies.send("advice", None, world.people["resident"])
    world.as_("admin")
    asked = "select number, cases from routing_trial(%s)"
    assert db.fetch_all(asked, [world.unit.id]) == [(0, 5)]
    about = Asked("about", "", ("a",), ("",))
    rules(world, Rule("queue", asked=(about,)), Rule("queue"))
    world.as_("admin")
    assert db.fetch_all(asked, [world.unit.id]) == [(0, None), (1, None), (2, 5)]


def test_what_takes_too_long_is_given_up_politely(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_unit_id: UUID) -> dict[int, int | None]:
        db.fetch_one("select pg_sleep(5)")
        return {}

    monkeypatch.setattr(trial, "routing_trial", slow)
    monkeypatch.setattr(trial, "PATIENCE", 1)
    before = db.fetch_one("select current_setting('statement_timeout')")
    tried = try_rules(actor=world.as_("admin"), unit_id=world.unit.id)
    assert tried.late
    assert db.fetch_one("select current_setting('statement_timeout')") == before
    assert world.count("audit_entry", "action = 'routing:rules:try'") == 1
    address = f"/m/{world.unit.slug}/admin/fordelning/prova"
    page = browser(world, "admin").client.get(address)
    assert page.status_code == 503
    assert "Det tog för lång tid att räkna." in text(page)
    assert "Ingen regel" not in text(page)
