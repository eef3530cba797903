"""Raw SQL over Django's own connection, so that transaction, counting and logging stay one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled
from psycopg.pq import Format
from psycopg.types.json import Jsonb as Json

Params = Sequence[Any] | Mapping[str, Any] | None
Row = tuple[Any, ...]


def fetch_all(sql: str, params: Params = None, *, binary: bool = False) -> list[Row]:
    """Run one statement and return its rows as tuples.

    `binary` asks for PostgreSQL's binary form, for rows with many moments: Django reads a moment
    that comes as text by Python code of its own, ten times slower. JSON then comes parsed.
    """
    with connection.cursor() as cursor:
        cursor.cursor.format = Format(binary)
        cursor.execute(sql, params)
        rows: list[Row] = cursor.fetchall()
        return rows


def fetch_one(sql: str, params: Params = None, *, binary: bool = False) -> Row | None:
    """Run one statement and return its first row, or None; `binary` as in `fetch_all`."""
    with connection.cursor() as cursor:
        cursor.cursor.format = Format(binary)
        cursor.execute(sql, params)
        row: Row | None = cursor.fetchone()
        return row


def execute(sql: str, params: Params = None) -> int:
    """Run one statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


@contextmanager
def ending_with(work: Callable[[], None]) -> Iterator[None]:
    """A transaction that does `work` while its commit is under way, and ends when both have.

    `work` runs only when all inside went well. Inside another transaction there is no commit to
    wait for, and it does not run at all: ask afterwards. Raises the database's error.
    """
    try:
        with transaction.atomic():
            yield
            connection.meanwhile = work  # type: ignore[attr-defined]  # of kernel.engine
    finally:
        connection.meanwhile = None  # type: ignore[attr-defined]  # of kernel.engine


class TooSlow(Exception):
    """A statement took longer than the page would wait; the transaction goes on without it."""


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Let each statement inside take that long. Raises `TooSlow`; what went before still stands."""
    row = fetch_one("select current_setting('statement_timeout')")
    before = row[0] if row else "0"
    try:
        with transaction.atomic():
            execute("select set_config('statement_timeout', %s, true)", [f"{seconds}s"])
            yield
            execute("select set_config('statement_timeout', %s, true)", [before])
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow from error
        raise


def json(value: Any) -> Json:
    """Return a value that PostgreSQL takes as JSON."""
    return Json(value)
