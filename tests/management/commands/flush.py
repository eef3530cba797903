"""What Django calls after a test with `transaction=True`, which may have committed anything."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from tests import database


class Command(BaseCommand):
    """Make the worker's database anew: the web role could not empty its tables."""

    help = "Make the test database anew. Example: called by Django's TransactionTestCase"
    stealth_options = (
        "database",
        "interactive",
        "reset_sequences",
        "allow_cascade",
        "inhibit_post_migrate",
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Close what is open, then copy the template again."""
        connections.close_all()
        database.renew()
