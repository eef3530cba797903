"""The worker: runs the queue's jobs, shows that it lives, takes up what a killed one had begun."""

import asyncio
import contextlib
import signal
from uuid import UUID

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app as queue_app

from vardpost.kernel.ids import new_id
from vardpost.kernel.queue import QUEUE

LOG = structlog.get_logger("vardpost.worker")
#: Seconds between two signs of life; `/readyz` wants one within `config.health.SEEN_WITHIN`.
BEAT = 5.0
#: A job whose worker has been silent for so many seconds is taken up by another.
STALLED_AFTER = 30.0
#: Jobs at the same time: a slow mail server must not keep the timers waiting.
AT_ONCE = 3
#: Seconds that running jobs get when the worker is told to stop.
STOP_LIMIT = 10.0
_RETRY_SECONDS = 3.0

_SEEN = (
    "insert into worker_seen (worker, seen_at) values (%(worker)s, now()) "
    "on conflict (worker) do update set seen_at = now()"
)
_FORGET = "delete from worker_seen where worker = %(worker)s or seen_at < now() - interval '1 day'"


async def work(address: str) -> None:
    """Run jobs until SIGINT or SIGTERM; a lost database is waited for.

    `address` must lead straight to PostgreSQL: listening does not pass a pooler.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    LOG.info("worker starts")
    while not stop.is_set():
        try:
            await _until_stopped(address, stop)
        except Exception:
            LOG.exception("worker interrupted")
        if not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _RETRY_SECONDS)
    LOG.info("worker stops")


async def _until_stopped(address: str, stop: asyncio.Event) -> None:
    """Work on one set of connections until told to stop, or until they are lost."""
    connector = PsycopgConnector(
        conninfo=address, min_size=1, max_size=4, timeout=5, kwargs={"connect_timeout": 3}
    )
    with queue_app.replace_connector(connector) as app:
        async with app.open_async():
            worker = asyncio.create_task(
                app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=AT_ONCE,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=STOP_LIMIT,
                    stalled_worker_timeout=STALLED_AFTER,
                )
            )
            pulse = asyncio.create_task(_pulse(app, new_id()))
            told = asyncio.create_task(stop.wait())
            try:
                await asyncio.wait({worker, told}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (told, pulse, worker):
                    task.cancel()
                ended = await asyncio.gather(worker, pulse, told, return_exceptions=True)
    trouble = [one for one in ended if isinstance(one, Exception)]
    if trouble:
        raise trouble[0]


async def _pulse(app: App, worker: UUID) -> None:
    """Write a sign of life every few seconds, and give abandoned jobs back to the queue."""
    try:
        while True:
            try:
                await app.connector.execute_query_async(_SEEN, worker=worker)
                await _take_up_abandoned(app)
            except Exception:
                LOG.exception("no sign of life")
            await asyncio.sleep(BEAT)
    finally:
        with contextlib.suppress(Exception):
            await app.connector.execute_query_async(_FORGET, worker=worker)


async def _take_up_abandoned(app: App) -> None:
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        LOG.warning("job taken up again", job=job.task_name, number=job.id)
        await app.job_manager.retry_job(job)
