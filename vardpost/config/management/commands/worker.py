"""`./manage.py worker`: send notices and run the timers."""

import asyncio
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vardpost.config import logs, worker


class Command(BaseCommand):
    """Runs until Ctrl-C; what it was doing is finished or taken up by the next."""

    help = (
        "Run the worker: notices by e-mail, reminders, automatic closing. Ctrl-C stops it. "
        "Needs DATABASE_DIRECT_URL when DATABASE_URL leads to a pooler. "
        "Example: ./manage.py worker"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        if not settings.DATABASE_DIRECT_URL:
            raise CommandError("DATABASE_URL is missing: where the application's role connects")
        logs.guard_crashes()
        asyncio.run(worker.work(settings.DATABASE_DIRECT_URL))
