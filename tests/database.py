"""The tests' database, loaded as a pytest plugin before the settings are read.

One embedded server a run, thrown away afterwards; in it one template with everything that
`./manage.py upgrade` makes, and a copy of it for each worker of pytest-xdist.

A test connects as `app_test`, which acts as `app_web` (row security on, no right to make or drop)
and may step up to the owner of the tables, in the same connection and transaction: `as_owner()`.
So what a test arranges is rolled back with the rest, and the product is tried with its true rights.
"""

import atexit
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from tests import memory
from tools import postgres
from vardpost.config import roles

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "vardpost_template"
TESTER = "app_test"
#: A crash of the machine may cost a test run, so nothing waits for the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "autovacuum": "off",
    "max_wal_size": "256MB",  # it may lie in memory
}
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
#: The database of this process.
NAME = f"test_{_WORKER}"


def address(role: str, database: str) -> str:
    """Return the address of a database on the run's server for a role."""
    return make_conninfo(host=os.environ["TEST_SOCKETS"], user=role, dbname=database)


def superuser(database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
    """Connect past every rule: to make and drop databases, never to test the product."""
    return psycopg.connect(address(postgres.SUPERUSER, database), autocommit=True)


@contextmanager
def as_owner() -> Iterator[None]:
    """Arrange rows as the owner of the tables, in the transaction of the test."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"set role {roles.OWNER}")
    try:
        yield
    finally:
        if connection.is_usable() and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(f"set role {roles.WEB}")


def renew(name: str = NAME, template: str = TEMPLATE) -> None:
    """Make the database `name` anew, as a copy of the template; who is connected is cut off."""
    make_template(TEMPLATE)
    with superuser() as connection:
        connection.execute(f"drop database if exists {name} with (force)".encode())
        made = f"create database {name} owner {roles.OWNER} template {template} strategy file_copy"
        connection.execute(made.encode())
        connection.execute(f"grant connect on database {name} to public".encode())


def drop(name: str = NAME) -> None:
    """Remove the database `name`."""
    with superuser() as connection:
        connection.execute(f"drop database if exists {name} with (force)".encode())


def make_template(name: str, *more: tuple[str, ...]) -> str:
    """Make a template once a run, whichever worker asks first: upgraded, then `more` commands.

    Who asks meanwhile waits for this one alone, and copies of others can be made.
    """
    with superuser() as connection:
        asked = "select 1 from pg_database where datname = %s and datistemplate"
        if connection.execute(asked, [name]).fetchone():
            return name
        connection.execute("select pg_advisory_lock(4711, hashtext(%s))", [name])
        if connection.execute(asked, [name]).fetchone():
            return name
        connection.execute(f"drop database if exists {name} with (force)".encode())
        connection.execute(roles.database(name).encode())
        manage(name, "upgrade")
        _forget(name)
        for command in more:
            manage(name, *command)
        connection.execute(f"alter database {name} is_template true".encode())
    return name


def _forget(name: str) -> None:
    """Empty the ledger of what the upgrade left, so that a test counts its own rows alone."""
    with superuser(name) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("delete from audit_entry")


def manage(name: str, *command: str) -> str:
    """Run `./manage.py` on the database `name`, as an operator does, and return what it said."""
    said = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command],
        env=surroundings(name),
        capture_output=True,
        text=True,
        check=False,
    )
    if said.returncode:
        raise RuntimeError(f"./manage.py {command[0]} failed:\n{said.stdout}{said.stderr}")
    return said.stdout


def surroundings(name: str) -> dict[str, str]:
    """Return the environment variables of a process of the product on the database `name`."""
    return {
        **{key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"},
        "DATABASE_URL": address(roles.WEB, name),
        "DATABASE_OWNER_URL": address(roles.OWNER, name),
        "DATABASE_SEALER_URL": address(roles.SEALER, name),
        "DEMO": "1",
    }


def _start() -> None:
    server = postgres.start(
        memory.folder() / "postgres", settings=SETTINGS, may_create_databases=True
    )
    atexit.register(server.stop)
    os.environ["TEST_SOCKETS"] = str(server.sockets)
    with superuser() as connection:
        connection.execute(f"create role {TESTER} login in role {roles.OWNER}, {roles.WEB}")
        connection.execute(f"alter role {TESTER} set role {roles.WEB}")


# A run starts a hundred processes of the product: what one has compiled the next one reads.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Playwright keeps an event loop in the thread of the tests; nothing of ours runs in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
if "TEST_SOCKETS" not in os.environ:
    _start()
os.environ["DATABASE_URL"] = address(TESTER, NAME)
os.environ["DATABASE_OWNER_URL"] = address(roles.OWNER, NAME)
