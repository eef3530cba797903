"""`./manage.py region_days REGION`: days on which a whole region is closed."""

import json
from argparse import RawDescriptionHelpFormatter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vardpost.kernel import db
from vardpost.kernel.actor import operator
from vardpost.kernel.errors import NotFound
from vardpost.people.system import region_scope
from vardpost.units.actions.closings import change_region_day

EXAMPLE = """
Examples:
  ./manage.py region_days 14
  ./manage.py region_days 14 --add 2027-05-07 "Dag efter Kristi himmelsfärd"
  ./manage.py region_days 14 --remove 2027-05-07 --json

Days count as closed in every promise of the region's units given from then on; public holidays are
there already. Each change leaves a line in the history and a row in the ledger.
"""


class Command(BaseCommand):
    """Lists, adds and removes; each is safe to repeat."""

    help = "List or change the days on which a whole region is closed."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("region", metavar="REGION", help="two digits, such as 14")
        change = parser.add_mutually_exclusive_group()
        change.add_argument("--add", nargs=2, metavar=("DAY", "NAME"), help="YYYY-MM-DD, and why")
        change.add_argument("--remove", metavar="DAY", help="YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="tell the days as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Change, then tell what stands."""
        day, name = options["add"] or (options["remove"], "")
        region = options["region"]
        try:
            with region_scope("region-days", region, by=operator()) as actor:
                if day:
                    when = date.fromisoformat(day)
                    change_region_day(actor=actor, region_id=region, day=when, name=name[:80])
                rows = db.fetch_all(
                    "select day, name from region_day where region_id = %s order by day", [region]
                )
        except NotFound as error:
            raise CommandError(f"There is no region {region}.") from error
        except ValueError as error:
            raise CommandError("Write the day as YYYY-MM-DD.") from error
        days = [{"day": row[0].isoformat(), "name": row[1]} for row in rows]
        if options["json"]:
            self.stdout.write(json.dumps({"region": region, "days": days}, ensure_ascii=False))
        else:
            for one in days:
                self.stdout.write(f"{one['day']}  {one['name']}")
