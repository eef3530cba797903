"""`./manage.py backup`: the whole database into one encrypted file."""

import os
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.config import dump, sealed
from vardpost.config.environment import ENVIRONMENT
from vardpost.kernel.actor import command_actor

EXAMPLE = """
Examples:
  ./manage.py backup --new-key /secure/vardpost.key
  BACKUP_KEY_FILE=/secure/vardpost.key ./manage.py backup /backups/vardpost-monday

Keep the key apart from the backups: without it they can never be read. A row in the ledger says
that a copy was taken, and by whom at the machine, before anything is copied.
"""


class Command(BaseCommand):
    """pg_dump, encrypted on its way: nothing in clear touches the disk."""

    help = "Write the whole database to FILE, encrypted with the key in BACKUP_KEY_FILE."
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("file", nargs="?", type=Path, help="where to; must not be there yet")
        parser.add_argument("--new-key", type=Path, metavar="FILE", help="make a key and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make a key, or a backup."""
        if options["new_key"]:
            try:
                sealed.new_key(options["new_key"])
            except OSError as error:
                raise CommandError(f"{options['new_key']}: {error.strerror}") from error
            self.stdout.write(f"{options['new_key']} is a new key; keep it apart from the backups")
            return
        if options["file"] is None:
            raise CommandError("name the FILE to write")
        key = key_of_surroundings()
        leave_row(AuditEvent.DATABASE_BACKED_UP, "backup", options["file"].name)
        size = write(options["file"], key, ENVIRONMENT.database_owner_url)
        self.stdout.write(f"{options['file']}: {size} bytes saved; ./manage.py restore --check it")


def leave_row(event: AuditEvent, command: str, file: str, **detail: Any) -> None:
    """Say in the ledger, as the owner of the tables, what a command does with the whole database.

    Raises `CommandError` when the ledger cannot be written: then nothing is copied.
    """
    entry = Entry(event, "database", file, purpose="administration", detail=detail)
    try:
        with transaction.atomic():
            record(command_actor(command), entry)
    except DatabaseError as error:
        raise CommandError(f"the ledger cannot be written: {str(error).strip()}") from error


def key_of_surroundings() -> bytes:
    """Return the key of BACKUP_KEY_FILE, or say what is missing."""
    name = os.environ.get("BACKUP_KEY_FILE")
    if not name:
        raise CommandError(
            "BACKUP_KEY_FILE is missing; to make one: ./manage.py backup --new-key FILE"
        )
    try:
        return sealed.read_key(Path(name))
    except OSError as error:
        raise CommandError(f"BACKUP_KEY_FILE={name}: {error.strerror}") from error
    except sealed.SealError as error:
        raise CommandError(str(error)) from error


def write(file: Path, key: bytes, address: str) -> int:
    """Write a backup of `address` to `file`: whole or not at all; return its size in clear."""
    if not address:
        raise CommandError("DATABASE_OWNER_URL is missing: a backup reads every table")
    if file.exists():
        raise CommandError(f"{file} is there already")
    unfinished = file.with_name(file.name + ".part")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as target:
            size = sealed.seal(dump.archive(address), target, key)
            target.flush()
            os.fsync(target.fileno())
        unfinished.rename(file)
    except dump.DumpError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return size
