"""A newer version brings an older database with it, and doing it twice changes nothing."""

from collections.abc import Iterator

import psycopg
import pytest

from tests import database
from vardpost.config import roles

APPLIED = "select app, name from django_migrations order by 1, 2"
GRANTED = """
select table_name, privilege_type from information_schema.role_table_grants
where grantee = %s and table_schema = 'public' order by 1, 2
"""


@pytest.fixture(scope="module")
def early() -> Iterator[str]:
    """Make a database as an early version left it; each test has a copy."""
    name = f"early_{database.NAME}"
    database.drop(name)
    with database.superuser() as connection:
        connection.execute(roles.database(name).encode())
    database.manage(name, "migrate", "people", "0001")
    yield name
    database.drop(name)


@pytest.fixture
def older(early: str) -> Iterator[str]:
    """Give a database as an early version left it."""
    name = f"older_{database.NAME}"
    database.renew(name, early)
    yield name
    database.drop(name)


def state(name: str) -> tuple[list[object], list[object]]:
    with psycopg.connect(database.address(roles.OWNER, name)) as connection:
        applied: list[object] = list(connection.execute(APPLIED))
        granted: list[object] = list(connection.execute(GRANTED.encode(), [roles.WEB]))
    return applied, granted


def test_an_older_database_becomes_like_a_new_one(older: str) -> None:
    new = state(database.make_template(database.TEMPLATE))
    assert state(older) != new
    database.manage(older, "upgrade")
    assert state(older) == new
    database.manage(older, "upgrade")
    assert state(older) == new


@pytest.mark.parametrize(
    ("role", "why"), [(roles.OWNER, "would own the tables"), ("nobody", "there is no role nobody")]
)
def test_a_role_that_cannot_have_the_pages_rights_is_refused_first(
    older: str, role: str, why: str
) -> None:
    before = state(older)
    with pytest.raises(RuntimeError, match=why):
        database.manage(older, "upgrade", "--web-role", role)
    assert state(older) == before
