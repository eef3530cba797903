"""`./manage.py bootstrap national-office HSAID`: the first grant of all."""

from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction

from vardpost.kernel.actor import command_actor
from vardpost.kernel.errors import NotFound, WrongState
from vardpost.people.actions.sessions import Newcomer, bootstrap_national_office
from vardpost.units.hsa import BadHsaId, normalise

EXAMPLE = """
Examples:
  ./manage.py bootstrap national-office SE5560000000-0A1B
  ./manage.py bootstrap national-office SE5560000000-0A1B \\
      --given-name Kim --family-name Berg --birth-date 1975-03-14 --sex woman

Works once in the life of a database and leaves a row in the ledger. The person then gives others
their roles. Runs as the owner of the tables (DATABASE_OWNER_URL).
"""


def _hsa_id(written: str) -> str:
    try:
        return normalise(written)
    except BadHsaId as error:
        raise ArgumentTypeError(str(error)) from error


class Command(BaseCommand):
    """Asks nothing: everything is in the arguments, so that it can be repeated word by word."""

    help = "Give the national office to the staff member with an HSA-id. Once."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("office", choices=["national-office"], help="what to give")
        parser.add_argument("hsa_id", type=_hsa_id, metavar="HSAID", help="whom to give it")
        new = parser.add_argument_group("when there is no account with that HSA-id yet")
        new.add_argument("--given-name")
        new.add_argument("--family-name")
        new.add_argument("--birth-date", type=date.fromisoformat, metavar="YYYY-MM-DD")
        new.add_argument("--sex", choices=["woman", "man"])
        new.add_argument("--email", default="", help="for notices")
        new.add_argument("--title", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Give it, or say why not."""
        try:
            with transaction.atomic():
                person_id = bootstrap_national_office(
                    actor=command_actor("bootstrap"),
                    hsa_id=options["hsa_id"],
                    newcomer=_newcomer(options),
                )
        except WrongState as error:
            raise CommandError(
                "The national office has been given before; this works once. Its members give "
                "others their roles."
            ) from error
        except NotFound as error:
            raise CommandError(
                "No active staff account has that HSA-id. Give --given-name, --family-name, "
                "--birth-date and --sex to make one."
            ) from error
        except DatabaseError as error:
            raise CommandError(
                "The database refused. Is it upgraded (./manage.py upgrade), and does "
                "DATABASE_OWNER_URL lead to the owner of the tables?"
            ) from error
        self.stdout.write(f"National office given to {options['hsa_id']} (person {person_id}).")


def _newcomer(options: dict[str, Any]) -> Newcomer | None:
    """Return the person to be made, None when nothing is told of one."""
    parts = {name: options[name] for name in ("given_name", "family_name", "birth_date", "sex")}
    if not any(parts.values()):
        return None
    if missing := [name.replace("_", "-") for name, value in parts.items() if not value]:
        raise CommandError("Missing: " + ", ".join(f"--{name}" for name in missing))
    return Newcomer(**parts, email=options["email"], title=options["title"])
