"""A case that is sent goes where the first rule says, to somebody who can have it, or to all."""

from datetime import date
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.cases.resident_world import accepted, browser, fill_in, start
from tests.cases.staff_http import browser as staff_browser
from tests.cases.staff_http import text
from tests.cases.world import World, make
from tests.database import as_owner
from vardpost.cases.actions.trial import try_rules
from vardpost.kernel import clock, db
from vardpost.kernel.errors import Denied
from vardpost.kernel.ids import new_id
from vardpost.people.actions.leaving import hold_answering
from vardpost.routing.queries.rules import hold
from vardpost.routing.rules import Asked, Routing, Rule
from vardpost.routing.values import routing_values

pytestmark = pytest.mark.django_db
SEND = {"case_type": "send_message", "type_name": "Skicka meddelande"}


@pytest.fixture
def world() -> World:
    return make()


def rules(world: World, *found: Rule) -> None:
    """Write rules as the owner does."""
    with as_owner():
        db.execute("delete from routing_rule where unit_id = %s", [world.unit.id])
        for number, rule in enumerate(found, start=1):
            asked = routing_values(Routing(rules=(rule,)))["rules"][0]["asked"]
            db.execute(
                "insert into routing_rule (id, unit_id, number, case_type, type_name, asked, "
                "target, person_id, team_id, target_name) "
                "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    *(new_id(), world.unit.id, number, rule.case_type, rule.type_name),
                    *(db.json(list(asked)), rule.target, rule.person_id or None),
                    *(rule.team_id or None, rule.target_name),
                ],
            )


def to(world: World, who: str, name: str = "", **more: object) -> Rule:
    return Rule("person", person_id=str(world.people[who]), target_name=name or who, **more)  # type: ignore[arg-type]  # fields by name


def team(world: World, *members: str) -> Rule:
    key = new_id()
    with as_owner():
        db.execute(
            "insert into team (id, unit_id, name) values (%s, %s, 'Recept')", [key, world.unit.id]
        )
        for who in members:
            db.execute(
                "insert into team_member (team_id, unit_id, person_id) values (%s, %s, %s)",
                [key, world.unit.id, world.people[who]],
            )
    return Rule("team", team_id=str(key), target_name="Recept")


def stands(world: World, case_id: UUID) -> tuple[str, object, int]:
    row = world.row(case_id)
    return str(row["state"]), row["assignee_id"], int(str(row["version"]))


def history(case_id: UUID) -> list[tuple[object, ...]]:
    with as_owner():
        return db.fetch_all(
            "select event, from_state, to_state, version, actor_id is null, actor_role, "
            "assignee_name, reason from case_history where case_id = %s order by id",
            [case_id],
        )


def test_the_first_rule_gives_the_case_to_a_person(world: World) -> None:
    rules(world, to(world, "colleague", **SEND), to(world, "responder"))
    case_id = world.submit()
    assert stands(world, case_id) == ("assigned", world.people["colleague"], 2)
    assert history(case_id)[1] == (
        *("route", "submitted", "assigned", 2, True, "system", "Sara Holm", "1 Skicka meddelande"),
    )
    told = "recipient_id = '{}' and template = '{}'"
    assert world.count("notice", told.format(world.people["colleague"], "assigned")) == 1
    assert world.count("notice", "template = 'new_case' and not to_unit") == 0
    assert world.count("audit_entry", "action = 'cases:case:route' and detail->>'rule' = '1'") == 1


def test_answers_decide(world: World) -> None:
    yes = Asked("interpreter", "Tolk", ("yes",), ("Ja",))
    no = Asked("interpreter", "Tolk", ("no",), ("Nej",))
    rules(
        world,
        to(world, "responder", **SEND, asked=(yes,)),
        to(world, "colleague", **SEND, asked=(no,)),
    )
    case_id = world.submit()
    assert stands(world, case_id)[1] == world.people["colleague"]
    assert history(case_id)[1][-1] == "2 Skicka meddelande, Tolk: Nej"


def test_a_team_marks_the_case_that_waits(world: World) -> None:
    rules(world, team(world, "responder"))
    case_id = world.submit()
    assert stands(world, case_id) == ("submitted", None, 1)
    assert history(case_id)[1][:4] == ("route_to_queue", "submitted", "submitted", 1)
    assert world.count("notice", "template = 'new_case'") == 2
    page = staff_browser(world, "receiver")
    assert "Skicka meddelande · team Recept" in text(page.get("att-fordela"))
    shown = text(page.get("att-fordela", case_id))
    assert "Team: Recept" in shown
    assert "Lagt i Att fördela av regel 1: alla ärenden, till teamet Recept" in shown


def test_the_history_of_the_case_tells_which_rule(world: World) -> None:
    rules(world, Rule("queue", "advice"), to(world, "responder", **SEND))
    case_id = world.submit()
    shown = text(staff_browser(world, "receiver").get("alla", case_id))
    assert "Fördelat av regel 2: Skicka meddelande till Anders Lind" in shown


