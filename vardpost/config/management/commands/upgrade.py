"""`./manage.py upgrade`: bring a database to this version."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from vardpost.casetypes.actions import publish_national
from vardpost.config.grants import apply, apply_sealer, hindrance, there
from vardpost.kernel import db
from vardpost.kernel.actor import command_actor
from vardpost.redflags.actions.publish import publish_national as publish_red_flags
from vardpost.unit_templates.actions.ship import ship_templates
from vardpost.units.actions.places import load_places


class Command(BaseCommand):
    """Migrations, then the web role's grants, then the facts and forms that ship with it."""

    help = (
        "Bring the database to this version: migrations, grants, regions, case types, red flags. "
        "Runs as the owner of the tables and can be run again. Example: ./manage.py upgrade"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--web-role", default=settings.WEB_ROLE, help="role that the web process connects as"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order; each can be run again."""
        if problem := hindrance(connection, options["web_role"]):
            raise CommandError(problem)
        call_command("migrate", interactive=False, verbosity=0)
        db.fetch_one("select audit_months_ahead()")
        with transaction.atomic():
            load_places(actor=command_actor("upgrade"))
        publish_national(actor=command_actor("upgrade"))
        with transaction.atomic():
            publish_red_flags(actor=command_actor("upgrade"))
        with transaction.atomic():
            ship_templates(actor=command_actor("upgrade"))
        apply(connection, options["web_role"])
        if there(connection, settings.SEALER_ROLE):
            apply_sealer(connection, settings.SEALER_ROLE)
        else:
            self.stderr.write(
                f"there is no role {settings.SEALER_ROLE}: the ledger is written but not sealed; "
                "./manage.py database_sql prints the SQL that makes it"
            )
        self.stdout.write("the database is of this version")
