"""Holding one transaction open until another one has come to it, for two at one moment."""

import time
from threading import Event

from tests.product import PATIENCE
from vardpost.kernel import db


def until_one_waits(done: Event) -> None:
    """Return when another transaction of this database waits for a lock, or `done` is set.

    `done` is set by the other when it has not waited at all, which is what a missing lock means.
    """
    deadline = time.monotonic() + PATIENCE
    while not done.is_set():
        waiting = db.fetch_one(
            "select 1 from pg_locks w where not w.granted and w.pid in (select l.pid "
            "from pg_locks l join pg_database d on d.oid = l.database "
            "where d.datname = current_database())"
        )
        if waiting:
            return
        assert time.monotonic() < deadline, "the other neither waits nor ends"
        time.sleep(0.02)
