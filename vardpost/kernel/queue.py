"""Jobs: deferred inside the caller's transaction, run later by the worker (ADR 0008).

A thin front of procrastinate, so that it can be replaced: the rest of the product knows these names
alone. Arguments are ids, never text about a person. A job may run twice; its action makes that
harmless. Each job belongs to one region, whose scope its function opens (`people.system`).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import structlog
from django.db import IntegrityError, connection
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from vardpost.kernel import db

LOG = structlog.get_logger("vardpost.jobs")
QUEUE = "vardpost"
#: What may stand in an argument: ids and names of our own making.
_PLAIN = re.compile(r"[0-9A-Za-z_.:-]{1,64}")

#: One statement puts a job in the queue; it can also end a statement of the caller's own.
DEFER = (
    "procrastinate_defer_jobs_v1(array[row("
    "%s::text, %s::text, 0, null, %s::text, %s::jsonb, %s::timestamptz"
    ")]::procrastinate_job_to_defer_v1[])"
)

Work = TypeVar("Work", bound=Callable[..., None])


class BackOff(BaseRetryStrategy):
    """Try again, at first soon, then more and more seldom, and at last not at all."""

    waits = (5, 20, 60, 300, 900, 3600, 3600 * 3, 3600 * 6, 3600 * 12, 3600 * 24)

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when to try again after the attempt that failed, None for never."""
        if job.attempts >= len(self.waits):
            return None
        return RetryDecision(retry_in={"seconds": self.waits[job.attempts]})


def job(name: str) -> Callable[[Work], Work]:
    """Register a function as the job `name`: called with the region and the ids it was given."""

    def register(work: Work) -> Work:
        def run(context: JobContext, /, region: str, **ids: str) -> None:
            number = f"job-{context.job.id}"
            with structlog.contextvars.bound_contextvars(
                request_id=number, job=name, region=region, **ids
            ):
                try:
                    work(region, **ids)
                    LOG.info("job done", attempt=context.job.attempts + 1)
                finally:
                    connection.close()

        app.task(name=name, queue=QUEUE, retry=BackOff(), pass_context=True)(run)
        return work

    return register


def periodic(
    name: str, *, cron: str, regions: Callable[[], Iterable[str]]
) -> Callable[[Work], Work]:
    """Register a job that the worker puts in the queue for every region, at the times of `cron`.

    A region whose last one still waits gets no second.
    """

    def register(work: Work) -> Work:
        job(name)(work)

        def tick(timestamp: int) -> None:
            try:
                for region in regions():
                    # Two workers that ask in one moment both find none: the later is refused.
                    with suppress(IntegrityError):
                        defer(name, region, only_one=True)
            finally:
                connection.close()

        app.periodic(cron=cron)(app.task(name=f"{name}.tick", queue=QUEUE)(tick))
        return work

    return register


def parameters(
    name: str,
    region: str,
    ids: Mapping[str, UUID | str],
    *,
    at: datetime | None = None,
    lock: str | None = None,
) -> list[Any]:
    """Return the parameters of `DEFER`. Raises `ValueError` for what is no id."""
    arguments = {"region": region, **{key: str(value) for key, value in ids.items()}}
    for key, value in arguments.items():
        if not _PLAIN.fullmatch(value):
            raise ValueError(f"{name}: {key} is no id")
    return [QUEUE, name, lock, db.json(arguments), at]


def defer(
    name: str,
    region: str,
    ids: Mapping[str, UUID | str] | None = None,
    *,
    at: datetime | None = None,
    only_one: bool = False,
) -> None:
    """Put the job in the queue, in the transaction that is open; a rollback takes it back."""
    lock = f"{name}:{region}" if only_one else None
    db.fetch_one(
        f"select {DEFER} where not exists (select 1 from procrastinate_jobs "
        "where queueing_lock = %s::text and status = 'todo')",
        [*parameters(name, region, ids or {}, at=at, lock=lock), lock],
    )
