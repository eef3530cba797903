"""The demo's data: a unit of each kind, made once, so that everybody finds what the guide names."""

import pytest

from tests import database
from vardpost.config.demo import drifting, kinds
from vardpost.config.demo.places import BUSY, EMPTY, GRANBY, NIGHT, TALLMO


@pytest.fixture(scope="module")
def demo() -> str:
    """Return the name of a small demo."""
    return database.make_template("vardpost_demo_small", ("demo_data", "--small"))


def ask(demo: str, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    with database.superuser(demo) as looking:
        return looking.execute(sql.encode(), parameters).fetchall()


def of_unit(demo: str, sql: str, name: str) -> list[tuple[object, ...]]:
    return ask(demo, f"{sql} join care_unit u on u.id = x.unit_id where u.name = %s", name)


def test_there_is_a_unit_of_each_kind(demo: str) -> None:
    closing = (
        "select x.stops_intake, x.starts_on <= current_date, x.alternative_id is not null "
        "from unit_closing x"
    )
    assert of_unit(demo, closing, kinds.CLOSED) == [(True, True, True)]
    assert of_unit(demo, closing, kinds.PLANNED) == [(False, False, False)]
    reached = "select unit_waiting(u.id, x.most_waiting) from intake_limit x"
    assert of_unit(demo, reached, BUSY) == [(True,)]
    assert len(of_unit(demo, "select 1 from approved_resident x", kinds.ONE_BY_ONE)) == 1
    assert ask(demo, "select self_take from care_unit where name = %s", kinds.DISPATCHER) == [
        (False,)
    ]
    assert of_unit(demo, "select distinct opens::text from opening_hours x", NIGHT) == [
        ("00:00:00",),
        ("17:00:00",),
    ]


def test_the_new_unit_has_an_administrator_and_colleagues_and_nothing_else(demo: str) -> None:
    assert of_unit(demo, "select role from role_grant x", EMPTY) == [("unit_admin",)]
    assert len(of_unit(demo, "select 1 from directory_assignment x", EMPTY)) > 4
    for table in ("opening_hours", "catchment_row", "unit_case_type", "care_case", "unit_notice"):
        assert of_unit(demo, f"select 1 from {table} x", EMPTY) == [], table


def test_what_was_set_stands_in_the_history_and_the_ledger(demo: str) -> None:
    found = ask(
        demo,
        "select c.kind, u.name from setting_change c join care_unit u on u.id = c.unit_id "
        "where c.actor_name = 'Solveig Norén' order by 1, 2",
    )
    assert found == [
        ("units:approval", kinds.ONE_BY_ONE),
        ("units:closing", kinds.PLANNED),
        ("units:closing", kinds.CLOSED),
        ("units:intake-limit", BUSY),
    ]
    noted = ask(demo, "select count(*) from audit_entry where action = 'units:closing:change'")
    assert noted[0][0] == 2


def test_those_and_only_those_differ_from_their_template_that_were_planted(demo: str) -> None:
    unit = "join care_unit u on u.id = x.unit_id"
    found = ask(demo, f"select u.name, x.differs, x.exempt from unit_drift x {unit}")
    assert {row[0]: row[1:] for row in found} == {
        **dict.fromkeys(drifting.OPEN, (1, 0)),
        **dict.fromkeys(drifting.EXEMPT, (1, 1)),
        **dict.fromkeys(drifting.ENDED, (1, 0)),
    }
    counts = f"select u.name, x.field, x.until >= current_date from template_exemption x {unit}"
    assert sorted(ask(demo, counts)) == sorted(
        [(*one, True) for one in drifting.EXEMPT.items()]
        + [(*one, False) for one in drifting.ENDED.items()]
    )
    stand = "select name, template_version from care_unit where template = %s"
    assert sorted(ask(demo, stand, drifting.CODE)) == sorted(
        [(drifting.OLDER, 1), *((name, 2) for name in drifting.NEWEST)]
    )
    assert ask(demo, "select state from template_rollout") == [("done",)]


def test_everybody_has_accepted_the_terms_of_use(demo: str) -> None:
    found = ask(demo, "select audience, version from terms_of_use order by 1")
    assert found == [("resident", 1), ("staff", 1)]
    people_of = (("resident", "id", "person"), ("staff", "person_id", "staff_account"))
    for audience, who, people in people_of:
        waiting = f"select count(terms_of_use_waiting('{audience}', {who})) from {people}"
        assert ask(demo, waiting) == [(0,)], audience


def test_a_second_time_changes_nothing(demo: str) -> None:
    with database.superuser() as connection:
        connection.execute(f"alter database {demo} is_template false".encode())
    assert "there already" in database.manage(demo, "demo_data", "--small")


def test_one_unit_holds_back_a_type_that_two_residents_have(demo: str) -> None:
    held = "select t.key from unit_case_type x join case_type t on t.id = x.case_type_id"
    assert of_unit(demo, f"{held} and x.restricted", TALLMO) == [("renew_aids",)]
    has = (
        "select p.given_name, p.protected from case_type_grant x join person p on p.id = person_id"
    )
    assert sorted(of_unit(demo, has, TALLMO)) == [("Elin", True), ("Karin", False)]


def test_a_unit_has_asked_to_send_three_cases_on_and_has_a_yes_and_a_no(demo: str) -> None:
    asked = (
        "select x.sent_by_name, x.capacity, v.name from care_case x "
        "join care_unit v on v.id = x.move_unit_id"
    )
    assert of_unit(demo, asked, TALLMO) == [("Amina Warsame", "guardian", GRANBY)]
    moved = (
        "select x.sent_by_name, y.state, y.moved_from_name from care_case x "
        "join care_case y on y.id = x.moved_to_id and y.moved_from_id = x.id"
    )
    assert of_unit(demo, moved, TALLMO) == [("Karin Lindqvist", "submitted", TALLMO)]
    said_no = (
        "select x.sent_by_name, x.state, x.move_unit_id from care_case x join case_history h "
        "on h.case_id = x.id and h.event = 'decline_move'"
    )
    assert of_unit(demo, said_no, TALLMO) == [("Amina Warsame", "submitted", None)]
