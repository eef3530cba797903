"""The demo's database: the embedded server, or the one that DATABASE_URL names."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tools import postgres
from vardpost.config import processes

OLDEST = 150000
#: How long the embedded server may be gone before it is started again: whoever stopped it on
#: purpose may be about to start it.
GONE = 4.0
HELP = "./manage.py database_sql prints the SQL that makes roles and database"


class DatabaseError(RuntimeError):
    """The database named cannot be used; the text says why and what to do."""


@dataclass(slots=True)
class Database:
    """Two addresses, and the embedded server when it is ours."""

    web: str
    owner: str
    #: Where the ledger is sealed; the owner may do what the sealer's role does.
    sealer: str = ""
    server: postgres.Server | None = None
    _here: float = 0.0

    def look_after(self, say: Callable[[str], None]) -> None:
        """Start the embedded server again when it has been gone for a while."""
        if self.server is None:
            return
        now = time.monotonic()
        if not self.server.is_gone():
            self._here = now
        elif now - self._here > GONE:
            say("the database is gone; starting it again")
            self.server.start_again()

    def close(self) -> None:
        """Let the embedded server go, if there is one."""
        if self.server:
            self.server.stop()


def open_database(data: Path) -> Database:
    """Return the database of the surroundings, checked; else the embedded one in `data`."""
    web, owner = (os.environ.get(name, "") for name in ("DATABASE_URL", "DATABASE_OWNER_URL"))
    if not web:
        server = postgres.start(data / "postgres")
        return Database(server.web_dsn, server.owner_dsn, server.sealer_dsn, server)
    try:
        _check(web)
        if owner and _who(owner) == _who(web):
            raise DatabaseError(f"DATABASE_URL and DATABASE_OWNER_URL name one role. {HELP}")
    except psycopg.ProgrammingError as error:
        raise DatabaseError(f"no address of a PostgreSQL: {str(error).strip()}") from error
    return Database(web, owner, os.environ.get("DATABASE_SEALER_URL", "") or owner)


def _check(web: str) -> None:
    """Refuse a server that is too old, and a role that row security would not bind."""
    with psycopg.connect(web, connect_timeout=5) as connection:
        if connection.info.server_version < OLDEST:
            raise DatabaseError("DATABASE_URL: PostgreSQL 15 or newer is needed")
        found = connection.execute(
            "select rolname, rolsuper or rolbypassrls from pg_roles where rolname = current_user"
        ).fetchone()
    if found and found[1]:
        raise DatabaseError(f"DATABASE_URL: {found[0]} can bypass row security. {HELP}")


def _who(address: str) -> object:
    with psycopg.connect(address, connect_timeout=5) as connection:
        return connection.execute("select current_user").fetchone()


def is_empty(owner: str) -> bool:
    """Tell whether demo data are wanted; refuse a database with people that are not ours."""
    with psycopg.connect(owner) as connection:
        demo = connection.execute("select exists (select 1 from demo_persona)").fetchone()
        people = connection.execute("select exists (select 1 from person)").fetchone()
    if people == (True,) and demo == (False,):
        raise DatabaseError("the database holds people that are not of the demo: not touched")
    return demo == (False,)


def require_current(surroundings: dict[str, str]) -> None:
    """Without an owner's address, go on only with a database that needs no change."""
    said = subprocess.run(
        [sys.executable, str(processes.MANAGE), "migrate", "--check"],
        env={**surroundings, "DATABASE_AS_OWNER": "0"},
        capture_output=True,
        check=False,
    )
    if said.returncode:
        raise DatabaseError(f"DATABASE_OWNER_URL is missing, and tables too. {HELP}")
