"""The system as actor: one region a run, under row security like everybody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import structlog
from django.db import transaction

from vardpost.kernel import db
from vardpost.kernel.actor import Actor, system_actor


@contextmanager
def region_scope(name: str, region_id: str) -> Iterator[Actor]:
    """Open a transaction that reaches one region and nothing else; give its actor.

    `name` tells in the ledger what ran. No region is no scope: then nothing is seen.
    """
    number = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    with transaction.atomic():
        db.fetch_one("select system_open(%s)", [region_id])
        yield replace(system_actor(name, region_id), request_id=number[:36])
