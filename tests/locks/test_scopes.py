"""Row security alone, by raw SQL as the web role: each scope sees and changes exactly its own.

What each shall see stands in `sight`; who may grant in `test_scopes_staff`, who may add rows in
`test_scopes_writing`.
"""

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.locks.asking import changed, seen
from tests.locks.scopes import SCOPES, Rows
from tests.locks.sight import CASES, CHANGED, NONE, SEEN, SETTINGS
from vardpost.kernel import db
from vardpost.people.session import open_scope


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_sees_exactly_its_own(rows: Rows, scope: str) -> None:
    for _ in range(2):  # once more by the statement that has been prepared
        rows.enter(scope)
        for table, expected in SEEN.items():
            assert seen(rows, table) == expected.get(scope, NONE), table


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_changes_exactly_its_own(rows: Rows, scope: str) -> None:
    rows.enter(scope)
    for table, (sql, who) in CHANGED.items():
        expected = SEEN[table].get(scope, NONE) if scope in who else NONE
        assert changed(rows, table, sql) == expected, table
    expected = SETTINGS.get(scope, NONE)
    assert changed(rows, "care_unit", "update {} set phone = phone") == expected
    for table in ("case_type_draft", "unit_terms"):
        own = SEEN[table].get(scope, NONE)
        assert changed(rows, table, "update {} set version = version") == own
    oneself = SCOPES[scope][0] if SCOPES[scope][1] != "system" else None
    expected = {oneself} if oneself else NONE
    assert changed(rows, "person", "update {} set phone = phone") == expected


def nothing_set(rows: Rows) -> None:
    """Leave the transaction as it began."""


def cleared(rows: Rows) -> None:
    rows.enter("receiver")
    assert seen(rows, "care_case")
    db.execute("select scope_clear()")


def ended(rows: Rows) -> None:
    rows.enter("receiver")
    assert open_scope("no such secret", "", request_id="", address="") is None


@pytest.mark.parametrize("none", [nothing_set, cleared, ended])
def test_no_scope_sees_and_changes_nothing(rows: Rows, none: object) -> None:
    assert callable(none)
    none(rows)
    for table in [*SEEN, "staff_account", "role_grant"]:
        assert db.fetch_all(f"select 1 from {table} limit 1") == [], table
    for table, (sql, _who) in CHANGED.items():
        assert db.execute(sql.format(table)) == 0, table
    assert db.execute("update person set phone = '1'") == 0


@pytest.mark.django_db(transaction=True)
def test_a_scope_ends_with_its_transaction() -> None:
    """The next transaction of the same connection starts with nothing, also after a mistake."""
    from tests.database import as_owner
    from tests.locks import rows as made_rows

    with transaction.atomic(), as_owner():
        rows = made_rows.make()
    for spoiled in (False, True):
        with transaction.atomic():
            server = db.fetch_one("select pg_backend_pid()")
            rows.enter("receiver")
            assert seen(rows, "care_case") == CASES["receiver"]
            if spoiled:
                with pytest.raises(ProgrammingError), transaction.atomic():
                    db.execute("delete from care_case")
        with transaction.atomic():
            assert db.fetch_one("select pg_backend_pid()") == server
            for table in SEEN:
                assert db.fetch_all(f"select 1 from {table} limit 1") == [], table
            settings = db.fetch_all(
                "select current_setting('app.' || one, true) from unnest(array['kind', 'person', "
                "'unit', 'region', 'roles', 'residents', 'kin', 'whole_unit', 'own_unit', "
                "'system_region', 'releasing']) one"
            )
            assert {row[0] for row in settings} <= {None, ""}
    assert connection.in_atomic_block is False
