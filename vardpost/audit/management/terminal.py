"""What the verbs of `./manage.py audit` share: a bar, connections, and where the ledger is."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from vardpost.audit import exporting
from vardpost.audit.stored import Connection, connect


class Bar(exporting.Progress):
    """How far it is, on the terminal."""

    def __init__(self, shown: Progress, task: TaskID) -> None:
        """Move `task`."""
        self.shown = shown
        self.task = task

    def begin(self, rows: int) -> None:
        """Say how much there is to do."""
        self.shown.update(self.task, total=rows, completed=0)

    def advance(self, rows: int) -> None:
        """Move on."""
        self.shown.advance(self.task, rows)


@contextmanager
def bar(what: str, *, quiet: bool = False) -> Iterator[Bar]:
    """Show a bar on the terminal's error channel; a program that reads us sees none."""
    console = Console(stderr=True, quiet=quiet or not sys.stderr.isatty())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as shown:
        yield Bar(shown, shown.add_task(what, total=None))


@contextmanager
def connected(place: str = "") -> Iterator[Connection]:
    """Give a connection to the ledger."""
    connection = connect(place or address())
    try:
        yield connection
    finally:
        connection.close()


def writer() -> str:
    """Return where a row can be left in the ledger: the sealer's role only reads entries."""
    found: str = settings.DATABASE_OWNER_URL or settings.DATABASE_DIRECT_URL
    if not found:
        raise CommandError("DATABASE_URL is missing: what is taken out leaves a row in the ledger")
    return found


def address() -> str:
    """Return where the ledger is read and sealed: as the sealer's role, else as the owner."""
    found: str = settings.DATABASE_SEALER_URL or settings.DATABASE_OWNER_URL
    if not found:
        raise CommandError("DATABASE_SEALER_URL is missing: where the sealer's role connects")
    return found
