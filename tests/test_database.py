"""The tests' own ground: true rights, and nothing left behind."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.database import as_owner


def _one(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
        return row[0] if row else None


def _make_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("create table made_by_a_test (number int)")


@pytest.mark.django_db
def test_a_test_has_the_web_roles_rights() -> None:
    assert _one("select current_user") == "app_web"
    with pytest.raises(DatabaseError), transaction.atomic():
        _one("drop table django_migrations")


@pytest.mark.django_db
def test_as_owner_steps_up_and_down_in_one_transaction() -> None:
    with as_owner():
        assert _one("select current_user") == "app_owner"
        _make_table()
    assert _one("select current_user") == "app_web"


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_gone_afterwards_first() -> None:
    with as_owner():
        _make_table()


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_gone_afterwards_second() -> None:
    assert _one("select to_regclass('made_by_a_test')") is None
