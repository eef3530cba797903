"""`./manage.py demo_data`: invented people, units and cases in an empty database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from vardpost.casetypes.actions import publish_national
from vardpost.config.demo.filling import fill, holds_people, present
from vardpost.config.demo.generate import FULL, SMALL
from vardpost.kernel import clock
from vardpost.kernel.actor import command_actor


class Command(BaseCommand):
    """One seed, one moment, one transaction: all of it or nothing."""

    help = (
        "Fill an empty database with invented people, units and cases, for demonstrations. "
        "Example: ./manage.py demo_data --seed 7"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--seed", type=int, default=1, help="other people with another number")
        parser.add_argument("--small", action="store_true", help="a tenth of it, for tests")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse what is not the demo's, then write everything."""
        if not settings.DEMO:
            raise CommandError("DEMO is off: demo data belong to a demonstration only")
        size = SMALL if options["small"] else FULL
        columns = (TextColumn("demo data"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with transaction.atomic():
            if present():
                self.stdout.write("demo data are there already")
                return
            if holds_people():
                raise CommandError("the database holds people that are not of the demo")
            publish_national(actor=command_actor("demo_data"))
            with Progress(*columns, console=Console(stderr=True)) as bar:
                task = bar.add_task("", total=size.cases)
                demo = fill(
                    options["seed"],
                    clock.now(),
                    size,
                    lambda number: bar.update(task, completed=number),
                )
        said = ", ".join(
            f"{len(demo.tables[table])} {word}"
            for table, word in (
                ("care_unit", "units"),
                ("staff_account", "staff"),
                ("person", "people"),
                ("care_case", "cases"),
            )
        )
        self.stdout.write(said)
