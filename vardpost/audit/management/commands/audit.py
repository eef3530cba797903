"""`./manage.py audit`: seal the ledger, check it, prove it, hand it out."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from vardpost.audit import keys
from vardpost.audit.lines import log_of
from vardpost.audit.sealer import Sealer
from vardpost.audit.verifying import Asked, verify
from vardpost.audit.witnesses import Witnesses

#: The exit code when it cannot be told whether the ledger is whole.
CANNOT = 2

EXAMPLE = """
Examples:
  ./manage.py audit key create
  ./manage.py audit seal
  ./manage.py audit verify
  ./manage.py audit verify --region 14 --json

Everything else about it: docs/how-to/audit.md
"""


class Command(BaseCommand):
    """One verb each; none of them changes an entry."""

    help = "Seal the ledger, verify it, prove and export its entries."
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the verbs, each with its own arguments."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        key = verbs.add_parser("key", help="make the key that signs the heads, or the next one")
        key.add_argument("what", choices=("create", "rotate", "list"))
        verbs.add_parser("seal", help="seal entries and sign heads until Ctrl-C")
        check = verbs.add_parser("verify", help="0: whole, 1: broken and where, 2: cannot be told")
        check.add_argument("--region", default="", metavar="CODE", help="one log; 00 has no region")
        check.add_argument("--json", action="store_true", help="answer in JSON")
        _outside(check)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        getattr(self, f"_{options['verb']}")(options)

    def _key(self, options: dict[str, Any]) -> None:
        file, folder = settings.AUDIT_KEY_FILE, settings.AUDIT_DIR
        try:
            if options["what"] == "create":
                self.stdout.write(f"{file}: key {keys.create(file, folder)}; keep a copy apart")
            elif options["what"] == "rotate":
                old, new = keys.rotate(file, folder)
                self.stdout.write(f"{file}: key {new}, signed by {old}; keep a copy apart")
            else:
                for entry in keys.Keys.read(folder / keys.LIST).entries:
                    told = (entry.fields[name] for name in ("key", "at", "by", "public"))
                    self.stdout.write("  ".join(told))
        except keys.KeyProblem as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error

    def _seal(self, options: dict[str, Any]) -> None:
        sealer = Sealer(
            address(),
            settings.AUDIT_KEY_FILE,
            settings.AUDIT_DIR,
            Witnesses(settings.AUDIT_WITNESSES),
        )
        if code := sealer.run():
            raise CommandError("nothing is sealed (its words above)", returncode=code)

    def _verify(self, options: dict[str, Any]) -> None:
        if options["region"] and log_of(options["region"]) != options["region"]:
            raise CommandError("--region is two digits", returncode=CANNOT)
        folder = options["heads"] or settings.AUDIT_DIR
        asked = Asked(address(), folder, options["keys"] or beside(folder), options["region"])
        try:
            with progress(quiet=options["json"]) as bar:
                task = bar.add_task("verifying")
                report = verify(
                    asked,
                    begin=lambda rows: bar.update(task, total=rows),
                    advance=lambda rows: bar.advance(task, rows),
                )
        except (keys.KeyProblem, psycopg.Error) as error:
            raise CommandError(str(error), returncode=CANNOT) from error
        if options["json"]:
            self.stdout.write(json.dumps(report.data(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(report.lines()))
        if not report.whole:
            sys.exit(1)


def beside(heads: Path) -> Path:
    """Return the list of keys that lies beside heads."""
    return (heads if heads.is_dir() else heads.parent) / keys.LIST


def _outside(parser: CommandParser) -> None:
    """Declare where the heads and keys lie that the database is held against."""
    parser.add_argument("--heads", type=Path, metavar="PLACE", help="AUDIT_DIR: a folder or a file")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="keys.jsonl beside the heads")


def progress(*, quiet: bool) -> Progress:
    """Return a bar on the terminal's error channel; a program that reads us sees none."""
    console = Console(stderr=True, quiet=quiet or not sys.stderr.isatty())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=console)


def address() -> str:
    """Return where the ledger is read and sealed: as the sealer's role, else as the owner."""
    found: str = settings.DATABASE_SEALER_URL or settings.DATABASE_OWNER_URL
    if not found:
        raise CommandError("DATABASE_SEALER_URL is missing: where the sealer's role connects")
    return found