LEAVERS = {
    "asleep": "update staff_account set active = false where person_id = %s",
    "ended": "update role_grant set ends_on = current_date where person_id = %s",
    "to come": "update role_grant set starts_on = current_date + 2 where person_id = %s",
    "another role": "update role_grant set role = 'case_receiver' where person_id = %s",
}


@pytest.mark.parametrize("how", LEAVERS)
def test_whoever_does_not_answer_here_is_passed_by(world: World, how: str) -> None:
    rules(world, to(world, "responder"), to(world, "colleague"))
    with as_owner():
        db.execute(LEAVERS[how], [world.people["responder"]])
    case_id = world.submit()
    assert stands(world, case_id)[1] == world.people["colleague"]
    assert history(case_id)[1][-1] == "2"


def test_kin_and_oneself_are_passed_by(world: World) -> None:
    with as_owner():
        made.grant(world.people["resident"], "responder", world.unit)
        db.execute(
            "insert into staff_account (person_id, hsa_id, name, title, email, active, protected) "
            "values (%s, 'SE2321000016-EGEN', 'Karin Berg', '', '', true, false)",
            [world.people["resident"]],
        )
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false)",
            [world.people["responder"], world.people["resident"], date(1990, 1, 1)],
        )
    rules(world, to(world, "resident"), to(world, "responder"))
    assert stands(world, world.submit()) == ("submitted", None, 1)


def test_an_empty_team_and_no_rule_leave_the_case_to_all(world: World) -> None:
    rules(world, team(world))
    case_id = world.submit()
    assert stands(world, case_id) == ("submitted", None, 1)
    assert len(history(case_id)) == 1
    assert world.count("care_case", "team_name <> ''") == 0


