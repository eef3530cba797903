"""`./manage.py database_sql`: what a database administrator runs once."""

from typing import Any

from django.core.management.base import BaseCommand

from vardpost.config import roles


class Command(BaseCommand):
    """Prints SQL; changes nothing."""

    help = (
        "Print the SQL that makes the two roles and the database on any PostgreSQL from 15 on. "
        "Example: ./manage.py database_sql | psql -U postgres -h HOST"
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(roles.script())
