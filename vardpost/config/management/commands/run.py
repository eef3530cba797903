"""`./manage.py run`: pages, streams, worker and sealer, in production."""

import os
import signal
import subprocess
import sys
import time
from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from vardpost.config import guard, processes
from vardpost.config.environment import ENVIRONMENT, Environment
from vardpost.config.supervisor import AlreadyRunning, ChildFailed, Program, Supervisor

EXAMPLE = """
Example:
  SECRET_KEY=... HTTPS=1 PUBLIC_ORIGIN=https://vardpost.example.se \\
  ALLOWED_HOSTS=vardpost.example.se DATABASE_URL=postgresql://app_web:...@db/vardpost \\
  ./manage.py run --port 8000

A proxy with TLS stands in front and passes /strom to the port after. SIGTERM stops everything.
All variables: docs/how-to/operate.md
"""


class Command(BaseCommand):
    """Looks after the processes until told to stop."""

    help = "Serve pages and event streams, run worker and sealer; refuses unsafe settings."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the example."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--host", default="127.0.0.1", help="where to listen (127.0.0.1)")
        parser.add_argument("--port", type=int, default=ENVIRONMENT.port, help="PORT, 8000")
        parser.add_argument(
            "--workers", type=int, default=os.cpu_count() or 2, help="web workers, one per core"
        )
        parser.add_argument(
            "--no-sealer", action="store_true", help="the ledger is sealed on another machine"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse, or migrate if the owner's address is given, then serve until told to stop."""
        found = list(guard.problems(ENVIRONMENT))
        if found:
            raise CommandError("not started:\n" + "\n".join(f"  - {text}" for text in found))
        surroundings = _surroundings()
        _prepare_database(ENVIRONMENT, surroundings)
        if not ENVIRONMENT.smtp_host:
            self.stderr.write("SMTP_HOST is missing: notices wait until there is one")
        try:
            supervisor = Supervisor(ENVIRONMENT.data_dir / "run", self.stderr.write)
        except AlreadyRunning as error:
            raise CommandError(str(error)) from error
        supervisor.clear_leftovers()
        _collect_files(surroundings)
        programs = processes.all_three(options["host"], options["port"], workers=options["workers"])
        if not options["no_sealer"]:
            programs += self._sealer()
        _serve(supervisor, programs, surroundings)

    def _sealer(self) -> list[Program]:
        """Return what seals the ledger, or say that nothing does."""
        if ENVIRONMENT.database_sealer_url:
            return [processes.sealer(ENVIRONMENT.database_sealer_url)]
        self.stderr.write("DATABASE_SEALER_URL is missing: the ledger is written but not sealed")
        return []


def _serve(
    supervisor: Supervisor, programs: Sequence[Program], surroundings: dict[str, str]
) -> None:
    """Start the programs and look after them until SIGTERM or Ctrl-C."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _: told.append(received))
    try:
        supervisor.start(programs, surroundings, logs=False)
        while not told:
            supervisor.look_after()
            time.sleep(0.3)
    except ChildFailed as error:
        raise CommandError(str(error)) from error
    finally:
        supervisor.stop()


def _surroundings() -> dict[str, str]:
    """Return the processes' environment: without what only a migration needs."""
    hidden = {"DATABASE_OWNER_URL", "DATABASE_AS_OWNER", "DATABASE_SEALER_URL", "BACKUP_KEY_FILE"}
    kept = {key: value for key, value in os.environ.items() if key not in hidden}
    return {**kept, "DJANGO_SETTINGS_MODULE": "vardpost.config.settings.production"}


def _collect_files(surroundings: dict[str, str]) -> None:
    """Give this version's files their lasting names, packed; what earlier pages ask for stays."""
    collect = [sys.executable, str(processes.MANAGE), *processes.COLLECT]
    if subprocess.run(collect, env=surroundings, check=False).returncode:
        raise CommandError("the static files could not be collected (the words above)")


def _prepare_database(environment: Environment, surroundings: dict[str, str]) -> None:
    """Check server and role; bring the tables to this version, or refuse to serve on others."""
    try:
        _check_role(environment.database_url)
    except psycopg.OperationalError as error:
        raise CommandError(f"the database does not answer: {error}") from error
    manage = [sys.executable, str(processes.MANAGE)]
    if environment.database_owner_url:
        owner = {**surroundings, "DATABASE_OWNER_URL": environment.database_owner_url}
        if subprocess.run([*manage, "upgrade"], env=owner, check=False).returncode:
            raise CommandError("./manage.py upgrade failed (its words above)")
        return
    asked = [*manage, "migrate", "--check"]
    if subprocess.run(asked, env=surroundings, capture_output=True, check=False).returncode:
        raise CommandError(
            "the tables are of another version: DATABASE_OWNER_URL=... ./manage.py upgrade"
        )


def _check_role(address: str) -> None:
    with psycopg.connect(address, connect_timeout=5) as connection:
        if connection.info.server_version < guard.OLDEST_POSTGRESQL:
            raise CommandError("DATABASE_URL: PostgreSQL 15 or newer is needed")
        row = connection.execute(
            "select rolsuper or rolbypassrls or exists (select 1 from pg_tables "
            "where schemaname = 'public' and tableowner = rolname) "
            "from pg_roles where rolname = current_user"
        ).fetchone()
    if row != (False,):
        raise CommandError(
            "DATABASE_URL: this role owns tables or can bypass row security; "
            "./manage.py database_sql makes one that does not"
        )
