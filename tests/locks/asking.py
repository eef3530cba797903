"""What the web role gets by raw SQL, as names of rows."""

import pytest
from django.db import ProgrammingError, transaction

from tests.locks.scopes import Rows
from tests.locks.sight import KEYS
from vardpost.kernel import db


def seen(rows: Rows, table: str) -> set[str]:
    """Return the names of the rows of a table that the scope sees."""
    key = KEYS.get(table, "id")
    found = db.fetch_all(f"select {key} from {table}")
    return {rows.things[table][row[0]] for row in found}


def changed(rows: Rows, table: str, sql: str) -> set[str]:
    """Return the names of the rows that a statement changes or takes away."""
    key = KEYS.get(table, "id")
    found = db.fetch_all(f"{sql.format(table)} returning {key}")
    return {rows.things[table][row[0]] for row in found}


def refused(sql: str, params: list[object]) -> None:
    """Hold that the database refuses a statement."""
    with (
        pytest.raises(ProgrammingError, match=r"row-level security|permission denied"),
        transaction.atomic(),
    ):
        db.execute(sql, params)
