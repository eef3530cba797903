"""Row security of accounts and permissions: who grants, who makes an account, who is told."""

import pytest

from tests.locks.asking import refused
from tests.locks.scopes import SCOPES, Rows
from tests.locks.sight import NONE
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

AT_EK = {"rut", "lind", "holm", "alm", "ros", "eva", "ulf"}
#: Whose permissions may be written: nobody's own, and by a region those that it appoints.
GRANTED = {
    "administrator": AT_EK - {"ros"},
    "reviewer": AT_EK - {"eva"},
    "region office": {"ros", "eva", "ulf"},
    "system here": AT_EK | {"ask"},
    "system there": {"gran"},
}
ACCOUNTS = {
    "administrator": {"rut", "lind"},
    "reviewer": {"rut", "lind"},
    "region office": {"rut", "lind", "ask"},
    "national office": {"rut", "lind", "ask", "gran", "dag"},
    "system here": {"rut", "lind", "ask"},
    "system there": {"gran"},
}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_grants_exactly_where_it_may(rows: Rows, scope: str) -> None:
    rows.enter(scope)
    oneself = SCOPES[scope][0] if SCOPES[scope][1] != "system" else ""
    sql = "update {} set settled_at = settled_at where person_id <> %s returning person_id"
    person = rows.people.get(oneself, new_id())
    found = db.fetch_all(sql.format("role_grant"), [person])
    names = {name for name, key in rows.people.items() if (key,) in found}
    assert names == GRANTED.get(scope, NONE)
    sql = "update {} set title = title where person_id = any(%s) returning person_id"
    noted = list(rows.things["staff_account"])
    found = db.fetch_all(sql.format("staff_account"), [noted])
    names = {rows.things["staff_account"][row[0]] for row in found}
    assert names == ACCOUNTS.get(scope, NONE)


def test_an_account_is_made_by_its_function_alone(rows: Rows) -> None:
    rows.enter("administrator")
    refused(
        "insert into staff_account (person_id, hsa_id, name, active, protected) "
        "values (%s, 'SE2321000016-X', 'X', true, false)",
        [rows.people["anna"]],
    )
    register = "select staff_register(%s, %s, %s)"
    here, next_door = rows.units["ek"].id, rows.units["al"].id
    for key, unit in (("TALL", here), ("EK", next_door), ("NOBODY", here)):
        asked = [f"SE2321000016-{key}", unit, new_id()]
        assert db.fetch_one(register, asked) == (None,), key
    rows.enter("responder")
    assert db.fetch_one(register, ["SE2321000016-EK", here, new_id()]) == (None,)


def test_the_directory_is_for_staff(rows: Rows) -> None:
    for table in ("staff_account", "role_grant"):
        rows.enter("administrator")
        assert db.fetch_all(f"select 1 from {table} limit 1") == [(1,)]
        rows.enter("resident")
        assert db.fetch_all(f"select 1 from {table} limit 1") == []
        db.execute("select scope_clear()")
        assert db.fetch_all(f"select 1 from {table} limit 1") == []


def test_who_receives_at_a_unit_is_told_by_id_to_known_people(rows: Rows) -> None:
    asked = "select * from unit_receivers(%s, %s)"
    params = [rows.units["ek"].id, clock.now().date()]
    rows.enter("resident")
    receivers = {rows.people["rut"], rows.people["alm"]}
    assert {row[0] for row in db.fetch_all(asked, params)} == receivers
    db.execute("select scope_clear()")
    assert db.fetch_all(asked, params) == []