def test_who_leaves_in_the_last_moment_is_passed_by(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the draft's statement said is asked once more, with the lock that leaving takes."""
    from vardpost.cases.actions import route

    rules(world, to(world, "responder"), Rule("queue"))
    asked = hold

    def leaves(unit_id: UUID, person_id: str, resident_id: UUID, day: date) -> str | None:
        with as_owner():
            db.execute("update staff_account set active = false where person_id = %s", [person_id])
        world.as_("resident")
        return asked(unit_id, person_id, resident_id, day)

    monkeypatch.setattr(route, "hold", leaves)
    case_id = world.submit()
    assert stands(world, case_id) == ("submitted", None, 1)
    assert history(case_id)[1][0] == "route_to_queue"


def test_the_lock_is_the_one_that_leaving_takes(world: World) -> None:
    def held() -> set[tuple[object, ...]]:
        return set(
            db.fetch_all(
                "select classid, objid from pg_locks where locktype = 'advisory' "
                "and pid = pg_backend_pid()"
            )
        )

    world.as_("resident")
    before = held()
    today = clock.now().date()
    person, resident = world.people["responder"], world.people["resident"]
    with transaction.atomic():
        found = db.fetch_one(
            "select routing_hold(%s, %s, %s, %s)", [world.unit.id, person, resident, today]
        )
        assert found == ("Anders Lind",)
        mine = held() - before
        assert len(mine) == 1
        hold_answering(world.unit.id, person, shared=True)
        assert held() - before == mine


def test_strangers_ask_the_functions_in_vain(world: World) -> None:
    rules(world, to(world, "responder"))
    today = clock.now().date()
    resident, person = world.people["resident"], world.people["responder"]
    for who in ("other_resident", "receiver", "admin"):
        world.as_(who)
        found = db.fetch_one(
            "select routing_for(%s, %s, 'send_message', %s)", [world.unit.id, resident, today]
        )
        assert found == (None,), who
        found = db.fetch_one(
            "select routing_hold(%s, %s, %s, %s)", [world.unit.id, person, resident, today]
        )
        assert found == (None,), who
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            db.fetch_one(
                "select routing_answers(%s, %s, %s, %s)", [world.unit.id, person, resident, today]
            )


def test_the_systems_line_is_let_in_for_ones_own_case_alone(world: World) -> None:
    case_id = world.submit()
    with as_owner():
        at = db.fetch_one("select submitted_at from care_case where id = %s", [case_id])
    assert at
    sql = (
        "insert into case_history (id, case_id, key, at, version, event, from_state, to_state, "
        "actor_name, actor_role, assignee_name, reason) "
        "values (%s, %s, %s, %s, 1, %s, 'submitted', 'submitted', 'routing', %s, '', '')"
    )
    tries = {
        "resident": [("assign", "system"), ("route", "case_receiver")],
        "other_resident": [("route", "system")],
        "receiver": [("route", "system")],
    }
    for who, lines in tries.items():
        world.as_(who)
        for event, role in lines:
            params = [new_id(), case_id, new_id(), at[0], event, role]
            with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
                db.execute(sql, params)


def test_sending_by_a_rule_takes_few_statements(world: World) -> None:
    rules(world, to(world, "responder"))
    client = browser(world, "resident")
    draft = start(client, world)
    fill_in(client, draft)
    asked = accepted(client, draft)
    with CaptureQueriesContext(connection) as seen:
        assert client.post(f"{draft}/granska", asked).status_code == 303
    spent = [
        one
        for one in seen
        if not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    ]
    assert len(spent) <= 10, [one["sql"][:60] for one in spent]


def test_the_trial_tells_numbers_and_nothing_else(world: World) -> None:
    yes = Asked("interpreter", "Tolk", ("yes",), ("Ja",))
    no = Asked("interpreter", "Tolk", ("no",), ("Nej",))
    rules(
        world,
        to(world, "responder", **SEND, asked=(yes,)),
        to(world, "responder", **SEND, asked=(no,)),
        Rule("queue"),
    )
    cases = [world.submit(words=f"Meddelande nummer {n} från mig.") for n in range(6)]
    with as_owner():
        old = "update care_case set submitted_at = now() - interval '31 days' where id = %s"
        db.execute(old, [cases[0]])
    asked = "select * from routing_trial(%s)"
    actor = world.as_("admin")
    rows = db.fetch_all(asked, [world.unit.id])
    assert rows == [(0, None), (1, None), (2, 5), (3, None)]
    tried = try_rules(actor=actor, unit_id=world.unit.id)
    assert [number for _rule, number in tried.rules] == [None, 5, None]
    assert tried.queue is None
    with as_owner():
        db.execute(old, [cases[1]])
    world.as_("admin")
    assert db.fetch_all(asked, [world.unit.id])[2] == (2, None)
    assert world.count("audit_entry", "action = 'routing:rules:try'") == 1
    for who in ("receiver", "responder", "resident", "both"):
        actor = world.as_(who)
        assert db.fetch_all(asked, [world.unit.id]) == []
        if who != "resident":
            with pytest.raises(Denied):
                try_rules(actor=actor, unit_id=world.unit.id)
    with as_owner():
        other = made.unit("Almen")
        stranger = made.staff(other, "unit_admin")
    world.people["stranger"] = stranger
    token = made.sign_in(stranger, "staff")
    from vardpost.people.session import open_scope

    assert open_scope(token, other.slug, request_id="r", address="a")
    assert db.fetch_all(asked, [world.unit.id]) == []
    assert db.fetch_all(asked, [other.id]) == [(0, None)]


def test_the_trial_agrees_with_what_happens(world: World) -> None:
    """Each case that is sent lands where the trial counts it, whatever the rules ask."""
    asks = [
        Asked("interpreter", "", ("no", "yes"), ("", "")),
        Asked("voicemail", "", ("no",), ("",)),
        Asked("subject", "", ("Fråga om provsvar",), ("",)),
        Asked("missing", "", ("x",), ("",)),
    ]
    with as_owner():
        db.execute(
            "update staff_account set active = false where person_id = %s",
            [world.people["colleague"]],
        )
    for asked in asks:
        rules(
            world,
            to(world, "colleague", **SEND, asked=(asked,)),
            to(world, "responder", **SEND, asked=(asked,)),
            team(world) if asked is asks[0] else Rule("queue", "advice"),
        )
        case_id = world.submit(words=f"Ett meddelande till er {new_id()}")
        line = history(case_id)[1:]
        number = int(str(line[0][-1]).split(" ")[0]) if line else 0
        with as_owner():
            db.execute(
                "update care_case set submitted_at = now() - interval '40 days' where id <> %s",
                [case_id],
            )
            for _ in range(4):
                _again(case_id)
        world.as_("admin")
        rows = db.fetch_all("select number, cases from routing_trial(%s)", [world.unit.id])
        found = {row[0]: row[1] for row in rows}
        assert found[number] == 5, asked
        assert set(found.values()) == {5, None}
        with as_owner():
            db.execute("delete from team_member")


def _again(case_id: UUID) -> None:
    """Copy a case with its first message."""
    key = new_id()
    with as_owner():
        names = [
            row[0]
            for row in db.fetch_all(
                "select column_name from information_schema.columns where table_name = "
                "'care_case' and is_generated = 'NEVER' and column_name not in ('id', 'number')"
            )
        ]
        columns = ", ".join(names)
        db.execute(
            f"insert into care_case (id, number, {columns}) select %s, %s, {columns} "
            "from care_case where id = %s",
            [key, key.hex[-12:], case_id],
        )
        db.execute(
            "insert into case_message (id, case_id, kind, author_name, author_role, answers, "
            "body, author_title, capacity, created_at) select %s, %s, kind, author_name, "
            "author_role, answers, body, author_title, capacity, created_at "
            "from case_message where case_id = %s and kind = 'submission'",
            [new_id(), key, case_id],
        )


def test_the_page_of_the_trial(world: World) -> None:
    rules(world, to(world, "responder", "Anders Lind", **SEND))
    for n in range(5):
        world.submit(words=f"Meddelande nummer {n} från mig.")
    address = f"/m/{world.unit.slug}/admin/fordelning/prova"
    shown = text(staff_browser(world, "admin").client.get(address))
    assert "1. Om ärendetypen är Skicka meddelande: till Anders Lind 5" in " ".join(shown.split())
    assert "Ingen regel: Att fördela <5" in " ".join(shown.split())
    assert "Karin" not in shown
    assert staff_browser(world, "receiver").client.get(address).status_code == 403
