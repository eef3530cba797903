"""`./manage.py database_sql`: what a database administrator runs once."""

from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from vardpost.config import roles
from vardpost.config.environment import ENVIRONMENT


class Command(BaseCommand):
    """Prints SQL; changes nothing."""

    help = (
        "Print the SQL that makes the two roles and the database on any PostgreSQL from 15 on. "
        "Their names are those in DATABASE_URL and DATABASE_OWNER_URL, when these are set. "
        "Example: ./manage.py database_sql | psql -U postgres -h HOST"
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        try:
            called = roles.names(
                ENVIRONMENT.database_url,
                ENVIRONMENT.database_owner_url,
                ENVIRONMENT.database_sealer_url,
            )
        except psycopg.ProgrammingError as error:
            raise CommandError(f"no address of a PostgreSQL: {str(error).strip()}") from error
        self.stdout.write(roles.script(called))
