"""`./manage.py restore`: a backup into an empty database, or only read through."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from vardpost.audit.events import AuditEvent
from vardpost.config import dump, sealed
from vardpost.config.environment import ENVIRONMENT
from vardpost.config.management.commands.backup import key_of_surroundings, leave_row

EXAMPLE = """
Examples:
  BACKUP_KEY_FILE=/secure/vardpost.key ./manage.py restore --check /backups/vardpost-monday
  BACKUP_KEY_FILE=/secure/vardpost.key DATA_DIR=/new/folder ./manage.py restore /backups/...
"""


class Command(BaseCommand):
    """All of a backup or nothing; `--check` reads every byte and changes nothing."""

    help = "Fill an empty database from a backup and bring it to this version."
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="a file that backup wrote")
        parser.add_argument("--check", action="store_true", help="read it through, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check or restore."""
        key = key_of_surroundings()
        try:
            with options["file"].open("rb") as source:
                pieces = sealed.unseal(source, key)
                if options["check"]:
                    self.check_backup(*dump.count_rows(pieces))
                else:
                    manifest = dump.restore(pieces, ENVIRONMENT.database_owner_url)
                    self.fill(manifest, options["file"].name)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror or error}") from error
        except (sealed.SealError, dump.DumpError) as error:
            raise CommandError(f"{options['file']}: {error}") from error

    def check_backup(self, manifest: dict[str, Any], found: dict[str, int]) -> None:
        """Compare what the backup holds with what the database held when it was made."""
        expected = manifest["tables"]
        wrong = {name for name in expected | found if expected.get(name) != found.get(name)}
        for name in sorted(wrong):
            told = f"{name}: {found.get(name, 'no')} rows, {expected.get(name, 'no')} when saved"
            self.stderr.write(told)
        if wrong:
            raise CommandError("the backup does not hold what was saved")
        rows = sum(found.values())
        self.stdout.write(f"ok: {rows} rows in {len(found)} tables, all as when saved")

    def fill(self, manifest: dict[str, Any], file: str) -> None:
        """Bring what was restored to this version, give the web role its rights, and say so.

        The row comes last: the ledger itself has just been restored.
        """
        call_command("upgrade")
        rows = sum(manifest["tables"].values())
        new = {"rows": rows, "tables": len(manifest["tables"])}
        leave_row(AuditEvent.DATABASE_RESTORED, "restore", file, old={}, new=new)
        self.stdout.write(f"restored {rows} rows in {len(manifest['tables'])} tables")
        self.stdout.write("the seal goes on from here when somebody says why: audit resume")
