"""The times of a job that each region has: two workers that ask at once leave one a region."""

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from procrastinate.contrib.django import app

from tests import database
from tests.product import PATIENCE
from vardpost.config import roles
from vardpost.kernel import queue

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "test.each_region"
REGIONS = ("01", "14")
WAITING = "select task_name, args ->> 'region' from procrastinate_jobs order by 2"
BLOCKED = (
    "select exists (select 1 from pg_stat_activity where datname = %s and wait_event_type = 'Lock')"
)
OTHER = (
    "insert into procrastinate_jobs (queue_name, task_name, queueing_lock, args) "
    "values ('vardpost', %s, %s, '{\"region\": \"01\"}')"
)


def test_a_second_worker_in_the_same_moment_stops_no_region() -> None:
    queue.periodic(NAME, cron="0 0 1 1 *", regions=lambda: REGIONS)(lambda region: None)
    tick = app.tasks[f"{NAME}.tick"].func
    place = database.address(roles.OWNER, database.NAME)
    with psycopg.connect(place) as other, ThreadPoolExecutor(1) as alone:
        other.execute(OTHER, [NAME, f"{NAME}:01"])
        ticking = alone.submit(tick, timestamp=1)
        deadline = time.monotonic() + PATIENCE
        while True:
            with database.superuser() as looking:
                if looking.execute(BLOCKED, [database.NAME]).fetchone() == (True,):
                    break
            assert time.monotonic() < deadline
        other.commit()
        ticking.result(timeout=PATIENCE)
        assert other.execute(WAITING).fetchall() == [(NAME, region) for region in REGIONS]
