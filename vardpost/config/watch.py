"""A database that lives but answers nothing holds no page for ever.

PostgreSQL's own limits (`statement_timeout`) help only when it can still count, and a process that
waits for an answer waits for ever: the machine was frozen, the network swallows everything. So a
thread beside the pages cuts a connection that has kept one request too long; the door then tells
503, as when the database is gone, and the next request connects anew.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import connections

LOG = structlog.get_logger("vardpost.watch")
#: Seconds one request may take; above the limit of a statement, so that the server speaks first.
LONGEST = 18.0

Pages = Callable[[dict[str, Any], Any], Iterable[bytes]]


@dataclass(slots=True)
class Running:
    """A request that is being answered: since when, and on which of Django's connections."""

    since: float
    database: Any


class Watch:
    """WSGI: pages, and a thread that looks after how long each has taken."""

    def __init__(self, pages: Pages, *, longest: float = LONGEST) -> None:
        """Keep the pages; the thread starts with the first request, in the process that serves."""
        self.pages = pages
        self.longest = longest
        self.running: dict[int, Running] = {}
        self.thread: threading.Thread | None = None

    def __call__(self, asked: dict[str, Any], start: Any) -> Iterable[bytes]:
        """Answer, watched."""
        if self.thread is None:
            self.thread = threading.Thread(target=self.look_after, name="watch", daemon=True)
            self.thread.start()
        me = threading.get_ident()
        self.running[me] = Running(time.monotonic(), connections["default"])
        try:
            return self.pages(asked, start)
        finally:
            self.running.pop(me, None)

    def look_after(self) -> None:
        """Cut what has taken too long, for ever."""
        while True:
            time.sleep(min(1.0, self.longest / 3))
            now = time.monotonic()
            for one in list(self.running.values()):
                if now - one.since > self.longest:
                    one.since = now  # a second wait of the same request is cut as well
                    LOG.error("the database does not answer: connection cut")
                    cut(one.database)


def cut(database: Any) -> None:
    """Shut the socket of a connection that another thread waits on: the wait ends in an error."""
    inside = database.connection
    if inside is None or inside.closed:
        return
    with suppress(OSError), socket.socket(fileno=os.dup(inside.fileno())) as twin:
        twin.shutdown(socket.SHUT_RDWR)
