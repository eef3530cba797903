"""Work done while a commit is under way: it never hides that the commit failed."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, InternalError, connection
from psycopg.errors import UndefinedTable

from vardpost.kernel import db

pytestmark = pytest.mark.django_db(transaction=True)


def _nothing() -> None:
    """Stands where nothing is done."""


def _run(*statements: str, work: Callable[[], None], then: Callable[[], None] = _nothing) -> None:
    with db.ending_with(work):
        for one in statements:
            db.execute(one)
        then()


def test_the_work_runs_before_the_commit_is_heard_of() -> None:
    said = []

    def work() -> None:
        said.append(connection.connection.info.transaction_status.name)

    _run(
        "create temporary table kept_words (word text)",
        "insert into kept_words values ('hej')",
        work=work,
    )
    assert said == ["ACTIVE"]
    assert db.fetch_one("select word from kept_words") == ("hej",)


def test_a_commit_that_fails_is_told_although_the_work_went_well() -> None:
    done: list[int] = []
    with pytest.raises(DatabaseError, match="kept_ref"):
        _run(
            "create temporary table kept (id int primary key)",
            "create temporary table kept_two (id int "
            "constraint kept_ref references kept deferrable initially deferred)",
            "insert into kept_two values (7)",
            work=lambda: done.append(1),
        )
    assert done == [1]
    assert db.fetch_one("select to_regclass('pg_temp.kept')") == (None,)


def test_a_transaction_that_had_failed_is_not_taken_for_one_that_was_kept() -> None:
    def fail_in_silence() -> None:
        with pytest.raises(UndefinedTable):
            connection.connection.execute("select 1 from nowhere")

    with pytest.raises(InternalError):
        _run("select 1", work=_nothing, then=fail_in_silence)
    assert db.fetch_one("select 1") == (1,)


def test_work_is_forgotten_when_the_transaction_is_given_up() -> None:
    done: list[int] = []

    def give_up() -> None:
        raise ValueError("given up")

    with pytest.raises(ValueError, match="given up"):
        _run("select 1", work=lambda: done.append(1), then=give_up)
    _run("select 1", work=_nothing)
    assert done == []


def test_a_connection_cut_at_the_commit_is_told() -> None:
    with pytest.raises(DatabaseError):
        _run("select 1", work=_nothing, then=lambda: connection.connection.pgconn.finish())
    connection.close()
    assert db.fetch_one("select 1") == (1,)
