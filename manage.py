#!/usr/bin/env python3
"""Everything an operator does: `./manage.py --help`, `./manage.py COMMAND --help`.

Finds its own environment. Without DATABASE_URL it uses the embedded server of DATA_DIR, and starts
it if nobody has.
"""

import os
import signal
import sys
from pathlib import Path

from tools import environment

ROOT = Path(__file__).resolve().parent
#: Commands that change tables or read everything: they connect as DATABASE_OWNER_URL.
AS_OWNER = {"upgrade", "case_type", "case_types", "demo_data", "bootstrap", "backup", "restore"}
#: Of these commands, only the verb that writes.
AS_OWNER_TO = {("red_flags", "publish")}
#: Of commands, the verbs that need no database.
WITHOUT_VERB = {("audit", "key"), ("audit", "words")}
#: Django's own servers, made for neither the demo nor production.
SERVERS = {"runserver", "testserver"}
#: Commands that need no database at all.
WITHOUT = {"help", "version", "check", "database_sql", "makemigrations", "makemessages"}
WITHOUT |= {"compilemessages"}


def choose_settings(command: str) -> str:
    """Return the settings: production for a database of its own, local for demo and embedded."""
    demo = os.environ.get("DEMO", "") in {"1", "true", "yes", "on"}
    production = command == "run" or (bool(os.environ.get("DATABASE_URL")) and not demo)
    return "vardpost.config.settings." + ("production" if production else "local")


def needs_database(command: str, words: set[str], verb: str = "") -> bool:
    """Tell whether a command can do nothing without a server."""
    if (command, verb) in WITHOUT_VERB:
        return False
    if not command or command.startswith("-") or command in WITHOUT or {"-h", "--help"} & words:
        return False
    return not ((command == "restore" and "--check" in words) or "--new-key" in words)


def as_owner(command: str, words: list[str]) -> bool:
    """Tell whether a command connects as the owner of the tables."""
    if command == "migrate":
        return "--check" not in words
    return command in AS_OWNER or (command, *words[:1]) in AS_OWNER_TO


def execute(command: str) -> None:
    """Run the command in this process, beside the embedded server if that is the database."""
    from vardpost.config.management.utility import Utility

    if command in SERVERS:
        raise SystemExit("to look at it: make demo; to serve: ./manage.py run")
    if as_owner(command, sys.argv[2:]):
        os.environ["DATABASE_AS_OWNER"] = "1"
    verb = sys.argv[2] if len(sys.argv) > 2 else ""
    if os.environ.get("DATABASE_URL") or not needs_database(command, set(sys.argv), verb):
        Utility(sys.argv).execute()
        return
    from tools import postgres

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        server = postgres.start(Path(os.environ["DATA_DIR"]) / "postgres")
    except postgres.PostgresError as error:
        raise SystemExit(str(error)) from error
    try:
        os.environ["DATABASE_URL"] = server.web_dsn
        os.environ["DATABASE_OWNER_URL"] = server.owner_dsn
        os.environ["DATABASE_SEALER_URL"] = server.sealer_dsn
        Utility(sys.argv).execute()
    finally:
        server.stop()


if __name__ == "__main__":
    environment.enter(str(Path(__file__).resolve()))
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", choose_settings(name))
    os.environ.setdefault("DATA_DIR", str(ROOT / "var"))
    from django.db import OperationalError

    try:
        execute(name)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(130)
    except OperationalError as error:
        raise SystemExit(f"the database does not answer: {str(error).splitlines()[0]}") from error
