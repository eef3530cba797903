"""`./manage.py processing_record`: the record of processing activities (GDPR article 30)."""

import json
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from vardpost.config.processing import facts, markdown, record

EXAMPLE = """
Examples:
  ./manage.py processing_record
  ./manage.py processing_record --language en --out record.md
  ./manage.py processing_record --json

It is made from the inventory of the tables and from the settings; CONTROLLER and DPO_CONTACT name
who is responsible. What only the organisation knows stands at the end, to be filled in.

Exit codes: 0 written; 1 not, and why.
"""


class Command(BaseCommand):
    """Reads settings and how many units there are; nothing of any person."""

    help = "Write the record of processing activities (GDPR article 30)."
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--language", choices=("sv", "en"), default="sv")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--out", type=Path, metavar="FILE", help="must not be there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the record."""
        try:
            data = record(facts(), options["language"])
        except DatabaseError as error:
            raise CommandError(f"the database: {str(error).strip()}") from error
        text = (
            json.dumps(data, ensure_ascii=False, indent=1) + "\n"
            if options["json"]
            else markdown(data)
        )
        out = options["out"]
        if out is None:
            self.stdout.write(text, ending="")
            return
        try:
            with out.open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from error
        self.stdout.write(f"{out}: {len(data['missing'])} things left to fill in")
