"""`./manage.py case_types publish`: the nation's forms and terms into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from vardpost.casetypes.actions import publish_national
from vardpost.kernel.actor import command_actor


class Command(BaseCommand):
    """Publish what has changed; `upgrade` does the same after the migrations."""

    help = (
        "Publish the national case types and terms texts that have changed, as new versions. "
        "Runs as the owner of the tables and can be run again. "
        "Example: ./manage.py case_types publish"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the verb."""
        parser.add_argument("verb", choices=["publish"], help="what to do")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and say what is new."""
        published = publish_national(actor=command_actor("case_types publish"))
        for line in published or ["Inget har ändrats."]:
            self.stdout.write(line)
